"""Threads: whatever happens on one, whoever waits for it hears of its end exactly once."""

import ast
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

import desktop_app
from desktop_app.foundation import threads
from desktop_app.foundation.errors import AppError

MAKERS = {"threading.Thread", "Thread", "threading.Timer", "QThread", "QThreadPool", "QThreadPool.globalInstance"}
MADE_INTO_ONE = {"QRunnable", "QThread", "Thread", "threading.Thread"}


def raising(error: BaseException) -> Callable[[], None]:
    """Return a function that raises."""

    def work() -> None:
        raise error

    return work


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (ValueError("private"), "bug"),
        (MemoryError(), "out_of_memory"),
        (RuntimeError(), "bug"),
        (RecursionError(), "bug"),
        (OSError(), "bug"),
        (SystemExit(0), "bug"),
        (KeyboardInterrupt(), "bug"),
        (AppError("disk_full"), "disk_full"),
    ],
    ids=lambda value: value if isinstance(value, str) else type(value).__name__,
)
def test_whatever_ends_a_thread_is_told_once(error: BaseException, code: str) -> None:
    """Each kind of exception becomes one error for who waits."""
    told: list[AppError | None] = []
    threads.started(raising(error), name="t", on_end=told.append).join()
    assert [code] == [one.code for one in told if one is not None]


def test_the_end_of_work_is_told_without_an_error() -> None:
    """A thread that has done what it had to ends with None."""
    told: list[AppError | None] = []
    threads.started(lambda: None, name="t", on_end=told.append).join()
    assert [None] == told


def test_a_thread_that_nobody_listens_to_ends_quietly() -> None:
    """A fault without a listener is logged and raises nothing (pytest fails on exceptions in threads)."""
    threads.started(raising(ValueError()), name="t").join()


def test_telling_is_tried_again_when_there_was_no_memory_for_it() -> None:
    """The one call that ends the waiting is worth a second try."""
    told: list[AppError | None] = []

    def on_end(error: AppError | None) -> None:
        told.append(error)
        if len(told) < 3:
            raise MemoryError

    threads.started(lambda: None, name="t", on_end=on_end).join()
    assert [None, None, None] == told


@pytest.mark.parametrize("refusal", [RuntimeError("can't start new thread"), MemoryError()])
def test_a_thread_that_cannot_start_is_one_error(refusal: Exception, monkeypatch: pytest.MonkeyPatch) -> None:
    """The caller hears it at once, and nothing has begun."""
    monkeypatch.setattr(threading.Thread, "start", lambda _: raising(refusal)())
    told: list[object] = []
    with pytest.raises(AppError, match="no_more_threads"):
        threads.started(lambda: told.append("began"), name="t", on_end=told.append)
    assert [] == told


@pytest.mark.parametrize("has_threads", [True, False])
def test_works_are_done_side_by_side_or_one_after_the_other(
    monkeypatch: pytest.MonkeyPatch, *, has_threads: bool
) -> None:
    """Closing children must work where no thread starts any more, and one that fails keeps no other."""
    if not has_threads:
        monkeypatch.setattr(threading.Thread, "start", lambda _: raising(RuntimeError())())
    done: list[int] = []
    threads.side_by_side([lambda: done.append(1), raising(ValueError()), lambda: done.append(2)], "closer")
    assert [1, 2] == sorted(done)


def test_a_listeners_fault_stays_the_listeners() -> None:
    """Who tells goes on."""
    threads.guarded(raising(ValueError("private")), "t")


def test_no_thread_is_made_anywhere_else() -> None:
    """A thread made by hand could end with somebody waiting for it, and Qt's pool keeps what it has done for good where that
    ends before `start` has returned: on one core it kept 6 to 19 of 20,000, each with the page that it was to draw.
    """
    makers, works = set(), []
    for path in Path(desktop_app.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in MAKERS:
                makers.add(path.name)
            if isinstance(node, ast.ClassDef) and MADE_INTO_ONE & {ast.unparse(base) for base in node.bases}:
                works.append(path.name)
    assert {"threads.py"} == makers
    assert [] == works
