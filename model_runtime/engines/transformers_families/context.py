"""Hold the sequence that a network of transformers is in the middle of, and compute only what is new in the next one.

Pictures stand before the first question, so a second one shares all rows up to its first new word; they are kept where
the family's cache can be cut back. Does not write prompts (`prompt.py`) and does not choose tokens.
"""

import contextlib
import inspect
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn

from model_runtime.engines.answering import is_out_of_memory
from model_runtime.engines.transformers_families.family import Family
from model_runtime.engines.transformers_families.prompt import Prompt
from model_runtime.inference.interrupting import PassCancelledError, interruptible
from model_runtime.protocol.error_codes import ErrorCode, RequestFailed

IsCancelled = Callable[[], bool]


@dataclass(frozen=True)
class Prefilled:
    """What a prompt led to.

    Attributes:
        logits: of the next token, [1, vocabulary], fp32.
        rows: of the whole prompt, its pictures' too, held or new.
        image_cached: there are pictures and none of their rows had to be computed.
    """

    logits: Tensor
    rows: int
    image_cached: bool


class Context:
    """One sequence at a time, of at most `capacity` rows."""

    def __init__(self, family: Family, network: Any, capacity: int) -> None:
        self._family = family
        self._network = network
        self._cache: Any = None
        self._ids: list[int] = []  # whose rows are in the cache
        self._fed: list[Tensor] = []  # behind those, not yet read from the device
        self._pictures: Sequence[str] = ()
        self.capacity = capacity

    @property
    def free_rows(self) -> int:
        """Rows that `step` can still add."""
        return self.capacity - len(self._ids) - len(self._fed)

    @torch.no_grad()
    def prefill(self, pictures: Sequence[str], prompt: Prompt, is_cancelled: IsCancelled) -> Prefilled:
        """Make the sequence of a prompt about `pictures` (digests) and return what follows it.

        Raises PassCancelledError between layers, and RequestFailed MODEL_CONFIG_INVALID for a network that cannot be computed;
        then nothing is kept.
        """
        held = self._keep_common(pictures, prompt)
        fresh = {"input_ids": prompt.inputs["input_ids"][:, held:]} if held else prompt.inputs
        if not held:
            self.forget()
            self._cache = _new_cache(self._family, self._network)
        try:
            with interruptible(_layers(self._network), is_cancelled):
                logits = self._run(self._network, fresh)
        except BaseException:
            self.forget()
            raise
        self._ids, self._fed, self._pictures = list(prompt.ids), [], tuple(pictures)
        return Prefilled(logits, len(prompt.ids), bool(held) and bool(pictures))

    @torch.no_grad()
    def step(self, token: Tensor) -> Tensor:
        """Append one token [1] and return the logits of the next, [1, vocabulary]. Never waits for the device."""
        decoder = self._network.get_submodule(self._family.decoder) if self._family.decoder else self._network
        self._fed.append(token)
        return self._run(decoder, {"input_ids": token[None]})

    def forget(self) -> None:
        """Forget the sequence and what was made of its pictures."""
        self._cache, self._ids, self._fed, self._pictures = None, [], [], ()
        body: Any = getattr(self._network, "model", None)
        if hasattr(body, "rope_deltas"):  # positions behind the last pictures, which a text without any would inherit
            body.rope_deltas = None

    def _run(self, part: Any, inputs: dict[str, Tensor]) -> Tensor:
        weights_dtype, device = self._network.dtype, self._network.device
        moved = {
            name: value.to(device=device, dtype=weights_dtype if value.is_floating_point() else None)
            for name, value in inputs.items()
        }
        with _network_faults():
            out = part(**moved, past_key_values=self._cache, use_cache=True, **_last_only(part))
            logits: Tensor = out.logits[:, -1].float()
        return logits

    def _keep_common(self, pictures: Sequence[str], prompt: Prompt) -> int:
        """Cut the cache behind what both sequences begin with; return how many rows that leaves, 0: begin anew."""
        if self._cache is None or self._family.reuse == "nothing" or tuple(pictures) != tuple(self._pictures):
            return 0
        held = self._ids + [int(token) for token in self._fed]
        common = 0
        for mine, new in zip(held, prompt.ids[:-1], strict=False):  # the last id is computed in any case
            if mine != new:
                break
            common += 1
        if common < max(prompt.picture_end, 1):
            return 0
        if common < len(held):
            self._cache.crop(common - len(held))  # a negative number: how many rows go
        return common


@contextlib.contextmanager
def _network_faults() -> Iterator[None]:
    """Tell whatever a network raises as MODEL_CONFIG_INVALID: its numbers are the folder's, and no judge tries all of them.

    What is the machine's stays what it is: memory, and a card that failed.
    """
    try:
        yield
    except (RequestFailed, PassCancelledError, torch.AcceleratorError):
        raise
    except Exception as error:
        if is_out_of_memory(error):
            raise
        raise RequestFailed(ErrorCode.MODEL_CONFIG_INVALID) from error


def _last_only(part: Any) -> dict[str, int]:
    """Ask for the last row's logits alone where that can be asked: all of a long prompt would take gigabytes."""
    return {"logits_to_keep": 1} if "logits_to_keep" in inspect.signature(part.forward).parameters else {}


def _new_cache(family: Family, network: Any) -> Any:
    """Return an empty cache: with the family's states where it has some, else with every row kept, so that it can be cut."""
    from transformers import DynamicCache

    return DynamicCache(config=network.config) if family.reuse == "nothing" else DynamicCache()


def _layers(network: nn.Module) -> Iterator[nn.Module]:
    """Yield the members of every stack of layers, the eyes' and the language part's."""
    for module in network.modules():
        if isinstance(module, nn.ModuleList):
            yield from module
