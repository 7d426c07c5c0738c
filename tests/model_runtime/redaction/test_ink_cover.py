"""A hidden box covers the ink of its text, however bold; a rule that crosses it stays its own."""

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from model_runtime.documents.page import Pixels
from model_runtime.protocol.payloads import Box, Region
from model_runtime.redaction import regions
from model_runtime.redaction.ink_cover import covering
from model_runtime.redaction.looks import looks_of
from model_runtime.redaction.policy import understood
from tests.helpers.documents import opened
from tests.helpers.sheets import Sheet

FONT = ImageFont.load_default(30)


def _drawn(stroke: int = 0, text: str = "Koch") -> Pixels:
    image = Image.new("RGB", (400, 200), "white")
    ImageDraw.Draw(image).text((100, 80), text, font=FONT, fill="black", stroke_width=stroke)
    return np.asarray(image).copy()


def _box(pixels: Pixels) -> Box:
    rows, columns = np.nonzero(pixels.min(axis=2) < 250)
    return Box(int(columns.min()), int(rows.min()), int(np.ptp(columns)) + 1, int(np.ptp(rows)) + 1)


def _covering(pixels: Pixels, box: Box) -> Box:
    (region,) = covering(pixels, [Region("PERSON", 0.9, "x", box)])
    return region.box


@pytest.mark.parametrize("stroke", [2, 4, 6])
def test_bold_letters_are_covered_to_their_ink(stroke: int) -> None:
    """Found by their thin letters, covered in their whole width."""
    thin, bold = _box(_drawn()), _drawn(stroke)
    assert not thin.contains(_box(bold))
    assert _covering(bold, thin).contains(_box(bold))


def test_a_box_that_covers_its_ink_stays() -> None:
    """Also at the edge of the page."""
    pixels = _drawn()
    box = regions.grown(_box(pixels), 0.2)
    assert box == _covering(pixels, box)
    corner = Box(0, 0, 30, 20)
    assert corner == _covering(pixels, corner)


def test_rules_and_neighbours_stay_outside() -> None:
    """Lines through the box, and letters of which only a little lies in it, do not make it grow."""
    pixels = _drawn()
    box = regions.grown(_box(pixels), 0.1)
    crossed = pixels.copy()
    crossed[box.top + 3 : box.top + 5] = 0
    crossed[:, box.left + 2 : box.left + 4] = 0
    assert box == _covering(crossed, box)
    beside = pixels.copy()
    beside[box.top + 5 : box.top + 20, box.right - 2 : box.right + 12] = 0
    assert box == _covering(beside, box)


@pytest.mark.parametrize("width", [2, 6])
def test_no_ink_of_stroked_text_is_left_on_a_rendered_page(width: int) -> None:
    """All text is looked for: nothing dark is outside the boxes."""
    content = b"q %d w 1 j BT 2 Tr /F 24 Tf 40 100 Td (Quillon Vexberry) Tj ET Q" % width
    page = opened(Sheet(content).pdf).render(1)
    (look,) = looks_of(understood('detectors = ["all-text"]\n[kinds]\nTEXT = {}'), lambda: None)
    found = look.first(page)
    left = page.pixels.copy()
    for box in regions.hidden_boxes(found, left.shape[1], left.shape[0]):
        left[box.rows, box.columns] = 255
    assert found
    assert int(left.min()) > 200
