"""Which boxes are hidden on a frame under review, and to which row of the review each belongs."""

from desktop_app.conversation.film_review import film_review
from desktop_app.gui.timeline.frame_places import FramePlaces, places_at
from desktop_app.jobs.film_decision import FilmDecision
from desktop_app.jobs.page_shape import PageShape
from desktop_app.jobs.prepared import PreparedPage
from desktop_app.runtime_client.checked_films import FoundInFilm
from desktop_app.runtime_client.values import Box, FilmTrack, Region, Size

ANNA, BEN = (FilmTrack(number, "FACE", 0.9, "film", 1, 9) for number in (1, 2))
CODE = FilmTrack(0, "CODE", 0.7, "codes", 3, 5)
FOUND = FoundInFilm((ANNA, BEN, CODE), Size(400, 300))
SHAPE = PageShape(400, 300, Size(400, 300), Box(0, 0, 400, 300))
FACES = tuple(Region("FACE", 0.9, "film", Box(10 * number, 0, 9, 9), track=number) for number in (1, 2))
STAYS = Region("CODE", 0.7, "codes", Box(100, 100, 20, 20))


def test_each_box_leads_to_its_row_as_the_review_stands() -> None:
    """Whoever was shown when the frame was made is there again where they are to be hidden again, and the other way round."""
    made = FilmDecision(frozenset({ANNA}))
    frame = PreparedPage(4, "key", SHAPE, (FACES[1], STAYS), spared=(FACES[0],))
    review = film_review(FOUND, made)
    assert [(FACES[1], 1), (STAYS, 2)] == _pairs(places_at(review, frame, 4))
    hidden = review.choosing(0).with_chosen_shown(is_shown=False)
    assert [(FACES[1], 1), (STAYS, 2), (FACES[0], 0)] == _pairs(places_at(hidden, frame, 4))
    drawn = hidden.choosing(1).with_chosen_shown(is_shown=True).with_place(Box(200, 100, 50, 50), 4, 6)
    places = places_at(drawn, frame, 4)
    assert [2, 0, 3] == list(places.rows)
    assert (2, None) == (places.index_of(3), places.index_of(1))
    assert 3 not in places_at(drawn, frame, 7).rows


def test_a_place_that_was_decided_before_is_drawn_once_and_where_it_is_now() -> None:
    """The frame was made with it; the review says where it is since."""
    review = film_review(FOUND, FilmDecision()).with_place(Box(200, 100, 50, 50), 1, 9)
    frame = PreparedPage(4, "key", SHAPE, (FACES[0], review.places[0].region))
    moved = review.with_chosen_box(Box(250, 100, 50, 50))
    assert [Box(250, 100, 50, 50)] == [region.box for region, row in _pairs(places_at(moved, frame, 4)) if row == 3]
    assert () == places_at(review, PreparedPage(12, "key", SHAPE, ()), 12).regions


def _pairs(places: FramePlaces) -> list[tuple[Region, int | None]]:
    return list(zip(places.regions, places.rows, strict=True))
