"""A page that a person has changed can be looked at again; what is found is theirs to decide."""

import pytest
from PySide6.QtCore import Qt

from desktop_app.gui.review import Place
from tests.helpers import finding
from tests.helpers.hands import CONTROL, Meets, Person
from tests.helpers.scripted_runner import FACE, LATE, NAME


def _changed(ward: Person) -> Person:
    """Let the face be seen and hide something else."""
    ward.press(Qt.Key.Key_R, CONTROL)
    ward.write("]")
    ward.press(Qt.Key.Key_Delete)
    ward.drag((200, 400), (250, 440))
    return ward


def test_the_page_is_looked_at_exactly_as_it_is_left(opened: Meets) -> None:
    """The boxes are hidden, what was removed is not found anew, and nothing of the look is sent or kept as decided."""
    ward = _changed(opened(late=(LATE,)))
    left = ward.boxes
    before = ward.hidden()

    ward.click("Look again")
    ward.until(lambda: len(ward.script.jobs) == 2 and LATE in ward.boxes)

    options = ward.script.jobs[1].options
    assert options.decided == {1: left}
    assert options.spared == {1: (FACE,)}
    assert options.pages == (1,)
    assert ward.places[-1] == Place(LATE, is_undecided=True)
    assert ward.hidden() == before
    assert "1 place was found only after hiding. You decide." in ward.review_words

    ward.click("Accept")
    ward.until(lambda: ward.are_ready and LATE in ward.hidden())
    assert FACE not in ward.hidden()
    assert ward.hidden() == (*left, LATE)


def test_nothing_found_is_said_of_exactly_what_was_looked_at(opened: Meets) -> None:
    """The words go with the next change and come back when it is undone."""
    ward = opened()
    ward.press(Qt.Key.Key_R, CONTROL)
    assert ward.looked == ""
    ward.click("Look again")
    ward.until(lambda: ward.looked == "Looked again: nothing more was found.")
    assert ward.boxes == (FACE, NAME)

    ward.drag((200, 400), (250, 440))
    assert ward.looked == ""
    ward.press(Qt.Key.Key_Z, CONTROL)
    assert ward.looked == "Looked again: nothing more was found."


def test_a_look_is_told_while_it_lasts_and_asked_for_once(opened: Meets) -> None:
    """The button waits; what is drawn meanwhile stays, and a find below it is not boxed twice."""
    ward = opened(late=(LATE,))
    ward.press(Qt.Key.Key_R, CONTROL)
    ward.script.hold.clear()
    ward.click("Look again")
    ward.until(lambda: len(ward.script.jobs) == 2)
    assert ward.looked == "Looking again…"
    button = finding.button(ward.window.review, "Look again")
    assert not button.isEnabled()

    ward.drag((280, 430), (360, 510))
    mine = ward.boxes[-1]
    ward.script.hold.set()
    ward.until(button.isEnabled)
    assert ward.boxes == (FACE, NAME, mine)
    assert len(ward.script.jobs) == 2


def test_finds_can_be_undone(opened: Meets) -> None:
    """They come as one step."""
    ward = opened(late=(LATE,))
    ward.press(Qt.Key.Key_R, CONTROL)
    ward.click("Look again")
    ward.until(lambda: LATE in ward.boxes)
    ward.press(Qt.Key.Key_Z, CONTROL)
    assert ward.boxes == (FACE, NAME)


def test_a_look_that_fails_is_told_and_changes_nothing(opened: Meets) -> None:
    """The child died: the notice says so, the boxes stay, and it can be tried once more."""
    ward = _changed(opened(change_error="child_died"))
    boxes = ward.boxes
    ward.click("Look again")
    ward.until(lambda: ward.notice == "The process that answers ended unexpectedly.")
    assert ward.boxes == boxes
    assert ward.looked == ""


@pytest.mark.parametrize("ends", ["policy", "document"])
def test_a_look_at_what_is_gone_tells_nothing(opened: Meets, ends: str) -> None:
    """Another policy or a removed document: the look is stopped, and nothing of it arrives."""
    ward = opened(late=(LATE,))
    ward.press(Qt.Key.Key_R, CONTROL)
    ward.script.hold.clear()
    ward.click("Look again")
    ward.until(lambda: len(ward.script.jobs) == 2)
    if ends == "policy":
        ward.choose_policy("medical")
        ward.script.hold.set()
        ward.ready()
        ward.until(lambda: ward.review is not None)
        assert ward.boxes == (FACE, NAME)
        assert ward.looked == ""
    else:
        ward.remove(0)
        ward.script.hold.set()
        assert ward.documents == []


def test_under_off_nobody_looks(opened: Meets) -> None:
    """There is no button: nothing was looked for in the first place."""
    ward = opened("off")
    ward.press(Qt.Key.Key_R, CONTROL)
    assert not finding.has_button(ward.window.review, "Look again")
    assert finding.has_button(ward.window.review, "Accept")


def test_a_look_that_failed_is_said_in_the_review(opened: Meets) -> None:
    """Silence would be taken for "nothing more was found"; leaving the review puts the notice back where it was."""
    ward = opened()
    ward.press(Qt.Key.Key_R, CONTROL)
    ward.drag((200, 400), (300, 500))
    ward.script.change_error = "file_missing"
    ward.click("Look again")
    ward.until(lambda: bool(ward.notice))
    assert ward.window.page.isAncestorOf(ward.window.side.notice)
    wanted = ward.window.side.notice.heightForWidth(ward.window.side.notice.width())
    ward.until(lambda: ward.window.side.notice.height() >= wanted)
    ward.press(Qt.Key.Key_Escape)
    ward.until(lambda: bool(ward.notice))
    assert ward.window.side.isAncestorOf(ward.window.side.notice)
