"""The next question is about the frames of a film that somebody chooses, and about no others."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from desktop_app.runtime_client.values import FilmTrack
from tests.desktop_app.gui.conftest import Meet
from tests.helpers import finding
from tests.helpers.hands import CONTROL, Person
from tests.helpers.scripted_runner import Script
from tests.helpers.seen_film import SeenFilm

TIMES_S = tuple(number / 10 for number in range(50))
ANNA = FilmTrack(1, "FACE", 0.9, "film", 1, 30, ())
BEN = FilmTrack(2, "FACE", 0.4, "film", 20, 40, ())
ASK_FRAME = "Ask about this frame"


@pytest.fixture
def person(meet: Meet, tmp_path: Path) -> Person:
    """Somebody who looks at a film that is ready, of which two frames are sent."""
    script = Script(width=160, height=96, pages=50, times_s=TIMES_S, tracks=(ANNA, BEN), sent_frames=(13, 38))
    person = meet(script)
    clip = tmp_path / "clip.mp4"
    clip.touch()
    person.take_in(clip)
    person.until(lambda: person.shown_page == 1)
    person.ready()
    return person


@pytest.fixture
def film(person: Person) -> SeenFilm:
    """The film as it is seen."""
    return SeenFilm(person.window)


def _at(person: Person, number: int) -> None:
    person.until(lambda: person.shown_page == number)


def test_chosen_frames_are_asked_about_and_no_others(person: Person, film: SeenFilm) -> None:
    """One after the other, in their order in time; the next question is about the whole film again, and asks none of them."""
    for number in (25, 5):
        film.press_at(number)
        _at(person, number)
        person.click(ASK_FRAME, film.window.films.time_line)
    assert [5, 25] == film.chosen
    assert finding.has_button(film.window.side.question, "About 2 frames: forget that")
    person.ask("What does the sign say?")
    person.answered()
    (asked,) = [job for job in person.script.jobs if job.questions]
    assert asked.options.pages == (5, 25)
    assert asked.prepared is None
    (turn,) = person.turns
    assert turn.read_pages == "From the film at 0:00.4, 0:02.4"
    assert [] == film.chosen
    assert not finding.has_button(film.window.side.question, "forget that")
    person.ask("And in the rest?")
    person.answered(2)
    asked = [job for job in person.script.jobs if job.questions][-1]
    assert asked.prepared is not None
    assert () == asked.history


def test_a_chosen_frame_is_left_out_again(person: Person, film: SeenFilm, tmp_path: Path) -> None:
    """By its button, by what the question box says, by a part that is drawn, by looking at another document."""
    person.click(ASK_FRAME, film.window.films.time_line)
    assert [1] == film.chosen
    person.click(ASK_FRAME, film.window.films.time_line)
    assert [] == film.chosen
    person.click(ASK_FRAME, film.window.films.time_line)
    person.click("About the frame at 0:00.0: forget that", film.window.side.question)
    assert [] == film.chosen
    person.click(ASK_FRAME, film.window.films.time_line)
    person.window.page.show_part_mode(is_on=True)
    person.drag((20, 20), (80, 60))
    assert [] == film.chosen
    person.click(ASK_FRAME, film.window.films.time_line)
    assert [1] == film.chosen
    person.ask("Who is it?")
    person.answered()
    (asked,) = [job for job in person.script.jobs if job.questions]
    assert ((1,), None) == (asked.options.pages, asked.options.part)
    person.click(ASK_FRAME, film.window.films.time_line)
    other = tmp_path / "other.mp4"
    other.touch()
    person.take_in(other)
    person.until(lambda: len(person.documents) == 2)
    person.look_at(1)
    assert [] == film.chosen


def test_chosen_frames_go_as_they_are_decided_when_their_turn_comes(person: Person, film: SeenFilm) -> None:
    """Who was kept visible, or hidden, while the question waited for its turn, is so in what is sent."""
    film.press_at(25)
    _at(person, 25)
    person.script.hold.clear()
    person.ask("What happens?")
    person.until(lambda: any(job.questions for job in person.script.jobs))
    person.click(ASK_FRAME, film.window.films.time_line)
    person.ask("Who is it?")
    person.press(Qt.Key.Key_R, CONTROL)
    film.press_bar(1)
    person.click("Keep visible", film.window.films.review)
    person.click("Accept", film.window.films.review)
    person.script.hold.set()
    person.answered(2)
    asked = [job for job in person.script.jobs if job.questions == ("Who is it?",)][
        -1
    ]  # what was taken back got no answer
    assert {BEN} == asked.options.film.shown
