"""Hold a folder of weights to a manifest before it is loaded: the import's, or one that is measured first.

Shared by the engines that load weights. Does not judge what the files hold (each family's `open_weights`) and loads nothing.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, Protocol, TypeVar

import torch

from model_runtime.engines.engine import IsCancelled, OnProgress
from model_runtime.engines.loading_bar import Bar
from model_runtime.engines.precision import Precision
from model_runtime.weights.checkpoint import Checkpoint
from model_runtime.weights.manifest import Manifest, measure
from model_runtime.weights.model_files import CONFIG_FILE, INDEX_FILE


@dataclass(frozen=True)
class FolderToLoad:
    """What to load and how.

    Attributes:
        manifest: of the folder as it was imported; None: measured before it is loaded, which reads all files twice.
    """

    folder: Path
    precision: Precision
    device: torch.device
    manifest: Manifest | None = None

    @property
    def dtype(self) -> torch.dtype:
        """What is not quantised is held in."""
        return torch.float32 if self.precision == "fp32" else torch.bfloat16


class Opened(Protocol):
    """A folder that was judged."""

    @property
    def checkpoint(self) -> Checkpoint:
        """Its tensors."""
        ...


OpenedT = TypeVar("OpenedT", bound=Opened)


@dataclass(frozen=True)
class Held(Generic[OpenedT]):
    """Weights that are those of `manifest`, or reading them fails.

    Attributes:
        names: the files that answers depend on.
        bar: for all that is read, also what was read to measure it.
    """

    weights: OpenedT
    manifest: Manifest
    names: tuple[str, ...]
    bar: Bar
    measured_bytes: int

    def reach(self, loaded_bytes: int) -> None:
        """Tell that so much of the tensors is loaded."""
        self.bar.reach(self.measured_bytes + loaded_bytes)

    def finish(self) -> None:
        """Tell that all is done: a cache is smaller than what it was made from."""
        self.bar.reach(self.bar.total)


def held(
    options: FolderToLoad,
    open_weights: Callable[[Path, Manifest | None], OpenedT],
    names_of: Callable[[OpenedT], tuple[str, ...]],
    on_progress: OnProgress,
    is_cancelled: IsCancelled,
) -> Held[OpenedT]:
    """Open a folder and hold it. Raises RequestFailed with the code of the first fault."""
    weights = open_weights(options.folder, options.manifest)
    names, folder = names_of(weights), weights.checkpoint.folder
    to_measure = 0 if options.manifest else sum(folder.size_bytes(name) for name in names)
    bar = Bar(on_progress, to_measure + weights.checkpoint.total_bytes)
    if options.manifest is not None:
        return Held(weights, options.manifest, names, bar, 0)
    manifest = measure(options.folder, names, lambda done, _: bar.reach(done), is_cancelled)
    again = open_weights(options.folder, manifest)  # what was judged may have been changed before it was measured
    return Held(again, manifest, names, bar, to_measure)


def files_of(weights: Opened, words_file: str) -> tuple[str, ...]:
    """Return all that the answers of one network depend on: weights, where they are, sizes, words."""
    checkpoint = weights.checkpoint
    index = (INDEX_FILE,) if checkpoint.folder.has(INDEX_FILE) else ()
    return (*checkpoint.files, *index, CONFIG_FILE, words_file)
