"""The review of a film: who is shown and hidden again, places from here to there, doubtful stretches walked in time."""

from desktop_app.conversation.film_review import FilmReview, film_review
from desktop_app.jobs.film_decision import FilmDecision
from desktop_app.runtime_client.checked_films import FoundInFilm
from desktop_app.runtime_client.values import Box, Doubt, FilmTrack, Size

ANNA = FilmTrack(1, "FACE", 0.9, "film", 1, 40, (Doubt(20, 25, "gap"), Doubt(30, 31, "gap")))
BEN = FilmTrack(2, "FACE", 0.3, "film", 10, 15, (Doubt(10, 15, "unsure"),))
CODE = FilmTrack(0, "CODE", 0.9, "codes", 5, 9)
FOUND = FoundInFilm((ANNA, BEN, CODE), Size(400, 300))
FRESH = film_review(FOUND, FilmDecision())


def test_who_is_shown_is_hidden_again() -> None:
    """In the whole film; what has no number cannot be shown."""
    shown = FRESH.choosing(0).with_chosen_shown(is_shown=True)
    assert ({ANNA}, 2, True) == (set(shown.shown), shown.hidden_count, shown.is_shown(0))
    assert shown.decision(is_reviewed=True) == FilmDecision(frozenset({ANNA}), (), is_reviewed=True)
    assert FRESH.decision(is_reviewed=False) == shown.with_chosen_shown(is_shown=False).decision(is_reviewed=False)
    assert not FRESH.may_be_shown(2)
    assert FRESH.choosing(2).with_chosen_shown(is_shown=True) == FRESH.choosing(2)


def test_a_place_is_hidden_from_here_to_there() -> None:
    """Either end gives way to the other; it is cut to the frame; it can be moved and taken away."""
    drawn = FRESH.with_place(Box(-10, 20, 50, 60), 12, 30)
    assert drawn.chosen == 3
    place = drawn.chosen_place
    assert place is not None
    assert (12, 30, Box(0, 20, 40, 60), "person") == (place.first, place.last, place.region.box, place.region.origin)
    assert [(20, 30), (35, 35)] == [drawn.with_chosen_from(number).span(3) for number in (20, 35)]
    assert [(12, 25), (5, 5)] == [drawn.with_chosen_to(number).span(3) for number in (25, 5)]
    moved = drawn.with_chosen_box(Box(300, 200, 500, 500)).places[0]
    assert Box(300, 200, 100, 100) == moved.region.box
    assert () == drawn.without_chosen_place().places
    assert FRESH == FRESH.with_place(Box(0, 0, 2, 2), 1, 2)


def test_doubtful_stretches_are_walked_in_time_and_round_and_round() -> None:
    """From where one is; those of what is shown are none."""
    assert [(10, 15, 1), (20, 25, 0), (30, 31, 0)] == [(one.first, one.last, one.row) for one in FRESH.stretches]

    def walked(review: FilmReview, *steps: int, number: int = 1) -> list[int | None]:
        places = []
        for by in steps:
            review = review.walked(by, number)
            places.append(review.stretch)
        return places

    assert [0, 1, 2, 0] == walked(FRESH, 1, 1, 1, 1)
    assert [1, 2, 1] == walked(FRESH, 1, 1, -1, number=18)
    assert [0] == walked(FRESH, -1, number=18)
    assert [2] == walked(FRESH, -1, number=1)
    assert 1 == FRESH.walked(1, 1).chosen
    shown = FRESH.choosing(0).with_chosen_shown(is_shown=True)
    assert [(10, 15)] == [(one.first, one.last) for one in shown.stretches]
    assert FilmReview(FoundInFilm()) == FilmReview(FoundInFilm()).walked(1, 1)


def test_steps_are_undone_one_after_the_other() -> None:
    """Looking at something is none."""
    changed = FRESH.choosing(1).with_chosen_shown(is_shown=True).with_place(Box(0, 0, 50, 50), 1, 2).choosing(0)
    back = changed.undone()
    assert ({BEN}, ()) == (set(back.shown), back.places)
    assert (frozenset(), ()) == (back.undone().shown, back.undone().places)
    assert FRESH == FRESH.undone()


def test_of_what_was_not_found_again_nothing_is_decided() -> None:
    """Another look has found somebody else there: hidden, until a person says otherwise."""
    decision = FilmDecision(frozenset({ANNA, BEN}))
    other = FoundInFilm((FilmTrack(1, "FACE", 0.9, "film", 1, 41), BEN), Size(400, 300))
    assert {BEN} == set(film_review(other, decision).shown)
