"""Carry out what is asked of medical pictures alone: sort files, tell facts, show in a window, list a header, mark copies.

Of any other document nothing is told and nothing changes. Cleans nothing itself.
"""

import functools
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from model_runtime.airlock.made_page import MadePage
from model_runtime.deidentification import tag_list
from model_runtime.documents import formats
from model_runtime.documents.dicom import sorting
from model_runtime.documents.dicom.document import DicomDocument
from model_runtime.documents.dicom.series import DicomSeries
from model_runtime.documents.document import Document
from model_runtime.documents.page import Pixels
from model_runtime.documents.remote_file import RemoteFile
from model_runtime.protocol import payloads, series_payloads
from model_runtime.protocol.error_codes import ErrorCode, RequestFailed
from model_runtime.redaction import policy

MARK = "NOT FOR DIAGNOSIS"
"""Below every page of a copy made of pixels; a DICOM copy says it in its header."""

_MARK_SHARE = 0.035
_MIN_MARK_PX = 14


@dataclass(frozen=True)
class MarkedPage:
    """A page of a copy with the mark below it; see `MadePage`."""

    pixels: Pixels
    words: tuple[payloads.Word, ...]
    dpi: float


def sorted_files(file: RemoteFile, go_on: Callable[[], None]) -> tuple[series_payloads.FoundSeries, ...]:
    """Return the series of several files. Raises RequestFailed FILE_TYPE_NOT_ACCEPTED for what is no table of files."""
    if formats.sniff(file.head(formats.SNIFF_BYTES)).kind != "dicom_series":
        raise RequestFailed(ErrorCode.FILE_TYPE_NOT_ACCEPTED)
    return sorting.sorted_series(file, go_on)


def facts(document: Document | None) -> series_payloads.MedicalFacts:
    """Return what is particular to a document; nothing of one of another kind."""
    return document.facts if isinstance(document, DicomDocument | DicomSeries) else series_payloads.MedicalFacts()


def show_in(document: Document | None, window: series_payloads.GreyWindow | None) -> None:
    """Show a document's levels in a window; one of another kind has none."""
    if isinstance(document, DicomDocument | DicomSeries):
        document.show_in(window)


def tags(document: Document | None, number: int, chosen: policy.Policy) -> tag_list.Listed:
    """Return the header of a page's file, and what becomes of it. Raises RequestFailed PAGE_MISSING for any other document."""
    if not isinstance(document, DicomDocument | DicomSeries) or number not in document.line.numbers:
        raise RequestFailed(ErrorCode.PAGE_MISSING, number=number)
    return tag_list.listed(document.file_of(number)[0].source, chosen.dicom or policy.DicomRules())


def marked(page: MadePage) -> MarkedPage:
    """Return a page with the mark on a strip of its own below it: nothing of the page is covered."""
    strip = _strip(page.pixels.shape[1], max(_MIN_MARK_PX, round(page.pixels.shape[0] * _MARK_SHARE)))
    return MarkedPage(np.concatenate((page.pixels, strip)), page.words, page.dpi)


@functools.lru_cache(maxsize=4)
def _strip(width: int, letters_px: int) -> Pixels:
    """Return white on black [H, W, 3], as large as the width allows."""
    font = ImageFont.load_default(letters_px)
    while letters_px > 6 and font.getlength(MARK) > width - 4:
        letters_px -= 1
        font = ImageFont.load_default(letters_px)
    strip = Image.new("RGB", (width, letters_px * 3 // 2), "black")
    ImageDraw.Draw(strip).text((width / 2, letters_px * 3 / 4), MARK, fill="white", font=font, anchor="mm")
    return np.asarray(strip)
