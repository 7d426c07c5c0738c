"""Draw what a DICOM file without a picture says: the texts of a report, the notes of a presentation state.

A page for people and for what looks for personal data; the file's own words are cleaned where they stand, not here.
"""

from collections.abc import Iterator

import numpy as np
from PIL import Image, ImageDraw, ImageFont
from pydicom.dataset import Dataset

from model_runtime.documents.page import Pixels

_WIDTH_PX = 1240  # A4 at 150 dpi
_HEIGHT_PX = 1754
_MARGIN_PX = 60
_SIZE_PX = 20
_LINE_PX = 28
_MAX_LINES = 2000
_MAX_LETTERS = 95  # in a line
_TEXTS = frozenset({"LO", "LT", "PN", "SH", "ST", "UC", "UT", "DA", "DT", "TM", "AS", "DS", "IS"})


def report_pages(dataset: Dataset) -> tuple[tuple[str, ...], ...]:
    """Return the lines of each page."""
    lines = [piece for line in _lines(dataset, 0) for piece in _cut(line)][:_MAX_LINES]
    per_page = (_HEIGHT_PX - 2 * _MARGIN_PX) // _LINE_PX
    return tuple(tuple(lines[at : at + per_page]) for at in range(0, max(1, len(lines)), per_page))


def drawn(lines: tuple[str, ...]) -> Pixels:
    """Return a page [H, W, 3] with `lines` on it. Scripts that Pillow's own font lacks are drawn as boxes."""
    page = Image.new("RGB", (_WIDTH_PX, _HEIGHT_PX), "white")
    pen = ImageDraw.Draw(page)
    font = ImageFont.load_default(_SIZE_PX)
    for index, line in enumerate(lines):
        pen.text((_MARGIN_PX, _MARGIN_PX + index * _LINE_PX), line, fill="black", font=font)
    return np.asarray(page)


def _lines(dataset: Dataset, depth: int) -> Iterator[str]:
    for element in dataset:
        if element.VR == "SQ":
            for item in element.value:
                yield from _lines(item, depth + 1)
        elif element.VR in _TEXTS and not element.tag.is_private and (text := str(element.value or "").strip()):
            label = "" if element.keyword in ("TextValue", "UnformattedTextValue") else f"{element.name}: "
            yield "  " * min(depth, 8) + label + " ".join(text.split())


def _cut(line: str) -> Iterator[str]:
    while len(line) > _MAX_LETTERS:
        at = line.rfind(" ", _MAX_LETTERS // 2, _MAX_LETTERS)
        at = _MAX_LETTERS if at < 0 else at
        yield line[:at]
        line = line[at:].lstrip()
    yield line
