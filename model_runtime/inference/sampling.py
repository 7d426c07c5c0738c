"""Choose the next token: the likeliest, or one drawn at random by temperature, top-k, top-p and a seed.

Everything stays on the logits' device and nothing is read back, so choosing never makes the device wait.
Does not know what a token means; `constrained.py` says which ones are possible.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import torch
from torch import Tensor

_SMALLEST_NOISE = torch.finfo(torch.float32).tiny
"""Exponential noise of exactly 0 would be divided by."""


@dataclass(frozen=True)
class SamplingOptions:
    """How to choose.

    Attributes:
        temperature: 0 takes the likeliest; above, how even the odds become.
        top_k: draw from the k likeliest; 0 means all.
        top_p: draw from the fewest likeliest that together reach this probability; 1 means all.
        seed: the same seed on the same device gives the same tokens.
        repetition_penalty: above 1 makes tokens that stand in prompt or answer less likely
            (https://arxiv.org/abs/1909.05858).
    """

    temperature: float = 0.0
    top_k: int = 0
    top_p: float = 1.0
    seed: int = 0
    repetition_penalty: float = 1.0

    def __post_init__(self) -> None:
        """Refuse what has no meaning. Raises ValueError naming the option."""
        for name, holds in (
            ("temperature", 0 <= self.temperature < float("inf")),
            ("top_k", self.top_k >= 0),
            ("top_p", 0 < self.top_p <= 1),
            ("repetition_penalty", 0 < self.repetition_penalty < float("inf")),
        ):
            if not holds:
                raise ValueError(name)


class NoNumbersError(Exception):
    """Logits are not numbers: whatever is chosen of them would mean nothing."""


class Constraint(Protocol):
    """Says which tokens may come next, and is told which one came."""

    def allowed(self) -> Tensor:
        """Return a bool [vocabulary] on the host."""
        ...

    def accept(self, token_id: int) -> None:
        """Go on behind this token."""
        ...


class Sampler:
    """Chooses the tokens of one answer. `prompt_ids` count as repeated for the repetition penalty."""

    def __init__(
        self, options: SamplingOptions, prompt_ids: Sequence[int] = (), constraint: Constraint | None = None
    ) -> None:
        self._options = options
        self._prompt_ids = prompt_ids
        self._constraint = constraint
        self._seen: Tensor | None = None
        self._generator: torch.Generator | None = None

    @torch.no_grad()
    def choose(self, logits: Tensor) -> Tensor:
        """Return the next token [1] for logits [1, vocabulary], fp32. Raises NoNumbersError: a grammar finds none."""
        if self._options.repetition_penalty != 1:
            logits = self._penalised(logits)
        if self._constraint is not None:
            logits = logits.masked_fill(~self._constraint.allowed().to(logits.device), -torch.inf)
        token = logits.argmax(-1) if self._is_greedy else self._drawn(logits)
        if self._seen is not None:
            self._seen.scatter_(1, token[:, None], value=True)
        if self._constraint is not None:
            self._accept(self._constraint, int(token), logits)  # the one place that reads: a grammar lives on the host
        return token

    def _accept(self, constraint: Constraint, token_id: int, logits: Tensor) -> None:
        """Tell a grammar which token came. Raises NoNumbersError where none that it allows has a number."""
        try:
            constraint.accept(token_id)
        except ValueError as error:
            if bool(logits.amax().isfinite()):
                raise
            raise NoNumbersError from error

    @property
    def _is_greedy(self) -> bool:
        return self._options.temperature == 0 or self._options.top_k == 1

    def _penalised(self, logits: Tensor) -> Tensor:
        if self._seen is None:
            prompt_ids = torch.tensor([self._prompt_ids], dtype=torch.long, device=logits.device)
            self._seen = torch.zeros_like(logits, dtype=torch.bool).scatter_(1, prompt_ids, value=True)
        penalty = self._options.repetition_penalty
        weaker = torch.where(logits > 0, logits / penalty, logits * penalty)
        return torch.where(self._seen, weaker, logits)

    def _drawn(self, logits: Tensor) -> Tensor:
        scores, ids = self._candidates(logits / self._options.temperature)
        odds = scores.softmax(-1)
        if self._options.top_p < 1:
            before = odds.cumsum(-1) - odds  # of everything likelier; 0 for the first, which therefore always stays
            odds = odds.masked_fill(before >= self._options.top_p, 0)
        # A race of exponential clocks is won by index i with probability odds[i]; multinomial would read back.
        noise = torch.empty_like(odds).exponential_(generator=self._random(odds.device)).clamp_(_SMALLEST_NOISE)
        winner = (odds / noise).argmax(-1, keepdim=True)
        return (winner if ids is None else ids.gather(-1, winner)).squeeze(-1)

    def _candidates(self, scores: Tensor) -> tuple[Tensor, Tensor | None]:
        """Return scores to draw from, likeliest first, with their ids; None for ids: all, in the vocabulary's order."""
        if self._options.top_k:
            return scores.topk(min(self._options.top_k, scores.shape[-1]), dim=-1)
        if self._options.top_p < 1:
            return scores.sort(-1, descending=True)
        return scores, None

    def _random(self, device: torch.device) -> torch.Generator:
        if self._generator is None:
            self._generator = torch.Generator(device)
            self._generator.manual_seed(self._options.seed)
        return self._generator
