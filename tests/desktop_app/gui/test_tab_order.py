"""Tab leads from the question to its answer, where that stands, what can be done with it, and then round the window."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QSplitterHandle, QWidget

from desktop_app.gui.style.zone_splitter import LONG_STEP_PX, STEP_PX
from desktop_app.runtime_client.values import Answer, Box, Source
from tests.desktop_app.gui.conftest import Meet
from tests.helpers import finding
from tests.helpers.hands import CONTROL, SHIFT, Person
from tests.helpers.scripted_runner import Script

ANSWER = Answer("5", "stop", "read", "sure", sources=(Source(1, Box(40, 60, 30, 10), "5"),))

ORDER = (
    "Question about this document",
    "Answer",
    "Show the source on the page: page 1 · 5",
    "Copy the answer",
    "Save the answer",
    "Ask again",
    "Checking that the model cannot reach the network…",
    "Model: Built-in reader",
    "Show or hide the documents (Ctrl+B)",
    "Settings (Ctrl+,)",
    "Keys (F1)",
    "Documents of this conversation",
    "Choose files (Ctrl+O)",
    "Zoom out",
    "Zoom 100 %",
    "Zoom in",
    "Turn the view",
    "Page number, of 3",
    "Next page",
    "Ask about a part",
    "Redaction: faces",
    "Review, 3 places hidden",
    "What the model sees",
    "Find, select and copy text (Ctrl+F)",
    "Save or drag out the hidden copy (Ctrl+S)",
    "Pages of this document",
    "Page",
    "Width of the documents",
    "Width of the answers",
)
"""Before it comes round to the question: what may be asked, and the list of answers."""


@pytest.fixture
def person(meet: Meet, tmp_path: Path) -> Person:
    """Somebody at a question that has its answer."""
    person = meet(Script(answer=ANSWER, deltas=(), pages=3)).open(tmp_path)
    person.window.resize(1500, 900)
    person.ask()
    person.answered()
    person.window.activateWindow()
    person.until(person.window.isActiveWindow)
    return person


def _focused() -> QWidget:
    focused = QApplication.focusWidget()
    assert focused is not None
    return focused


def _walk(start: QWidget, keys: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> list[str]:
    """Press Tab until it comes round, and return what each stop is called."""
    start.setFocus()
    names = []
    while True:
        names.append(finding.name_of(_focused()))
        QTest.keyClick(_focused(), Qt.Key.Key_Tab if not keys else Qt.Key.Key_Backtab, keys)
        if _focused() is start:
            return names


def test_tab_goes_in_this_very_order(person: Person) -> None:
    """Question, answer, source, copy, again, shield, model, header, tray, page tools, page; then what may be asked."""
    names = _walk(person.question_box)
    assert list(ORDER) == names[: len(ORDER)]
    assert names[-1] == "Questions and answers"


def test_shift_tab_goes_back_the_same_way(person: Person) -> None:
    """Nothing is on one way only."""
    forward, back = _walk(person.question_box), _walk(person.question_box, SHIFT)
    assert forward == [back[0], *reversed(back[1:])]


def test_the_newest_answer_comes_first(person: Person) -> None:
    """Whoever has asked is one Tab away from what came."""
    person.ask("What else?")
    person.answered(2)
    person.question_box.setFocus()
    QTest.keyClick(person.question_box, Qt.Key.Key_Tab)
    assert person.window.side.answers.newest_first[0].isAncestorOf(_focused())


def test_borders_are_moved_with_the_arrows_and_seen_to_have_the_focus(person: Person) -> None:
    """Each arrow moves a border a little, with Ctrl farther, as far as its zones allow."""
    borders = {finding.name_of(border): border for border in finding.seen(person.window, QSplitterHandle)}
    border, tray = borders["Width of the documents"], person.window.tray
    calm = border.grab().toImage()
    border.setFocus(Qt.FocusReason.TabFocusReason)
    lit = border.grab().toImage()
    before = tray.width()
    QTest.keyClick(border, Qt.Key.Key_Right)
    wider = tray.width()
    QTest.keyClick(border, Qt.Key.Key_Right, CONTROL)
    widest = tray.width()
    for _ in range(40):
        QTest.keyClick(border, Qt.Key.Key_Left)

    assert (wider - before, widest - wider) == (STEP_PX, LONG_STEP_PX)
    assert tray.width() == tray.minimumWidth()
    assert lit != calm
