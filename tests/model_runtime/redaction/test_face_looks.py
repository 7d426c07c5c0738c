"""Every preset looks at pages of any size in bounded time, and at small pages enlarged."""

import pytest

from model_runtime.redaction import face_looks
from model_runtime.redaction.face_looks import FaceLook, FaceLooks, Network
from model_runtime.redaction.windows import windows

PRESETS = (face_looks.FAST, face_looks.BALANCED, face_looks.THOROUGH, face_looks.AGAIN)

LOOK = FaceLook(Network.CENTERFACE, 2.0, 1_000_000, 0.2)


@pytest.mark.parametrize(
    ("page", "looked_at"),
    [((400, 300), (800, 608)), ((8000, 5000), (1280, 800)), ((1, 1), (32, 32)), ((65_535, 1), (31_264, 32))],
)
def test_small_pages_are_enlarged_and_large_ones_reduced(page: tuple[int, int], looked_at: tuple[int, int]) -> None:
    """Sides are what the network can halve; a line of pixels is 32 high."""
    assert LOOK.size(*page) == looked_at


@pytest.mark.parametrize("looks", PRESETS)
@pytest.mark.parametrize("page", [(1, 1), (1920, 1080), (12_000, 9_000), (65_535, 1_800), (65_535, 1)])
def test_work_is_bounded_for_every_page(looks: FaceLooks, page: tuple[int, int]) -> None:
    """A page of 120 megapixels is looked at in no more than 30, overlap included."""
    sizes = [look.size(*page) for look in (*[looks.scout] * 4, *looks.looks) if look]
    parts = [part for size in sizes for part in windows(*size)]
    assert sum(part.width * part.height for part in parts) < 30_000_000


def test_the_presets_differ_in_how_much_they_look_at() -> None:
    """Faster means less."""
    areas = [
        sum(look.area_px for look in looks.looks)
        for looks in (face_looks.FAST, face_looks.BALANCED, face_looks.THOROUGH)
    ]
    assert areas == sorted(areas)
