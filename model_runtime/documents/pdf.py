"""Render PDF pages with PDFium, and keep what their text layer claims.

Scripts are not run (this PDFium is built without JavaScript), attachments are not extracted, links are not followed.
Does not read words out of pixels.
"""

import math
import re

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from model_runtime.documents import formats, pdf_text
from model_runtime.documents.decoding import decoding
from model_runtime.documents.formats import Format
from model_runtime.documents.page import Pixels, SourcePage
from model_runtime.documents.remote_file import RemoteFile
from model_runtime.protocol.error_codes import ErrorCode, RequestFailed
from model_runtime.protocol.payloads import PageLine

_POINTS_AN_INCH = 72
_CLAIM_BYTES = 64 * 1024
_IMPOSSIBLE_COUNT = re.compile(rb"/Count\s+\d{7}")
_PASSWORD_ERRORS = (pdfium_c.FPDF_ERR_PASSWORD, pdfium_c.FPDF_ERR_SECURITY)


class PdfDocument:
    """A PDF file. Attributes: see `Document`."""

    def __init__(self, file: RemoteFile, entry: Format) -> None:
        self.kind = entry.kind
        self.notes: tuple[str, ...] = ()
        self.is_lossless = False  # its pages are drawn anew
        self._file = file
        with decoding(file):
            _check_claimed_pages(file)
            self._pdf = _opened(file)
            page_count = len(self._pdf)
            if page_count > entry.max_pages:
                raise RequestFailed(ErrorCode.TOO_MANY_PAGES, found=page_count, limit=entry.max_pages)
            if page_count < 1:
                raise file.failure or RequestFailed(ErrorCode.NO_PAGES)
            self.line = PageLine(page_count)
            self._pdf.init_forms()  # filled-in fields are part of what a person sees

    def render(self, number: int) -> SourcePage:
        """Draw page `number` (from 1) as a viewer shows it: crop box, rotation, annotations. Raises RequestFailed."""
        with decoding(self._file):
            page = self._pdf[number - 1]
            try:
                scale = _scale(*page.get_size())
                pixels = _drawn(page, scale)
                claims = pdf_text.claimed_words(page, pixels.shape[1], pixels.shape[0])
            finally:
                page.close()
            if self._file.failure is not None:  # PDFium draws what it has and does not tell
                raise self._file.failure
        return SourcePage(number, pixels, dpi=scale * _POINTS_AN_INCH, claims=claims)

    def close(self) -> None:
        """Let go of the file."""
        self._pdf.close()


class _QuietFile:
    """What PDFium reads from: an exception cannot cross its C code, so a failed read is an empty one.

    The reason stays in `RemoteFile.failure`.
    """

    def __init__(self, file: RemoteFile) -> None:
        self.seek, self.tell, self.read = file.seek, file.tell, file.read
        self._file = file

    def readinto(self, buffer: object) -> int:
        try:
            return self._file.readinto(buffer)
        except RequestFailed:
            return 0


def _check_claimed_pages(file: RemoteFile) -> None:
    """Refuse a file that claims more pages than any file has, in plain sight at its start or end.

    PDFium corrects such a claim in silence and shows what it finds. A file that lies about this is not a document that
    somebody wants to ask about, and other readers may believe it. Raises RequestFailed TOO_MANY_PAGES.
    """
    for offset in (0, max(0, file.size_bytes - _CLAIM_BYTES)):
        file.seek(offset)
        if _IMPOSSIBLE_COUNT.search(file.read(_CLAIM_BYTES)):
            raise RequestFailed(ErrorCode.TOO_MANY_PAGES, limit=formats.FORMATS["pdf"].max_pages)


def _opened(file: RemoteFile) -> pdfium.PdfDocument:
    """Raises RequestFailed FILE_ENCRYPTED for a document that wants a password, PdfiumError for a broken one."""
    # PDFium leaves the last error standing when it refuses a file without giving a reason (one without pages): an
    # earlier file's missing password would be told of this one. Loading nothing sets it to "format".
    pdfium_c.FPDF_LoadMemDocument(b"", 0, None)
    try:
        return pdfium.PdfDocument(_QuietFile(file))
    except pdfium.PdfiumError as error:
        if error.err_code in _PASSWORD_ERRORS:
            raise RequestFailed(ErrorCode.FILE_ENCRYPTED) from None
        raise


def _drawn(page: pdfium.PdfPage, scale: float) -> Pixels:
    """Return the page as pixels [H, W, 3], out of PDFium's memory and read-only."""
    bitmap = page.render(scale=scale, rev_byteorder=True)
    pixels: Pixels = bitmap.to_numpy().copy()
    pixels.setflags(write=False)
    bitmap.close()
    return pixels


def _scale(width_pt: float, height_pt: float) -> float:
    """Return pixels a point: `PDF_DPI`, or less for a page that would become too large.

    Raises:
        RequestFailed: PAGE_TOO_LARGE for a page that is larger than any sheet, FILE_DAMAGED for one without a size.
    """
    if not (0 < width_pt < math.inf and 0 < height_pt < math.inf):
        raise RequestFailed(ErrorCode.FILE_DAMAGED)
    scale = min(
        formats.PDF_DPI / _POINTS_AN_INCH,
        math.sqrt(formats.MAX_PDF_PAGE_PX / (width_pt * height_pt)),
        formats.MAX_SIDE_PX / max(width_pt, height_pt),
    )
    if scale * _POINTS_AN_INCH < formats.MIN_PDF_DPI:
        width, height = (min(int(side), 2**31) for side in (width_pt, height_pt))
        raise RequestFailed(ErrorCode.PAGE_TOO_LARGE, width=width, height=height, limit=formats.MAX_PDF_PAGE_PX)
    return scale
