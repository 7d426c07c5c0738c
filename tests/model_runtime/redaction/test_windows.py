"""Windows over a picture leave nothing out, stay inside it, and none is larger than memory allows."""

import hypothesis
from hypothesis import strategies

from model_runtime.protocol.payloads import Box
from model_runtime.redaction import windows

SIDES = strategies.integers(1, 200).map(lambda count: count * windows.MULTIPLE)


def test_a_small_picture_is_one_window() -> None:
    """It is seen whole."""
    assert (Box(0, 0, 960, 640),) == windows.windows(960, 640)


@hypothesis.given(SIDES, SIDES)
def test_every_window_is_bounded_and_lies_inside(width: int, height: int) -> None:
    """All are of one size, whose sides a network can halve."""
    found = windows.windows(width, height)
    assert 1 == len({(window.width, window.height) for window in found})
    assert found[0].width % windows.MULTIPLE == found[0].height % windows.MULTIPLE == 0
    assert max(found[0].width, found[0].height) <= windows.MAX_SIDE_PX
    assert all(window.right <= width and window.bottom <= height for window in found)
    assert all(window.left >= 0 and window.top >= 0 for window in found)


@hypothesis.given(SIDES, strategies.floats(0, 1))
def test_what_is_smaller_than_the_overlap_lies_whole_in_a_window(width: int, share: float) -> None:
    """Wherever it stands."""
    left = int(share * max(0, width - windows.OVERLAP_PX))
    right = min(width, left + windows.OVERLAP_PX)
    found = windows.windows(width, windows.MULTIPLE)
    assert any(window.left <= left and right <= window.right for window in found)
