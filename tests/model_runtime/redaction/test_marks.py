"""A mark across a page does not tie its lines together: the page is read once more without it."""

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from model_runtime.documents.page import Pixels
from model_runtime.redaction.marks import without_marks


def _page(mark: str = "", colour: str = "#ffb0b0", ground: str = "white") -> Pixels:
    image = Image.new("RGB", (600, 400), ground)
    draw = ImageDraw.Draw(image)
    if mark == "word":
        draw.text((40, 60), "COPY", font=ImageFont.load_default(200), fill=colour)
    elif mark == "frame":
        for box in ((30, 30, 570, 370), (30, 200, 300, 370)):
            draw.rectangle(box, outline=colour, width=2)
    elif mark == "ground":
        draw.rectangle((30, 30, 570, 370), fill=colour)
    elif mark == "beside":
        draw.text((330, 60), "C", font=ImageFont.load_default(200), fill=colour)
    for row in range(4):
        text = "IBAN: DE89 3704" if mark != "beside" else "IBAN: DE89"
        draw.text((50, 80 + 60 * row), text, font=ImageFont.load_default(30), fill="black")
    return np.asarray(image)


@pytest.mark.parametrize("colour", ["#ffb0b0", "#a0a0a0", "#60c0ff", "#d8d8d8"])
def test_a_mark_is_gone_and_print_stays(colour: str) -> None:
    """In any colour that lets the print be read."""
    marked = without_marks(_page("word", colour))
    assert marked is not None
    plain = _page()
    assert (marked[plain.max(axis=2) == 255] > 200).mean() > 0.999
    assert (marked[plain.max(axis=2) < 30] < 60).all()


@pytest.mark.parametrize("mark", ["", "frame", "ground", "beside"])
def test_a_page_without_a_mark_across_its_print_is_read_once(mark: str) -> None:
    """Frames, coloured grounds and logos tie no lines together."""
    assert without_marks(_page(mark, "#c0c0c0")) is None
