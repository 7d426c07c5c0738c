"""Check what the airlock says of a film against its line of pages. A child that lies is ended, not corrected. Asks nothing."""

import itertools
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from desktop_app.runtime_client.checked import require
from desktop_app.runtime_client.values import FilmStep, FilmTrack, Size
from model_runtime.protocol import film_messages, limits

PASSES = 8
"""How often the airlock reads a film, at most: to find, to look again three times, to write, and room for each to seek."""

OnFilmProgress: TypeAlias = Callable[[FilmStep, int, int], None]
"""Told the step, the frame, and how many there are."""

_BYTES_A_PIXEL = 4
_BYTES_A_FRAME = 4096
_BYTES_A_FILE = 1_000_000


@dataclass(frozen=True)
class FoundInFilm:
    """What is hidden in a film.

    Attributes:
        tracks: by their number; places that stay where they are, which have none, come last.
        native: size of the frames.
        rounds, review, thresholds: as in `Detection`.
        residual: how often the last look still found something that nobody has hidden.
        scenes: the pages with which the scenes begin.
    """

    tracks: tuple[FilmTrack, ...] = ()
    native: Size = field(default_factory=lambda: Size(1, 1))
    rounds: int = 0
    residual: int = 0
    review: bool = False
    thresholds: dict[str, float] = field(default_factory=dict)
    scenes: tuple[int, ...] = (1,)


def with_tracks(found: FoundInFilm, untrusted: film_messages.TracksFound, page_count: int) -> FoundInFilm:
    """Return `found` with more tracks: in order, within the film, their doubts within them. Raises AppError protocol_broken."""
    tracks = (*found.tracks, *untrusted.tracks)
    require(len(untrusted.tracks) > 0 and len(tracks) <= limits.MAX_TRACKS)  # nothing said for ever is said for ever
    for track in untrusted.tracks:
        require(track.first <= track.last <= page_count)
        require(all(track.first <= doubt.first <= doubt.last <= track.last for doubt in track.doubts))
    numbers = [track.number for track in tracks[max(0, len(found.tracks) - 1) :]]
    require(all(one < other or not other for one, other in itertools.pairwise(numbers)))
    require(not any(one == 0 and other for one, other in itertools.pairwise(numbers)))
    return replace(found, tracks=tracks)


def searched(found: FoundInFilm, untrusted: film_messages.FilmSearched, page_count: int) -> FoundInFilm:
    """Return `found` with how the search ended. Raises AppError protocol_broken."""
    u = untrusted
    require(u.native.pixel_count <= limits.MAX_PAGE_PX)
    require(u.scenes[:1] == (1,) and u.scenes[-1] <= page_count)
    require(all(one < other for one, other in itertools.pairwise(u.scenes)))
    return FoundInFilm(found.tracks, u.native, u.rounds, u.residual, u.review, dict(u.thresholds), u.scenes)


def most_bytes(native: Size, page_count: int) -> int:
    """Return how large a film can be."""
    return min(
        limits.MAX_ENCODED_BYTES, _BYTES_A_FILE + page_count * (_BYTES_A_PIXEL * native.pixel_count + _BYTES_A_FRAME)
    )


def most_news(page_count: int) -> int:
    """Return how often the airlock may tell how far it is."""
    return PASSES * page_count + 1
