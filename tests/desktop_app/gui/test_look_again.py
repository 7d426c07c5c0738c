"""A page that a person has changed can be looked at again; what is found is theirs to decide."""

import pytest
from PySide6.QtCore import Qt

from desktop_app.conversation.review import Place
from tests.helpers import finding
from tests.helpers.hands import CONTROL, Meets, Person
from tests.helpers.scripted_runner import FACE, LATE, NAME


def _changed(person: Person) -> Person:
    """Let the face be seen and hide something else."""
    person.press(Qt.Key.Key_R, CONTROL)
    person.write("]")
    person.press(Qt.Key.Key_Delete)
    person.drag((200, 400), (250, 440))
    return person


def test_the_page_is_looked_at_exactly_as_it_is_left(opened: Meets) -> None:
    """The boxes are hidden, what was removed is not found anew, and nothing of the look is sent or kept as decided."""
    person = _changed(opened(late=(LATE,)))
    left = person.boxes
    before = person.hidden()

    person.click("Look again")
    person.until(lambda: len(person.script.jobs) == 2 and LATE in person.boxes)

    options = person.script.jobs[1].options
    assert options.decided == {1: left}
    assert options.spared == {1: (FACE,)}
    assert options.pages == (1,)
    assert person.places[-1] == Place(LATE, is_undecided=True)
    assert person.hidden() == before
    assert "1 place was found only after hiding. You decide." in person.review_words

    person.click("Accept")
    person.until(lambda: person.are_ready and LATE in person.hidden())
    assert FACE not in person.hidden()
    assert person.hidden() == (*left, LATE)


def test_nothing_found_is_said_of_exactly_what_was_looked_at(opened: Meets) -> None:
    """The words go with the next change and come back when it is undone."""
    person = opened()
    person.press(Qt.Key.Key_R, CONTROL)
    assert person.looked == ""
    person.click("Look again")
    person.until(lambda: person.looked == "Looked again: nothing more was found.")
    assert person.boxes == (FACE, NAME)

    person.drag((200, 400), (250, 440))
    assert person.looked == ""
    person.press(Qt.Key.Key_Z, CONTROL)
    assert person.looked == "Looked again: nothing more was found."


def test_a_look_is_told_while_it_lasts_and_asked_for_once(opened: Meets) -> None:
    """The button waits; what is drawn meanwhile stays, and a find below it is not boxed twice."""
    person = opened(late=(LATE,))
    person.press(Qt.Key.Key_R, CONTROL)
    person.script.hold.clear()
    person.click("Look again")
    person.until(lambda: len(person.script.jobs) == 2)
    assert person.looked == "Looking again…"
    button = finding.button(person.window.review, "Look again")
    assert not button.isEnabled()

    person.drag((280, 430), (360, 510))
    mine = person.boxes[-1]
    person.script.hold.set()
    person.until(button.isEnabled)
    assert person.boxes == (FACE, NAME, mine)
    assert len(person.script.jobs) == 2


def test_finds_can_be_undone(opened: Meets) -> None:
    """They come as one step."""
    person = opened(late=(LATE,))
    person.press(Qt.Key.Key_R, CONTROL)
    person.click("Look again")
    person.until(lambda: LATE in person.boxes)
    person.press(Qt.Key.Key_Z, CONTROL)
    assert person.boxes == (FACE, NAME)


def test_a_look_that_fails_is_told_and_changes_nothing(opened: Meets) -> None:
    """The child died: the notice says so, the boxes stay, and it can be tried once more."""
    person = _changed(opened(change_error="child_died"))
    boxes = person.boxes
    person.click("Look again")
    person.until(lambda: person.notice == "The process that answers ended unexpectedly.")
    assert person.boxes == boxes
    assert person.looked == ""


@pytest.mark.parametrize("ends", ["policy", "document"])
def test_a_look_at_what_is_gone_tells_nothing(opened: Meets, ends: str) -> None:
    """Another policy or a removed document: the look is stopped, and nothing of it arrives."""
    person = opened(late=(LATE,))
    person.press(Qt.Key.Key_R, CONTROL)
    person.script.hold.clear()
    person.click("Look again")
    person.until(lambda: len(person.script.jobs) == 2)
    if ends == "policy":
        person.choose_policy("medical")
        person.script.hold.set()
        person.ready()
        person.until(lambda: person.review is not None)
        assert person.boxes == (FACE, NAME)
        assert person.looked == ""
    else:
        person.remove(0)
        person.script.hold.set()
        assert person.documents == []


def test_under_off_nobody_looks(opened: Meets) -> None:
    """There is no button: nothing was looked for in the first place."""
    person = opened("off")
    person.press(Qt.Key.Key_R, CONTROL)
    assert not finding.has_button(person.window.review, "Look again")
    assert finding.has_button(person.window.review, "Accept")


def test_a_look_that_failed_is_said_in_the_review(opened: Meets) -> None:
    """Silence would be taken for "nothing more was found"; leaving the review puts the notice back where it was."""
    person = opened()
    person.press(Qt.Key.Key_R, CONTROL)
    person.drag((200, 400), (300, 500))
    person.script.change_error = "file_missing"
    person.click("Look again")
    person.until(lambda: bool(person.notice))
    assert person.window.page.isAncestorOf(person.window.side.notice)
    wanted = person.window.side.notice.heightForWidth(person.window.side.notice.width())
    person.until(lambda: person.window.side.notice.height() >= wanted)
    person.press(Qt.Key.Key_Escape)
    person.until(lambda: bool(person.notice))
    assert person.window.side.isAncestorOf(person.window.side.notice)
