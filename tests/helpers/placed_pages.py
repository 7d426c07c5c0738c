"""Make read pages from words placed by hand, and pictures of them, so that layouts can be tested without any file.

A page is a list of rows `(y, (x, text), (x, text), …)` in pixels. Draws with Pillow's own font only.
"""

from collections.abc import Sequence
from typing import TypeAlias

from PIL import Image, ImageDraw, ImageFont

from model_runtime.engines.reader.answers import answer_from
from model_runtime.engines.reader.page_text import PageText
from model_runtime.engines.reader.page_view import PageView
from model_runtime.engines.reader.questions import understand
from model_runtime.engines.reader.read_page import ReadPage
from model_runtime.protocol import payloads
from model_runtime.protocol.payloads import Answer
from model_runtime.reading.lines import line_from_box
from tests.helpers.pages import page_of

Cell: TypeAlias = tuple[int, str]
PlacedRow: TypeAlias = tuple[int, *tuple[Cell, ...]]

_LETTER_HEIGHT = 24


def placed_page(rows: Sequence[PlacedRow], width: int = 1240, height: int = 1754, number: int = 1) -> ReadPage:
    """Make a page on which every cell was read perfectly."""
    lines = [
        line_from_box(text, x, y, len(text) * _LETTER_HEIGHT / 2, _LETTER_HEIGHT)
        for y, *cells in rows
        for x, text in cells
    ]
    return ReadPage(PageView(PageText(number, width, height, tuple(lines))))


def ask(page: ReadPage, question: str) -> Answer:
    """Ask one question about one page."""
    return answer_from(understand(question), [page])


def drawn(rows: Sequence[PlacedRow], width: int, height: int) -> Image.Image:
    """Draw the cells, black on white."""
    picture = Image.new("RGB", (width, height), "white")
    pen = ImageDraw.Draw(picture)
    font = ImageFont.load_default(_LETTER_HEIGHT)
    for y, *cells in rows:
        for x, text in cells:
            pen.text((x, y), text, fill="black", font=font)
    return picture


def wire_page(picture: Image.Image, words: tuple[payloads.Word, ...] = ()) -> payloads.RedactedPage:
    """Make the message that carries a picture as a whole page."""
    rgb = picture.convert("RGB")
    return page_of(rgb.tobytes(), rgb.size, words=words)
