"""Take words with their places from a PDF page's text layer, and only such words as a person sees on the page.

A PDF can carry text that nobody sees: drawn invisibly (the text layer of scanners), white on white, outside the page, or
under a black bar. None of it may reach a model or a copy. What is told apart: the invisible drawing mode, places outside
the page, and places where the rendered page is of one colour. Text that is hidden *behind* a picture is not told apart.
"""

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass, field

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from model_runtime.documents import formats
from model_runtime.documents.page import Pixels
from model_runtime.protocol.payloads import Box, Word

_MAX_WORD_CHARACTERS = 200
"""Longer runs without a space are not words; they are cut."""

_VISIBLE_CONTRAST = 24
"""Steps of 255 between the darkest and the lightest value in a word's box: less is not seen."""

_INVISIBLE_MODES = (pdfium_c.FPDF_TEXTRENDERMODE_INVISIBLE, pdfium_c.FPDF_TEXTRENDERMODE_CLIP)


@dataclass
class _Run:
    """Characters without a space between them, in UTF-16 units, and their rectangle in points (y upwards)."""

    units: list[int] = field(default_factory=list)
    left: float = float("inf")
    bottom: float = float("inf")
    right: float = float("-inf")
    top: float = float("-inf")


def visible_words(page: pdfium.PdfPage, pixels: Pixels) -> tuple[Word, ...]:
    """Return the words of `page` in the order of the file.

    Args:
        page: of pypdfium2.
        pixels: [H, W, 3] uint8, the whole page as it was rendered; boxes are in these pixels.
    """
    textpage = page.get_textpage()
    try:
        words = [_word(run, page, pixels) for run in _runs(textpage)]
    finally:
        textpage.close()
    return tuple(word for word in words if word is not None)


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
        if is_space or unit > 0xFFFF or _is_invisible(textpage, index):
            continue
        if not pdfium_c.FPDFText_GetCharBox(textpage, index, *pointers):
            continue
        run.units.append(unit)
        run.left, run.right = min(run.left, left.value), max(run.right, right.value)
        run.bottom, run.top = min(run.bottom, bottom.value), max(run.top, top.value)
    if run.units:
        yield run


def _is_invisible(textpage: pdfium.PdfTextPage, index: int) -> bool:
    text_object = pdfium_c.FPDFText_GetTextObject(textpage, index)
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
