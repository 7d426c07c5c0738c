"""A page's review keeps what a person decided, keeps boxes on the page, and can be taken back step by step."""

from hypothesis import given
from hypothesis import strategies as st

from desktop_app.conversation.review import MARKED, MIN_SIDE_PX, PERSON, PageReview, page_review
from desktop_app.conversation.review_history import MAX_PAGES, MAX_STEPS, DocumentReview
from desktop_app.runtime_client.values import Box, Region

WIDTH, HEIGHT = 400, 600
FACE = Region("FACE", 0.93, "yunet", Box(100, 50, 60, 80))
NAME = Region("PERSON", 0.7, "name-list", Box(40, 300, 120, 20), "pixelate")
LATE = Region("FACE", 0.4, "yunet", Box(300, 500, 30, 30))

COORDINATES = st.integers(-1000, 1000)
SIDES = st.integers(0, 900)
BOXES = st.builds(Box, COORDINATES, COORDINATES, SIDES, SIDES)


def _review() -> PageReview:
    return page_review((WIDTH, HEIGHT), (NAME, FACE), (LATE,))


def _is_inside(box: Box) -> bool:
    return (
        min(box.left, box.top) >= 0
        and box.right <= WIDTH
        and box.bottom <= HEIGHT
        and min(box.width, box.height) >= MIN_SIDE_PX
    )


def test_places_come_in_reading_order_and_leftovers_undecided() -> None:
    """The list runs down the page; what the last look still found is told apart and does not count as settled."""
    review = _review()

    assert review.regions == (FACE, NAME, LATE)
    assert review.settled == (FACE, NAME)
    assert [place.is_undecided for place in review.places] == [False, False, True]


def test_walking_goes_round() -> None:
    """Forward from the last place comes the first, and backward from none comes the last."""
    review = _review()

    assert [review.walked(1).chosen, review.walked(-1).chosen] == [2, 1]  # nobody has decided about 2: it comes first
    assert review.choosing(2).walked(1).chosen == 0
    assert PageReview(WIDTH, HEIGHT).walked(1).chosen is None


def test_new_box_is_a_persons_and_chosen() -> None:
    """What somebody draws has their origin, is agreed with, and is what the next key acts on."""
    review = _review().with_box(Box(10, 10, 50, 50))

    place = review.chosen_place
    assert place is not None
    assert place.region == Region(MARKED, 1.0, PERSON, Box(10, 10, 50, 50))
    assert place.is_accepted


def test_box_outside_the_page_is_no_box() -> None:
    """A drag beside the page changes nothing; one over its edge is cut."""
    review = _review()

    assert review.with_box(Box(WIDTH - 2, 10, 100, 100)) == review
    cut = review.with_box(Box(-20, -20, 60, 60)).chosen_place
    assert cut is not None
    assert cut.region.box == Box(0, 0, 40, 40)


def test_changed_box_keeps_kind_and_operator_and_becomes_a_persons() -> None:
    """A moved name is still a name, hidden as the policy says, but now it is where a person put it."""
    moved = _review().choosing(1).moved(5, -7).chosen_place

    assert moved is not None
    assert moved.region == Region("PERSON", 1.0, PERSON, Box(45, 293, 120, 20), "pixelate")


def test_moved_box_stops_at_the_edge() -> None:
    """Pushing on at the edge changes nothing, not even who drew the box."""
    at_edge = _review().choosing(0).moved(-1000, -1000)

    assert at_edge.regions[0].box == Box(0, 0, 60, 80)
    assert at_edge.moved(-1, -1) == at_edge


@given(BOXES)
def test_resized_box_stays_on_the_page_and_hides_something(box: Box) -> None:
    """Whatever the pointer does, a box keeps its least size and stays on the page."""
    resized = _review().choosing(0).resized(box).chosen_place

    assert resized is not None
    assert _is_inside(resized.region.box)


@given(BOXES)
def test_drawn_box_stays_on_the_page(box: Box) -> None:
    """A new box lies on the page, or there is none."""
    review = _review().with_box(box)

    assert all(_is_inside(place.region.box) for place in review.places)


def test_removed_find_is_remembered_and_the_next_is_chosen() -> None:
    """What a detector found and a person shows is told; a box of their own just goes."""
    review = _review().choosing(0).without_chosen()

    assert (review.removed, review.chosen, review.regions) == ((FACE,), 0, (NAME, LATE))
    own = review.with_box(Box(10, 10, 50, 50)).without_chosen()
    assert (own.removed, own.regions) == ((FACE,), (NAME, LATE))
    assert PageReview(WIDTH, HEIGHT).without_chosen() == PageReview(WIDTH, HEIGHT)


def test_accepting_decides_about_leftovers() -> None:
    """Agreeing with a leftover, alone or with the whole page, hides it."""
    assert _review().choosing(2).with_chosen_accepted().settled == (FACE, NAME, LATE)
    assert _review().all_accepted().settled == (FACE, NAME, LATE)


def test_every_step_can_be_undone_and_redone() -> None:
    """Back and forth through any row of changes leads through the same states."""
    drawn = _review().with_box(Box(10, 10, 50, 50))
    moved = drawn.moved(20, 20)
    removed = moved.without_chosen()
    states = [DocumentReview().with_page(1, _review())]
    for page in (drawn, moved, removed, removed.all_accepted()):
        states.append(states[-1].changed(1, page))

    review, seen = states[-1], [states[-1].pages[1].places]
    for _ in states[1:]:
        review, number = review.undone()
        assert number == 1
        seen.append(review.pages[1].places)
    assert seen == [state.pages[1].places for state in reversed(states)]
    assert review.undone() == (review, None)
    for state in states[1:]:
        review, _ = review.redone()
        assert state.pages[1].places == review.pages[1].places
    assert review.redone() == (review, None)


def test_looking_about_is_nothing_to_undo() -> None:
    """Choosing places leaves no step behind."""
    start = DocumentReview().with_page(1, _review())

    walked = start.changed(1, _review().walked(1))

    assert walked.pages[1].chosen == 2
    assert walked.past == ()
    assert walked.changed(1, walked.pages[1]) is walked


def test_a_row_of_pushes_is_one_step() -> None:
    """Forty pushes with an arrow key are undone at once; pushes of another box are another step."""
    review = DocumentReview().with_page(1, _review().choosing(0))
    for _ in range(40):
        review = review.changed(1, review.pages[1].moved(1, 0), is_nudge=True)
    review = review.changed(1, review.pages[1].choosing(1))
    review = review.changed(1, review.pages[1].moved(0, 1), is_nudge=True)

    assert len(review.past) == 2
    review, _ = review.undone()
    review, _ = review.undone()
    assert review.pages[1].regions == _review().regions


def test_steps_are_bounded() -> None:
    """However long somebody works, memory does not fill."""
    review = DocumentReview().with_page(1, _review())
    for number in range(MAX_STEPS + 50):
        review = review.changed(1, review.pages[1].with_box(Box(number % 300, 10, 50, 50)))

    assert len(review.past) == MAX_STEPS


def test_box_is_put_on_every_page_and_cut_to_each() -> None:
    """One step hides the same place everywhere; a page too small for it stays; pages that have it are left alone."""
    small, tiny = PageReview(100, 100), PageReview(40, 40)
    review = DocumentReview().with_page(1, _review().with_box(Box(60, 60, 80, 80)))
    review = review.with_page(2, small).with_page(3, tiny)

    everywhere = review.on_pages(1, 1, MAX_PAGES)

    assert everywhere.pages[1] == review.pages[1]
    assert everywhere.pages[2].regions == (Region(MARKED, 1.0, PERSON, Box(60, 60, 40, 40)),)
    assert everywhere.pages[2].chosen is None
    assert everywhere.pages[3] == tiny
    assert everywhere.undone()[0].pages == review.pages
    none_chosen = DocumentReview().with_page(1, _review())
    assert none_chosen.on_pages(1, 1, MAX_PAGES) is none_chosen


def test_a_box_for_all_pages_is_put_on_those_that_come_later() -> None:
    """A series that is still being prepared: what was to be hidden everywhere is hidden there, too, until it is taken back."""
    review = DocumentReview().with_page(1, _review().with_box(Box(60, 60, 80, 80))).on_pages(1, 1, 3)

    review = review.with_new_page(2, PageReview(300, 300)).with_new_page(4, PageReview(300, 300))

    assert [region.box for region in review.pages[2].regions] == [Box(60, 60, 80, 80)]
    assert review.pages[4].regions == ()


def test_a_box_over_a_range_leaves_the_others_alone() -> None:
    """From a slice to another, in whatever order they are named; one step."""
    review = DocumentReview().with_page(1, _review().with_box(Box(60, 60, 80, 80)))
    for number in (2, 3, 4):
        review = review.with_page(number, PageReview(300, 300))

    some = review.on_pages(1, 3, 2)

    assert [len(some.pages[number].regions) for number in (2, 3, 4)] == [1, 1, 0]
    undone, _ = some.undone()
    assert (undone.pages, undone.everywhere) == (review.pages, ())
    assert undone.with_new_page(5, PageReview(300, 300)).pages[5].regions == ()


def test_pages_that_come_later_survive_undo() -> None:
    """A page prepared after a change is still there when the change is taken back."""
    review = DocumentReview().with_page(1, _review())
    review = review.changed(1, review.pages[1].with_box(Box(10, 10, 50, 50))).with_page(2, PageReview(100, 100))

    undone, _ = review.undone()

    assert sorted(undone.pages) == [1, 2]


def test_all_pages_are_accepted_in_one_step() -> None:
    """Accepting named pages leaves the others as they are, and can be taken back."""
    review = DocumentReview().with_page(1, _review()).with_page(2, _review())

    accepted = review.all_accepted(1, (2,))

    assert [page.places[2].is_undecided for page in accepted.pages.values()] == [True, False]
    assert accepted.undone()[0].pages == review.pages
    assert accepted.all_accepted(1, (2,)) is accepted
