"""A file that is another one now is another document: it is said, prepared and reviewed anew, and nothing old is done to it."""

import pytest
from PySide6.QtCore import Qt

from tests.helpers.hands import CONTROL, QUESTION, Meets, Person
from tests.helpers.scripted_runner import Script

OTHER = "1" * 64


def _replace(person: Person) -> None:
    """Put another file where the document was; what was made of the old one has gone from the store."""
    person.script.sha256 = OTHER
    person.script.store.clear()


def _said(person: Person) -> bool:
    return "another one now" in person.notice


def _new_one_is_ready(person: Person) -> None:
    person.until(lambda: len(person.documents) == 2 and person.is_ready(1))
    old, new = person.documents
    assert person.subtitles[0] == "replaced by another file"
    assert (old.is_replaced, old.prepared, old.name) == (True, None, new.name)
    assert person.built.documents.current == new
    assert new.sha256 == OTHER


def test_a_question_about_a_replaced_file_is_not_asked_and_comes_back(opened: Meets) -> None:
    """What was reviewed belongs to the old file. The question is a draft again, for the new one."""
    person = opened()
    _replace(person)
    person.ask()
    _new_one_is_ready(person)
    assert _said(person)
    assert person.answers == []
    assert person.draft == QUESTION


def test_answers_about_the_old_file_stay_and_do_not_travel_with_questions_about_the_new_one(opened: Meets) -> None:
    """Nothing is lost, and nothing is mixed up."""
    person = opened()
    person.ask()
    person.until(lambda: len(person.answers) == 1)
    _replace(person)
    person.ask()
    _new_one_is_ready(person)
    person.send()
    person.until(lambda: len(person.answers) == 1)
    asked = person.script.jobs[-1]
    assert (asked.questions, asked.history) == ((QUESTION,), ())
    person.look_at(0)
    person.until(lambda: len(person.answers) >= 1)
    assert "replaced by another file" in person.subtitles


def test_boxes_that_were_drawn_on_the_old_file_are_not_hidden_on_the_new_one(opened: Meets) -> None:
    """The old boxes would hide the wrong places, and nobody would look for the right ones."""
    person = opened()
    person.press(Qt.Key.Key_R, CONTROL)
    person.drag((200, 400), (300, 500))
    _replace(person)
    person.press(Qt.Key.Key_Return, CONTROL)  # accepted: the page is to be made as decided
    _new_one_is_ready(person)
    assert _said(person)
    decided, anew = person.script.jobs[-2:]
    assert (set(decided.options.decided), decided.options.decided_for) == ({1}, "0" * 64)
    assert (dict(anew.options.decided), anew.options.decided_for) == ({}, "")
    assert person.hidden(document=1) == person.script.found


@pytest.mark.parametrize("act", ["look again", "part", "model", "policy"])
def test_whatever_is_done_with_a_replaced_file_says_so(act: str, opened: Meets) -> None:
    """Looking again, a part, another model, another policy: each names the file it is about."""
    person = opened()
    person.press(Qt.Key.Key_R, CONTROL)
    person.drag((200, 400), (300, 500))
    _replace(person)
    match act:
        case "look again":
            person.click("Look again")
            person.until(lambda: _said(person))  # in the review, too
        case "part":
            person.press(Qt.Key.Key_Escape)
            person.built.documents.hold(person.documents[0].id, {})
            person.click("Ask about a part")
            person.drag((40, 40), (200, 200))
            person.ask()
        case "model":
            person.built.documents.prepare_all_again()
        case _:
            person.choose_policy("faces+text")
    _new_one_is_ready(person)
    assert _said(person)
    assert all(job.options.decided_for == "0" * 64 for job in person.script.jobs[1:-1])


def test_the_window_never_allows_what_nobody_has_reviewed(opened: Meets) -> None:
    """Under every policy, for questions, parts and looks: the pipeline has the last word."""
    person = opened("medical", Script().found)
    person.press(Qt.Key.Key_R, CONTROL)
    person.drag((20, 20), (60, 60))
    person.click("Look again")
    person.press(Qt.Key.Key_Return, CONTROL)
    person.ask()
    person.until(lambda: len(person.answers) == 1)
    assert len(person.script.jobs) >= 3
    assert not any(job.options.allows_unreviewed for job in person.script.jobs)
