"""Turn logits into tokens, one after the other, until there is a reason to stop.

Where the device works on its own (a GPU), the next step is queued before the last token is read, so that it never
waits for the host; on a CPU that would only delay each token by one step.
Does not make text and does not know what kind of network answers.
"""

import math
from collections.abc import Callable, Generator
from dataclasses import dataclass
from typing import Literal, TypeAlias

import torch
from torch import Tensor

from model_runtime.inference.sampling import NoNumbersError

Finish: TypeAlias = Literal["stop", "length", "cancelled"]


@dataclass(frozen=True)
class DecodingOptions:
    """When to stop: at any of `stop_ids` (which are not part of the answer), or after `max_tokens` tokens.

    Attributes:
        queue_ahead: queue the next step before reading a token; not for a sampler with a constraint, which would be
            asked what comes behind the end.
    """

    max_tokens: int
    stop_ids: frozenset[int]
    queue_ahead: bool = False

    def __post_init__(self) -> None:
        """Refuse an answer of no tokens. Raises ValueError."""
        if self.max_tokens < 1:
            raise ValueError("max_tokens")


def decode(
    logits: Tensor,
    step: Callable[[Tensor], Tensor],
    choose: Callable[[Tensor], Tensor],
    options: DecodingOptions,
    is_cancelled: Callable[[], bool],
) -> Generator[int, None, Finish]:
    """Yield token ids and return why they ended. `logits` [1, V] are those behind the prompt.

    `step` takes the token [1] that was chosen and returns the logits behind it; `choose` takes logits. Raises
    NoNumbersError where one of the logits is NaN or none of them is finite.
    """
    token = choose(logits)
    for count in range(1, options.max_tokens + 1):
        if is_cancelled():
            return "cancelled"
        has_next = count < options.max_tokens
        read = _reading(token, logits.amax(-1))
        queued = None
        if has_next and options.queue_ahead:
            logits = step(token)
            queued = choose(logits)
        token_id = read()
        if token_id in options.stop_ids:
            return "stop"
        yield token_id
        if not has_next:
            break
        if is_cancelled():
            return "cancelled"
        if queued is None:
            logits = step(token)
            queued = choose(logits)
        token = queued
    return "length"


def _reading(token: Tensor, largest: Tensor) -> Callable[[], int]:
    """Begin to copy a token [1] to the host; the function that is returned waits for this copy and nothing behind it.

    `largest` [1], of the logits that it was chosen of, comes along: it is a number only where none of them is NaN and one
    of them is finite, so one look at it tells whether all of them can be used.
    """
    if token.device.type != "cuda":
        return lambda: _checked(token, largest)
    on_host, largest_on_host = (one.to("cpu", non_blocking=True) for one in (token, largest))
    copied = torch.cuda.Event()
    copied.record()

    def read() -> int:
        copied.synchronize()
        return _checked(on_host, largest_on_host)

    return read


def _checked(token: Tensor, largest: Tensor) -> int:
    if not math.isfinite(float(largest)):
        raise NoNumbersError
    return int(token)
