"""Take from a PDF page's text layer what it *claims*: words, and where each of their letters is said to stand.

A text layer is a hint. It can say what nobody sees (under a bar, a picture or a stamp, outside a clip, in a layer that is
off, white on white) and something else than what is seen (a lying character map, an `ActualText`). Nothing of that is told
apart here, because no list of such ways is ever complete: the pixels decide, in `redaction/confirmed_words.py`. Dropped
here is only what can never be confirmed: text that the file itself does not draw, and text outside the page.
"""

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass, field

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from model_runtime.documents import formats
from model_runtime.documents.page import ClaimedWord, Place

_MAX_WORD_CHARACTERS = 200
"""Longer runs without a space are not words; they are cut."""

_FINER = 64
"""PDFium tells places in whole pixels: it is asked for a page this many times as large."""

_INVISIBLE_MODES = (pdfium_c.FPDF_TEXTRENDERMODE_INVISIBLE, pdfium_c.FPDF_TEXTRENDERMODE_CLIP)


@dataclass
class _Run:
    """Characters without a space between them: UTF-16 units, and the place of each of them in pixels."""

    units: list[int] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)


class _ToPixels:
    """Takes rectangles in points of a page to pixels of its picture, as it is turned, cropped and scaled."""

    def __init__(self, page: pdfium.PdfPage, width: int, height: int) -> None:
        self._page, self._width, self._height = page, width, height
        (self._x, self._y), (x1, y1), (x2, y2) = (self._pixel(*point) for point in ((0, 0), (100, 0), (0, 100)))
        self._across, self._down = (x1 - self._x, y1 - self._y), (x2 - self._x, y2 - self._y)

    def place(self, left: float, bottom: float, right: float, top: float) -> Place:
        """Return where the rectangle lies."""
        (x0, y0), (x1, y1) = self._at(left, bottom), self._at(right, top)
        return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)

    def _at(self, x: float, y: float) -> tuple[float, float]:
        right, up = x / 100, y / 100
        return (
            self._x + right * self._across[0] + up * self._down[0],
            self._y + right * self._across[1] + up * self._down[1],
        )

    def _pixel(self, x: float, y: float) -> tuple[float, float]:
        across, down = ctypes.c_int(), ctypes.c_int()
        size = (self._width * _FINER, self._height * _FINER)
        pdfium_c.FPDF_PageToDevice(self._page, 0, 0, *size, 0, x, y, ctypes.byref(across), ctypes.byref(down))
        return across.value / _FINER, down.value / _FINER


def claimed_words(page: pdfium.PdfPage, width: int, height: int) -> tuple[ClaimedWord, ...]:
    """Return what the text layer of `page` says, in the order of the file, in pixels of a picture `width` x `height`."""
    textpage = page.get_textpage()
    try:
        words = [_word(run, width, height) for run in _runs(textpage, _ToPixels(page, width, height))]
    finally:
        textpage.close()
    return tuple(word for word in words if word is not None)


def _runs(textpage: pdfium.PdfTextPage, to_pixels: _ToPixels) -> Iterator[_Run]:
    run = _Run()
    edges = [ctypes.c_double() for _ in range(4)]
    left, right, bottom, top = edges
    pointers = [ctypes.byref(edge) for edge in edges]
    for index in range(min(textpage.count_chars(), formats.MAX_PDF_CHARACTERS)):
        unit = pdfium_c.FPDFText_GetUnicode(textpage, index)
        is_space = unit <= 0x20 or unit in (0xA0, 0x3000) or pdfium_c.FPDFText_IsGenerated(textpage, index) == 1
        if is_space or len(run.units) >= _MAX_WORD_CHARACTERS:
            if run.units:
                yield run
            run = _Run()
        if is_space or unit > 0xFFFF or _is_invisible(pdfium_c.FPDFText_GetTextObject(textpage, index)):
            continue
        if pdfium_c.FPDFText_GetCharBox(textpage, index, *pointers):
            run.units.append(unit)
            run.places.append(to_pixels.place(left.value, bottom.value, right.value, top.value))
    if run.units:
        yield run


def _is_invisible(text_object: "pdfium_c.FPDF_PAGEOBJECT") -> bool:
    return bool(text_object) and pdfium_c.FPDFTextObj_GetTextRenderMode(text_object) in _INVISIBLE_MODES


def _word(run: _Run, width: int, height: int) -> ClaimedWord | None:
    """Return the run as a word; None when nothing readable is left or it lies outside the page."""
    letters = [(letter, place) for letter, place in _letters(run) if letter.isprintable()]
    places = tuple(place for _, place in letters)
    if not any(p[0] < width and p[1] < height and p[2] > 0 and p[3] > 0 for p in places):
        return None
    return ClaimedWord("".join(letter for letter, _ in letters), places)


def _letters(run: _Run) -> Iterator[tuple[str, Place]]:
    """Yield characters with their places; the two halves of a character beyond the first plane are one."""
    high: int | None = None
    for unit, place in zip(run.units, run.places, strict=True):
        if 0xD800 <= unit < 0xDC00:
            high = unit
        elif not 0xDC00 <= unit < 0xE000:
            yield chr(unit), place
            high = None
        elif high is not None:
            yield chr(0x10000 + ((high - 0xD800) << 10) + unit - 0xDC00), place
            high = None
