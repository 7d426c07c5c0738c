"""Redaction is judged by the pixels inside the region, and by every pixel outside it."""

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model_runtime.documents.page import SourcePage
from model_runtime.protocol.payloads import Box, Operator, Region
from model_runtime.redaction.redact import redacted
from tests.helpers.read_lines import word_at

NOISE = np.random.default_rng(7).integers(1, 256, (60, 80, 3)).astype(np.uint8)

boxes = st.builds(Box, st.integers(-20, 90), st.integers(-20, 70), st.integers(1, 100), st.integers(1, 80))


def _regions(*hidden: Box, operator: Operator = "fill") -> tuple[Region, ...]:
    return tuple(Region("FACE", 1.0, "person", box, operator) for box in hidden)


def _mask(*hidden: Box) -> npt.NDArray[np.bool_]:
    mask = np.zeros(NOISE.shape[:2], dtype=np.bool_)
    for box in hidden:
        mask[max(0, box.top) : max(0, box.bottom), max(0, box.left) : max(0, box.right)] = True
    return mask


@settings(deadline=None)
@given(st.lists(boxes, max_size=4))
def test_filling_leaves_nothing_inside_and_everything_outside(hidden: list[Box]) -> None:
    """Inside the regions every pixel is black; outside none has changed."""
    page = SourcePage(1, NOISE)
    after = redacted(page, _regions(*hidden)).pixels
    mask = _mask(*hidden)
    assert not after[mask].any()
    assert np.array_equal(after[~mask], NOISE[~mask])


@pytest.mark.parametrize("operator", ["fill", "pixelate", "blur"])
@pytest.mark.parametrize("box", [Box(10, 10, 30, 20), Box(79, 59, 1, 1), Box(0, 0, 80, 60), Box(5, 5, 3, 50)])
def test_every_operator_changes_only_its_box(operator: Operator, box: Box) -> None:
    """Whatever hides, the rest of the page stays bit for bit."""
    after = redacted(SourcePage(1, NOISE), _regions(box, operator=operator)).pixels
    mask = _mask(box)
    assert np.array_equal(after[~mask], NOISE[~mask])
    assert after.shape == NOISE.shape


@pytest.mark.parametrize("operator", ["pixelate", "blur"])
def test_cosmetic_operators_take_detail_away(operator: Operator) -> None:
    """Noise loses most of its contrast."""
    after = redacted(SourcePage(1, NOISE), _regions(Box(10, 10, 40, 40), operator=operator)).pixels[10:50, 10:50]
    assert after.std() < NOISE[10:50, 10:50].std() / 3


@pytest.mark.parametrize("weaker", ["pixelate", "blur"])
def test_where_operators_meet_the_irreversible_one_wins(weaker: Operator) -> None:
    """Whatever the order, what was to be filled is one colour and nothing of it reaches its neighbour."""
    filled, beside = _regions(Box(10, 10, 20, 20)), _regions(Box(20, 10, 20, 20), operator=weaker)
    one, other = redacted(SourcePage(1, NOISE), (*filled, *beside)), redacted(SourcePage(1, NOISE), (*beside, *filled))
    assert np.array_equal(one.pixels, other.pixels)
    assert not one.pixels[10:30, 10:30].any()
    assert one.pixels[10:30, 30:40].any()


def test_the_source_page_is_never_touched_or_shared() -> None:
    """With and without regions, the result has memory of its own."""
    source = NOISE.copy()
    page = SourcePage(1, source)
    for hidden in ((), _regions(Box(0, 0, 5, 5))):
        assert not np.shares_memory(redacted(page, hidden).pixels, source)
    assert np.array_equal(source, NOISE)


def test_without_regions_the_page_takes_the_same_way_unchanged() -> None:
    """Policy off is a redaction of nothing, not a way round it."""
    words = (word_at("kept", Box(1, 1, 5, 5)),)
    after = redacted(SourcePage(3, NOISE, words, 96.0), ())
    assert np.array_equal(after.pixels, NOISE)
    assert (after.number, after.words, after.dpi) == (3, (words[0].word,), 96.0)


def test_words_that_touch_a_hidden_region_do_not_survive() -> None:
    """A word goes as a whole when one of its pixels is hidden; its neighbour stays."""
    words = (
        word_at("inside", Box(12, 12, 5, 5)),
        word_at("edge", Box(0, 10, 11, 5)),
        word_at("beside", Box(0, 30, 10, 5)),
    )
    after = redacted(SourcePage(1, NOISE, words), _regions(Box(10, 10, 20, 20), operator="blur"))
    assert [word.text for word in after.words] == ["beside"]
