"""Scenes of a film: shown and scrubbed while it is looked through, reviewed in time, asked about; in light, dark and Chinese."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt

from desktop_app.settings.store import Language
from tests.end_to_end.player import Player, Script
from tests.helpers import finding
from tests.helpers.films import face_film
from tests.helpers.seen_film import SeenFilm

FRAMES, RATE = 28, 5.0
"""More frames the picture is not wide enough for."""


def in_english(player: Player) -> Script:
    """Drop a film, scrub, review it in time, keep somebody visible, hide a place, walk, accept, see what is sent."""
    eyes, window = player.eyes, player.window
    film = SeenFilm(window)
    yield from _dropped(player)
    yield lambda: "%" in film.words
    film.press_at(20)
    yield lambda: eyes.shown_page == 20
    yield from player.pause(0.6)
    player.shoot("61-film-looked-through", clock=film.clock, said=film.words)
    yield lambda: eyes.are_ready
    yield lambda: film.small_pictures > 0
    yield from player.pause(1.0)
    player.shoot("62-film", bars=film.bars, sent=list(film.sent))
    finding.button(window.films.time_line, "Ask about this frame").click()
    yield from player.pause(0.6)
    player.shoot("62-film-frame-chosen", chosen=film.chosen)
    finding.button(window.films.time_line, "Ask about this frame").click()
    yield from player.press("ctrl+r")
    yield lambda: bool(film.boxes)
    yield from player.pause(0.6)
    player.shoot("63-film-review", rows=film.rows)
    yield from player.press("bracketright")
    yield from player.pause(1.0)
    player.shoot("64-film-doubt", said=film.doubts)
    film.press_bar(0)
    finding.button(window.films.review, "Keep visible").click()
    yield from player.pause(0.6)
    player.shoot("65-film-shown", bars=film.bars, said=film.state)
    finding.button(window.films.review, "Undo").click()
    yield from player.drag((20, 180), (120, 280))
    yield from player.pause(0.6)
    player.shoot("66-film-place", rows=film.rows)
    finding.button(window.films.review, "Before and after").click()
    yield from player.pause(0.8)
    player.shoot("67-film-before-and-after")
    finding.button(window.films.review, "Accept").click()
    yield lambda: eyes.are_ready and not window.films.review.isVisible()
    yield from player.press("ctrl+m")
    yield lambda: bool(eyes.banner)
    yield from player.pause(0.8)
    player.shoot("68-film-as-it-is-sent", banner=eyes.banner, said=film.words)


def in_another_look(player: Player) -> Script:
    """The review of a film in Chinese, on a small screen."""
    eyes, window = player.eyes, player.window
    window.resize(1280, 720)
    film = SeenFilm(window)
    yield from _dropped(player)
    yield lambda: eyes.are_ready
    yield from player.press("ctrl+r")
    yield lambda: bool(film.boxes)
    window.films.time_line.canvas.setFocus(Qt.FocusReason.OtherFocusReason)
    yield from player.pause(1.0)
    player.shoot("69-film-chinese", rows=film.rows)


def _dropped(player: Player) -> Script:
    window, eyes = player.window, player.eyes
    clip = Path(player.scratch.name, "interview.mkv")
    face_film(clip, FRAMES, RATE)
    yield lambda: window.status.shield.property("level") != "checking"
    yield from player.drop(clip)
    yield lambda: eyes.has_page


SCENES: dict[str, tuple[Callable[[Player], Script], Language]] = {
    "film": (in_english, "en"),
    "film-chinese": (in_another_look, "zh_CN"),
}
