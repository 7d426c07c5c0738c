"""Hold the sequence that the network is in the middle of, and compute only what is new in the next one.

A film stands before the words and attention is causal, so its rows serve every later question about the same frames in
the same order. What two sequences have in common is found row by row: what a row is made of, and where it stands.
The rows of a film that is left are kept, so coming back to it costs only the new words.
Does not make pixels or ids, and does not choose tokens.
"""

import itertools
from collections.abc import Hashable, Sequence
from typing import TypeAlias

import torch
from torch import Tensor

from model_runtime.cogvlm2.context import ContextFullError, IsCancelled, Picture, Prefilled
from model_runtime.cogvlm2.network import CogVLM2Network
from model_runtime.cogvlm2_video.config import MAX_FRAMES
from model_runtime.cogvlm2_video.prompt import SLOT, Prompt
from model_runtime.inference.interrupting import interruptible
from model_runtime.inference.prefix_store import PrefixStore

_Row: TypeAlias = tuple[Hashable, int]
"""An id, or a frame's key and which of its rows; and the row's position."""


class Context:
    """One sequence at a time; films that were left wait in `store`.

    Bounded in positions, of which a film takes far fewer than rows: the network knows no position from
    `max_position_embeddings` on, and the cache has room for as many words and the longest film beside them.
    """

    def __init__(self, network: CogVLM2Network, store: PrefixStore) -> None:
        config = network.config
        self._network = network
        self._cache = network.new_cache(config.max_position_embeddings + MAX_FRAMES * config.vision.image_tokens)
        self._store = store
        self._rows: list[_Row] = []  # in the cache
        self._fed: list[Tensor] = []  # ids behind those, not yet read from the device
        self._position = 0

    @property
    def capacity(self) -> int:
        """Positions that a prompt and its answer can have together."""
        return self._network.config.max_position_embeddings

    @property
    def free_rows(self) -> int:
        """Rows that `step` can still add."""
        return self.capacity - 1 - self._position

    @torch.no_grad()
    def prefill(self, frames: Sequence[Picture], prompt: Prompt, is_cancelled: IsCancelled) -> Prefilled:
        """Make the sequence of a prompt, whose slots are the rows of `frames`, and return what follows it.

        Raises ValueError and ContextFullError before any work, PassCancelledError between layers: what is held is right.
        """
        rows = self._rows_of(frames, prompt)
        if rows[-1][1] >= self.capacity:
            raise ContextFullError(rows[-1][1] + 1, self.capacity)
        held = self._keep_common(rows, _film_end(prompt))
        new_ids = prompt.ids[held:]
        with interruptible(self._network.all_layers, is_cancelled):
            new = self._embedded(new_ids, frames)
            out = self._network.run(new, [position for _, position in rows[held:]], "language", self._cache)
        self._rows, self._position = rows, rows[-1][1]
        return Prefilled(self._network.logits(out[-1:]), len(rows), bool(frames) and SLOT not in new_ids)

    @torch.no_grad()
    def step(self, token: Tensor) -> Tensor:
        """Append one token [1] and return the logits of the next, [1, vocabulary]. Never waits for the device."""
        row = self._network.run(self._network.embed(token), [self._position + 1], "language", self._cache)
        self._position += 1
        self._fed.append(token)
        return self._network.logits(row)

    def forget(self) -> None:
        """Forget everything: the sequence, the films that were left, and what their rows held."""
        self._rows, self._fed, self._position = [], [], 0
        self._cache.erase()
        self._store.clear()

    def _rows_of(self, frames: Sequence[Picture], prompt: Prompt) -> list[_Row]:
        """Say what each row is made of, and where it stands. Raises ValueError unless the slots are those of the frames."""
        frame_rows = self._network.config.vision.image_tokens
        slots: list[Hashable] = [(frame.key, row) for frame in frames for row in range(frame_rows)]
        if prompt.ids.count(SLOT) != len(slots) or len(frames) > MAX_FRAMES:
            raise ValueError("frames")
        waiting = iter(slots)
        contents = [next(waiting) if token == SLOT else token for token in prompt.ids]
        return list(zip(contents, prompt.position_ids, strict=True))

    def _keep_common(self, rows: list[_Row], film_end: int) -> int:
        """Cut the cache behind what both sequences begin with; return how many rows that leaves.

        The last row is computed in any case. A film that is cut is put aside, and the new one taken from there.
        """
        held = [*self._rows, *((int(token), place) for place, token in enumerate(self._fed, self._rows_end()))]
        common = sum(
            1 for _ in itertools.takewhile(lambda pair: pair[0] == pair[1], zip(held, rows[:-1], strict=False))
        )
        self._rows, self._fed = held[:common], []
        mine = _film_of(held)
        if common < len(mine):
            self._store.put(tuple(mine), self._cache.save(len(mine)))
        saved = self._store.get(tuple(rows[:film_end])) if common < film_end else None
        if saved is None:
            self._cache.truncate(common)
            return common
        self._cache.restore(saved)
        self._rows = rows[:film_end]
        return film_end

    def _rows_end(self) -> int:
        """Return the position behind the last row that was read."""
        return self._rows[-1][1] + 1 if self._rows else 0

    def _embedded(self, ids: tuple[int, ...], frames: Sequence[Picture]) -> Tensor:
        """Return rows [T, D] of the last ids of a prompt; looks at no frame whose rows are not among them."""
        rows = self._network.embed(torch.tensor([max(token, 0) for token in ids], device=self._network.device))
        slots = [row for row, token in enumerate(ids) if token == SLOT]
        if not slots:
            return rows
        wanted = -(-len(slots) // self._network.config.vision.image_tokens)  # the first of them perhaps in part
        pixels = torch.cat([frame.pixels() for frame in frames[-wanted:]])  # [F, 3, S, S]
        block = self._network.encode_image(pixels).flatten(0, 1)  # [F * N, D]
        return rows.index_copy(0, torch.tensor(slots, device=rows.device), block[-len(slots) :])


def _film_end(prompt: Prompt) -> int:
    """Return how many ids there are up to the last slot; 0: there is none."""
    return max((index for index, token in enumerate(prompt.ids, start=1) if token == SLOT), default=0)


def _film_of(rows: list[_Row]) -> list[_Row]:
    """Return the rows up to the last one of a frame."""
    end = max((index for index, (content, _) in enumerate(rows, start=1) if isinstance(content, tuple)), default=0)
    return rows[:end]
