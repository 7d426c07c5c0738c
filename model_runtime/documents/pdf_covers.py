"""Tell which text of a PDF page may lie under a picture that was drawn over it: nobody sees it, but it can be selected.

Somebody who pastes a picture over a name thinks the name gone. A watermark with a soft edge lets the text through: whether
it is seen is not told here (`pdf_text.py` looks), only whether looking is needed.
"""

import ctypes
import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

_MAX_OBJECTS = 200_000
"""Walked in half a second; pages that have more are maps, whose pictures lie below."""

_MAX_DEPTH = 12
_MAX_PICTURES = 200
"""A page in more tiles is looked at as if the last of them covered it: words times tiles would take too long."""

_TOUCHED = 0.05
"""A word may be covered from this share of its box on; less is a neighbour's margin."""

Matrix: TypeAlias = tuple[float, float, float, float, float, float]
_UNCHANGED: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


@dataclass(frozen=True)
class Place:
    """A rectangle in points of the page, y upwards."""

    left: float
    bottom: float
    right: float
    top: float

    def share_of(self, other: "Place") -> float:
        """Return the share of `other` that lies in this place."""
        width = min(self.right, other.right) - max(self.left, other.left)
        height = min(self.top, other.top) - max(self.bottom, other.bottom)
        area = (other.right - other.left) * (other.top - other.bottom)
        return max(0.0, width) * max(0.0, height) / area if area > 0 else 0.0


_EVERYWHERE = Place(-math.inf, -math.inf, math.inf, math.inf)


class Covers:
    """What covers what on one page. Texts are known by PDFium's handle of their object."""

    def __init__(self, page: pdfium.PdfPage) -> None:
        self._texts: dict[int, int] = {}
        self._pictures: list[tuple[int, Place]] = []
        for order, (handle, matrix) in enumerate(_drawn(page)):
            kind = pdfium_c.FPDFPageObj_GetType(handle)
            if kind == pdfium_c.FPDF_PAGEOBJ_TEXT:
                self._texts[_address(handle)] = order
            elif kind == pdfium_c.FPDF_PAGEOBJ_IMAGE:
                self._pictures.append((order, _place(handle, matrix)))
            if order >= _MAX_OBJECTS:
                break
        if len(self._pictures) > _MAX_PICTURES:
            self._pictures = [(self._pictures[-1][0], _EVERYWHERE)]

    def touch(self, text: "pdfium_c.FPDF_PAGEOBJECT", place: Place) -> bool:
        """Tell whether a piece of the text object `text`, which lies at `place`, meets a picture drawn later."""
        if not self._pictures or not text:
            return False
        drawn = self._texts.get(_address(text), 0)
        return any(order > drawn and picture.share_of(place) >= _TOUCHED for order, picture in self._pictures)


def _drawn(page: pdfium.PdfPage) -> Iterator[tuple["pdfium_c.FPDF_PAGEOBJECT", Matrix]]:
    """Yield the page's objects in the order in which they are drawn, with what takes their places to the page."""
    for index in range(pdfium_c.FPDFPage_CountObjects(page)):
        yield from _with_parts(pdfium_c.FPDFPage_GetObject(page, index), _UNCHANGED, _MAX_DEPTH)


def _with_parts(
    handle: "pdfium_c.FPDF_PAGEOBJECT", matrix: Matrix, depth: int
) -> Iterator[tuple["pdfium_c.FPDF_PAGEOBJECT", Matrix]]:
    yield handle, matrix
    if depth and pdfium_c.FPDFPageObj_GetType(handle) == pdfium_c.FPDF_PAGEOBJ_FORM:
        own = pdfium_c.FS_MATRIX()
        pdfium_c.FPDFPageObj_GetMatrix(handle, ctypes.byref(own))
        inner = _product((own.a, own.b, own.c, own.d, own.e, own.f), matrix)
        for index in range(pdfium_c.FPDFFormObj_CountObjects(handle)):
            yield from _with_parts(pdfium_c.FPDFFormObj_GetObject(handle, index), inner, depth - 1)


def _place(handle: "pdfium_c.FPDF_PAGEOBJECT", matrix: Matrix) -> Place:
    edges = [ctypes.c_float() for _ in range(4)]
    pdfium_c.FPDFPageObj_GetBounds(handle, *(ctypes.byref(edge) for edge in edges))
    left, bottom, right, top = (edge.value for edge in edges)
    a, b, c, d, e, f = matrix
    corners = [(a * x + c * y + e, b * x + d * y + f) for x in (left, right) for y in (bottom, top)]
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    return Place(min(xs), min(ys), max(xs), max(ys))


def _product(first: Matrix, then: Matrix) -> Matrix:
    """Return the matrix that does `first` and `then` (ISO 32000-1, section 8.3.4)."""
    a, b, c, d, e, f = first
    p, q, r, s, t, u = then
    return (a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u)


def _address(handle: "pdfium_c.FPDF_PAGEOBJECT") -> int:
    return ctypes.cast(handle, ctypes.c_void_p).value or 0
