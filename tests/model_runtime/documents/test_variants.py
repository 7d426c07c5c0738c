"""A file that is whole, of a kind that is not read, is not called damaged; and a damaged one is not called a kind."""

import struct

import pytest

from model_runtime.documents import formats
from model_runtime.protocol.error_codes import ErrorCode, RequestFailed
from tests.helpers.documents import DATA, opened, quarters, saved
from tests.helpers.odd_pictures import bmp, tiff

NOISE = b"\x55" * 500

UNREAD_TIFFS = {
    "64-bit real": tiff([64], 1, sample_format=3),
    "colours of 32-bit real": tiff([32] * 3, sample_format=3),
    "complex": tiff([64], 1, sample_format=6),
    "colours of 32 bits": tiff([32] * 3),
    "10 bits": tiff([10], 1),
    "5, 6 and 5 bits": tiff([5, 6, 5]),
    "16-bit Lab": tiff([16] * 3, 8),
    "colour filter of a sensor": tiff([16], 32803),
    "logarithms": tiff([16] * 3, 32845, sample_format=2),
} | {
    f"compression {number}": tiff(compression=number, pixels=NOISE) for number in (6, 33003, 34661, 34712, 34887, 50001)
}
READ_TIFFS = {
    "colours": tiff(),
    "tiles": tiff(is_tiled=True),
    "12 bits": tiff([12], 1),
    "colours of 16 bits": tiff([16] * 3),
    "signed": tiff([16], 1, sample_format=2),
}
UNREAD_BMPS = {
    "a JPEG inside": bmp(0, 4),
    "a PNG inside": bmp(0, 5),
    "10 bits a colour": bmp(32, 3, masks=(0x3FF00000, 0xFFC00, 0x3FF)),
    "10 bits a colour, long header": bmp(32, 3, header=124, masks=(0x3FF00000, 0xFFC00, 0x3FF)),
    "4 bits a colour": bmp(16, 3, masks=(0xF00, 0xF0, 0xF)),
    "print colours": bmp(32, 11),
    "64 bits": bmp(64),
    "2 bits": bmp(2),
    "fax of OS/2": bmp(1, 3, header=64),
    "short header of OS/2": bmp(header=16),
}
READ_BMPS = {f"header of {header} bytes": bmp(header=header) for header in (12, 40, 52, 56, 64, 108, 124)}


def _code(data: bytes) -> ErrorCode | None:
    """Return the code with which opening and showing ends; None when it can be read."""
    try:
        opened(data).render(1)
    except RequestFailed as failure:
        return failure.code
    return None


@pytest.mark.parametrize("name", UNREAD_TIFFS)
def test_a_tiff_of_a_kind_that_is_not_read_is_told_as_such(name: str) -> None:
    """Scientific, printers' and archives' TIFFs are good files; whoever has one looks for no other copy of it."""
    assert ErrorCode.TIFF_KIND_NOT_READ == _code(UNREAD_TIFFS[name])


@pytest.mark.parametrize("name", UNREAD_BMPS)
def test_a_bmp_of_a_kind_that_is_not_read_is_told_as_such(name: str) -> None:
    """Likewise what printers' drivers and old systems write."""
    assert ErrorCode.BMP_KIND_NOT_READ == _code(UNREAD_BMPS[name])


@pytest.mark.parametrize("name", [*READ_TIFFS, *READ_BMPS])
def test_the_other_kinds_are_read(name: str) -> None:
    """The files above are made as these are, so it is their kind that is refused (the test's own footing)."""
    assert _code((READ_TIFFS | READ_BMPS)[name]) is None


def test_one_page_of_an_unread_kind_is_told_of_the_whole_tiff() -> None:
    """A document is not shortened; the sentence is the same wherever the page stands."""
    first, second = READ_TIFFS["colours"], UNREAD_TIFFS["compression 34712"]
    end = 8 + 2 + 12 * struct.unpack_from("<H", first, 8)[0]
    joined = bytearray(first + second)
    joined[end : end + 4] = struct.pack("<I", len(first) + 8)
    assert ErrorCode.TIFF_KIND_NOT_READ == _code(bytes(joined))


@pytest.mark.parametrize("marker", [0xC3, 0xC5, 0xCB])
def test_a_jpeg_of_a_kind_that_is_not_read_is_told_as_such(marker: int) -> None:
    """Lossless and hierarchical JPEG (ITU-T T.81, table B.1) come from medicine and from nowhere else."""
    assert ErrorCode.JPEG_KIND_NOT_READ == _code(
        saved(quarters(), "JPEG").replace(b"\xff\xc0", bytes([0xFF, marker]), 1)
    )


def test_a_jpeg_of_twelve_bits_is_told_as_such() -> None:
    """Its header says so; nothing of it can be shown."""
    data = saved(quarters(), "JPEG").replace(b"\xff\xc0\0\x11\x08", b"\xff\xc1\0\x11\x0c", 1)
    assert ErrorCode.JPEG_KIND_NOT_READ == _code(data)


@pytest.mark.parametrize(
    "data",
    [
        UNREAD_TIFFS["compression 34712"][:-1],
        UNREAD_TIFFS["complex"][:100],
        tiff(compression=34712, pixels=b""),
        READ_TIFFS["colours"][:-1],
        tiff(compression=8, pixels=NOISE),
        tiff(compression=50000, pixels=NOISE),
        UNREAD_BMPS["64 bits"][:60],
        READ_BMPS["header of 40 bytes"][:2000],
        bmp(64)[:26] + b"\x07" + bmp(64)[27:],
        saved(quarters(), "JPEG")[:200],
    ],
    ids=[
        "unread tiff cut", "unread header cut", "unread tiff without pixels", "tiff cut", "tiff of noise", "zstd of noise",
        "unread bmp cut", "bmp cut", "unread bmp of seven planes", "jpeg cut",
    ],
)  # fmt: skip
def test_what_is_damaged_stays_damaged(data: bytes) -> None:
    """Whatever its header would say: a part is missing, or the pixels are noise."""
    assert ErrorCode.FILE_DAMAGED == _code(data)


@pytest.mark.parametrize(
    "data",
    [
        b"II*\0\x08\0\0\0\xff\xff" + bytes(4000),
        b"II*\0\x08\0\0\0\x02\0" + struct.pack("<HHII", 273, 4, 0xFFFFFFFF, 8) * 2 + bytes(4),
        b"MM\0+\0\x08\0\0" + b"\xff" * 4000,
        b"II*\0\x08\0",
    ],
    ids=["many fields", "many strips", "fields beyond all", "nothing more"],
)
def test_a_directory_that_would_take_long_to_look_at_is_damage(data: bytes) -> None:
    """Looking at a header costs no more for a header that lies."""
    assert ErrorCode.FILE_DAMAGED == _code(data)


def test_a_file_of_the_field_is_told_as_such() -> None:
    """JPEG 2000 in a TIFF, as map services write it."""
    assert ErrorCode.TIFF_KIND_NOT_READ == _code((DATA / "field" / "note_jpeg2000_in_tiff.tif").read_bytes())


def test_every_length_of_a_bmps_header_is_known_by_its_content() -> None:
    """Those that are read and those that are not: none is "no picture that In Camera knows"."""
    assert all("bmp" == formats.sniff(data).kind for data in (*UNREAD_BMPS.values(), *READ_BMPS.values()))
