"""Strokes of a pen across print do not keep what they cross from being read, where the pen has another colour."""

from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from model_runtime.documents.page import Pixels, SourcePage
from model_runtime.protocol.payloads import Box
from model_runtime.redaction.detectors import load
from model_runtime.redaction.entities.given_words import GivenWords
from model_runtime.redaction.pen_strokes import without_strokes
from model_runtime.redaction.policy import DetectorName

Colour: TypeAlias = tuple[int, int, int]

BLACK, RED, BLUE, GREEN = (0, 0, 0), (200, 0, 0), (20, 20, 160), (0, 130, 50)
ROWS = (
    ("IBAN ", "GB29 NWBK 6016 1331 9268 19"),
    ("E-mail: ", "margaret.thompson@example.org"),
    ("Card: ", "4111 1111 1111 1111"),
    ("Phone: ", "+44 20 7946 0958"),
)
FONT = ImageFont.load_default(22)


def _page(ink: Colour = BLACK, ground: Colour = (255, 255, 255)) -> tuple[Image.Image, list[Box]]:
    """Return a page and where the values stand on it."""
    image = Image.new("RGB", (700, 260), ground)
    draw = ImageDraw.Draw(image)
    boxes = []
    for number, (label, value) in enumerate(ROWS):
        top, left = 30 + 50 * number, 30 + draw.textlength(label, font=FONT)
        draw.text((30, top), label + value, font=FONT, fill=ink)
        edges = [round(edge) for edge in draw.textbbox((left, top), value, font=FONT)]
        boxes.append(Box(edges[0], edges[1], edges[2] - edges[0], edges[3] - edges[1]))
    return image, boxes


def _strokes(shape: str, box: Box) -> list[list[tuple[float, float]]]:
    left, top, right, bottom = box.left, box.top, box.right, box.bottom
    middle = (top + bottom) / 2
    match shape:
        case "cross":
            return [[(left, top), (right, bottom)], [(left, bottom), (right, top)]]
        case "slant":
            return [[(left - 20, top - 6), (right + 20, bottom + 8)]]
        case "wave":
            return [[(x, middle + box.height / 2 * np.sin((x - left) / 9)) for x in range(left - 5, right + 5)]]
        case _:
            return [[(left - 5, middle), (right + 5, middle + 1)]]


def _crossed(shape: str, pen: Colour, ink: Colour = BLACK, *, shows_through: bool = False) -> tuple[Pixels, list[Box]]:
    """Return a page with its values crossed out; what shows through a stroke is as dark as print and stroke together."""
    image, boxes = _page(ink)
    over = Image.new("RGB", image.size, "white")
    draw = ImageDraw.Draw(over)
    for box in boxes:
        for points in _strokes(shape, box):
            draw.line(points, fill=pen, width=3)
    print_, drawn = np.asarray(image), np.asarray(over)
    if shows_through:
        return (print_.astype(np.uint16) * drawn // 255).astype(np.uint8), boxes
    return np.where((drawn < 255).any(axis=2, keepdims=True), drawn, print_), boxes


def _hidden(pixels: Pixels, boxes: Sequence[Box]) -> list[str]:
    """Return the values of which nearly all is hidden."""
    covered = np.zeros(pixels.shape[:2], np.bool_)
    for one in load(DetectorName.PERSONAL_TEXT, GivenWords()).detect(SourcePage(1, pixels)):
        covered[one.box.rows, one.box.columns] = True
    return [value for (_, value), box in zip(ROWS, boxes, strict=True) if covered[box.rows, box.columns].mean() > 0.85]


@pytest.mark.parametrize(
    ("shape", "pen", "ink", "shows_through"),
    [
        ("slant", BLUE, BLACK, False),
        ("cross", RED, BLACK, False),
        ("flat", RED, BLACK, False),
        ("flat", RED, BLACK, True),
        ("cross", GREEN, BLACK, True),
        ("wave", BLUE, BLACK, True),
        ("wave", RED, BLACK, False),
        ("slant", BLACK, RED, False),
        ("slant", RED, BLUE, False),
    ],
)
def test_values_that_were_crossed_out_are_found(shape: str, pen: Colour, ink: Colour, shows_through: bool) -> None:
    """Opaque or not, straight or not, in any colour that is not the print's."""
    pixels, boxes = _crossed(shape, pen, ink, shows_through=shows_through)
    assert _hidden(pixels, boxes) == [value for _, value in ROWS]


@pytest.mark.parametrize("size", [1, 2])
def test_strokes_are_gone_and_print_stays(size: int) -> None:
    """On small pages and on large ones, as scanners make them."""
    pixels, _ = _crossed("slant", RED, shows_through=True)
    plain = np.asarray(_page()[0])
    large, print_ = (np.asarray(Image.fromarray(one).resize((700 * size**2, 260 * size**2))) for one in (pixels, plain))
    view = without_strokes(large)[0]
    assert (np.ptp(view, axis=2) > 100).mean() < 0.1 * (np.ptp(large, axis=2) > 100).mean()
    assert (view[print_.max(axis=2) < 30] < 80).mean() > 0.99


def _coloured_page(kind: str) -> Pixels:
    image, boxes = _page()
    draw = ImageDraw.Draw(image)
    match kind:
        case "words":
            draw.text((boxes[2].right + 6, boxes[2].top - 6), "(paid)", font=FONT, fill=RED)
            draw.text((30, 225), "margaret (", font=FONT, fill=BLUE)
        case "rules":
            for top in (20, 70, 120, 170, 220):
                draw.line((10, top, 690, top), fill=BLUE, width=2)
        case "ground":
            image, _ = _page(ground=(170, 200, 255))
        case "logo":
            draw.rectangle((520, 20, 680, 120), fill=RED)
            draw.text((530, 50), "BANK", font=FONT, fill="black")
        case "edges":  # as screens smooth letters: each edge has a colour
            pixels = np.asarray(image).copy()
            pixels[:, 1:, 0] = pixels[:, :-1, 0]
            return pixels
        case "panel":  # a stroke on it was drawn with the panel, by no pen
            draw.rectangle((10, 15, 690, 110), fill=(150, 150, 150))
            draw.line((20, 60, 680, 66), fill=RED, width=7)
        case "collage":  # more picture than paper
            pixels = np.asarray(image).copy()
            pixels[:160] = np.random.default_rng(5).integers(0, 181, (160, 700, 3), dtype=np.uint8)
            return pixels
        case "photograph":
            noise = np.random.default_rng(3).integers(0, 256, (33, 88, 3), dtype=np.uint8)
            return np.asarray(Image.fromarray(noise).resize((700, 260), Image.Resampling.BICUBIC))
    return np.asarray(image)


@pytest.mark.parametrize("kind", ["", "words", "rules", "ground", "logo", "edges", "panel", "collage", "photograph"])
def test_a_page_without_strokes_is_read_once(kind: str) -> None:
    """Nothing coloured lies across its print."""
    assert without_strokes(_coloured_page(kind)) == ()
