"""Files that were made to do harm end in one code each, in bounded time and memory, and the next file works."""

import struct
import zlib
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from model_runtime.protocol.error_codes import ErrorCode, RequestFailed
from tests.helpers.documents import DATA, opened, pdf, quarters, saved, text

HOSTILE = {
    "bomb-60000x60000.png": ErrorCode.PAGE_TOO_LARGE,
    "dicom-directory.dcm": ErrorCode.DICOM_DIRECTORY,
    "dicom-huge-rows.dcm": ErrorCode.PAGE_TOO_LARGE,
    "dicom-nested-5000.dcm": ErrorCode.FILE_NESTED_TOO_DEEP,
    "dicom-private-syntax.dcm": ErrorCode.TRANSFER_SYNTAX_UNKNOWN,
    "dicom-sequence-never-closed.dcm": ErrorCode.FILE_DAMAGED,
    "dicom-truncated-pixels.dcm": ErrorCode.FILE_DAMAGED,
    "dicom-wrong-vr.dcm": ErrorCode.FILE_DAMAGED,
    "dicom-zero-frames.dcm": ErrorCode.NO_PAGES,
    "endless-pages.pdf": ErrorCode.TOO_MANY_PAGES,
    "gif-truncated.gif": ErrorCode.FILE_DAMAGED,
    "header-only.pdf": ErrorCode.FILE_DAMAGED,
    "huge-page.pdf": ErrorCode.PAGE_TOO_LARGE,
    "jpeg-magic-then-noise.jpg": ErrorCode.FILE_DAMAGED,
    "lying-size.png": ErrorCode.PAGE_TOO_LARGE,
    "page-count-lie.pdf": ErrorCode.TOO_MANY_PAGES,
    "random-bytes.jpg": ErrorCode.FILE_TYPE_UNKNOWN,
    "svg-with-link.svg": ErrorCode.FILE_TYPE_NOT_ACCEPTED,
    "text-named.png": ErrorCode.FILE_TYPE_NOT_ACCEPTED,
    "tiff-loop.tif": ErrorCode.FILE_DAMAGED,
    "truncated.jpg": ErrorCode.FILE_DAMAGED,
    "zero-bytes.png": ErrorCode.FILE_EMPTY,
    "zip-named.docx": ErrorCode.FILE_TYPE_NOT_ACCEPTED,
}
READABLE = {
    "jpeg-named.pdf": "jpeg",
    "one-pixel.png": "png",
    "javascript.pdf": "pdf",
    "readable-big-endian.dcm": "dicom",
    "readable-jpeg-named.dcm": "jpeg",
    "readable-no-preamble.dcm": "dicom",
}


def _code(data: bytes) -> ErrorCode | None:
    """Return the code with which opening and showing the first page ends; None when it can be read."""
    try:
        opened(data).render(1)
    except RequestFailed as failure:
        return failure.code
    return None


@pytest.mark.parametrize("name", sorted(HOSTILE))
def test_a_hostile_file_has_its_code(name: str) -> None:
    """Each file of the collection ends as its table says."""
    assert _code((DATA / "hostile" / name).read_bytes()) == HOSTILE[name]


@pytest.mark.parametrize("name", sorted(READABLE))
def test_an_odd_file_is_read_by_its_content(name: str) -> None:
    """A wrong extension, a single pixel and a script do not matter."""
    document = opened((DATA / "hostile" / name).read_bytes())
    assert (document.kind, document.render(1).number) == (READABLE[name], 1)


def test_the_collection_and_its_table_agree() -> None:
    """No file lies there untested."""
    assert {path.name for path in (DATA / "hostile").iterdir()} == set(HOSTILE) | set(READABLE)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _png(*before_data: bytes, width: int = 4, height: int = 4) -> bytes:
    header = _chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    rows = _chunk(b"IDAT", zlib.compress(b"\0" * (1 + 3 * 4) * 4))
    return b"\x89PNG\r\n\x1a\n" + header + b"".join(before_data) + rows + _chunk(b"IEND", b"")


def _jpeg_claiming(width: int, height: int) -> bytes:
    data = bytearray(saved(quarters(), "JPEG"))
    start = data.index(b"\xff\xc0") + 5
    data[start : start + 4] = struct.pack(">HH", height, width)
    return bytes(data)


def _tiff(*fields: tuple[int, int, int, int]) -> bytes:
    entries = b"".join(struct.pack("<HHII", *field) for field in fields)
    return b"II*\0\x08\0\0\0" + struct.pack("<H", len(fields)) + entries + b"\0" * 4


GIANT_TILES = _tiff(
    (256, 4, 1, 64), (257, 4, 1, 64), (258, 3, 1, 8), (259, 3, 1, 8), (262, 3, 1, 1), (277, 3, 1, 1),
    (322, 4, 1, 2_000_000_000), (323, 4, 1, 2_000_000_000), (324, 4, 1, 8), (325, 4, 1, 100),
)  # fmt: skip
GIF_BOMB = (
    b"GIF89a"
    + struct.pack("<HH", 65_000, 65_000)
    + b"\0\0\0,"
    + struct.pack("<HHHH", 0, 0, 65_000, 65_000)
    + b"\0\x02\0;"
)
WEBP_BOMB = b"RIFF\x40\0\0\0WEBPVP8X\x0a\0\0\0\x02\0\0\0" + b"\xff\x3f\0" * 2 + b"ANIM\x06\0\0\0" + b"\0" * 40


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (saved(quarters(800, 600), "WEBP")[:300], ErrorCode.FILE_DAMAGED),
        (_png(_chunk(b"iCCP", b"p\0\0" + zlib.compress(b"\0" * 50_000_000))), ErrorCode.FILE_DAMAGED),
        (_png(width=4, height=2_000_000), ErrorCode.PAGE_TOO_LARGE),
        (_png(_chunk(b"acTL", struct.pack(">II", 0, 0))), None),
        (_jpeg_claiming(65_500, 65_500), ErrorCode.PAGE_TOO_LARGE),
        (GIANT_TILES, ErrorCode.FILE_DAMAGED),
        (GIF_BOMB, ErrorCode.PAGE_TOO_LARGE),
        (WEBP_BOMB, ErrorCode.PAGE_TOO_LARGE),
        ((DATA / "pictures" / "quarters.heic").read_bytes()[:200] + b"\xa5" * 500, ErrorCode.FILE_DAMAGED),
        (b"\0\0\0\x18ftypheic" + b"\xff" * 4000, ErrorCode.FILE_DAMAGED),
        (b"\0\0\0\x1cftypavif" + b"\0" * 4000, ErrorCode.FILE_DAMAGED),
        (b"BM" + b"\xff" * 12 + struct.pack("<IiiHH", 40, 2**30, -(2**30), 1, 24) + b"\0" * 60, ErrorCode.PAGE_TOO_LARGE),
    ],
    ids=[
        "webp cut off", "png profile bomb", "png lying height", "apng without frames", "jpeg claims 65500", "tiff giant tiles",
        "gif bomb", "webp canvas bomb", "heic garbage", "heic nothing", "avif nothing", "bmp claims a gigapixel",
    ],
)  # fmt: skip
def test_a_made_up_bomb_has_its_code(data: bytes, code: ErrorCode | None) -> None:
    """Claims that cannot be true are refused from the header; broken data is damage; odd but true is read."""
    assert _code(data) == code


def test_a_chain_of_directories_that_bites_its_tail_ends() -> None:
    """Two TIFF directories that name each other as next are at most the pages they are."""
    pages = saved(Image.new("L", (4, 4)), "TIFF", save_all=True, append_images=[Image.new("L", (4, 4))])
    starts = _directory_offsets(pages)
    loop = bytearray(pages)
    count = int.from_bytes(loop[starts[1] : starts[1] + 2], "little")
    end = starts[1] + 2 + 12 * count
    loop[end : end + 4] = struct.pack("<I", starts[0])
    assert opened(bytes(loop)).line.count == 2


def _directory_offsets(tiff: bytes) -> list[int]:
    offsets, at = [], int.from_bytes(tiff[4:8], "little")
    while at:
        offsets.append(at)
        end = at + 2 + 12 * int.from_bytes(tiff[at : at + 2], "little")
        at = int.from_bytes(tiff[end : end + 4], "little")
    return offsets


def test_a_good_file_is_read_after_bad_ones() -> None:
    """Nothing of a bad file stays behind in the decoders."""
    for name in sorted(HOSTILE):
        assert _code((DATA / "hostile" / name).read_bytes()) is not None
    assert _code(saved(quarters(), "PNG")) is None


SEEDS = [saved(quarters(), kind) for kind in ("PNG", "JPEG", "WEBP", "GIF", "BMP", "TIFF", "AVIF")]
SEEDS += [(DATA / "pictures" / "quarters-turned.heic").read_bytes(), pdf(text(b"word"), text(b"other"))]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    seed=st.sampled_from(SEEDS),
    cut=st.floats(0, 1),
    changes=st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.integers(0, 255)), max_size=20),
)
def test_any_damage_ends_in_a_page_or_a_code(seed: bytes, cut: float, changes: list[tuple[float, int]]) -> None:
    """Files with bytes changed and ends missing never raise anything but RequestFailed."""
    data = bytearray(seed[: max(1, int(len(seed) * (1 - cut * cut)))])
    for place, value in changes:
        data[int(place * len(data))] = value
    assert _code(bytes(data)) in {None, *ErrorCode}


def test_directories_of_the_seed_are_distinct() -> None:
    """The loop above is a loop of different directories (the test's own footing)."""
    pages = saved(Image.new("L", (4, 4)), "TIFF", save_all=True, append_images=[Image.new("L", (4, 4))])
    assert all(one != other for one, other in pairwise(_directory_offsets(pages)))
