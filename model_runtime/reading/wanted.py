"""Ask in the middle of long work whether anybody still wants what comes of it, without every step having to be told whom to ask.

Who begins the work says how to ask; each step on the same thread asks as often as suits it. Ends nothing itself.
"""

import contextlib
from collections.abc import Callable, Iterator
from contextvars import ContextVar

_ask: ContextVar[Callable[[], None]] = ContextVar("wanted", default=lambda: None)


@contextlib.contextmanager
def asking(ask: Callable[[], None]) -> Iterator[None]:
    """Have the work inside ask so. What `ask` raises ends the work."""
    before = _ask.set(ask)
    try:
        yield
    finally:
        _ask.reset(before)


def ask() -> None:
    """Go on, unless nobody wants this any more: then it raises what whoever began the work has chosen."""
    _ask.get()()


def is_not() -> bool:
    """Return False, or raise as `ask` does: for work that wants to be told when to stop, and would say nothing of why."""
    ask()
    return False
