"""Whoever uses a keyboard or a screen reader gets everywhere: each control has a name, is reached by Tab, shows its focus."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from desktop_app.runtime_client.values import Answer, Box, Field, Source, Word
from tests.desktop_app.gui.conftest import Meet
from tests.helpers import finding, seen_text
from tests.helpers.hands import CONTROL, Person
from tests.helpers.scripted_runner import Script

BOX = Box(40, 60, 30, 10)
FIELDS = Answer("total: 5", "stop", "read", "check", fields=(Field("total", "5", "sure", (Source(1, BOX),)),))
MAX_TABS = 200


@pytest.fixture
def person(meet: Meet, tmp_path: Path) -> Person:
    """Somebody before a document of three pages and an answer with fields."""
    person = meet(Script(answer=FIELDS, deltas=(), pages=3, seen=(Word("Total", BOX),))).open(tmp_path)
    person.window.resize(1280, 800)
    person.ask()
    person.answered()
    person.window.activateWindow()
    person.until(person.window.isActiveWindow)
    return person


def _wanted(person: Person) -> list[QWidget]:
    """Return what is on the screen, can be used, and takes the focus by Tab."""
    seen = [one for one in finding.reachable(person.window) if one.isVisible() and one.isEnabled()]
    takers = [one for one in seen if one.focusProxy() is None]  # the others hand the focus on
    return [one for one in takers if one.focusPolicy() & Qt.FocusPolicy.TabFocus]


def _walked(person: Person) -> list[QWidget]:
    """Return what Tab leads to, from the page until it is there again."""
    person.window.page.canvas.setFocus(Qt.FocusReason.TabFocusReason)
    walked: list[QWidget] = []
    for _ in range(MAX_TABS):
        focused = QApplication.focusWidget()
        if focused is None or focused in walked:
            break
        walked.append(focused)
        QTest.keyClick(focused, Qt.Key.Key_Tab)
    return walked


def _words(widgets: list[QWidget]) -> list[str]:
    return [f"{type(widget).__name__} {widget.objectName()} {finding.name_of(widget)}" for widget in widgets]


@pytest.mark.parametrize("room", ["answers", "review", "find"])
def test_every_control_is_named_reached_by_tab_and_shows_its_focus(person: Person, room: str) -> None:
    """In front of the answers, in the review and while looking for words: none without name, path or frame."""
    if room == "review":
        person.press(Qt.Key.Key_R, CONTROL)
    if room == "find":
        person.press(Qt.Key.Key_F, CONTROL)
        person.until(lambda: seen_text.state(person) != "")
    wanted, walked = _wanted(person), _walked(person)
    unseen = []
    for widget in wanted:
        widget.clearFocus()
        before = widget.grab().toImage()
        widget.setFocus(Qt.FocusReason.TabFocusReason)
        if (
            QApplication.focusWidget() is widget
            and widget.grab().toImage() == before
            and widget is not person.question_box
        ):
            unseen.append(widget)

    assert len(wanted) > 15
    assert _words([widget for widget in wanted if not finding.name_of(widget)]) == []
    assert _words([widget for widget in wanted if widget not in walked]) == []
    assert _words(unseen) == []


def test_the_page_says_what_was_read_on_it(person: Person) -> None:
    """A screen reader has the text as soon as it has been read, and none that is hidden."""
    before = person.window.page.canvas.accessibleDescription()
    person.press(Qt.Key.Key_F, CONTROL)
    person.until(lambda: seen_text.state(person) != "Reading the page…")
    assert (before, person.window.page.canvas.accessibleDescription()) == ("", "Total")


def test_a_part_is_taken_from_the_keyboard(person: Person) -> None:
    """Arrows move it, with Alt they resize it, Enter takes it."""
    person.click("Ask about a part")
    canvas = person.window.page.canvas
    for key, keys in (
        (Qt.Key.Key_Left, Qt.KeyboardModifier.NoModifier),
        (Qt.Key.Key_Up, Qt.KeyboardModifier.NoModifier),
        (Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier),
        (Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier),
    ):
        QTest.keyClick(canvas, key, keys)
    person.ask("What is this?")
    person.answered(2)
    part = person.script.jobs[-1].options.part
    assert part is not None
    assert (part.width, part.height) == (62, 20)
    assert person.script.jobs[-1].options.pages == (1,)
