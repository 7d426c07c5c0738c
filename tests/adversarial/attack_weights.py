"""Change what was imported, in every way that leaves it loadable, and see whether an engine notices.

Imports a tiny model, as a copy and in place, then loads it as the engine process does from the command line that the
desktop makes. A changed file of the model must end the load with an error, also where a cache of its 4-bit form is there
to be read instead; a changed cache must give the very network that was imported.
"""

import contextlib
import datetime as dt
import os
import random
import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor

from desktop_app.models.model_import import ImportOptions, ImportTools, import_model
from desktop_app.models.model_library import ModelLibrary
from desktop_app.models.published_models import Releases
from model_runtime.engines.cogvlm2_loading import LoadOptions, load_model
from model_runtime.engines.precision import Precision
from model_runtime.protocol.error_codes import RequestFailed
from model_runtime.weights.manifest import read_manifest
from tests.adversarial.row import Row, Size
from tests.helpers.write_tiny_checkpoint import write_tiny_checkpoint

COUNTS = {Size.SMALL: 1, Size.FULL: 6}
"""Attempts of each way on each file."""

READ_FILES = (
    "config.json",
    "tokenizer.json",
    "model.safetensors.index.json",
    "model-00001-of-00002.safetensors",
    "model-00002-of-00002.safetensors",
)


@dataclass(frozen=True)
class Imported:
    """A model in a library: where its files are, and what names them."""

    weights: Path
    manifest: Path
    manifest_sha256: str
    cache: Path

    def load(self, precision: Precision) -> dict[str, Tensor]:
        """Load it as the engine does and return every tensor. Raises RequestFailed."""
        options = LoadOptions(
            self.weights,
            precision,
            torch.device("cpu"),
            manifest=read_manifest(self.manifest, self.manifest_sha256),
            cache_file=self.cache if precision == "int4" else None,
        )
        model = load_model(options, lambda done, total: None, lambda: False)
        return dict(model.network.state_dict())


def rows(size: Size) -> Iterator[Row]:
    """Attack a copy and a folder used in place."""
    with tempfile.TemporaryDirectory() as folder:
        base = Path(folder)
        write_tiny_checkpoint(base / "source", seed=1)
        write_tiny_checkpoint(base / "other", seed=2)
        library = ModelLibrary(base / "models")
        copied = imported(library, base / "source", "copied")
        in_place = imported(library, base / "source", "used")
        yield _changed_files("a changed file of an imported model is loaded", copied, base, "bf16", size)
        yield _changed_files("a changed file of a model used in place is loaded", in_place, base, "bf16", size)
        yield _changed_files("a changed file is passed over for its 4-bit cache", copied, base, "int4", size)
        yield _changed_cache(copied, size)
        yield _changed_manifest(copied, size)


def imported(library: ModelLibrary, source: Path, name: str) -> Imported:
    """Import a folder without asking anybody."""
    tools = ImportTools(
        lambda *_: "cogvlm2", lambda _: True, lambda *_: None, lambda: False, lambda: dt.datetime.now(dt.UTC)
    )
    options = ImportOptions(source, name, keep="copy" if name == "copied" else "reference")
    record = import_model(options, library, Releases((), ()), tools)
    cache = library.manifest(record).with_name("int4.cache")
    return Imported(library.weights(record), library.manifest(record), record.manifest_sha256, cache)


# -- ways to change a file -----------------------------------------------------------------------------------------------


def flip(path: Path, other: Path, chance: random.Random) -> None:
    """Flip one bit at a random place."""
    data = bytearray(path.read_bytes())
    data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    path.write_bytes(data)


def flip_white_space(path: Path, other: Path, chance: random.Random) -> None:
    """Change what no parser minds: a blank of JSON; in weights, the lowest bit of the last number."""
    data = bytearray(path.read_bytes())
    if path.suffix == ".json":
        blanks = [place for place, byte in enumerate(data) if byte == 0x20]
        data[chance.choice(blanks or [len(data) - 1])] = 0x09
    else:
        data[-4] ^= 1
    path.write_bytes(data)


def another(path: Path, other: Path, chance: random.Random) -> None:
    """Put the file of another model in its place, which fits: the same tensors, other numbers."""
    path.write_bytes((other / path.name).read_bytes())


def renamed_in(path: Path, other: Path, chance: random.Random) -> None:
    """Move a changed file of the same size into its place."""
    data = bytearray(path.read_bytes())
    data[-1 - chance.randrange(8)] ^= 1
    path.with_name("new").write_bytes(data)
    path.with_name("new").replace(path)


def cut(path: Path, other: Path, chance: random.Random) -> None:
    """Cut bytes off its end."""
    os.truncate(path, path.stat().st_size - chance.randint(1, 64))


def append(path: Path, other: Path, chance: random.Random) -> None:
    """Put bytes behind its end."""
    with path.open("ab") as file:
        file.write(b" " * chance.randint(1, 64))


def remove(path: Path, other: Path, chance: random.Random) -> None:
    """Take it away."""
    path.unlink()


def swap(path: Path, other: Path, chance: random.Random) -> None:
    """Swap it with another file of the model."""
    neighbour = path.with_name(chance.choice([name for name in READ_FILES if name != path.name]))
    mine, theirs = path.read_bytes(), neighbour.read_bytes()
    path.write_bytes(theirs)
    neighbour.write_bytes(mine)


WAYS: tuple[Callable[[Path, Path, random.Random], None], ...] = (
    flip,
    flip_white_space,
    another,
    renamed_in,
    cut,
    append,
    remove,
    swap,
)


def _changed_files(check: str, model: Imported, base: Path, precision: Precision, size: Size) -> Row:
    model.load(precision)  # makes the cache, and shows that the whole model loads
    whole = {path.name: path.read_bytes() for path in model.weights.iterdir()}
    chance, tried, names = random.Random(9), 0, []
    for way in WAYS:
        for file in READ_FILES:
            for _ in range(COUNTS[size]):
                before = {path: path.stat() for path in model.weights.iterdir()}
                way(model.weights / file, base / "other", chance)
                if _bytes_of(model.weights) == whole:
                    continue  # what another model has the same, such as its config
                for path, stat in before.items():
                    with contextlib.suppress(FileNotFoundError):
                        os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))  # as one who hides would
                tried += 1
                with contextlib.suppress(RequestFailed):
                    model.load(precision)
                    names.append(f"{way.__name__} {file}")
                _put_back(model.weights, whole)
                if precision == "int4":
                    model.load(precision)  # whole again, it is read and its cache made anew
    return Row(check, tried, len(names), tuple(names))


def _changed_cache(model: Imported, size: Size) -> Row:
    expected = model.load("int4")
    whole = model.cache.read_bytes()
    chance, tried, names = random.Random(4), 0, []
    for way in (flip, renamed_in, cut, append, remove):
        for _ in range(2 * COUNTS[size]):
            model.cache.write_bytes(whole)
            way(model.cache, model.weights, chance)
            tried += 1
            found = model.load("int4")
            if not all(torch.equal(expected[name], found[name]) for name in expected):
                names.append(way.__name__)
    return Row("a changed 4-bit cache gives another network", tried, len(names), tuple(names))


def _changed_manifest(model: Imported, size: Size) -> Row:
    whole = model.manifest.read_bytes()
    chance, tried, names = random.Random(6), 0, []
    for way in (flip, cut, append, remove):
        for _ in range(4 * COUNTS[size]):
            way(model.manifest, model.weights, chance)
            tried += 1
            with contextlib.suppress(RequestFailed):
                model.load("bf16")
                names.append(way.__name__)
            model.manifest.write_bytes(whole)
    return Row("a changed list of hashes is believed", tried, len(names), tuple(names))


def _bytes_of(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def _put_back(folder: Path, whole: dict[str, bytes]) -> None:
    for path in folder.iterdir():
        if path.name not in whole:
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    for name, data in whole.items():
        (folder / name).write_bytes(data)
