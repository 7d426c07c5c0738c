"""Types are told by content; what is refused is refused with the right word."""

import importlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from model_runtime.documents import formats
from model_runtime.protocol.error_codes import ErrorCode, RequestFailed
from tests.helpers.documents import DATA, pdf, quarters, saved

WRITTEN_BY_PILLOW = {
    "png": "PNG",
    "jpeg": "JPEG",
    "webp": "WEBP",
    "gif": "GIF",
    "avif": "AVIF",
    "bmp": "BMP",
    "tiff": "TIFF",
}


@pytest.mark.parametrize("kind", sorted(WRITTEN_BY_PILLOW))
def test_pictures_are_known_by_their_first_bytes(kind: str) -> None:
    """A file as Pillow writes it is recognised without a name."""
    assert formats.sniff(saved(quarters(), WRITTEN_BY_PILLOW[kind])[: formats.SNIFF_BYTES]).kind == kind


def test_heic_and_pdf_are_known_by_their_first_bytes() -> None:
    """A telephone's picture and a PDF behind a little rubbish are recognised."""
    assert formats.sniff((DATA / "pictures" / "quarters.heic").read_bytes()).kind == "heic"
    assert formats.sniff(b"\r\n" * 400 + pdf(b"")).kind == "pdf"


FILM_HEADS = {
    b"\0\0\0\x18ftypmp42": "mp4",
    b"\0\0\0\x14ftypqt  ": "mov",
    b"\0\0\0\x08wide\0\0\0\0mdat": "mov",
    b"RIFF\0\0\0\0AVI LIST": "avi",
    b"\x1aE\xdf\xa3\x9fB\x86\x81\x01B\x82\x84webm": "webm",
    b"\x1aE\xdf\xa3\x9fB\x86\x81\x01B\x82\x88matroska": "mkv",
}


@pytest.mark.parametrize("head", sorted(FILM_HEADS))
def test_films_are_known_by_their_first_bytes(head: bytes) -> None:
    """By the brand, the first atom, or the type that a document of EBML states."""
    assert (FILM_HEADS[head], True) == (formats.sniff(head).kind, formats.sniff(head).is_film)


@pytest.mark.parametrize(
    "head",
    [
        b"PK\x03\x04 office or zip",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        "Grüße, plain text with an umlaut".encode(),
        "\ufeffNotepad".encode("utf-16-le"),
        b"\x00\x00\x00\x18ftypM4A  sound",
        b"RIFF\x00\x00\x00\x00WAVEfmt ",
        b"8BPS photoshop",
        b"%!PS-Adobe-3.0",
    ],
)
def test_known_types_that_are_not_read_are_named_so(head: bytes) -> None:
    """A type that is recognised but has no place in the table is not called unknown."""
    with pytest.raises(RequestFailed) as caught:
        formats.sniff(head)
    assert caught.value.code == ErrorCode.FILE_TYPE_NOT_ACCEPTED


def test_text_cut_inside_a_letter_is_still_text() -> None:
    """The sniffed block may end in the middle of a character."""
    with pytest.raises(RequestFailed) as caught:
        formats.sniff("ä".encode() * 2000 + b"\xc3")
    assert caught.value.code == ErrorCode.FILE_TYPE_NOT_ACCEPTED


def test_noise_is_unknown_and_nothing_is_empty() -> None:
    """Bytes of no type are unknown; no bytes are a case of their own."""
    codes = []
    for head in (b"\x93\x01\x02\xfe\xff\x00noise", b""):
        with pytest.raises(RequestFailed) as caught:
            formats.sniff(head)
        codes.append(caught.value.code)
    assert codes == [ErrorCode.FILE_TYPE_UNKNOWN, ErrorCode.FILE_EMPTY]


@settings(deadline=None)
@given(st.binary(max_size=600))
def test_sniffing_any_bytes_ends_in_a_type_or_a_code(head: bytes) -> None:
    """No first block whatever makes the sniffer fail in another way."""
    try:
        ending: str = formats.sniff(head).kind
    except RequestFailed as failure:
        ending = failure.code
    refusals = {ErrorCode.FILE_EMPTY, ErrorCode.FILE_TYPE_UNKNOWN, ErrorCode.FILE_TYPE_NOT_ACCEPTED}
    assert ending in {*formats.FORMATS, *refusals}


def test_a_file_longer_than_its_type_may_be_is_refused_by_its_length() -> None:
    """The length that the desktop tells is enough; no byte is read."""
    entry = formats.FORMATS["jpeg"]
    with pytest.raises(RequestFailed) as caught:
        formats.check_bytes(entry.max_bytes + 1, entry)
    assert (caught.value.code, caught.value.facts["limit"]) == (ErrorCode.FILE_TOO_LARGE, entry.max_bytes)


@pytest.mark.parametrize(
    ("size", "code"),
    [
        ((12_000, 10_001), ErrorCode.PAGE_TOO_LARGE),
        ((65_536, 1), ErrorCode.PAGE_TOO_LARGE),
        ((0, 10), ErrorCode.FILE_DAMAGED),
    ],
)
def test_a_page_is_refused_by_its_claimed_size(size: tuple[int, int], code: ErrorCode) -> None:
    """Too many pixels, too long a side and no side at all are refused."""
    with pytest.raises(RequestFailed) as caught:
        formats.check_pixels(*size)
    assert caught.value.code == code


def test_the_largest_telephone_picture_is_accepted() -> None:
    """108 megapixels are under the limit."""
    formats.check_pixels(12_000, 9_000)
    importlib.import_module(
        "model_runtime.documents.image"
    )  # which sets Pillow's own guard; nobody else may have wanted it yet
    assert Image.MAX_IMAGE_PIXELS == formats.MAX_PAGE_PX
