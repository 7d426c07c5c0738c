"""Slow things away from the window's thread: each has one outcome, whatever happens to the thread."""

import threading
import weakref
from collections.abc import Callable, Iterator

import pytest
from pytestqt.qtbot import QtBot

from desktop_app.foundation.errors import AppError
from desktop_app.gui.background import Background


@pytest.fixture
def background(qtbot: QtBot) -> Iterator[Background]:
    """Lend one and close it."""
    made = Background()
    yield made
    made.close()


def _unexpected(error: AppError) -> None:
    pytest.fail(error.code)


def _raising(error: BaseException) -> Callable[[], str]:
    def work() -> str:
        raise error

    return work


def test_outcomes_come_in_the_order_asked_for_and_on_the_windows_thread(background: Background, qtbot: QtBot) -> None:
    """One thing after the other."""
    came: list[tuple[str, int]] = []
    for name in "abcdefgh":
        background.do(lambda name=name: name, lambda value: came.append((value, threading.get_ident())), _unexpected)  # type: ignore[misc]
    qtbot.waitUntil(lambda: len(came) == 8)
    assert [(name, threading.get_ident()) for name in "abcdefgh"] == came


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (AppError("disk_full"), "disk_full"),
        (ValueError("private"), "bug"),
        (MemoryError(), "out_of_memory"),
        (SystemExit(1), "bug"),
    ],
    ids=lambda value: value if isinstance(value, str) else type(value).__name__,
)
def test_whatever_fails_is_told_and_the_next_thing_is_done(
    error: BaseException, code: str, background: Background, qtbot: QtBot
) -> None:
    """Every exception is the outcome of its own work; what was asked for beside it has an outcome, too."""
    failed: list[str] = []
    done: list[str] = []
    background.do(_raising(error), done.append, lambda error: failed.append(error.code))
    background.do(lambda: "next", done.append, lambda error: failed.append(error.code))
    qtbot.waitUntil(lambda: len(failed) + len(done) == 2)
    assert code == failed[0]
    background.do(lambda: "last", done.append, lambda error: failed.append(error.code))
    qtbot.waitUntil(lambda: done[-1:] == ["last"])


def test_without_a_thread_the_outcome_is_an_error(
    background: Background, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The system refuses: who asked hears it, later and on the window's thread, and can ask again."""
    failed: list[str] = []
    done: list[str] = []
    with monkeypatch.context() as patch:
        patch.setattr(threading.Thread, "start", lambda _: _raising(RuntimeError("can't start new thread"))())
        background.do(lambda: "x", done.append, lambda error: failed.append(error.code))
        assert [] == failed
    qtbot.waitUntil(lambda: failed == ["no_more_threads"])
    background.do(lambda: "again", done.append, _unexpected)
    qtbot.waitUntil(lambda: done == ["again"])


def test_nothing_is_told_after_the_end(background: Background, qtbot: QtBot) -> None:
    """What has not begun is dropped; what runs is waited for."""
    go_on, begun = threading.Event(), threading.Event()
    told: list[object] = []

    def work() -> bool:
        begun.set()
        return go_on.wait(30)

    background.do(work, told.append, told.append)
    background.do(lambda: "never", told.append, told.append)
    assert begun.wait(30)
    go_on.set()
    background.close()
    background.do(lambda: "never", told.append, told.append)
    qtbot.wait(50)
    assert [] == told


def test_what_was_done_is_not_kept_while_the_thread_waits(qtbot: QtBot) -> None:
    """A page goes with the picture that was made of it, not with the thread, and not with the next page."""

    class Page:
        pass

    background = Background(idle_s=60)
    page = Page()
    kept = weakref.ref(page)
    told: list[bool] = []
    background.do(lambda page=page: page is not None, told.append, _unexpected)  # type: ignore[misc]
    del page
    qtbot.waitUntil(lambda: told == [True])
    qtbot.waitUntil(lambda: kept() is None, timeout=10_000)
    background.close()
