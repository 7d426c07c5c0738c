"""What the airlock says of a film is judged by the film's line of pages: each lie is refused, each honest word passes."""

import pytest

from desktop_app.foundation.errors import AppError
from desktop_app.runtime_client import checked_films
from desktop_app.runtime_client.checked_films import FoundInFilm
from model_runtime.protocol import film_messages, payloads
from model_runtime.protocol.film_payloads import Doubt, FilmTrack
from model_runtime.protocol.payloads import Size

COUNT, SIZE = 10, Size(40, 20)


def _track(number: int, first: int = 1, last: int = COUNT, *doubts: Doubt) -> FilmTrack:
    return FilmTrack(number, "FACE", 0.5, "film", first, last, doubts)


def _searched(*scenes: int, size: Size = SIZE) -> film_messages.FilmSearched:
    return film_messages.FilmSearched(1, size, 1, 0, False, {"FACE": 0.5}, scenes)


def test_tracks_come_in_pieces_and_places_last() -> None:
    """Piece after piece, by their numbers; what has no number ends it."""
    found = FoundInFilm()
    doubtful = _track(2, 3, 9, Doubt(3, 4, "gap"), Doubt(9, 9, "unsure"))
    for tracks in ((_track(1), doubtful), (_track(3), _track(0)), (_track(0),)):
        found = checked_films.with_tracks(found, film_messages.TracksFound(1, tracks), COUNT)
    assert [1, 2, 3, 0, 0] == [track.number for track in found.tracks]
    ended = checked_films.searched(found, _searched(1, 4, 10), COUNT)
    assert (found.tracks, Size(40, 20), (1, 4, 10)) == (ended.tracks, ended.native, ended.scenes)


@pytest.mark.parametrize(
    "tracks",
    [
        (),
        (_track(1, 1, COUNT + 1),),
        (_track(1, 4, 3),),
        (_track(1), _track(1)),
        (_track(2), _track(1)),
        (_track(0), _track(1)),
        (_track(1, 3, 5, Doubt(2, 4, "gap")),),
        (_track(1, 3, 5, Doubt(5, 4, "gap")),),
        (_track(1, 3, 5, Doubt(4, 6, "gap")),),
    ],
)
def test_tracks_that_cannot_be_are_a_lie(tracks: tuple[FilmTrack, ...]) -> None:
    """None at all, which could be said for ever; beyond the film, backwards, twice, out of order, doubts outside their track."""
    with pytest.raises(AppError, match="protocol_broken"):
        checked_films.with_tracks(FoundInFilm(), film_messages.TracksFound(1, tracks), COUNT)


def test_the_order_counts_across_pieces() -> None:
    """The first track of a piece comes after the last of the piece before."""
    found = checked_films.with_tracks(FoundInFilm(), film_messages.TracksFound(1, (_track(5),)), COUNT)
    for number in (5, 4):
        with pytest.raises(AppError, match="protocol_broken"):
            checked_films.with_tracks(found, film_messages.TracksFound(1, (_track(number),)), COUNT)


@pytest.mark.parametrize(
    "said",
    [
        _searched(),
        _searched(2),
        _searched(1, 1),
        _searched(1, 5, 4),
        _searched(1, COUNT + 1),
        _searched(1, size=Size(99_999, 99_999)),
    ],
)
def test_an_end_that_cannot_be_is_a_lie(said: film_messages.FilmSearched) -> None:
    """Scenes that do not begin with the film, go back, or lie beyond it; frames larger than any."""
    with pytest.raises(AppError, match="protocol_broken"):
        checked_films.searched(FoundInFilm(), said, COUNT)


def test_a_film_of_noise_is_no_larger_than_it_can_be() -> None:
    """The bound grows with the frames, and is none that a machine could not hold."""
    small, long = checked_films.most_bytes(Size(2, 2), 1), checked_films.most_bytes(Size(640, 480), 1000)
    assert small < 2_000_000
    assert 640 * 480 * 3 * 1000 < long < 2**32
    assert checked_films.most_bytes(payloads.Size(9_000, 9_000), 690_000) <= 2**40
    assert checked_films.PASSES * COUNT < checked_films.most_news(COUNT) <= 100
