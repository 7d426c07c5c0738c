"""End in order when the system or a person asks: Ctrl+C, SIGTERM, a closed terminal.

The first signal stops what runs; a second Ctrl+C breaks off the tidying, and so does any other signal that comes when that
has had time enough: sessions that end send two at once. What was ignored when the program started (`nohup`) stays ignored.
Stops nothing itself.
"""

import contextlib
import signal
import threading
import time
from collections.abc import Callable, Iterator
from types import FrameType

_TIDYING_S = 2.0

_first: int | None = None
_first_at_s = 0.0


def signals() -> tuple[signal.Signals, ...]:
    """Return the signals that ask for an end on this system and are not ignored."""
    names = ("SIGINT", "SIGTERM", "SIGHUP")
    known = [getattr(signal, name) for name in names if hasattr(signal, name)]
    return tuple(one for one in known if signal.getsignal(one) not in (signal.SIG_IGN, None))


def note(number: int) -> bool:
    """Note that a signal has come. Returns whether it is the first."""
    global _first, _first_at_s
    if _first is not None:
        return False
    _first, _first_at_s = number, time.monotonic()
    return True


def exit_code() -> int | None:
    """Return what shells call an end by the signal that came first (130 SIGINT, 143 SIGTERM, 129 SIGHUP), or None."""
    return None if _first is None else 128 + _first


@contextlib.contextmanager
def raising() -> Iterator[None]:
    """Raise KeyboardInterrupt in the block when a signal comes; it is for the last seam to catch."""
    with _handled_by(_on_signal):
        yield


@contextlib.contextmanager
def become(action: Callable[[], None]) -> Iterator[None]:
    """Turn the first signal into `action` while the block runs; a Ctrl+C after it raises KeyboardInterrupt."""
    is_asked = False

    def on_signal(number: int, frame: FrameType | None) -> None:
        nonlocal is_asked
        if is_asked:
            _on_signal(number, frame)
            return
        is_asked = True
        note(number)
        action()

    with _handled_by(on_signal):
        yield


@contextlib.contextmanager
def _handled_by(handler: Callable[[int, FrameType | None], None]) -> Iterator[None]:
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {one: signal.signal(one, handler) for one in signals()}
    try:
        yield
    finally:
        for one, earlier in before.items():
            signal.signal(one, earlier)


def _on_signal(number: int, _frame: FrameType | None) -> None:
    if note(number) or number == signal.SIGINT or time.monotonic() - _first_at_s > _TIDYING_S:
        raise KeyboardInterrupt
