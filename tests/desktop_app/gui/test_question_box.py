"""One types a question as everywhere: Enter sends it, Shift+Enter breaks the line, and the box grows with it."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.helpers.hands import CONTROL, SHIFT, Person
from tests.helpers.pointer import NO_KEYS


def _asked(person: Person) -> list[tuple[str, ...]]:
    return [job.questions for job in person.script.jobs if job.questions]


def test_enter_sends_with_and_without_control(person: Person, tmp_path: Path) -> None:
    """Both, and that of the number pad."""
    person.open(tmp_path)

    for count, (key, keys) in enumerate(
        (
            (Qt.Key.Key_Return, NO_KEYS),
            (Qt.Key.Key_Enter, Qt.KeyboardModifier.KeypadModifier),
            (Qt.Key.Key_Return, CONTROL),
        ),
        1,
    ):
        person.type(f"Question {count}")
        QTest.keyClick(person.question_box, key, keys)
        person.answered(count)

    assert _asked(person) == [("Question 1",), ("Question 2",), ("Question 3",)]
    assert person.draft == ""


def test_shift_and_enter_breaks_the_line(person: Person, tmp_path: Path) -> None:
    """Nothing is sent before Enter alone, and then both lines are."""
    person.open(tmp_path)

    person.type("One")
    QTest.keyClick(person.question_box, Qt.Key.Key_Return, SHIFT)
    person.type("two")
    draft = person.draft
    person.send()
    person.answered()

    assert draft == "One\ntwo"
    assert _asked(person) == [("One\ntwo",)]


def test_enter_sends_nothing_without_a_question(person: Person, tmp_path: Path) -> None:
    """An empty box stays an empty box."""
    person.open(tmp_path)

    person.type("  ")
    person.send()

    assert person.turns == []
    assert person.draft == "  "


def test_the_box_grows_with_the_question_and_then_scrolls(person: Person, tmp_path: Path) -> None:
    """Every line of an ordinary question is seen; a very long one leaves room for the answers."""
    person.open(tmp_path)
    at_rest = person.window.side.question.height()
    bar = person.question_box.verticalScrollBar()

    person.type("word " * 60)  # some six lines, broken by the box itself
    grown = person.window.side.question.height()
    assert grown > at_rest
    assert (bar.maximum(), bar.isVisible()) == (0, False)

    person.question_box.setPlainText("line\n" * 200)
    largest = person.window.side.question.height()
    assert bar.maximum() > 0
    assert largest < at_rest * 3
    assert person.window.side.answers.height() > 100

    person.question_box.clear()
    assert person.window.side.question.height() == at_rest
