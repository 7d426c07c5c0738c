"""Somebody reviews a film in the real window over real processes; what they decided is what the engine and the copy get."""

import json
import os
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import cast

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_app.gui.style import file_dialogs, theme
from desktop_app.runtime_client.engine import NOBODY
from desktop_app.runtime_client.values import Box
from tests.helpers import window
from tests.helpers.children import ECHO, process_of
from tests.helpers.films import face_box, face_film, read_back
from tests.helpers.hands import CONTROL, Person
from tests.helpers.listening import Heard, listen, row_runs, said
from tests.helpers.seen_film import SeenFilm

LIMIT_MS = 300_000
FRAMES = 12
DRAWN = Box(20, 200, 80, 70)


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> Heard:
    """Everything that is said on the children's pipes."""
    return listen(monkeypatch)


@pytest.fixture
def person(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qapp: QApplication, heard: Heard
) -> Iterator[Person]:
    """Somebody at a window over real children, who saves everything where it is proposed."""
    monkeypatch.setenv("INCAMERA_HOME", str(tmp_path / "profile"))
    monkeypatch.setattr(file_dialogs, "file_to_write", lambda _parent, _title, name: tmp_path / name)
    built = window.with_children(tmp_path / "settings", theme.dress(qapp), command=ECHO)
    yield Person(built, lambda is_so: qtbot.waitUntil(is_so, timeout=LIMIT_MS))
    built.close()


def test_the_engine_and_the_copy_get_a_film_as_it_was_accepted(person: Person, heard: Heard, tmp_path: Path) -> None:
    """Nothing is sent before it was looked through and accepted; then a drawn place is hidden from here to there.

    Who was kept visible is seen in every frame of the copy, and hidden again in the next one.
    """
    film, sent = _opened(person, tmp_path)
    film.press_at(sent)
    person.until(lambda: person.shown_page == sent)
    source = person.source(sent).picture
    person.press(Qt.Key.Key_R, CONTROL)
    person.until(lambda: len(film.boxes) == 1)
    face = film.boxes[0]
    person.drag((DRAWN.left, DRAWN.top), (DRAWN.right, DRAWN.bottom))
    person.press(Qt.Key.Key_Escape)
    person.ask("Who is this?")
    person.until(lambda: bool(person.waits_for))  # what was drawn is not accepted
    assert said(_engine_heard(person, heard), row_runs(source, Box(0, 0, 400, 300))) == []
    person.press(Qt.Key.Key_R, CONTROL)
    person.press(Qt.Key.Key_Return, CONTROL)
    person.until(lambda: len(person.answers) == 1)

    to_engine = _engine_heard(person, heard)
    around = row_runs(source, Box(0, 0, 400, 300), but=[face, _grown(DRAWN)])
    assert said(to_engine, row_runs(source, face)) == []
    assert said(to_engine, row_runs(source, Box(30, 210, 60, 50))) == []
    assert said(to_engine, around) == around

    film_row = _shown_and_saved(person, film, tmp_path)
    assert [("MARKED", sent, FRAMES)] == [(one["kind"], one["first"], one["last"]) for one in film_row["tracks"]]
    for number, (_, frame) in enumerate(read_back(tmp_path / "clip (hidden).mkv"), 1):
        assert frame[face_box(number)].max() > 120
        assert (frame[210:260, 30:90].max() < 48) == (number >= sent)


def test_frames_that_somebody_chooses_are_sent_hidden_as_the_others(
    person: Person, heard: Heard, tmp_path: Path
) -> None:
    """The frame that is looked at goes to the engine, without the face on it, and the frames of a plain question do not."""
    film, sent = _opened(person, tmp_path)
    chosen = sent + 2
    film.press_at(chosen)
    person.until(lambda: person.shown_page == chosen)
    person.click("Ask about this frame", film.window.films.time_line)
    source, rows, columns = person.source(chosen).picture, *face_box(chosen)
    person.ask("What does the sign say?")
    person.until(lambda: len(person.answers) == 1)

    to_engine = _engine_heard(person, heard)
    face = Box(columns.start, rows.start, columns.stop - columns.start, rows.stop - rows.start)
    around = row_runs(source, Box(0, 0, 400, 300), but=[_grown(face)])
    assert said(to_engine, row_runs(source, face)) == []
    assert said(to_engine, around)
    (turn,) = person.turns
    assert turn.read_pages == f"From the film at {film.clock.split(' / ')[0]}"


def _opened(person: Person, folder: Path) -> tuple[SeenFilm, int]:
    """Take in a film with a face, wait until it was looked through, and return it with the frame that is sent."""
    clip, film = folder / "clip.mkv", SeenFilm(person.window)
    face_film(clip, FRAMES)
    person.choose_policy("faces-fast")
    person.take_in(clip)
    person.until(lambda: person.shown_page == 1)
    person.ready()
    (sent,) = film.sent
    return film, sent


def _shown_and_saved(person: Person, film: SeenFilm, folder: Path) -> dict[str, list[dict[str, object]]]:
    """Keep the face visible in the whole film, accept, save, and return what the report says."""
    person.press(Qt.Key.Key_R, CONTROL)
    person.until(lambda: len(film.boxes) == 2)
    film.press_bar(0)
    person.click("Keep visible", film.window.films.review)
    person.click("Accept", film.window.films.review)
    person.ready()
    person.press(Qt.Key.Key_S, CONTROL)
    person.until(lambda: "saved" in person.notice)
    (line,) = (folder / "clip (hidden).report.jsonl").read_text("utf-8").splitlines()
    return cast("dict[str, list[dict[str, object]]]", json.loads(line))


def _grown(box: Box) -> Box:
    """Return a box with room for a pointer that is not exact to the pixel."""
    return Box(box.left - 4, box.top - 4, box.width + 8, box.height + 8)


def _engine_heard(person: Person, heard: Heard) -> bytes:
    """Return everything that went through the engine's pipe."""
    assert isinstance(person.built, window.Real)
    return heard.of(process_of(person.built.tools.lend(threading.Event()).engine(NOBODY)))
