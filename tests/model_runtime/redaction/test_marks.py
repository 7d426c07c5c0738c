"""A mark across a page does not tie its lines together: the page is read once more without it."""

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from model_runtime.documents.page import Pixels, SourcePage
from model_runtime.redaction.detectors import load
from model_runtime.redaction.entities.given_words import GivenWords
from model_runtime.redaction.marks import without_marks
from model_runtime.redaction.policy import DetectorName


def _page(mark: str = "", colour: str = "#ffb0b0", ground: str = "white", ink: str = "black") -> Pixels:
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
        draw.text((50, 80 + 60 * row), text, font=ImageFont.load_default(30), fill=ink)
    return np.asarray(image)


@pytest.mark.parametrize("colour", ["#ffb0b0", "#a0a0a0", "#60c0ff", "#d8d8d8"])
def test_a_mark_is_gone_and_print_stays(colour: str) -> None:
    """In any colour that lets the print be read."""
    (marked,) = without_marks(_page("word", colour))
    plain = _page()
    assert (marked[plain.max(axis=2) == 255] > 200).mean() > 0.999
    assert (marked[plain.max(axis=2) < 30] < 60).all()


@pytest.mark.parametrize(("ink", "colour"), [("#8c8c8c", "#e0e0e0"), ("#8c8c8c", "#ffb0b0"), ("#1e3cc8", "#e0e0e0")])
def test_a_mark_is_gone_and_print_that_is_not_black_stays(ink: str, colour: str) -> None:
    """What is print is told by what the mark is, not by how dark print mostly is."""
    marked = without_marks(_page("word", colour, ink=ink))[-1]
    plain = _page()
    assert (marked[plain.max(axis=2) == 255] > 200).mean() > 0.999
    assert (marked[plain.max(axis=2) < 30] < 60).all()


@pytest.mark.parametrize("ink", ["black", "#8c8c8c"])
@pytest.mark.parametrize("mark", ["", "frame", "ground", "beside"])
def test_a_page_without_a_mark_across_its_print_is_read_once(mark: str, ink: str) -> None:
    """Frames, coloured grounds and logos tie no lines together."""
    assert without_marks(_page(mark, "#c0c0c0", ink=ink)) == ()


def test_what_has_no_level_of_its_own_is_no_mark() -> None:
    """A shadow, a picture of something: nobody drew it in one colour, and no level tells print on it from it."""
    drawn = Image.new("L", (600, 400), 0)
    ImageDraw.Draw(drawn).text((40, 60), "COPY", font=ImageFont.load_default(200), fill=255)
    shades = np.random.default_rng(2).integers(140, 230, (400, 600, 1), dtype=np.uint8)
    page = _page(ink="#8c8c8c")
    assert without_marks(np.where(np.asarray(drawn)[:, :, None] > 128, np.minimum(page, shades), page)) == ()


@pytest.mark.parametrize("colour", ["#c8c8c8", "#ff7878"])
def test_an_address_in_grey_under_a_slanting_mark_is_found(colour: str) -> None:
    """The mark lies over the print and makes it lighter still."""
    image = Image.new("RGB", (1240, 900), "white")
    text = "E-mail: margaret.thompson@example.org"
    ImageDraw.Draw(image).text((150, 460), text, font=ImageFont.load_default(20), fill="#8c8c8c")
    mark = Image.new("L", (1500, 220), 0)
    ImageDraw.Draw(mark).text((20, 10), "CONFIDENTIAL", font=ImageFont.load_default(180), fill=140)
    mark = mark.rotate(28, expand=True)
    image.paste(Image.new("RGB", mark.size, colour), (-60, -60), mark)
    found = load(DetectorName.PERSONAL_TEXT, GivenWords()).detect(SourcePage(1, np.asarray(image)))
    assert any(one.kind == "EMAIL" and one.box.width > 250 for one in found)
