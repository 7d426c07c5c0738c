"""Turn logits into tokens, one after the other, until there is a reason to stop.

Where the device works on its own (a GPU), the next step is queued before the last token is read, so that it never
waits for the host; on a CPU that would only delay each token by one step.
Does not make text and does not know what kind of network answers.
"""

from collections.abc import Callable, Generator
from dataclasses import dataclass
from typing import Literal, TypeAlias

from torch import Tensor

Finish: TypeAlias = Literal["stop", "length", "cancelled"]


@dataclass(frozen=True)
class DecodingOptions:
    """When to stop: at any of `stop_ids` (which are not part of the answer), or after `max_tokens` tokens.

    Attributes:
        queue_ahead: queue the next step before reading a token.
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

    `step` takes the token [1] that was chosen and returns the logits behind it; `choose` takes logits.
    """
    token = choose(logits)
    for count in range(1, options.max_tokens + 1):
        if is_cancelled():
            return "cancelled"
        has_next = count < options.max_tokens
        queued = choose(step(token)) if has_next and options.queue_ahead else None
        token_id = int(token)
        if token_id in options.stop_ids:
            return "stop"
        yield token_id
        if not has_next:
            break
        if is_cancelled():
            return "cancelled"
        token = choose(step(token)) if queued is None else queued
    return "length"
