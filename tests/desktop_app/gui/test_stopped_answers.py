"""A stopped answer says what had come, and that it was stopped: it claims nothing about the page."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from desktop_app.runtime_client.values import Answer, Box, Source
from tests.desktop_app.gui.conftest import Meet
from tests.helpers import finding
from tests.helpers.hands import Person
from tests.helpers.scripted_runner import Script

STATED = ("not_found", "beyond", "stopped")


def _stopped(basis: str) -> Answer:
    return Answer("", "cancelled", basis)


@pytest.mark.parametrize("basis", STATED)
def test_nothing_is_said_of_a_page_that_was_not_read_to_its_end(meet: Meet, tmp_path: Path, basis: str) -> None:
    """That it was not found would be a lie: nobody has looked everywhere. There is nothing to copy either."""
    person = meet(Script(deltas=(), answer=_stopped(basis))).open(tmp_path)

    person.ask()
    person.answered()

    (turn,) = person.turns
    assert turn.state == "Stopped."
    assert turn.answer == ""
    assert turn.words == ["What is the total?", "Stopped."]
    assert not finding.has_button(turn.view, "Copy the answer")


def test_what_came_is_copied_as_a_part(meet: Meet, tmp_path: Path) -> None:
    """Whoever gets the copy sees that it is not the whole; no mark and no source speak for it."""
    part = Answer("one two", "cancelled", "seen", "sure", (Source(1, Box(1, 1, 9, 9), "one"),))
    person = meet(Script(deltas=(), answer=part)).open(tmp_path)
    person.ask("Read all text")
    person.answered()

    person.click("Copy the answer")

    (turn,) = person.turns
    assert (turn.answer, turn.state, turn.chips) == ("one two", "Stopped.", [])
    assert "Sure" not in turn.words
    assert person.outlined == []
    assert QGuiApplication.clipboard().text() == "one two\n(Stopped before it was complete.)"


def test_pressing_stop_while_reading_says_only_that(meet: Meet, tmp_path: Path) -> None:
    """The same with keys: asked, stopped before a word came."""
    person: Person = meet(Script()).open(tmp_path)
    person.script.hold.clear()
    person.ask()
    person.until(lambda: len(person.script.jobs) == 2)

    person.press(Qt.Key.Key_Escape)
    person.answered()

    assert person.turns[0].words == ["What is the total?", "Stopped."]
