"""A file that is another one now is another document: it is said, prepared and reviewed anew, and nothing old is done to it."""

import pytest
from PySide6.QtCore import Qt

from desktop_app.gui.document import DocumentState
from tests.helpers.hands import CONTROL, QUESTION, Meets, Person
from tests.helpers.scripted_runner import Script

OTHER = "1" * 64


def _replace(ward: Person) -> None:
    """Put another file where the document was; what was made of the old one has gone from the store."""
    ward.script.sha256 = OTHER
    ward.script.store.clear()


def _said(ward: Person) -> bool:
    return "another one now" in ward.notice


def _new_one_is_ready(ward: Person) -> None:
    ward.until(lambda: len(ward.documents) == 2 and ward.documents[1].state is DocumentState.READY)
    old, new = ward.documents
    assert (old.state, old.is_replaced, old.prepared, old.name) == (DocumentState.FAILED, True, None, new.name)
    assert ward.built.session.current == new
    assert new.sha256 == OTHER


def test_a_question_about_a_replaced_file_is_not_asked_and_comes_back(opened: Meets) -> None:
    """What was reviewed belongs to the old file. The question is a draft again, for the new one."""
    ward = opened()
    _replace(ward)
    ward.ask()
    _new_one_is_ready(ward)
    assert _said(ward)
    assert ward.answers == []
    assert ward.draft == QUESTION


def test_answers_about_the_old_file_stay_and_do_not_travel_with_questions_about_the_new_one(opened: Meets) -> None:
    """Nothing is lost, and nothing is mixed up."""
    ward = opened()
    ward.ask()
    ward.until(lambda: len(ward.answers) == 1)
    _replace(ward)
    ward.ask()
    _new_one_is_ready(ward)
    ward.send()
    ward.until(lambda: len(ward.answers) == 1)
    asked = ward.script.jobs[-1]
    assert (asked.questions, asked.history) == ((QUESTION,), ())
    ward.look_at(0)
    ward.until(lambda: len(ward.answers) >= 1)
    assert "replaced by another file" in ward.subtitles


def test_boxes_that_were_drawn_on_the_old_file_are_not_hidden_on_the_new_one(opened: Meets) -> None:
    """The old boxes would hide the wrong places, and nobody would look for the right ones."""
    ward = opened()
    ward.press(Qt.Key.Key_R, CONTROL)
    ward.drag((200, 400), (300, 500))
    _replace(ward)
    ward.press(Qt.Key.Key_Return, CONTROL)  # accepted: the page is to be made as decided
    _new_one_is_ready(ward)
    assert _said(ward)
    decided, anew = ward.script.jobs[-2:]
    assert (set(decided.options.decided), decided.options.decided_for) == ({1}, "0" * 64)
    assert (dict(anew.options.decided), anew.options.decided_for) == ({}, "")
    assert ward.hidden(document=1) == ward.script.found


@pytest.mark.parametrize("act", ["look again", "part", "model", "policy"])
def test_whatever_is_done_with_a_replaced_file_says_so(act: str, opened: Meets) -> None:
    """Looking again, a part, another model, another policy: each names the file it is about."""
    ward = opened()
    ward.press(Qt.Key.Key_R, CONTROL)
    ward.drag((200, 400), (300, 500))
    _replace(ward)
    match act:
        case "look again":
            ward.click("Look again")
            ward.until(lambda: _said(ward))  # in the review, too
        case "part":
            ward.press(Qt.Key.Key_Escape)
            ward.built.session.hold(ward.documents[0].id, {})
            ward.click("Ask about a part")
            ward.drag((40, 40), (200, 200))
            ward.ask()
        case "model":
            ward.built.session.prepare_all_again()
        case _:
            ward.choose_policy("faces+text")
    _new_one_is_ready(ward)
    assert _said(ward)
    assert all(job.options.decided_for == "0" * 64 for job in ward.script.jobs[1:-1])


def test_the_window_never_allows_what_nobody_has_reviewed(opened: Meets) -> None:
    """Under every policy, for questions, parts and looks: the pipeline has the last word."""
    ward = opened("medical", Script().found)
    ward.press(Qt.Key.Key_R, CONTROL)
    ward.drag((20, 20), (60, 60))
    ward.click("Look again")
    ward.press(Qt.Key.Key_Return, CONTROL)
    ward.ask()
    ward.until(lambda: len(ward.answers) == 1)
    assert len(ward.script.jobs) >= 3
    assert not any(job.options.allows_unreviewed for job in ward.script.jobs)
