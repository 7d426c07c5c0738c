"""Nothing leads out of the kiosk but the PIN; after each person everything of theirs is gone."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QCloseEvent, QContextMenuEvent, QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_app.foundation.errors import AppError
from desktop_app.gui.kiosk import kiosk_app
from desktop_app.gui.kiosk.idle_watch import IdleWatch
from desktop_app.gui.kiosk.kiosk_window import KioskPage
from desktop_app.gui.style.theme import Theme
from desktop_app.kiosk.pin_tries import PinTries
from desktop_app.managed import in_force
from desktop_app.managed.policy_files import Found
from desktop_app.managed.rules import Redaction
from tests.helpers import kiosk
from tests.helpers.kiosk import PIN, BuiltKiosk, rules_of
from tests.helpers.pointer import LEFT, NO_KEYS
from tests.helpers.scripted_runner import Script
from tests.helpers.visitor import Visitor
from tests.helpers.ways_out import WAYS_OUT

COPY = Qt.DropAction.CopyAction


@pytest.fixture
def visit(
    qtbot: QtBot, look: Theme, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[[], Visitor]]:
    """Return what puts somebody before a kiosk around a script; what it kept is there again the next time."""
    monkeypatch.setenv("INCAMERA_HOME", str(tmp_path / "profile"))
    made: list[BuiltKiosk] = []

    def make() -> Visitor:
        made.append(kiosk.scripted(Script(width=400, height=560), tmp_path / "kept", look, kiosk.rules_of(idle_s=15)))
        return Visitor(made[-1], qtbot.waitUntil)

    yield make
    for built in made:
        built.close()


@pytest.fixture
def visitor(visit: Callable[[], Visitor]) -> Visitor:
    """Somebody before a kiosk."""
    return visit()


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    """Return a stick with a file on it."""
    folder = tmp_path / "STICK"
    folder.mkdir()
    (folder / "report.png").touch()
    return folder


def test_no_key_leads_out(visitor: Visitor, stick: Path) -> None:
    """On no page; what was done stays as it was."""
    for page in (KioskPage.ATTRACT, KioskPage.HIDDEN, KioskPage.ASK):
        if page is KioskPage.HIDDEN:
            visitor.bring(stick)
        if page is KioskPage.ASK:
            visitor.accept()
        for key, keys in WAYS_OUT:
            visitor.press(key, keys)
            assert (page, True) == (visitor.page, visitor.window.isVisible()), (key, keys)
    assert "" == QApplication.clipboard().text()


def test_neither_the_right_button_nor_a_drag_nor_the_window_system_leads_out(visitor: Visitor, stick: Path) -> None:
    """A request to close is refused, files that are dropped are not taken, and no menu opens."""
    at, mime = QPoint(300, 300), QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(stick / "report.png"))])
    enter = QDragEnterEvent(at, COPY, mime, LEFT, NO_KEYS)
    QApplication.sendEvent(visitor.window, enter)
    QApplication.sendEvent(visitor.window, QDropEvent(QPointF(at), COPY, mime, LEFT, NO_KEYS))
    begin = visitor.button("Touch to begin")
    QTest.mouseClick(begin, Qt.MouseButton.RightButton)
    QTest.mouseClick(begin, Qt.MouseButton.MiddleButton)
    menu = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, visitor.window.mapToGlobal(at))
    QApplication.sendEvent(visitor.window, menu)
    close = QCloseEvent()
    QApplication.sendEvent(visitor.window, close)
    visitor.window.close()
    assert not close.isAccepted()
    assert (KioskPage.ATTRACT, True, None) == (
        visitor.page,
        visitor.window.isVisible(),
        QApplication.activePopupWidget(),
    )
    assert () == visitor.built.kiosk.parts.documents.documents


def test_the_pin_opens_and_every_try_is_written_down(visitor: Visitor) -> None:
    """A wrong one, and the right one; then the kiosk may end."""
    left: list[bool] = []
    visitor.built.kiosk.controller.left.connect(lambda: left.append(True))
    visitor.touch("For staff: leave the kiosk")
    visitor.enter_pin("000000")
    visitor.until(lambda: "This is not the PIN." in visitor.words)
    visitor.enter_pin(PIN)
    visitor.until(lambda: visitor.page is KioskPage.ADMIN)
    visitor.until(lambda: "kiosk.idle_s" in visitor.words)
    assert [("pin_wrong", {"try": 1}), ("pin_right", {"try": 2})] == visitor.built.place.told
    assert "12: abababab" in visitor.words
    visitor.touch("Leave the kiosk")
    visitor.until(lambda: left == [True])
    assert ("kiosk_left", {}) in visitor.built.place.told
    visitor.window.close()
    assert not visitor.window.isVisible()


def test_wrong_tries_keep_everybody_out_for_a_while_also_after_a_restart(
    visit: Callable[[], Visitor], tmp_path: Path
) -> None:
    """No digit is taken meanwhile, from the pad or from a keyboard."""
    for _ in range(9):
        PinTries(tmp_path / "kept").begin()
    visitor = visit()
    visitor.touch("For staff: leave the kiosk")
    assert "Not the PIN, 9 times. The next try is possible in" in visitor.words
    assert not visitor.button("1").isEnabled()
    QTest.keyClicks(visitor.window.door, PIN)
    visitor.press(Qt.Key.Key_Return)
    assert ([], KioskPage.DOOR) == (visitor.built.place.told, visitor.page)


def test_the_right_pin_is_never_a_wrong_one_where_it_cannot_be_written_down(
    visitor: Visitor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The door stays shut, and why is said; the administrator does not have to wait for it."""

    def full(what: str, told: dict[str, str | int]) -> None:
        raise AppError("audit_unwritable")

    door = visitor.built.kiosk.parts.door
    monkeypatch.setattr(door, "_tell", full)
    visitor.touch("For staff: leave the kiosk")
    for _ in range(4):
        visitor.enter_pin(PIN)
        visitor.until(lambda: "cannot be written into the audit log" in visitor.words)
        assert "Not the PIN" not in visitor.words
        door.come()
    assert (KioskPage.DOOR, 0) == (visitor.page, PinTries(tmp_path / "kept").wrong)


def test_after_a_person_nothing_of_theirs_is_there(visitor: Visitor, stick: Path) -> None:
    """No page, no answer, no name; the children are new, and the clipboard is empty."""
    visitor.bring(stick)
    visitor.accept()
    visitor.touch("Ask in your own words")
    visitor.type("Total")
    visitor.touch("Ask")
    visitor.until(lambda: visitor.is_answered)
    QApplication.clipboard().setText("something")
    visitor.touch("I am done")
    parts = visitor.built.kiosk.parts
    assert KioskPage.ATTRACT is visitor.page
    assert ((), (), 0) == (parts.documents.documents, parts.turns.all_turns, len(visitor.built.store))
    assert (1, "") == (visitor.built.place.renewed, QApplication.clipboard().text())
    visitor.until(lambda: ("conversation_ended", {}) in visitor.built.place.told)
    visitor.built.place.pull_out()
    visitor.until(lambda: not visitor.built.kiosk.parts.drives.drives)
    visitor.touch("Touch to begin")
    assert not [words for words in ("report", "567.51", "Total") if words in visitor.words]


def test_nobody_there_is_counted_aloud_and_then_all_is_gone(visitor: Visitor, stick: Path) -> None:
    """A touch stops the countdown; without one the next person finds the beginning."""
    visitor.bring(stick)
    visitor.until(lambda: visitor.counts_aloud)
    visitor.touch_screen()
    assert (False, KioskPage.HIDDEN) == (visitor.counts_aloud, visitor.page)
    visitor.until(lambda: visitor.page is KioskPage.ATTRACT)
    assert not visitor.counts_aloud
    assert () == visitor.built.kiosk.parts.documents.documents


def test_time_runs_while_nobody_waits_and_stands_while_the_machine_works(qtbot: QtBot) -> None:
    """But not for ever: nobody stands there for an hour."""
    now, is_working = [0.0], [False]
    watch = IdleWatch(60, lambda: is_working[0], lambda: now[0])
    told: list[int] = []
    ended: list[float] = []
    watch.counted.connect(told.append)
    watch.ended.connect(lambda: ended.append(now[0]))
    watch.touch()
    for second in range(100):
        now[0] = float(second)
        is_working[0] = second < 30
        watch.look()
        if ended:
            break
    assert [89.0] == ended
    assert list(range(20, 0, -1)) == told[:20]
    is_working[0] = True
    watch.touch()
    ended.clear()
    for second in range(100, 1000):
        now[0] = float(second)
        watch.look()
        if ended:
            break
    assert 1 == len(ended)


def test_what_is_recommended_holds_where_nobody_can_choose(monkeypatch: pytest.MonkeyPatch) -> None:
    """The PIN may be recommended, too; everybody's documents are hidden as recommended."""
    found = Found(recommended={"kiosk": rules_of().kiosk, "redaction": Redaction("medical")})
    monkeypatch.setattr(in_force, "found", lambda: found)
    rules = kiosk_app.decided()
    assert ("medical", "medical") == (kiosk_app.redaction_policy(rules), rules.redaction.least)
