"""Hold the sequence that the network is in the middle of, and compute only what is new in the next one.

A picture stands right behind bos and attention is causal, so its rows never see a word. The published model chooses
between two sets of weights row by row; here the same sequence is computed in two kinds of pass that each use one set:

    bos            language weights   once: every sequence begins with it
    boi, patches   vision weights     once a picture
    eoi, words     language weights   what the last sequence did not already hold
    a token        language weights   from here on it is a plain Llama 3

The picture's rows, eoi included, are kept when another picture comes, so coming back costs only the new words.
Does not make pixels or words, and does not choose tokens.
"""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from model_runtime.cogvlm2 import positions
from model_runtime.cogvlm2.network import CogVLM2Network
from model_runtime.inference.interrupting import interruptible
from model_runtime.inference.prefix_store import PrefixStore

IsCancelled = Callable[[], bool]


class ContextFullError(ValueError):
    """A prompt has more rows than the cache."""

    def __init__(self, rows: int, capacity: int) -> None:
        super().__init__(rows, capacity)
        self.rows = rows
        self.capacity = capacity


@dataclass(frozen=True)
class Picture:
    """A picture by its `key` (digest of pixels, model and precision); `pixels` makes [1, 3, S, S] if it is needed."""

    key: Hashable
    pixels: Callable[[], Tensor]


@dataclass(frozen=True)
class Prefilled:
    """What a prompt led to.

    Attributes:
        logits: of the next token, [1, vocabulary], fp32.
        rows: of the whole prompt, held or new.
        image_cached: there is a picture and none of its rows had to be computed.
    """

    logits: Tensor
    rows: int
    image_cached: bool


class Context:
    """One sequence at a time in a cache of `capacity` rows; pictures that were left wait in `store`."""

    def __init__(self, network: CogVLM2Network, capacity: int, store: PrefixStore) -> None:
        self._network = network
        self._cache = network.new_cache(capacity)
        self._store = store
        self._picture_key: Hashable | None = None  # of the picture whose rows, eoi included, are in the cache
        self._words: list[int] = []  # ids whose rows stand behind bos or picture
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

    @torch.no_grad()
    def prefill(self, picture: Picture | None, word_ids: Sequence[int], is_cancelled: IsCancelled) -> Prefilled:
        """Make the sequence `bos, picture, words` and return what follows it. There must be at least one word.

        Raises ValueError and ContextFullError before any work, PassCancelledError between layers: what is held is right.
        """
        if not word_ids:
            raise ValueError("word_ids")
        image_rows = self._network.config.vision.image_tokens if picture else 0
        row_positions = positions.position_ids(positions.token_types(image_rows, len(word_ids)))
        if len(row_positions) > self._cache.capacity:
            raise ContextFullError(len(row_positions), self._cache.capacity)
        key = picture.key if picture else None
        if key != self._picture_key:
            self._change_picture(key)
        image_cached = picture is not None and key == self._picture_key
        with interruptible(self._network.all_layers, is_cancelled):
            self._run_bos()
            if picture is None or image_cached:
                held = self._keep_common(word_ids, 1 + image_rows)
                rows = self._embedded(word_ids[held:])
            else:
                block = self._network.encode_image(picture.pixels())[0]  # [image_tokens, D]
                self._network.run(block[:-1], row_positions[1:image_rows], "vision", self._cache)
                rows = torch.cat([block[-1:], self._embedded(word_ids)])  # eoi goes with the words
            out = self._network.run(rows, row_positions[-len(rows) :], "language", self._cache)
        self._picture_key, self._words, self._position = key, list(word_ids), row_positions[-1]
        return Prefilled(self._network.logits(out[-1:]), len(row_positions), image_cached)

    @torch.no_grad()
    def step(self, token: Tensor) -> Tensor:
        """Append one token [1] and return the logits of the next, [1, vocabulary]. Never waits for the device."""
        row = self._network.run(self._network.embed(token), [self._position + 1], "language", self._cache)
        self._position += 1
        self._fed.append(token)
        return self._network.logits(row)

    def forget(self) -> None:
        """Forget everything: the sequence, the pictures that were left, and what their rows held."""
        self._picture_key, self._words, self._fed, self._position = None, [], [], 0
        self._cache.erase()
        self._store.clear()

    def _change_picture(self, key: Hashable | None) -> None:
        """Put the held picture aside and begin again: with `key`'s saved rows, or behind bos."""
        image_rows = self._network.config.vision.image_tokens
        if self._picture_key is not None and self._picture_key not in self._store:
            self._store.put(self._picture_key, self._cache.save(1 + image_rows))
        self._picture_key, self._words, self._fed = None, [], []
        saved = None if key is None else self._store.get(key)
        if saved is None:
            self._cache.truncate(min(1, self._cache.length))
        else:
            self._cache.restore(saved)
            self._picture_key = key

    def _run_bos(self) -> None:
        if self._cache.length == 0:
            self._network.run(self._embedded([self._network.config.bos_token_id]), [0], "language", self._cache)

    def _keep_common(self, word_ids: Sequence[int], head: int) -> int:
        """Cut the cache behind the words that both sequences begin with; the last new word is computed in any case."""
        held = self._words + [int(token) for token in self._fed]
        common = 0
        for mine, new in zip(held, word_ids[:-1], strict=False):
            if mine != new:
                break
            common += 1
        self._cache.truncate(head + common)
        self._words, self._fed = held[:common], []
        return common

    def _embedded(self, ids: Sequence[int]) -> Tensor:
        return self._network.embed(torch.tensor(ids, device=self._network.device))  # [T, D]
