"""Whoever looks and whoever asks does not wait for everything that was dropped beside it."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from tests.desktop_app.gui.conftest import Meet
from tests.helpers.hands import Person
from tests.helpers.scripted_runner import Script


def _drop(person: Person, folder: Path, count: int) -> None:
    files = [folder / f"{number}.png" for number in range(count)]
    for file in files:
        file.touch()
    person.take_in(*files)
    person.until(lambda: len(person.documents) == count)


def _order(person: Person) -> list[str]:
    """Return which files the airlock began with, in order."""
    return [job.path.stem for job in person.script.jobs if not job.questions]


@pytest.fixture
def person(meet: Meet) -> Person:
    """Return somebody at a window whose preparations wait."""
    script = Script()
    script.hold.clear()
    return meet(script)


def test_what_somebody_chooses_is_opened_next(person: Person, tmp_path: Path) -> None:
    """Not after all that came before it."""
    _drop(person, tmp_path, 5)
    person.until(lambda: _order(person) == ["0"])
    person.look_at(3)
    person.script.hold.set()
    person.until(lambda: len(_order(person)) == 5)
    assert _order(person) == ["0", "3", "1", "2", "4"]


def test_what_is_asked_about_is_prepared_before_what_is_looked_at(person: Person, tmp_path: Path) -> None:
    """Somebody asks about a file that waits, and goes on to another one."""
    _drop(person, tmp_path, 5)
    person.until(lambda: _order(person) == ["0"])
    person.look_at(4)
    person.ask()
    person.look_at(2)
    person.script.hold.set()
    person.until(lambda: len(_order(person)) == 5)
    assert set(_order(person)[1:3]) == {"4", "2"}  # both are shown before anything is hidden
    person.look_at(4)
    person.until(lambda: len(person.answers) == 1)


def test_a_file_that_is_removed_is_left(meet: Meet, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The airlock need not keep it open for anybody."""
    left: list[Path] = []
    monkeypatch.setattr("desktop_app.jobs.queue.JobQueue.leave", lambda _, path: left.append(path))
    meet(Script()).open(tmp_path).begin_anew()
    assert left == [tmp_path / "report.png"]


def test_a_long_document_is_asked_about_its_first_pages_while_the_rest_is_prepared(meet: Meet, tmp_path: Path) -> None:
    """And says so; once all are there it says that one may ask again, and the next answer is from all."""
    person = meet(Script(pages=40, waits_before=9))
    _drop(person, tmp_path, 1)
    person.until(lambda: person.documents[0].pages_ready == 8)
    person.ask()
    person.until(lambda: len(person.answers) == 1)
    assert not person.are_ready
    assert person.turns[0].read_pages == "Answered from pages 1 to 8 of 40; the rest is still being prepared."
    person.script.goes_on.set()
    person.ready()
    all_there = "Answered from pages 1 to 8 of 40. Ask again to have all of them read."
    person.until(lambda: person.turns[0].read_pages == all_there)
    person.ask()
    person.until(lambda: len(person.answers) == 2)
    assert person.turns[1].read_pages == ""


@pytest.mark.parametrize(
    ("pages", "waits_before", "policy"), [(40, 8, "faces"), (15, 9, "faces"), (40, 9, "medical")], ids=str
)
def test_an_answer_waits_where_few_pages_are_there_few_are_missing_or_a_person_must_look(
    pages: int, waits_before: int, policy: str, meet: Meet, qtbot: QtBot, tmp_path: Path
) -> None:
    """Seven of forty, eight of fifteen, and eight that nobody has reviewed."""
    person = meet(Script(pages=pages, waits_before=waits_before))
    if policy != "faces":
        person.choose_policy(policy)
    _drop(person, tmp_path, 1)
    person.until(lambda: person.documents[0].pages_ready == waits_before - 1)
    person.ask()
    qtbot.wait(50)
    assert [job for job in person.script.jobs if job.questions] == []
    person.script.goes_on.set()
    person.ready()


def test_a_question_waits_for_the_page_that_is_looked_at(meet: Meet, qtbot: QtBot, tmp_path: Path) -> None:
    """Nobody is told that something is not found who looks at a page that was not read."""
    person = meet(Script(pages=40, waits_before=9))
    _drop(person, tmp_path, 1)
    person.until(lambda: person.documents[0].pages_ready == 8 and person.has_page)
    person.turn_to(36)
    person.ask()
    qtbot.wait(50)
    assert "Waiting for the document…" == person.turns[0].state
    assert [] == [job for job in person.script.jobs if job.questions]
    person.script.goes_on.set()
    person.answered()
    asked = next(job for job in person.script.jobs if job.questions).prepared
    assert asked is not None
    assert 40 == len(asked.pages)


def test_a_page_is_shown_before_its_turn_has_come(meet: Meet, tmp_path: Path) -> None:
    """Somebody turns to page 5 while page 2 is still to be hidden; when its turn comes it is not shown anew."""
    person = meet(Script(pages=6, waits_before=2, width=400, height=600))
    _drop(person, tmp_path, 1)
    person.until(lambda: person.documents[0].pages_ready == 1 and person.has_page)
    person.turn_to(5)
    person.until(lambda: person.shown_page == 5)
    assert person.documents[0].pages_ready == 1
    person.script.goes_on.set()
    person.ready()
    assert person.shown_page == 5
