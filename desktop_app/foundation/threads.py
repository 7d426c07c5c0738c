"""Start threads that cannot end without somebody knowing: whatever happens on one, whoever waits for it is told.

A thread that does not start, runs out of memory or meets a bug ends with an error, exactly as one that has done its work
ends without. The only place in the desktop that makes threads. Knows nothing of what they do.
"""

import contextlib
import threading
from collections.abc import Callable, Sequence

from desktop_app.foundation import logs
from desktop_app.foundation.errors import AppError

_TELLING_TRIES = 3
"""Telling of an end needs a few bytes; where there are none, some are free a moment later."""


def started(
    work: Callable[[], object], *, name: str, on_end: Callable[[AppError | None], object] | None = None
) -> threading.Thread:
    """Do `work` on a new thread.

    Args:
        work: what it raises is logged, without its text.
        name: the thread's.
        on_end: called on that thread, last of all, with None or with why `work` did not come to its end. It must end
            everybody who waits, and wait for nobody itself.

    Raises:
        AppError: no_more_threads; then nothing has begun and `on_end` is not called.
    """

    def run() -> None:
        error: AppError | None = AppError("bug")
        try:
            work()
            error = None
        except AppError as failure:
            error = AppError(
                failure.code, **failure.facts
            )  # without its stack, which would keep what it worked on alive
        except MemoryError:
            error = AppError("out_of_memory")
        except BaseException as failure:  # noqa: BLE001 - the last seam of a thread: nobody may wait for it for ever
            with contextlib.suppress(Exception):
                logs.bug(name, failure)
        finally:
            if on_end is not None:
                _told(on_end, error, name)

    thread = threading.Thread(target=run, name=name, daemon=True)
    try:
        thread.start()
    except (RuntimeError, MemoryError):  # RuntimeError: the system has no more threads for this user
        raise AppError("no_more_threads") from None
    return thread


def side_by_side(works: Sequence[Callable[[], object]], name: str) -> None:
    """Do all `works` at the same time and return when all have ended; one after the other where there are no threads."""
    threads = []
    for work in works:
        try:
            threads.append(started(work, name=name))
        except AppError:
            with contextlib.suppress(Exception):
                work()
    for thread in threads:
        thread.join()


def guarded(tell: Callable[[], object], place: str) -> None:
    """Call somebody else's function; a fault in it is logged and does not end the thread that calls."""
    try:
        tell()
    except Exception as error:  # noqa: BLE001 - a seam: a listener's bug must not end who speaks
        logs.bug(place, error)


def _told(on_end: Callable[[AppError | None], object], error: AppError | None, name: str) -> None:
    for _ in range(_TELLING_TRIES):
        try:
            on_end(error)
        except Exception as failure:  # noqa: BLE001 - see above
            with contextlib.suppress(Exception):
                logs.bug(name, failure)
        else:
            return
