"""What is seen in a view, however it is scaled, turned and mirrored, lies on the page where it is."""

import numpy as np
import pytest

from model_runtime.redaction.face_looks import FaceLook, Network
from model_runtime.redaction.face_views import View, at_sizes

PAGE = np.zeros((400, 640, 3), dtype=np.uint8)
PAGE[40:80, 500:600] = 255
PLACE = (500, 40, 600, 80)


@pytest.mark.parametrize("turn", range(4))
@pytest.mark.parametrize("is_mirrored", [False, True])
@pytest.mark.parametrize("zoom", [0.5, 1.0, 2.0])
def test_a_find_comes_back_to_its_place(turn: int, is_mirrored: bool, zoom: float) -> None:
    """A white mark is found by its pixels in the view's picture."""
    look = FaceLook(Network.CENTERFACE, zoom, 1e9, 0.2, is_mirrored=is_mirrored)
    view = View(look, turn)
    size = look.size(640, 400)
    rows, columns = np.nonzero(view.picture(at_sizes(PAGE, [size])[size])[:, :, 0] > 127)
    seen = np.array([[columns.min(), rows.min(), columns.max() + 1, rows.max() + 1, 0.5]], dtype=np.float32)
    (found,) = view.on_page(seen, 640, 400)
    assert found[:4] == pytest.approx(PLACE, abs=3)
    assert found[4] == 0.5


def test_every_size_shows_the_whole_page() -> None:
    """Whether it is made of the page or of a larger picture of it."""
    sizes = [(1280, 800), (640, 400), (320, 224), (160, 96), (64, 32)]
    for (width, height), picture in at_sizes(PAGE, sizes).items():
        assert picture.shape == (height, width, 3)
        assert picture.mean() == pytest.approx(PAGE.mean(), rel=0.1)
