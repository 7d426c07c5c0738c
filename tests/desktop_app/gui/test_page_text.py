"""Text on a page is selected, copied and found from what was read; nothing of what is hidden is among it."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit

from desktop_app.runtime_client.values import Box, Region, Word
from tests.desktop_app.gui.conftest import Meet
from tests.helpers import finding, pointer, seen_text
from tests.helpers.hands import CONTROL, SHIFT, Person
from tests.helpers.scripted_runner import Script

TOTAL, DUE, NAME = Box(20, 40, 60, 20), Box(90, 40, 60, 20), Box(20, 80, 80, 20)
SEEN = (Word("Total", TOTAL), Word("due", DUE), Word("Jane", NAME), Word("Total", Box(20, 120, 60, 20)))


@pytest.fixture
def person(meet: Meet, tmp_path: Path) -> Person:
    """Somebody before a page of four words, of which one is hidden."""
    hides = (Region("PERSON", 0.9, "name-list", Box(10, 75, 120, 30)),)
    return meet(Script(width=300, height=400, seen=SEEN, found=hides, pages=3)).open(tmp_path)


def _reads(person: Person) -> list[tuple[int, ...]]:
    jobs = [job for job in person.script.jobs if job.reads and job.prepared is not None]
    return [tuple(page.number for page in job.prepared.pages) for job in jobs if job.prepared is not None]


def _look_for(person: Person, words: str) -> QLineEdit:
    person.press(Qt.Key.Key_F, CONTROL)
    (box,) = finding.seen(person.window.page, QLineEdit, "findText")
    QTest.keyClicks(box, words)
    return box


def test_words_are_selected_with_the_pointer_and_copied(person: Person) -> None:
    """Line by line; what is hidden is not there to be selected."""
    person.press(Qt.Key.Key_F, CONTROL)
    person.until(lambda: seen_text.state(person) == "Drag over words to select them")
    person.drag((30, 50), (70, 130))
    QTest.keyClick(person.window.page.canvas, Qt.Key.Key_C, CONTROL)

    assert seen_text.selected(person) == [TOTAL, DUE, Box(20, 120, 60, 20)]
    assert QGuiApplication.clipboard().text() == "Total due\nTotal"
    person.click("Copy the page's text")
    assert "Jane" not in QGuiApplication.clipboard().text()


def test_what_one_can_do_is_read_whole(person: Person) -> None:
    """In the smallest ordinary window, beside the field."""
    person.window.resize(1280, 720)
    person.press(Qt.Key.Key_F, CONTROL)
    person.until(lambda: seen_text.state(person) == "Drag over words to select them")
    (shown,) = finding.seen(person.window.page, QLabel, "findState")
    person.until(lambda: shown.width() >= shown.fontMetrics().horizontalAdvance(shown.text()))
    (box,) = finding.seen(person.window.page, QLineEdit, "findText")
    assert box.width() >= box.fontMetrics().horizontalAdvance("Find in this document")


def test_a_double_click_selects_a_word_and_nothing_is_read_before(person: Person) -> None:
    """Nobody who only looks pays for the reading."""
    canvas = person.window.page.canvas
    before = _reads(person)
    QTest.mouseDClick(canvas.viewport(), pointer.LEFT, pointer.NO_KEYS, canvas.mapFromScene(120.0, 50.0))
    person.until(lambda: seen_text.selected(person) == [DUE])

    assert (before, _reads(person)) == ([], [(1,)])


def test_words_are_found_on_all_pages_one_after_the_other(person: Person) -> None:
    """Whatever the case, round and round, with the page that they are on."""
    box = _look_for(person, "TOTAL")
    person.until(lambda: seen_text.state(person) == "1 of 6")
    seen = []
    for keys in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.NoModifier, SHIFT, SHIFT, SHIFT):
        QTest.keyClick(box, Qt.Key.Key_Return, keys)
        seen.append((person.page_number, seen_text.state(person)))
    person.until(lambda: seen_text.looked_at(person) == [Box(20, 120, 60, 20)])

    assert seen == [
        ("1 / 3", "2 of 6"),
        ("2 / 3", "3 of 6"),
        ("1 / 3", "2 of 6"),
        ("1 / 3", "1 of 6"),
        ("3 / 3", "6 of 6"),
    ]
    assert seen_text.found(person) == [TOTAL, Box(20, 120, 60, 20)]
    assert sorted({number for read in _reads(person) for number in read}) == [1, 2, 3]


def test_what_is_hidden_is_not_found_and_comes_with_the_policy(person: Person) -> None:
    """A name under a box is in no text; switched off, it is there to be found."""
    _look_for(person, "jane")
    person.until(lambda: seen_text.state(person) == "Not found")
    person.choose_policy("off")
    person.ready()
    person.until(lambda: seen_text.state(person) == "1 of 3")
    assert seen_text.looked_at(person) == [NAME]


def test_escape_ends_the_search_and_leaves_nothing_lit(person: Person) -> None:
    """It does not stop anything else; pages can be moved with the pointer again."""
    box = _look_for(person, "due")
    person.until(lambda: seen_text.state(person) == "1 of 3")
    QTest.keyClick(box, Qt.Key.Key_Escape)

    assert (seen_text.found(person), seen_text.state(person)) == ([], "")
    assert person.are_ready
    assert person.window.page.canvas.dragMode() is person.window.page.canvas.DragMode.ScrollHandDrag


def test_a_page_that_cannot_be_read_says_why(person: Person) -> None:
    """Another file by now: words of another document are not read for this one."""
    person.script.sha256 = "1" * 64
    person.press(Qt.Key.Key_F, CONTROL)
    person.until(lambda: person.notice != "")
    assert seen_text.found(person) == []
