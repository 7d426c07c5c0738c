"""A film in the window: scrubbed, looked through, reviewed in time, saved, asked about; nothing leaves before that."""

import json
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desktop_app.gui.intake.document_list_model import SUBTITLE_ROLE
from desktop_app.gui.style import file_dialogs
from desktop_app.runtime_client.values import Answer, Box, Doubt, FilmTrack, Source
from tests.desktop_app.gui.conftest import Meet
from tests.helpers import finding
from tests.helpers.hands import CONTROL, SHIFT, Person
from tests.helpers.pointer import LEFT
from tests.helpers.scripted_runner import TOTAL, Script
from tests.helpers.seen_film import SeenFilm

COUNT = 50
TIMES_S = tuple(number / 10 for number in range(COUNT))
ANNA = FilmTrack(1, "FACE", 0.9, "film", 1, 30, (Doubt(12, 16, "gap"),))
BEN = FilmTrack(2, "FACE", 0.4, "film", 20, 40, (Doubt(20, 40, "unsure"),))
OPEN = (Qt.Key.Key_R, CONTROL)


@pytest.fixture
def saved(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A folder in which every copy is saved under the name that is proposed."""
    folder = tmp_path / "saved"
    folder.mkdir()
    monkeypatch.setattr(file_dialogs, "file_to_write", lambda _parent, _title, name: folder / name)
    return folder


def film_script(**more: object) -> Script:
    """Return a script of a film with two people, of which two frames are sent."""
    film = {"pages": COUNT, "times_s": TIMES_S, "tracks": (ANNA, BEN), "sent_frames": (13, 38), "review": ("medical",)}
    return Script(**{"width": 160, "height": 96, **film, **more})  # type: ignore[arg-type]  # as given


def _opened(meet: Meet, folder: Path, *, is_ready: bool = True, **script: object) -> tuple[Person, SeenFilm]:
    person = meet(film_script(**script))
    clip = folder / "clip.mp4"
    clip.touch()
    person.take_in(clip)
    person.until(lambda: person.shown_page == 1)
    if is_ready:
        person.ready()
    return person, SeenFilm(person.window)


def _at(person: Person, number: int) -> None:
    person.until(lambda: person.shown_page == number)


def test_tray_clock_and_answers_agree_on_how_long_a_film_is(meet: Meet, tmp_path: Path) -> None:
    """It ends when its last frame does, not when that begins."""
    answer = Answer("It ends at 0:05.6, not at 0:05.7 or later.", "stop", "read")
    times_s = tuple(number / 5 for number in range(28))
    person, film = _opened(meet, tmp_path, pages=28, times_s=times_s, tracks=(), sent_frames=(13,), answer=answer)
    person.ask()
    person.answered()
    row = person.tray_list.model().index(0, 0)
    assert "MP4, 0:05.6 ·" in row.data(SUBTITLE_ROLE)
    assert film.clock.endswith(" / 0:05.6")
    assert (5.6,) == person.turns[0].text.times_s
    assert any(words.startswith("read from the frame · ") for words in person.turns[0].words)


def test_a_film_is_shown_and_scrubbed_while_it_is_looked_through(meet: Meet, tmp_path: Path) -> None:
    """The first frame comes first; frames are had at once; how far the look is, is said, and nothing is sent meanwhile."""
    person, film = _opened(meet, tmp_path, is_ready=False, waits_before=1)
    person.until(lambda: "50 %" in film.words)
    assert film.clock == "0:00.0 / 0:05.0"
    film.press_at(25)
    _at(person, 25)
    assert film.clock == "0:02.4 / 0:05.0"
    person.ask("Who is it?")
    person.until(lambda: [turn.state for turn in person.turns] == ["Waiting for the document…"])
    assert not any(job.questions for job in person.script.jobs)
    person.script.goes_on.set()
    person.ready()
    person.answered()
    assert [(1, 30, False), (20, 40, False)] == film.bars
    assert {0, 1} == {bar.lane for bar in film.all_bars}
    assert (13, 38) == film.sent
    person.until(lambda: film.small_pictures == 12)


def test_one_steps_by_frame_and_by_second_and_the_newest_wish_wins(meet: Meet, tmp_path: Path) -> None:
    """With keys and buttons; a drag over the line ends where the pointer is."""
    person, film = _opened(meet, tmp_path)
    acts: tuple[tuple[Callable[[], None], int], ...] = (
        (lambda: film.key(Qt.Key.Key_Right), 2),
        (lambda: film.key(Qt.Key.Key_Right, SHIFT), 12),
        (lambda: person.click("The next frame (Page Down)", film.window.films.time_line), 13),
        (lambda: person.click("A second back (Shift+Left)", film.window.films.time_line), 3),
        (lambda: person.press(Qt.Key.Key_PageUp), 2),
        (lambda: film.key(Qt.Key.Key_End), 50),
        (lambda: film.drag_to(40, 30, 22, 21), 21),
    )
    for act, number in acts:
        act()
        _at(person, number)
    assert "/ 0:05.0" in film.clock


def test_a_film_plays_and_pauses(meet: Meet, tmp_path: Path) -> None:
    """At the speed at which frames come; a step stops it."""
    person, film = _opened(meet, tmp_path)
    film.key(Qt.Key.Key_Space)
    person.until(lambda: person.shown_page > 3)
    assert finding.has_button(film.window.films.time_line, "Pause")
    film.press_at(5)
    _at(person, 5)
    assert finding.has_button(film.window.films.time_line, "Play")


def test_a_person_is_shown_and_hidden_again_and_the_copy_says_so(meet: Meet, tmp_path: Path, saved: Path) -> None:
    """What is chosen is seen where it is; nothing is sent or saved before the change is accepted."""
    person, film = _opened(meet, tmp_path)
    person.press(*OPEN)
    assert ["Face, 0:00.0 – 0:02.9, look at it", "Face, 0:01.9 – 0:03.9, look at it"] == film.rows
    person.until(lambda: film.boxes == [Box(20, 10, 15, 15)])
    film.press_bar(1)
    _at(person, 30)
    person.until(lambda: len(film.boxes) == 2)
    person.click("Keep visible", film.window.films.review)
    assert [(1, 30, False), (20, 40, True)] == film.bars
    assert film.boxes == [Box(20, 10, 15, 15)]
    assert film.state == "Not accepted yet: nothing is sent meanwhile."
    person.press(Qt.Key.Key_S, CONTROL)
    assert person.notice
    assert [] == list(saved.iterdir())
    person.press(Qt.Key.Key_Return, CONTROL)
    person.ready()
    assert not person.window.films.review.isVisible()
    person.press(Qt.Key.Key_S, CONTROL)
    person.until(lambda: "saved" in person.notice)
    assert person.notice == "The hidden copy is saved: clip (hidden).webm"
    assert (saved / "clip (hidden).webm").read_text() == "1"
    (row,) = [json.loads(line) for line in (saved / "clip (hidden).report.jsonl").read_text().splitlines()]
    assert [1] == [track["track"] for track in row["tracks"]]
    assert () == person.hidden(38)

    person.press(*OPEN)
    film.press_bar(1)
    person.click("Hide again", film.window.films.review)
    person.click("Accept", film.window.films.review)
    person.ready()
    person.until(lambda: len(person.hidden(38)) == 1)


def test_doubtful_stretches_are_walked(meet: Meet, tmp_path: Path) -> None:
    """From the page and from the line; each says when it is and why."""
    person, film = _opened(meet, tmp_path)
    person.press(*OPEN)
    assert film.doubts == "2 stretches are doubtful: look."
    person.write("]")
    _at(person, 14)
    assert film.doubts == "Doubtful 1 of 2: 0:01.1 – 0:01.5, not seen in between"
    film.write("]")
    _at(person, 30)
    assert film.doubts == "Doubtful 2 of 2: 0:01.9 – 0:03.9, hardly seen"
    person.write("[")
    _at(person, 14)


def test_a_box_is_hidden_from_here_to_there_in_copy_and_frames(meet: Meet, tmp_path: Path, saved: Path) -> None:
    """Drawn on the frame that is seen; it reaches what is sent and what is saved, and nothing else."""
    person, film = _opened(meet, tmp_path)
    film.press_at(10)
    _at(person, 10)
    person.press(*OPEN)
    person.until(lambda: bool(film.boxes))
    person.drag((80, 50), (120, 80))
    assert film.rows[-1] == "Your own box, 0:00.9 – 0:04.9"
    film.press_at(13)
    _at(person, 13)
    person.click("To here", film.window.films.review)
    person.press(Qt.Key.Key_Return, CONTROL)
    person.ready()
    assert [["FACE", "MARKED"], ["FACE"]] == [[one.kind for one in person.hidden(number)] for number in (13, 38)]
    person.press(Qt.Key.Key_S, CONTROL)
    person.until(lambda: "saved" in person.notice)
    assert (saved / "clip (hidden).webm").read_text() == "1 2 10-13"
    assert "3 hidden" in person.subtitles[0]


def test_a_policy_that_wants_a_person_waits_for_the_whole_film(meet: Meet, tmp_path: Path) -> None:
    """One word is enough for all frames; another policy wants it again, and keeps nobody visible."""
    person, film = _opened(meet, tmp_path)
    person.choose_policy("medical")
    person.ready()
    person.ask("Who is it?")
    person.until(lambda: [turn.state for turn in person.turns] == ["Waiting for your review of what is hidden."])
    person.press(*OPEN)
    film.press_bar(0)
    person.click("Keep visible", film.window.films.review)
    person.click("Accept", film.window.films.review)
    person.answered()
    person.choose_policy("faces")
    person.ready()
    person.until(lambda: film.bars == [(1, 30, False), (20, 40, False)])


def test_a_time_in_an_answer_leads_to_its_frame(meet: Meet, tmp_path: Path) -> None:
    """As its source does, and as each time does that the answer names; what the film is too short for is only text."""
    answer = replace_answer(text="A door opens at 0:02.4, and falls shut at 1:30.")
    person, film = _opened(meet, tmp_path, answer=answer, deltas=(answer.text,))
    person.ask("What happens?")
    person.answered()
    (turn,) = person.turns
    _at(person, 38)  # its source is lit
    assert ["0:03.7"] == [chip.text() for chip in turn.chips]
    assert (2.4,) == turn.text.times_s
    assert turn.read_pages == "From the film at 0:01.2, 0:03.7"
    QTest.mouseClick(turn.text.viewport(), LEFT, pos=turn.text.place_of_time(0))
    _at(person, 25)
    turn.chips[0].click()
    _at(person, 38)
    assert film.words == "This frame is sent: number 2 of 2"


def test_what_a_model_saw_in_a_film_is_told_by_times_that_lead_there(meet: Meet, tmp_path: Path) -> None:
    """Its sources are whole frames: each has a time, and none is outlined."""
    whole = Box(0, 0, 160, 96)
    answer = Answer("A door opens, then it falls shut.", "stop", "seen", sources=(Source(13, whole), Source(38, whole)))
    person, film = _opened(meet, tmp_path, answer=answer, deltas=(answer.text,))
    person.choose_preset("describe")
    person.answered()
    (turn,) = person.turns
    assert ["0:01.2", "0:03.7"] == [chip.text() for chip in turn.chips]
    turn.chips[1].click()
    _at(person, 38)
    assert [] == person.outlined
    assert film.clock.startswith("0:03.7")


def test_what_no_frame_says_is_not_found_in_those_that_were_read(meet: Meet, tmp_path: Path) -> None:
    """A film has no page; which frames those are stands below."""
    person, _ = _opened(meet, tmp_path, answer=Answer("", "stop", "not_found"), deltas=())
    person.ask("What does it say?")
    person.answered()
    (turn,) = person.turns
    assert "Not found in the frames that were read." == turn.answer
    assert "From the film at 0:01.2, 0:03.7" == turn.read_pages


def test_what_happens_when_is_offered_for_films_to_models_that_see(meet: Meet, tmp_path: Path) -> None:
    """Neither for films to the reader, nor for pictures to anybody."""
    person, _ = _opened(meet, tmp_path)
    assert "what_happens_when" not in person.chips
    person.window.side.show_can_see(can_see=True)
    assert "what_happens_when" in person.chips
    person.window.side.show_has_times(has_times=False)
    assert "what_happens_when" not in person.chips
    assert "ui_review" in person.chips


def test_frames_that_are_looked_at_in_a_review_are_made_one_by_one_and_sent_nowhere(meet: Meet, tmp_path: Path) -> None:
    """Whoever scrubs on while one is made gets the last: what lies between is made for nobody."""
    person, film = _opened(meet, tmp_path)
    person.press(*OPEN)
    person.until(lambda: bool(film.boxes))
    before = len(person.script.jobs)
    film.drag_to(*range(2, 50), 25)
    person.until(lambda: person.shown_page == 25 and len(film.boxes) == 2)
    made = [job for job in person.script.jobs[before:] if not job.only_shows]
    assert all(job.is_glance and not job.questions for job in made)
    assert (25,) == made[-1].options.pages
    assert len(made) < 48
    assert (13, 38) == film.sent


def test_a_film_that_is_not_open_any_more_is_looked_through_once_for_whoever_scrubs(meet: Meet, tmp_path: Path) -> None:
    """Another film had its place. That takes minutes: it is told, goes on whatever frame is wanted, and the last one comes."""
    person, film = _opened(meet, tmp_path, forgets_films=True, waits_before=1, is_ready=False)
    person.script.goes_on.set()
    person.ready()
    person.script.goes_on.clear()
    before = len(person.script.jobs)
    person.press(*OPEN)
    person.until(lambda: "50 %" in film.words)
    for number in (5, 9, 25):
        film.press_at(number)
        _at(person, number)
    made = [job.options.pages for job in person.script.jobs[before:] if not job.only_shows]
    assert [(1,)] == made
    person.script.goes_on.set()
    person.until(lambda: len(film.boxes) == 2)
    made = [job.options.pages for job in person.script.jobs[before:] if not job.only_shows]
    assert [(1,), (25,)] == made
    person.until(lambda: film.words == "2 frames are sent")


def replace_answer(text: str) -> Answer:
    """Return an answer with a source in the second frame that is sent."""
    return msgspec.structs.replace(TOTAL, text=text, rule="", sources=(Source(38, Box(10, 10, 30, 30)),))


def test_what_the_model_sees_of_any_frame_is_that_frame_as_it_would_be_sent(meet: Meet, tmp_path: Path) -> None:
    """Hidden as the rest; the line says whether it is among those that are sent."""
    person, film = _opened(meet, tmp_path)
    person.look_as_the_model()
    film.press_at(20)
    person.until(lambda: "2 places hidden" in person.banner)
    assert film.words == "2 frames are sent · 0:01.2, 0:03.7"
    film.press_at(13)
    person.until(lambda: "1 place hidden" in person.banner)
    assert film.words == "This frame is sent: number 1 of 2 · 0:01.2, 0:03.7"


def test_a_film_that_was_not_looked_through_is_neither_asked_about_nor_saved(
    meet: Meet, tmp_path: Path, saved: Path
) -> None:
    """The look can be stopped; then it says so, frames are still there to be seen, and a question goes on with it."""
    person, film = _opened(meet, tmp_path, is_ready=False, waits_before=1)
    person.until(lambda: "50 %" in film.words)
    person.click("Stop looking through the film", film.window.films.time_line)
    person.until(lambda: film.words == "Not looked through: nothing of it is sent.")
    person.press(Qt.Key.Key_S, CONTROL)
    assert [] == list(saved.iterdir())
    film.press_at(9)
    _at(person, 9)
    assert not any(job.questions or job.copy_to for job in person.script.jobs)
    person.script.goes_on.set()
    person.ask("Who is it?")
    person.answered()
