"""Take words with their places from a PDF page's text layer, and only such words as a person sees on the page.

A PDF can carry text that nobody sees: drawn invisibly (the text layer of scanners), white on white, outside the page, or
under a black bar or a picture. None of it may reach a model or a copy. What is told apart: the invisible drawing mode,
places outside the page, places where the rendered page is of one colour, and text under pictures (`pdf_covers.py`).
"""

import ctypes
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import cv2
import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from model_runtime.documents import formats
from model_runtime.documents.page import Pixels
from model_runtime.documents.pdf_covers import Covers, Place
from model_runtime.protocol.payloads import Box, Word

_MAX_WORD_CHARACTERS = 200
"""Longer runs without a space are not words; they are cut."""

_VISIBLE_CONTRAST = 24
"""Steps of 255 between the darkest and the lightest value in a word's box: less is not seen."""

_EDGE_PX = 2
"""A word's box is a pixel wider than its ink, and ink begins a little inside its letter."""

_INVISIBLE_MODES = (pdfium_c.FPDF_TEXTRENDERMODE_INVISIBLE, pdfium_c.FPDF_TEXTRENDERMODE_CLIP)


@dataclass
class _Run:
    """Characters without a space between them, in UTF-16 units, and their rectangle in points (y upwards).

    `text_object` is PDFium's handle of what drew the first of them.
    """

    text_object: "pdfium_c.FPDF_PAGEOBJECT" = None
    units: list[int] = field(default_factory=list)
    left: float = float("inf")
    bottom: float = float("inf")
    right: float = float("-inf")
    top: float = float("-inf")

    @property
    def place(self) -> Place:
        """The rectangle."""
        return Place(self.left, self.bottom, self.right, self.top)


def visible_words(page: pdfium.PdfPage, pixels: Pixels, draw: Callable[[], Pixels]) -> tuple[Word, ...]:
    """Return the words of `page` in the order of the file.

    Args:
        page: of pypdfium2; its text may be invisible afterwards.
        pixels: [H, W, 3] uint8, the whole page as `draw` rendered it; boxes are in these pixels.
        draw: renders the page again, for a look at it without its text; called only where a picture lies over a word.
    """
    textpage = page.get_textpage()
    try:
        covers = Covers(page)
        found = [(word, run) for run in _runs(textpage) if (word := _word(run, page, pixels)) is not None]
        doubtful = {id(run) for _, run in found if covers.touch(run.text_object, run.place)}
        if doubtful:
            _make_invisible(textpage)
            without = draw()
            found = [one for one in found if id(one[1]) not in doubtful or _is_drawn(one[0], pixels, without)]
    finally:
        textpage.close()
    return tuple(word for word, _ in found)


def _make_invisible(textpage: pdfium.PdfTextPage) -> None:
    for index in range(min(textpage.count_chars(), formats.MAX_PDF_CHARACTERS)):
        text_object = pdfium_c.FPDFText_GetTextObject(textpage, index)
        if text_object:
            pdfium_c.FPDFTextObj_SetTextRenderMode(text_object, pdfium_c.FPDF_TEXTRENDERMODE_INVISIBLE)


def _is_drawn(word: Word, pixels: Pixels, without: Pixels) -> bool:
    """Tell whether the page looks different without `word`, from its first letter to its last."""
    rows = slice(word.box.top, word.box.top + word.box.height)
    columns = slice(word.box.left, word.box.left + word.box.width)
    change = cv2.absdiff(pixels[rows, columns], without[rows, columns]).max(axis=(0, 2))
    seen = np.flatnonzero(change >= _VISIBLE_CONTRAST)
    letter_px = word.box.width / len(word.text) + _EDGE_PX
    return bool(seen.size) and seen[0] <= letter_px and seen[-1] >= word.box.width - letter_px


def _runs(textpage: pdfium.PdfTextPage) -> Iterator[_Run]:
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
        text_object = pdfium_c.FPDFText_GetTextObject(textpage, index)
        if is_space or unit > 0xFFFF or _is_invisible(text_object):
            continue
        if not pdfium_c.FPDFText_GetCharBox(textpage, index, *pointers):
            continue
        if not run.units:
            run.text_object = text_object
        run.units.append(unit)
        run.left, run.right = min(run.left, left.value), max(run.right, right.value)
        run.bottom, run.top = min(run.bottom, bottom.value), max(run.top, top.value)
    if run.units:
        yield run


def _is_invisible(text_object: "pdfium_c.FPDF_PAGEOBJECT") -> bool:
    return bool(text_object) and pdfium_c.FPDFTextObj_GetTextRenderMode(text_object) in _INVISIBLE_MODES


def _word(run: _Run, page: pdfium.PdfPage, pixels: Pixels) -> Word | None:
    """Return the run as a word; None when nothing readable is left or nobody sees it."""
    raw = b"".join(unit.to_bytes(2, "little") for unit in run.units)
    text = "".join(letter for letter in raw.decode("utf-16-le", "ignore") if letter.isprintable())
    box = _pixel_box(run, page, pixels.shape[1], pixels.shape[0])
    if not text or box is None:
        return None
    seen = pixels[box.top : box.top + box.height, box.left : box.left + box.width]
    if int(seen.max()) - int(seen.min()) < _VISIBLE_CONTRAST:
        return None
    return Word(text, box)


def _pixel_box(run: _Run, page: pdfium.PdfPage, width: int, height: int) -> Box | None:
    """Return where the run lies on the rendered page, one pixel wider all round; None when outside."""
    x, y = ctypes.c_int(), ctypes.c_int()
    corners = []
    for point in ((run.left, run.bottom), (run.right, run.top)):
        pdfium_c.FPDF_PageToDevice(page, 0, 0, width, height, 0, *point, ctypes.byref(x), ctypes.byref(y))
        corners.append((x.value, y.value))
    (x0, y0), (x1, y1) = corners
    left, top = max(0, min(x0, x1) - 1), max(0, min(y0, y1) - 1)
    right, bottom = min(width, max(x0, x1) + 1), min(height, max(y0, y1) + 1)
    return Box(left, top, right - left, bottom - top) if right > left and bottom > top else None
