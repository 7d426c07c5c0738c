"""A question that waits for the engine goes with what is hidden when it goes, not with what was when it was asked."""

from pathlib import Path

from PySide6.QtCore import Qt

from desktop_app.jobs.job import Job
from tests.desktop_app.gui.conftest import Meet
from tests.helpers.hands import CONTROL, Meets, Person
from tests.helpers.scripted_runner import Script


def _asked(person: Person) -> list[Job]:
    """Return the jobs that brought questions to the engine, in order."""
    return [job for job in person.script.jobs if job.questions]


def _states(person: Person) -> list[str]:
    """Return how far the questions about the document are."""
    return [turn.state for turn in person.turns]


def _busy(person: Person, folder: Path) -> None:
    """Ask about the first of two documents, which keeps the engine busy, then about the second, which waits."""
    files = [folder / "first.png", folder / "second.png"]
    for file in files:
        file.touch()
    person.take_in(*files)
    person.ready()
    person.script.hold.clear()
    person.ask()
    person.until(lambda: len(_asked(person)) == 1 and _states(person) == ["Reading the page…"])
    person.look_at(1)
    person.ask()
    person.until(lambda: person.has_page and len(person.turns) == 1)


def test_no_page_goes_as_it_was_under_another_policy(meet: Meet, tmp_path: Path) -> None:
    """Neither of the question that waits nor of the one that is being answered: both are asked anew."""
    person = meet(Script(width=400, height=600))
    person.choose_policy("off")
    _busy(person, tmp_path)
    person.choose_policy("faces")
    person.script.hold.set()
    person.until(lambda: person.are_ready and person.answers == ["567.51 EUR"])
    person.look_at(0)
    person.until(lambda: person.answers == ["567.51 EUR"])
    _, *others = _asked(person)
    assert [("first.png", "faces"), ("second.png", "faces")] == sorted(
        (job.path.name, job.prepared.policy if job.prepared is not None else "") for job in others
    )


def test_a_question_that_waits_goes_with_the_boxes_that_were_accepted_since(meet: Meet, tmp_path: Path) -> None:
    """While somebody draws it waits for them; the one that is being answered is let alone."""
    person = meet(Script(width=400, height=600))
    _busy(person, tmp_path)
    person.press(Qt.Key.Key_R, CONTROL)
    person.drag((200, 400), (300, 450))
    person.press(Qt.Key.Key_Escape)
    person.until(lambda: _states(person) == ["Waiting for your review of what is hidden."])
    person.press(Qt.Key.Key_R, CONTROL)
    person.press(Qt.Key.Key_Return, CONTROL)
    person.script.hold.set()
    person.until(lambda: person.answers == ["567.51 EUR"])
    first, second = _asked(person)
    assert ("first.png", "second.png") == (first.path.name, second.path.name)
    assert second.prepared is not None
    assert [2] == [len(page.regions) for page in second.prepared.pages]


def test_a_part_that_waits_goes_with_the_boxes_that_were_accepted_since(opened: Meets, tmp_path: Path) -> None:
    """Its page is made when its turn comes, with what is decided then."""
    person = opened()
    person.script.hold.clear()
    person.ask()
    person.until(lambda: len(_asked(person)) == 1)
    person.built.parts.page.part_chosen.emit(1, person.hidden()[0].box)
    person.ask("What is this?")
    person.press(Qt.Key.Key_R, CONTROL)
    person.drag((200, 400), (300, 450))
    person.press(Qt.Key.Key_Return, CONTROL)
    person.script.hold.set()
    person.until(lambda: len(person.answers) == 2)
    *_, part = (job for job in _asked(person) if job.options.part is not None)
    assert 3 == len(part.options.decided[1])
