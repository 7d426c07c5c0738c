"""What waits for a review is sent after it, exactly as it was reviewed; nothing that a person decided is lost."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from desktop_app.conversation.review import PERSON
from desktop_app.settings.store import Settings, SettingsStore
from tests.desktop_app.gui.conftest import Meet
from tests.helpers.hands import CONTROL, QUESTION, SHIFT, Meets
from tests.helpers.scripted_runner import FACE, LATE, NAME, Script


def test_question_waits_for_the_review_and_is_then_sent(opened: Meets) -> None:
    """Under `medical` nothing is asked before somebody accepts; unchanged pages are not made again."""
    person = opened("medical")

    person.ask()
    assert person.waits_for == "Nothing is sent before you have reviewed what will be hidden."
    assert person.review_button.property("waits") is True
    assert len(person.script.jobs) == 1

    person.click("Review")
    person.click("Accept")
    person.until(lambda: person.answers == ["567.51 EUR"])
    assert person.waits_for == ""
    assert not person.is_reviewing
    assert len(person.script.jobs) == 2
    sent = person.script.jobs[1].prepared
    assert sent is not None
    assert [page.is_reviewed for page in sent.pages] == [True]
    assert not person.script.jobs[1].options.allows_unreviewed


def test_other_policies_wait_for_nobody(opened: Meets) -> None:
    """Under `faces` a question goes at once, and the number of hidden places stands on the button."""
    person = opened()

    person.ask()
    person.until(lambda: len(person.answers) == 1)

    assert person.review_button.text() == "Review (2)"
    assert person.waits_for == ""


def test_changes_are_sent_only_once_they_are_accepted(opened: Meets) -> None:
    """While somebody is at work nothing goes; after accepting, exactly their boxes are hidden, on that page only."""
    person = opened(pages=3)
    person.press(Qt.Key.Key_R, CONTROL)
    person.drag((200, 400), (300, 450))
    person.press(Qt.Key.Key_Escape)
    person.ask()
    assert person.waits_for
    assert len(person.script.jobs) == 1

    person.press(Qt.Key.Key_R, CONTROL)
    assert len(person.boxes) == 3
    person.press(Qt.Key.Key_Return, CONTROL)
    person.until(lambda: len(person.answers) == 1)

    remade = person.script.jobs[1].options
    assert (remade.pages, set(remade.decided)) == ((1,), {1})
    sent = person.script.jobs[2].prepared
    assert sent is not None
    assert [len(page.regions) for page in sent.pages] == [3, 2, 2]
    assert sent.pages[0].regions[2].origin == PERSON
    assert sent.pages[0].regions == person.hidden(1)


def test_taking_changes_back_lets_the_question_go(opened: Meets) -> None:
    """Undone is as if nothing had been: what was prepared may go, and nothing is made again."""
    person = opened()
    person.press(Qt.Key.Key_R, CONTROL)
    person.drag((200, 400), (300, 450))
    person.press(Qt.Key.Key_Escape)
    person.ask()

    person.press(Qt.Key.Key_R, CONTROL)
    person.press(Qt.Key.Key_Z, CONTROL)
    person.until(lambda: len(person.answers) == 1)

    assert [len(job.questions) for job in person.script.jobs] == [0, 1]


def test_leftovers_wait_for_a_person_and_are_hidden_with_the_page(opened: Meets) -> None:
    """What the last look still found is boxed, counted as undecided, and hidden once the page is accepted."""
    person = opened(residual=(LATE,))
    person.press(Qt.Key.Key_R, CONTROL)
    rows = person.place_list
    assert rows.model().index(2, 0).data() == "Face? You decide"
    assert LATE not in person.hidden()

    person.click("Accept")
    person.until(lambda: person.are_ready and LATE in person.hidden())


def test_accepting_page_by_page_leads_through_the_document(opened: Meets) -> None:
    """Each accepted page brings the next one that waits; the last one sends the question."""
    person = opened("financial", pages=3)
    person.ask()
    assert person.waits_for == "Nothing is sent before you have reviewed 3 pages."
    person.press(Qt.Key.Key_R, CONTROL)
    seen = []
    for _ in range(3):
        seen.append(person.page_number)
        person.until(lambda: person.review is not None)
        assert person.answers == []
        person.press(Qt.Key.Key_Return, CONTROL)

    person.until(lambda: len(person.answers) == 1)
    assert seen == ["1 / 3", "2 / 3", "3 / 3"]


def test_all_pages_are_accepted_at_once_and_a_box_is_put_on_all(opened: Meets) -> None:
    """One click puts a box everywhere, one undo takes it off, one click accepts, one job makes the pages."""
    person = opened("medical", pages=3)
    person.ask()
    person.press(Qt.Key.Key_R, CONTROL)
    person.drag((200, 400), (300, 450))
    person.click("On all pages")
    assert person.review_button.text() == "Review (9)"
    person.press(Qt.Key.Key_Z, CONTROL)
    assert person.review_button.text() == "Review (7)"
    person.press(Qt.Key.Key_Z, CONTROL | SHIFT)

    person.click("Accept all pages")
    person.until(lambda: len(person.answers) == 1)

    assert [job.options.pages for job in person.script.jobs] == [None, (1, 2, 3), None]
    assert [len(person.hidden(page)) for page in (1, 2, 3)] == [3, 3, 3]


@pytest.mark.parametrize("is_accepted", [True, False])
def test_own_boxes_survive_another_policy(opened: Meets, *, is_accepted: bool) -> None:
    """No policy finds what somebody drew: it stays hidden, accepted or not, and nothing goes without it."""
    person = opened()
    person.press(Qt.Key.Key_R, CONTROL)
    person.drag((200, 400), (300, 450))
    (own,) = person.boxes[2:]
    if is_accepted:
        person.press(Qt.Key.Key_Return, CONTROL)
        person.ready()
        assert own in person.hidden()
    else:
        person.press(Qt.Key.Key_Escape)

    person.choose_policy("medical")
    person.ask()
    person.ready()

    assert own in person.hidden()
    assert person.answers == []
    assert person.waits_for
    assert all(own in job.options.decided[1] for job in person.script.jobs if job.options.pages == (1,))


def test_decisions_survive_another_model(opened: Meets) -> None:
    """When pages are made for another model, what was decided is hidden without being looked for again."""
    person = opened("medical")
    person.press(Qt.Key.Key_R, CONTROL)
    person.write("]")
    person.press(Qt.Key.Key_Delete)
    person.press(Qt.Key.Key_Return, CONTROL)
    person.ready()

    person.built.documents.prepare_all_again()
    person.ready()
    person.ask()
    person.until(lambda: len(person.answers) == 1)

    assert person.hidden() == (NAME,)
    assert person.script.jobs[2].options.decided == {1: (NAME,)}


def test_pages_that_cannot_be_made_are_not_sent(opened: Meets) -> None:
    """When a change fails the notice says so, the question stops, and asking again tries again, decisions and all."""
    person = opened(change_error="child_died")
    person.press(Qt.Key.Key_R, CONTROL)
    person.drag((200, 400), (300, 450))
    person.ask()
    person.press(Qt.Key.Key_Return, CONTROL)
    person.until(lambda: person.subtitles == ["stopped"])

    assert person.notice == "The process that answers ended unexpectedly."
    assert person.answers == []
    person.ask()
    person.until(lambda: len(person.answers) == 1)
    assert len(person.hidden()) == 3


def test_part_is_asked_about_with_what_was_decided(opened: Meets) -> None:
    """A part is cut from the same page, with the same places hidden."""
    person = opened()
    person.press(Qt.Key.Key_R, CONTROL)
    person.write("]")
    person.press(Qt.Key.Key_Delete)
    person.press(Qt.Key.Key_Return, CONTROL)
    person.ready()
    person.click("Ask about a part")
    person.drag((20, 250), (300, 400))

    person.ask()
    person.until(lambda: len(person.answers) == 1)

    asked = person.script.jobs[-1]
    assert asked.options.part is not None
    assert asked.options.decided == {1: (NAME,)}
    assert asked.prepared is None


def test_own_policies_are_in_the_menu_and_their_text_is_used(meet: Meet, tmp_path: Path) -> None:
    """A file in the policies folder can be chosen by its name; the airlock is handed what stands in it."""
    folder = tmp_path / "profile" / "policies"
    folder.mkdir(parents=True)
    (folder / "Ward 3.toml").write_text('detectors = ["faces"]\n', encoding="utf-8")
    (folder / "empty.toml").touch()
    (folder / "broken.toml").write_bytes(b"\xff\xfe")
    person = meet(Script(width=400, height=600)).open(tmp_path)
    actions = person.policy_menu.actions()
    own = [action for action in actions if "your own" in action.text()]

    own[0].trigger()
    person.ready()
    person.built.settings.close()

    assert [action.text() for action in own] == ["Ward 3\tyour own"]
    assert person.script.jobs[-1].options.policy == 'detectors = ["faces"]\n\n'
    assert SettingsStore(tmp_path / "settings").load().policy == "own:Ward 3"


def test_policy_that_is_gone_is_replaced_by_the_strictest(meet: Meet, tmp_path: Path) -> None:
    """Rather too much is hidden than too little, and the window says so."""
    SettingsStore(tmp_path / "settings").save(Settings(policy="own:Ward 3"))

    person = meet(Script(width=400, height=600)).open(tmp_path)

    assert person.notice == "The redaction policy Ward 3 is no longer there."
    assert person.script.jobs[0].options.policy == "all-text"
    assert person.policy == "Hide: all text"


def test_refused_question_offers_the_review(opened: Meets) -> None:
    """Should the pipeline refuse what nobody reviewed, the notice leads to the review and the draft stays."""
    person = opened(ask_error="review_needed")
    person.ask()
    person.until(lambda: bool(person.notice))

    assert person.remedies == ["Review"]
    assert person.draft == QUESTION
    person.click("Review", person.window.side.notice)
    assert person.is_reviewing


def test_document_that_goes_takes_its_review_along(opened: Meets) -> None:
    """Removing the last document in the middle of its review ends the review, and none can be opened."""
    person = opened()
    person.press(Qt.Key.Key_R, CONTROL)
    person.drag((200, 400), (300, 450))

    person.remove(0)
    person.press(Qt.Key.Key_R, CONTROL)

    assert person.review_button.text() == "Review (0)"
    assert not person.is_reviewing


def test_policy_that_is_none_is_told_and_another_one_helps(opened: Meets) -> None:
    """Under a policy that the airlock refuses nothing is prepared, the notice says why, and the next choice works."""
    person = opened(broken="medical")

    person.choose_policy("medical")
    person.until(lambda: bool(person.notice))
    assert person.notice == "The redaction policy is not understood."
    assert person.subtitles == ["cannot be read"]

    person.choose_policy("faces+text")
    person.ready()
    assert person.hidden() == (FACE, NAME)
