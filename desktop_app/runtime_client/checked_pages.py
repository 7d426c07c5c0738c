"""Check what the airlock says of pages against what it was asked for. A child that lies is ended, not corrected.

The types of the wire bound every field by itself (`model_runtime/protocol/limits.py`); here are the sums, and the request:
no larger picture than was wanted, nothing outside the page, no file larger than its pixels can make one. Asks nothing.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from desktop_app.runtime_client.checked import require
from desktop_app.runtime_client.values import Box, Detection, Picture, RedactedPage, Size, SourceView, Word
from model_runtime.protocol import limits, messages

BYTES_A_PIXEL = 4
"""Of an encoded picture, at most: no format here makes noise larger than three bytes and a little (measured by a test)."""

BYTES_A_WORD = 400
"""Of a PDF's unseen text: where a word stands, its letters, its share of the tables of fonts."""

BYTES_A_REGION = 250
"""Of a place in the desktop's memory, without the letters of its words (measured)."""

BYTES_A_FILE = 1_000_000
"""What a file costs beside its pixels and words."""

BLOCKS_A_PAGE = 1_000
MEBIBYTE = 1024 * 1024

READS_A_PAGE = 2_000
READS_A_MEBIBYTE = 50
"""How often the airlock may ask for the file's bytes while it works on one page: its decoders come back to the same
places, and a file beyond the 64 MiB that it keeps is fetched again; a million times is no decoder."""


@dataclass(frozen=True)
class PageWish:
    """What was asked of the airlock.

    Attributes:
        max_px, square_px, part: as in `messages.RedactPage`.
        native: the page's size where it has been told before; it does not change.
    """

    number: int
    max_px: int
    part: Box | None = None
    square_px: int = 0
    native: Size | None = None


def source_view(untrusted_view: SourceView, wish: PageWish) -> SourceView:
    """Return the view if it is of the page asked for, in no more pixels than asked for. Raises AppError protocol_broken."""
    v = untrusted_view
    require(v.number == wish.number)
    _require_size(v.native, wish.native)
    _require_picture(v.picture, v.native, wish)
    return v


def redacted_page(untrusted_page: RedactedPage, wish: PageWish) -> RedactedPage:
    """Return the page likewise, with no more words than stand in what is shown. Raises AppError protocol_broken."""
    p = untrusted_page
    require(p.number == wish.number and p.hidden is None)
    _require_size(p.native, wish.native)
    _require_picture(p.picture, p.native, wish)
    shown = p.picture.shown
    _require_words(p.words, shown)
    return p


def words(untrusted_page: messages.PageRead, number: int, native: Size | None) -> tuple[Word, ...]:
    """Return what was read on the page asked about, if all of it can stand there. Raises AppError protocol_broken.

    `native` is the page's size where it has been told before.
    """
    p = untrusted_page
    require(p.number == number)
    _require_size(p.native, native)
    _require_words(p.words, p.native.whole)
    return p.words


def detection(untrusted_finds: messages.RegionsDetected, number: int, native: Size | None) -> Detection:
    """Return what was found on the page asked about, if all of it can lie there. Raises AppError protocol_broken.

    `native` is the page's size where it has been told before.
    """
    d = untrusted_finds.detection
    require(untrusted_finds.number == number)
    _require_size(d.native, native)
    for found in (d.regions, d.residual):
        require(len(found) <= most_regions(d.native))
        require(all(d.native.whole.contains(region.box) for region in found))
    return d


def kept_bytes(found: Detection) -> int:
    """Return what the places of a page take in memory: each has words of its own, which a child chooses."""
    return sum(BYTES_A_REGION + len(region.kind) + len(region.origin) for region in (*found.regions, *found.residual))


def most_regions(native: Size) -> int:
    """Return how many places can be found on a page."""
    return min(limits.MAX_REGIONS, 64 + native.pixel_count // 4)


def most_encoded_bytes(pages: Iterable[Size]) -> int:
    """Return how large a file of these pages can be, in any format."""
    return BYTES_A_FILE + sum(
        BYTES_A_PIXEL * page.pixel_count + BYTES_A_WORD * limits.max_words(page.width, page.height) + MEBIBYTE
        for page in pages
    )


def most_dicom_bytes(of_pages: int, source_bytes: int) -> int:
    """Return how large a DICOM file of pages that make `of_pages` can be: values of 32 bits, and the source's header."""
    return 4 * of_pages + source_bytes


def most_blocks(page_count: int, most_bytes: int) -> int:
    """Return in how many pieces such a file can come."""
    return BLOCKS_A_PAGE * (1 + page_count) + most_bytes // MEBIBYTE


def most_reads(page_count: int, file_bytes: int) -> int:
    """Return how often a document's bytes may be asked for while `page_count` of its pages are worked on."""
    return max(1, page_count) * (READS_A_PAGE + READS_A_MEBIBYTE * (file_bytes // MEBIBYTE))


def _require_size(told: Size, before: Size | None) -> None:
    """A page is no larger than any, and as large as it was."""
    require(told.pixel_count <= limits.MAX_PAGE_PX and told == (before or told))


def _require_words(told: tuple[Word, ...], shown: Box) -> None:
    """Words stand in what is shown, no more and no longer ones than have room there."""
    require(len(told) <= limits.max_words(shown.width, shown.height))
    require(sum(len(word.text.encode()) for word in told) <= limits.MAX_PAGE_TEXT_BYTES)
    require(all(shown.contains(word.box) for word in told))


def _require_picture(told: Picture, native: Size, wish: PageWish) -> None:
    """A picture shows what was wished for, in the square wished for or in no more pixels."""
    require(told.shown == (wish.part or native.whole).clipped(native.width, native.height))
    require(len(told.pixels) == told.width * told.height * 3)
    if wish.square_px:
        require(told.width == told.height == wish.square_px)
    else:
        require(told.width <= told.shown.width and told.height <= told.shown.height)
        # a line of single pixels cannot be made smaller, however few were wanted
        require(told.width * told.height <= wish.max_px or min(told.width, told.height) == 1)
