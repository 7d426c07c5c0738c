"""Hold the sequence that the network is in the middle of, and compute only what is new in the next one.

A picture stands in the first question, behind four ids that are always the same, so its rows serve every later question.
Does not make pixels or ids, and does not choose tokens.
"""

from collections.abc import Callable, Hashable
from dataclasses import dataclass

import torch
from torch import Tensor

from model_runtime.chatglm4v.network import ChatGlm4vNetwork
from model_runtime.chatglm4v.prompt import Prompt, position_ids
from model_runtime.cogvlm2.context import Picture, Prefilled
from model_runtime.inference.interrupting import interruptible


@dataclass
class _Held:
    """What the cache holds: ids, three of which may stand for a picture."""

    key: Hashable | None
    ids: list[int]
    picture_rows: int


class Context:
    """One sequence at a time in a cache of `capacity` rows."""

    def __init__(self, network: ChatGlm4vNetwork, capacity: int) -> None:
        self._network = network
        self._cache = network.new_cache(capacity)
        self._held = _Held(None, [], 0)
        self._fed: list[Tensor] = []  # ids behind those, not yet read from the device
        self._position = 0

    @property
    def capacity(self) -> int:
        """Rows that a prompt and its answer can have together."""
        return self._cache.capacity

    @property
    def free_rows(self) -> int:
        """Rows that `step` can still add."""
        return self._cache.capacity - self._cache.length

    def rows_of(self, prompt: Prompt) -> int:
        """Return how many rows a prompt takes."""
        return len(prompt.ids) + (0 if prompt.picture_at is None else self._network.config.vision.image_tokens - 3)

    @torch.no_grad()
    def prefill(self, picture: Picture | None, prompt: Prompt, is_cancelled: Callable[[], bool]) -> Prefilled:
        """Make the sequence of a prompt and return what follows it. Raises PassCancelledError between layers."""
        image_tokens = self._network.config.vision.image_tokens
        held = self._keep_common(picture.key if picture else None, prompt)
        positions = position_ids(prompt, image_tokens)
        with interruptible(self._network.all_layers, is_cancelled):
            if held or picture is None or prompt.picture_at is None:
                rows = self._embedded(prompt.ids[held:])
            else:
                at = prompt.picture_at
                block = self._network.encode_image(picture.pixels())[0]  # [image_tokens, D]
                rows = torch.cat([self._embedded(prompt.ids[:at]), block, self._embedded(prompt.ids[at + 3 :])])
            out = self._network.run(rows, positions[-len(rows) :], self._cache)
        self._held = _Held(picture.key if picture else None, list(prompt.ids), image_tokens - 3 if picture else 0)
        self._position = positions[-1]
        return Prefilled(self._network.logits(out[-1:]), len(positions), bool(held) and picture is not None)

    @torch.no_grad()
    def step(self, token: Tensor) -> Tensor:
        """Append one token [1] and return the logits of the next, [1, vocabulary]. Never waits for the device."""
        row = self._network.run(self._network.embed(token), [self._position + 1], self._cache)
        self._position += 1
        self._fed.append(token)
        return self._network.logits(row)

    def forget(self) -> None:
        """Forget the sequence, and what its rows held."""
        self._held, self._fed, self._position = _Held(None, [], 0), [], 0
        self._cache.erase()

    def _keep_common(self, key: Hashable | None, prompt: Prompt) -> int:
        """Cut the cache behind what both sequences begin with; return how many ids that leaves, 0: begin anew."""
        held = self._held.ids + [int(token) for token in self._fed]
        common = 0
        if key == self._held.key:
            for mine, new in zip(held, prompt.ids[:-1], strict=False):  # the last id is computed in any case
                if mine != new:
                    break
                common += 1
        if common < prompt.picture_end:
            common = 0
        self._cache.truncate(common + self._held.picture_rows if common else 0)
        self._held, self._fed = _Held(key, held[:common], self._held.picture_rows if common else 0), []
        return common

    def _embedded(self, ids: tuple[int, ...]) -> Tensor:
        return self._network.embed(torch.tensor(ids, device=self._network.device))  # [T, D]
