"""A file that is another one now is another document: it is said, prepared and reviewed anew, and nothing old is done to it."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop_app.gui.document import DocumentState
from desktop_app.gui.turn_view import TurnView
from tests.desktop_app.gui.conftest import Build
from tests.desktop_app.gui.reviewing import CONTROL, QUESTION, Open, Ward
from tests.helpers.scripted_runner import Script

OTHER = "1" * 64


def _replace(ward: Ward) -> None:
    """Put another file where the document was; what was made of the old one has gone from the store."""
    ward.script.sha256 = OTHER
    ward.script.store.clear()


def _said(ward: Ward) -> bool:
    notice = ward.window.side.notice
    return notice.isVisible() and "another one now" in notice._what.text()


def _new_one_is_ready(ward: Ward) -> None:
    ward.until(lambda: len(ward.session.documents) == 2 and ward.session.documents[1].state is DocumentState.READY)
    old, new = ward.session.documents
    assert (old.state, old.is_replaced, old.prepared, old.name) == (DocumentState.FAILED, True, None, new.name)
    assert ward.session.current == new
    assert new.sha256 == OTHER


def test_a_question_about_a_replaced_file_is_not_asked_and_comes_back(opened: Open) -> None:
    """What was reviewed belongs to the old file. The question is a draft again, for the new one."""
    ward = opened()
    _replace(ward)
    ward.ask()
    _new_one_is_ready(ward)
    assert _said(ward)
    assert ward.answers == []
    assert ward.window.side.question.draft == QUESTION


def test_answers_about_the_old_file_stay_and_do_not_travel_with_questions_about_the_new_one(opened: Open) -> None:
    """Nothing is lost, and nothing is mixed up."""
    ward = opened()
    ward.ask()
    ward.until(lambda: len(ward.answers) == 1)
    _replace(ward)
    ward.ask()
    _new_one_is_ready(ward)
    QTest.keyClick(ward.window.side.question._text, Qt.Key.Key_Return, CONTROL)
    ward.until(lambda: len(ward.answers) == 1)
    asked = ward.script.jobs[-1]
    assert (asked.questions, asked.history) == ((QUESTION,), ())
    ward.session.choose(ward.session.documents[0].id)
    ward.until(lambda: len([view for view in ward.window.findChildren(TurnView) if view._answer.text]) >= 1)
    assert "replaced by another file" in [
        ward.window.tray._model.subtitle(document) for document in ward.session.documents
    ]


def test_boxes_that_were_drawn_on_the_old_file_are_not_hidden_on_the_new_one(opened: Open) -> None:
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
    hidden = ward.session.prepared_page(ward.session.documents[1].id, 1)
    assert hidden is not None
    assert hidden.regions == ward.script.found


@pytest.mark.parametrize("act", ["look again", "part", "model", "policy"])
def test_whatever_is_done_with_a_replaced_file_says_so(act: str, opened: Open) -> None:
    """Looking again, a part, another model, another policy: each names the file it is about."""
    ward = opened()
    ward.press(Qt.Key.Key_R, CONTROL)
    ward.drag((200, 400), (300, 500))
    _replace(ward)
    match act:
        case "look again":
            ward.window.review.look_again_asked.emit()
            ward.until(lambda: _said(ward))  # in the review, too
        case "part":
            ward.press(Qt.Key.Key_Escape)
            ward.session.hold(ward.session.documents[0].id, {})
            ward.window.page.show_part_mode(is_on=True)
            ward.drag((40, 40), (200, 200))
            ward.ask()
        case "model":
            ward.session.prepare_all_again()
        case _:
            ward.choose("faces+text")
    _new_one_is_ready(ward)
    assert _said(ward)
    assert all(job.options.decided_for == "0" * 64 for job in ward.script.jobs[1:-1])


def test_the_window_never_allows_what_nobody_has_reviewed(build: Build, qtbot: QtBot, tmp_path: Path) -> None:
    """Under every policy, for questions, parts and looks: the pipeline has the last word."""
    ward = Ward(build(Script(width=400, height=600)), qtbot, "medical").open(tmp_path)
    ward.press(Qt.Key.Key_R, CONTROL)
    ward.drag((20, 20), (60, 60))
    ward.window.review.look_again_asked.emit()
    ward.press(Qt.Key.Key_Return, CONTROL)
    ward.ask()
    ward.until(lambda: len(ward.answers) == 1)
    assert len(ward.script.jobs) >= 3
    assert not any(job.options.allows_unreviewed for job in ward.script.jobs)
