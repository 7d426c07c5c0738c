"""List every type of file that is accepted and every limit on it, with the reason: the one place to change either.

Tells types apart by their first bytes. Never sees a file's name, decodes nothing.
"""

from dataclasses import dataclass

from model_runtime.protocol.error_codes import ErrorCode, RequestFailed
from model_runtime.protocol.film_payloads import FILM_KINDS
from model_runtime.protocol.series_table import SIGNATURE

MIB = 1024 * 1024

SNIFF_BYTES = 4096
"""Enough for every signature below; a PDF may begin with up to 1 KiB of other bytes (ISO 32000-1, annex H.3.4.1)."""

MAX_PAGE_PX = 120_000_000
"""Pixels of one page. Telephones take 108 megapixels; decoded as RGB with one working copy that is 0.8 GiB."""

MAX_SIDE_PX = 65_535
"""Longer sides exist only in files made to break decoders (JPEG cannot say more)."""

MAX_PDF_PAGE_PX = 25_000_000
"""Pixels of a rendered PDF page. A0 at 120 dpi; larger sheets are rendered at a lower resolution."""

PDF_DPI = 150
"""Small print (7 pt) is about 10 px high: read well by the built-in reader and four times cheaper than 300 dpi."""

MIN_PDF_DPI = 10
"""A PDF page that needs less to fit is larger than any sheet (46 m): a lie, refused."""

MAX_PDF_CHARACTERS = 50_000
"""Characters taken from one PDF page; a dense newspaper page has 25,000. Costs about 20 microseconds each."""

MAX_ANIMATION_PX = 500_000_000
"""Pixels of all frames of an animation: frame n needs the n before it decoded, and this bounds that to seconds."""

MAX_FILM_PX = 7680 * 4320
"""Pixels of one frame of a film: 8K. A decoder holds up to 17 of them, of 50 MB each, and detectors need as much again."""

MAX_FILM_FRAMES = 690_000
"""Frames of one film: three hours at 60 a second, six at 30. Their times are 6 MB on the wire."""

MAX_SENT_PX = 16_000_000
"""Pixels of one page on the wire: 48 MB of RGB and a page of words fit in one frame of 64 MiB."""

FFMPEG = "FFMPEG"

CPU_SECONDS_TO_READ = 60
"""Processor time for opening, rendering or looking at one page; 108 megapixels take 5, the densest PDF page 2."""

CPU_SECONDS_TO_WRITE = 120
"""Processor time for reading, hiding and packing one page of a copy; 108 megapixels without loss take 40."""


@dataclass(frozen=True)
class Format:
    """One accepted type.

    Attributes:
        kind: stable word that crosses the wire.
        decoder: name of Pillow's plugin, `PDFIUM`, `PYDICOM`, or `FFMPEG` (that of OpenCV, which has no part under the GPL).
        max_bytes: size of a whole file.
        max_pages: pages, frames or layers that are shown.
        is_animation: more frames than `max_pages` shorten the document instead of refusing it.
        is_film: its frames have times.
    """

    kind: str
    decoder: str
    max_bytes: int
    max_pages: int = 1
    is_animation: bool = False
    is_film: bool = False


FORMATS = {
    entry.kind: entry
    for entry in (
        # 256 MiB: no codec here makes 120 megapixels larger, and codecs that want the file whole still fit in memory.
        Format("png", "PNG", 256 * MIB, max_pages=100, is_animation=True),
        Format("jpeg", "JPEG", 256 * MIB),
        Format("webp", "WEBP", 256 * MIB, max_pages=100, is_animation=True),
        Format("gif", "GIF", 256 * MIB, max_pages=100, is_animation=True),
        Format("avif", "AVIF", 256 * MIB, max_pages=100, is_animation=True),
        Format("heic", "HEIF", 256 * MIB, max_pages=100),
        Format("bmp", "BMP", 512 * MIB),  # not compressed: 120 megapixels are 458 MiB
        Format("tiff", "TIFF", 1024 * MIB, max_pages=1000),  # scanners write whole folders into one file
        # 512 MiB: held whole while it is open, as the frames of a loop are cut out of it; a film of breasts in slices has 300
        Format("dicom", "PYDICOM", 512 * MIB, max_pages=10_000),
        # the files of a folder in one: of each the limit above; read one by one
        Format("dicom_series", "PYDICOM", 4096 * MIB, max_pages=10_000),
        Format("pdf", "PDFIUM", 1024 * MIB, max_pages=2000),  # read in blocks, never as a whole
        # 4 GiB, what the desktop hands out at most: three hours at 3 Mbit/s. Read in blocks as well.
        *(Format(kind, FFMPEG, 4096 * MIB, MAX_FILM_FRAMES, is_film=True) for kind in FILM_KINDS),
    )
}

_SIGNATURES = (
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"\xff\xd8\xff", "jpeg"),
    (b"GIF87a", "gif"),
    (b"GIF89a", "gif"),
    (b"II*\x00", "tiff"),
    (b"MM\x00*", "tiff"),
    (b"II+\x00", "tiff"),  # BigTIFF
    (b"MM\x00+", "tiff"),
    (SIGNATURE, "dicom_series"),
)

_BRANDS = {
    b"avif": "avif", b"avis": "avif",
    b"heic": "heic", b"heix": "heic", b"heim": "heic", b"heis": "heic",
    b"hevc": "heic", b"hevx": "heic", b"mif1": "heic", b"msf1": "heic",
}  # fmt: skip
"""Major brands of ISO base media files (ISO/IEC 14496-12, 23008-12; AV1 Image File Format)."""

_FILM_BRANDS = (
    b"isom", b"iso2", b"iso3", b"iso4", b"iso5", b"iso6", b"iso7", b"iso8", b"iso9", b"mp41", b"mp42", b"avc1", b"hvc1",
    b"av01", b"dash", b"cmfc", b"mmp4", b"MSNV", b"M4V ", b"M4VP", b"M4VH", b"f4v ", b"XAVC", b"3gp4", b"3gp5", b"3gp6",
    b"3gp7", b"3gs7", b"3ge6", b"3ge7", b"3gg6", b"3g2a", b"3g2b", b"3g2c",
)  # fmt: skip
"""Those of films (MP4 registration authority; 3GPP TS 26.244)."""

_ATOMS = (b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot")
"""What a film of QuickTime's older kind begins with, which has no brand (QuickTime File Format, "Movie Atoms")."""

_EBML = b"\x1aE\xdf\xa3"

_KNOWN_BUT_REFUSED = (
    b"PK\x03\x04", b"PK\x05\x06", b"\xd0\xcf\x11\xe0",  # zip and Office, old Office
    b"7z\xbc\xaf", b"Rar!", b"\x1f\x8b", b"BZh", b"\xfd7zXZ",  # archives
    b"OggS", b"ID3", b"fLaC", b"FLV", b"\x00\x00\x01\xba",  # sound and video
    b"8BPS", b"%!PS", b"\x00\x00\x01\x00", b"\x00\x00\x00\x0cjP  ", b"\xff\x0a", b"\x00\x00\x00\x0cJXL ",  # other pictures
    b"MZ", b"\x7fELF", b"{\\rtf", b"SQLite format 3",
)  # fmt: skip


def sniff(head: bytes) -> Format:
    """Tell the type of a file from its first `SNIFF_BYTES` bytes.

    Raises:
        RequestFailed: FILE_EMPTY, FILE_TYPE_NOT_ACCEPTED (recognised, but not in the table), FILE_TYPE_UNKNOWN.
    """
    if not head:
        raise RequestFailed(ErrorCode.FILE_EMPTY)
    kind = _sniffed_kind(head)
    if kind is not None:
        return FORMATS[kind]
    if _is_known_but_refused(head):
        raise RequestFailed(ErrorCode.FILE_TYPE_NOT_ACCEPTED)
    raise RequestFailed(ErrorCode.FILE_TYPE_UNKNOWN)


def check_bytes(size_bytes: int, entry: Format) -> None:
    """Refuse a file by its length. Raises RequestFailed: FILE_TOO_LARGE."""
    if size_bytes > entry.max_bytes:
        raise RequestFailed(ErrorCode.FILE_TOO_LARGE, found=size_bytes, limit=entry.max_bytes)


def check_pixels(width: int, height: int, limit_px: int = MAX_PAGE_PX) -> None:
    """Refuse a page by its claimed size, before anything is decoded.

    Raises:
        RequestFailed: PAGE_TOO_LARGE, or FILE_DAMAGED for a size that is not one.
    """
    if width < 1 or height < 1:
        raise RequestFailed(ErrorCode.FILE_DAMAGED)
    if width * height > limit_px or max(width, height) > MAX_SIDE_PX:
        raise RequestFailed(ErrorCode.PAGE_TOO_LARGE, width=width, height=height, limit=limit_px)


def _sniffed_kind(head: bytes) -> str | None:
    if _is_dicom(head):  # before all others: the 128 bytes in front may be a TIFF of the same picture (PS3.10 7.1)
        return "dicom"
    for signature, kind in _SIGNATURES:
        if head.startswith(signature):
            return kind
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "webp"
    if head[4:8] == b"ftyp":
        return _BRANDS.get(head[8:12]) or _film_brand(head[8:12])
    if head[4:8] in _ATOMS:
        return "mov"
    if head[:4] == b"RIFF" and head[8:12] == b"AVI ":
        return "avi"
    if head.startswith(_EBML):
        return "webm" if b"webm" in head[:64] else "mkv"  # the document's type stands in the first element
    if head[:2] == b"BM" and head[14:18] in {
        b"\x0c\0\0\0",
        b"\x10\0\0\0",
        b"\x28\0\0\0",
        b"\x34\0\0\0",
        b"\x38\0\0\0",
        b"\x40\0\0\0",
        b"\x6c\0\0\0",
        b"\x7c\0\0\0",
    }:
        return "bmp"  # two letters alone are too little: the header's own length must be one that exists
    if b"%PDF-" in head[:1024]:
        return "pdf"
    return None


def _is_dicom(head: bytes) -> bool:
    """Tell a DICOM file by its prefix (PS3.10 7.1); older ones begin with the data set itself, in little endian order.

    Then the first element is one of those that stand first: group length, character set, image type, SOP class.
    """
    if head[128:132] == b"DICM":
        return True
    if head[:4] not in (
        b"\x02\0\0\0",
        b"\x08\0\0\0",
        b"\x08\0\x01\0",
        b"\x08\0\x05\0",
        b"\x08\0\x08\0",
        b"\x08\0\x16\0",
    ):
        return False
    length = int.from_bytes(head[4:8], "little")
    return head[4:6] in (b"UL", b"CS", b"UI") or 0 < length <= _LONGEST_FIRST


_LONGEST_FIRST = 128
"""Bytes of the first element of a file without a prefix: a few words in capitals, a UID, a length."""


def _film_brand(brand: bytes) -> str | None:
    if brand == b"qt  ":
        return "mov"
    return "mp4" if brand in _FILM_BRANDS else None


def _is_known_but_refused(head: bytes) -> bool:
    if head.startswith(_KNOWN_BUT_REFUSED) or head[4:8] == b"ftyp" or head[:4] == b"RIFF":
        return True
    try:
        text = head[: len(head) - len(head) % 2].decode("utf-16" if head[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8")
    except UnicodeDecodeError as error:
        if error.end < len(head) - 4:  # a character cut in two at the end of the block is still text
            return False
        text = head[: error.start].decode("utf-8", "ignore")
    return all(letter.isprintable() or letter in "\t\r\n\f\ufeff" for letter in text)
