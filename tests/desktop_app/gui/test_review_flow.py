"""What waits for a review is sent after it, exactly as it was reviewed; nothing that a person decided is lost."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from desktop_app.gui.review import PERSON
from desktop_app.settings.store import Settings, SettingsStore
from tests.desktop_app.gui.conftest import Meet
from tests.helpers.hands import CONTROL, QUESTION, SHIFT, Meets
from tests.helpers.scripted_runner import FACE, LATE, NAME, Script


def test_question_waits_for_the_review_and_is_then_sent(opened: Meets) -> None:
    """Under `medical` nothing is asked before somebody accepts; unchanged pages are not made again."""
    ward = opened("medical")

    ward.ask()
    assert ward.waits_for == "Nothing is sent before you have reviewed what will be hidden."
    assert ward.review_button.property("waits") is True
    assert len(ward.script.jobs) == 1

    ward.click("Review")
    ward.click("Accept")
    ward.until(lambda: ward.answers == ["567.51 EUR"])
    assert ward.waits_for == ""
    assert not ward.is_reviewing
    assert len(ward.script.jobs) == 2
    sent = ward.script.jobs[1].prepared
    assert sent is not None
    assert [page.is_reviewed for page in sent.pages] == [True]
    assert not ward.script.jobs[1].options.allows_unreviewed


def test_other_policies_wait_for_nobody(opened: Meets) -> None:
    """Under `faces` a question goes at once, and the number of hidden places stands on the button."""
    ward = opened()

    ward.ask()
    ward.until(lambda: len(ward.answers) == 1)

    assert ward.review_button.text() == "Review (2)"
    assert ward.waits_for == ""


def test_changes_are_sent_only_once_they_are_accepted(opened: Meets) -> None:
    """While somebody is at work nothing goes; after accepting, exactly their boxes are hidden, on that page only."""
    ward = opened(pages=3)
    ward.press(Qt.Key.Key_R, CONTROL)
    ward.drag((200, 400), (300, 450))
    ward.press(Qt.Key.Key_Escape)
    ward.ask()
    assert ward.waits_for
    assert len(ward.script.jobs) == 1

    ward.press(Qt.Key.Key_R, CONTROL)
    assert len(ward.boxes) == 3
    ward.press(Qt.Key.Key_Return, CONTROL)
    ward.until(lambda: len(ward.answers) == 1)

    remade = ward.script.jobs[1].options
    assert (remade.pages, set(remade.decided)) == ((1,), {1})
    sent = ward.script.jobs[2].prepared
    assert sent is not None
    assert [len(page.regions) for page in sent.pages] == [3, 2, 2]
    assert sent.pages[0].regions[2].origin == PERSON
    assert sent.pages[0].regions == ward.hidden(1)


def test_taking_changes_back_lets_the_question_go(opened: Meets) -> None:
    """Undone is as if nothing had been: what was prepared may go, and nothing is made again."""
    ward = opened()
    ward.press(Qt.Key.Key_R, CONTROL)
    ward.drag((200, 400), (300, 450))
    ward.press(Qt.Key.Key_Escape)
    ward.ask()

    ward.press(Qt.Key.Key_R, CONTROL)
    ward.press(Qt.Key.Key_Z, CONTROL)
    ward.until(lambda: len(ward.answers) == 1)

    assert [len(job.questions) for job in ward.script.jobs] == [0, 1]


def test_leftovers_wait_for_a_person_and_are_hidden_with_the_page(opened: Meets) -> None:
    """What the last look still found is boxed, counted as undecided, and hidden once the page is accepted."""
    ward = opened(residual=(LATE,))
    ward.press(Qt.Key.Key_R, CONTROL)
    rows = ward.window.review.places
    assert rows.model().index(2, 0).data() == "Face? You decide"
    assert LATE not in ward.hidden()

    ward.click("Accept")
    ward.until(lambda: ward.are_ready and LATE in ward.hidden())


def test_accepting_page_by_page_leads_through_the_document(opened: Meets) -> None:
    """Each accepted page brings the next one that waits; the last one sends the question."""
    ward = opened("financial", pages=3)
    ward.ask()
    assert ward.waits_for == "Nothing is sent before you have reviewed 3 pages."
    ward.press(Qt.Key.Key_R, CONTROL)
    seen = []
    for _ in range(3):
        seen.append(ward.page_number)
        ward.until(lambda: ward.review is not None)
        assert ward.answers == []
        ward.press(Qt.Key.Key_Return, CONTROL)

    ward.until(lambda: len(ward.answers) == 1)
    assert seen == ["1 / 3", "2 / 3", "3 / 3"]


def test_all_pages_are_accepted_at_once_and_a_box_is_put_on_all(opened: Meets) -> None:
    """One click puts a box everywhere, one undo takes it off, one click accepts, one job makes the pages."""
    ward = opened("medical", pages=3)
    ward.ask()
    ward.press(Qt.Key.Key_R, CONTROL)
    ward.drag((200, 400), (300, 450))
    ward.click("On all pages")
    assert ward.review_button.text() == "Review (9)"
    ward.press(Qt.Key.Key_Z, CONTROL)
    assert ward.review_button.text() == "Review (7)"
    ward.press(Qt.Key.Key_Z, CONTROL | SHIFT)

    ward.click("Accept all pages")
    ward.until(lambda: len(ward.answers) == 1)

    assert [job.options.pages for job in ward.script.jobs] == [None, (1, 2, 3), None]
    assert [len(ward.hidden(page)) for page in (1, 2, 3)] == [3, 3, 3]


@pytest.mark.parametrize("is_accepted", [True, False])
def test_own_boxes_survive_another_policy(opened: Meets, *, is_accepted: bool) -> None:
    """No policy finds what somebody drew: it stays hidden, accepted or not, and nothing goes without it."""
    ward = opened()
    ward.press(Qt.Key.Key_R, CONTROL)
    ward.drag((200, 400), (300, 450))
    (own,) = ward.boxes[2:]
    if is_accepted:
        ward.press(Qt.Key.Key_Return, CONTROL)
        ward.ready()
        assert own in ward.hidden()
    else:
        ward.press(Qt.Key.Key_Escape)

    ward.choose_policy("medical")
    ward.ask()
    ward.ready()

    assert own in ward.hidden()
    assert ward.answers == []
    assert ward.waits_for
    assert all(own in job.options.decided[1] for job in ward.script.jobs if job.options.pages == (1,))


def test_decisions_survive_another_model(opened: Meets) -> None:
    """When pages are made for another model, what was decided is hidden without being looked for again."""
    ward = opened("medical")
    ward.press(Qt.Key.Key_R, CONTROL)
    ward.write("]")
    ward.press(Qt.Key.Key_Delete)
    ward.press(Qt.Key.Key_Return, CONTROL)
    ward.ready()

    ward.built.session.prepare_all_again()
    ward.ready()
    ward.ask()
    ward.until(lambda: len(ward.answers) == 1)

    assert ward.hidden() == (NAME,)
    assert ward.script.jobs[2].options.decided == {1: (NAME,)}


def test_pages_that_cannot_be_made_are_not_sent(opened: Meets) -> None:
    """When a change fails the notice says so, the question stops, and asking again tries again, decisions and all."""
    ward = opened(change_error="child_died")
    ward.press(Qt.Key.Key_R, CONTROL)
    ward.drag((200, 400), (300, 450))
    ward.ask()
    ward.press(Qt.Key.Key_Return, CONTROL)
    ward.until(lambda: ward.subtitles == ["stopped"])

    assert ward.notice == "The process that answers ended unexpectedly."
    assert ward.answers == []
    ward.ask()
    ward.until(lambda: len(ward.answers) == 1)
    assert len(ward.hidden()) == 3


def test_part_is_asked_about_with_what_was_decided(opened: Meets) -> None:
    """A part is cut from the same page, with the same places hidden."""
    ward = opened()
    ward.press(Qt.Key.Key_R, CONTROL)
    ward.write("]")
    ward.press(Qt.Key.Key_Delete)
    ward.press(Qt.Key.Key_Return, CONTROL)
    ward.ready()
    ward.click("Ask about a part")
    ward.drag((20, 250), (300, 400))

    ward.ask()
    ward.until(lambda: len(ward.answers) == 1)

    asked = ward.script.jobs[-1]
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
    ward = meet(Script(width=400, height=600)).open(tmp_path)
    actions = ward.policy_menu.actions()
    own = [action for action in actions if "your own" in action.text()]

    own[0].trigger()
    ward.ready()
    ward.built.settings.close()

    assert [action.text() for action in own] == ["Ward 3\tyour own"]
    assert ward.script.jobs[-1].options.policy == 'detectors = ["faces"]\n\n'
    assert SettingsStore(tmp_path / "settings").load().policy == "own:Ward 3"


def test_policy_that_is_gone_is_replaced_by_the_strictest(meet: Meet, tmp_path: Path) -> None:
    """Rather too much is hidden than too little, and the window says so."""
    SettingsStore(tmp_path / "settings").save(Settings(policy="own:Ward 3"))

    ward = meet(Script(width=400, height=600)).open(tmp_path)

    assert ward.notice == "The redaction policy Ward 3 is no longer there."
    assert ward.script.jobs[0].options.policy == "all-text"
    assert ward.policy == "Hide: all text"


def test_refused_question_offers_the_review(opened: Meets) -> None:
    """Should the pipeline refuse what nobody reviewed, the notice leads to the review and the draft stays."""
    ward = opened(ask_error="review_needed")
    ward.ask()
    ward.until(lambda: bool(ward.notice))

    assert ward.remedies == ["Review"]
    assert ward.draft == QUESTION
    ward.click("Review", ward.window.side.notice)
    assert ward.is_reviewing


def test_document_that_goes_takes_its_review_along(opened: Meets) -> None:
    """Removing the last document in the middle of its review ends the review, and none can be opened."""
    ward = opened()
    ward.press(Qt.Key.Key_R, CONTROL)
    ward.drag((200, 400), (300, 450))

    ward.remove(0)
    ward.press(Qt.Key.Key_R, CONTROL)

    assert ward.review_button.text() == "Review (0)"
    assert not ward.is_reviewing


def test_policy_that_is_none_is_told_and_another_one_helps(opened: Meets) -> None:
    """Under a policy that the airlock refuses nothing is prepared, the notice says why, and the next choice works."""
    ward = opened(broken="medical")

    ward.choose_policy("medical")
    ward.until(lambda: bool(ward.notice))
    assert ward.notice == "The redaction policy is not understood."
    assert ward.subtitles == ["cannot be read"]

    ward.choose_policy("faces+text")
    ward.ready()
    assert ward.hidden() == (FACE, NAME)
