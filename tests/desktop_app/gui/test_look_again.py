"""A page that a person has changed can be looked at again; what is found is theirs to decide."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from desktop_app.gui.document import DocumentState
from desktop_app.gui.review import Place
from tests.desktop_app.gui.reviewing import CONTROL, FACE, LATE, NAME, Open, Ward


def _changed(ward: Ward) -> Ward:
    """Let the face be seen and hide something else."""
    ward.press(Qt.Key.Key_R, CONTROL)
    ward.write("]")
    ward.press(Qt.Key.Key_Delete)
    ward.drag((200, 400), (250, 440))
    return ward


def _looked(ward: Ward) -> str:
    return ward.window.review._looked.text()


def test_the_page_is_looked_at_exactly_as_it_is_left(opened: Open) -> None:
    """The boxes are hidden, what was removed is not found anew, and nothing of the look is sent or kept as decided."""
    ward = _changed(opened(late=(LATE,)))
    left = ward.review
    before = ward.hidden()

    ward.click("Look again")
    ward.until(lambda: len(ward.script.jobs) == 2 and LATE in ward.boxes())

    options = ward.script.jobs[1].options
    assert options.decided == {1: left.regions}
    assert options.spared == {1: (FACE,)}
    assert options.pages == (1,)
    assert ward.review.places[-1] == Place(LATE, is_undecided=True)
    assert ward.hidden() == before
    assert ward.window.review._undecided.text() == "1 place was found only after hiding. You decide."

    ward.click("Accept")
    ward.until(lambda: ward.state is DocumentState.READY and LATE in ward.hidden())
    assert FACE not in ward.hidden()
    assert ward.hidden() == (*left.regions, LATE)


def test_nothing_found_is_said_of_exactly_what_was_looked_at(opened: Open) -> None:
    """The words go with the next change and come back when it is undone."""
    ward = opened()
    ward.press(Qt.Key.Key_R, CONTROL)
    assert _looked(ward) == ""
    ward.click("Look again")
    ward.until(lambda: _looked(ward) == "Looked again: nothing more was found.")
    assert ward.boxes() == (FACE, NAME)

    ward.drag((200, 400), (250, 440))
    assert _looked(ward) == ""
    ward.press(Qt.Key.Key_Z, CONTROL)
    assert _looked(ward) == "Looked again: nothing more was found."


def test_a_look_is_told_while_it_lasts_and_asked_for_once(opened: Open) -> None:
    """The button waits; what is drawn meanwhile stays, and a find below it is not boxed twice."""
    ward = opened(late=(LATE,))
    ward.press(Qt.Key.Key_R, CONTROL)
    ward.script.hold.clear()
    ward.click("Look again")
    ward.until(lambda: len(ward.script.jobs) == 2)
    assert _looked(ward) == "Looking again…"
    button = next(one for one in ward.window.review.findChildren(QPushButton) if one.text() == "Look again")
    assert not button.isEnabled()

    ward.drag((280, 430), (360, 510))
    mine = ward.boxes()[-1]
    ward.script.hold.set()
    ward.until(button.isEnabled)
    assert ward.boxes() == (FACE, NAME, mine)
    assert len(ward.script.jobs) == 2


def test_finds_can_be_undone(opened: Open) -> None:
    """They come as one step."""
    ward = opened(late=(LATE,))
    ward.press(Qt.Key.Key_R, CONTROL)
    ward.click("Look again")
    ward.until(lambda: LATE in ward.boxes())
    ward.press(Qt.Key.Key_Z, CONTROL)
    assert ward.boxes() == (FACE, NAME)


def test_a_look_that_fails_is_told_and_changes_nothing(opened: Open) -> None:
    """The child died: the notice says so, the boxes stay, and it can be tried once more."""
    ward = _changed(opened(change_error="child_died"))
    boxes = ward.boxes()
    ward.click("Look again")
    ward.until(lambda: ward.window.side.notice._what.text() == "The process that answers ended unexpectedly.")
    assert ward.boxes() == boxes
    assert _looked(ward) == ""


@pytest.mark.parametrize("ends", ["policy", "document"])
def test_a_look_at_what_is_gone_tells_nothing(opened: Open, ends: str) -> None:
    """Another policy or a removed document: the look is stopped, and nothing of it arrives."""
    ward = opened(late=(LATE,))
    ward.press(Qt.Key.Key_R, CONTROL)
    ward.script.hold.clear()
    ward.click("Look again")
    ward.until(lambda: len(ward.script.jobs) == 2)
    if ends == "policy":
        ward.choose("medical")
        ward.script.hold.set()
        ward.ready()
        ward.until(lambda: ward.window.page.regions._review is not None)
        assert ward.boxes() == (FACE, NAME)
        assert _looked(ward) == ""
    else:
        ward.session.remove(ward.session.documents[0].id)
        ward.script.hold.set()
        assert ward.session.documents == ()


def test_under_off_nobody_looks(opened: Open) -> None:
    """There is no button: nothing was looked for in the first place."""
    ward = opened("off")
    ward.press(Qt.Key.Key_R, CONTROL)
    shown = [button.text() for button in ward.window.review.findChildren(QPushButton) if button.isVisible()]
    assert "Look again" not in shown
    assert "Accept" in shown


def test_a_look_that_failed_is_said_in_the_review(opened: Open) -> None:
    """Silence would be taken for "nothing more was found"; leaving the review puts the notice back where it was."""
    ward = opened()
    ward.press(Qt.Key.Key_R, CONTROL)
    ward.drag((200, 400), (300, 500))
    ward.script.change_error = "file_missing"
    ward.window.review.look_again_asked.emit()
    ward.until(ward.window.side.notice.isVisible)
    assert ward.window.page.isAncestorOf(ward.window.side.notice)
    wanted = ward.window.side.notice.heightForWidth(ward.window.side.notice.width())
    ward.until(lambda: ward.window.side.notice.height() >= wanted)
    ward.press(Qt.Key.Key_Escape)
    ward.until(ward.window.side.notice.isVisible)
    assert ward.window.side.isAncestorOf(ward.window.side.notice)
