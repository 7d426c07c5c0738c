"""A copy is made from redacted pixels and from nothing else."""

import contextlib
import io
import zlib

import numpy as np
import pypdfium2
import pytest
from PIL import Image, PngImagePlugin

from model_runtime.airlock import encoding
from model_runtime.airlock.handlers import Airlock
from model_runtime.airlock.pages import Pages
from model_runtime.documents.page import SourcePage
from model_runtime.protocol import messages, payloads
from model_runtime.protocol.error_codes import ErrorCode, RequestFailed
from model_runtime.protocol.payloads import Box, OutputFormat, Region
from model_runtime.redaction.redact import RedactedPage, redacted
from tests.helpers.documents import DATA, GivenChannel, is_near, opened, pdf, quarters, saved, text
from tests.helpers.read_lines import word_at

OUTPUTS: tuple[OutputFormat, ...] = ("png", "jpeg", "webp", "tiff", "pdf")
_MANY = "".join(chr(code) for code in range(0x4E00, 0x4E00 + 300))
NOISE = np.random.default_rng(3).integers(1, 256, (50, 70, 3)).astype(np.uint8)


def _page(pixels: np.ndarray[tuple[int, ...], np.dtype[np.uint8]], number: int = 1, dpi: float = 150.0) -> RedactedPage:
    return redacted(SourcePage(number, pixels, dpi=dpi), ())


def _encoded(output: OutputFormat, *pages: RedactedPage) -> bytes:
    return b"".join(encoding.encoded(pages, len(pages), output))


def _copy(data: bytes, output: OutputFormat, *hidden: Box) -> bytes:
    airlock, channel = Airlock(), GivenChannel(data)
    airlock.handle(messages.OpenDocument(1, len(data)), channel)
    hide = tuple(Region("FACE", 1.0, "person", box) for box in hidden)
    airlock.handle(messages.EncodeDocument(2, (payloads.PageRegions(1, hide),), output), channel)
    return b"".join(event.data for event in channel.said if isinstance(event, messages.EncodedBlock))


@pytest.mark.parametrize("output", ["png", "tiff", "pdf"])
def test_lossless_formats_keep_every_pixel(output: OutputFormat) -> None:
    """What was redacted is what is written, bit for bit, odd sizes included."""
    data = _encoded(output, _page(NOISE))
    if output == "pdf":
        with pypdfium2.PdfDocument(data) as document:
            (picture,) = document[0].get_objects()
            found = picture.get_bitmap().to_numpy()[:, :, ::-1]
            document[0].close()
    else:
        found = opened(data).render(1).pixels
    assert np.array_equal(found, NOISE)


def test_a_webp_that_kept_every_pixel_is_copied_so() -> None:
    """Lossless where the source was, with and without an alpha channel before it; lossy where it was not."""
    noise = Image.fromarray(NOISE)
    for source in (
        saved(noise, "WEBP", lossless=True),
        saved(noise, "WEBP", lossless=True, exif=_exif()),
        saved(noise, "PNG"),
    ):
        assert np.array_equal(opened(_copy(source, "webp")).render(1).pixels, NOISE)
    lossy = _copy(saved(noise, "WEBP", quality=50), "webp")
    assert b"VP8 " in lossy[:64]


@pytest.mark.parametrize("output", ["jpeg", "webp"])
def test_lossy_formats_look_the_same(output: OutputFormat) -> None:
    """Colours stay within what the eye forgives."""
    pixels = np.asarray(quarters())
    found = opened(_encoded(output, _page(pixels))).render(1).pixels
    assert is_near(found[10, 10:20].tolist(), pixels[10, 10:20].tolist(), 12)


@pytest.mark.parametrize("output", ["tiff", "pdf"])
def test_a_document_keeps_its_pages_in_order(output: OutputFormat) -> None:
    """Pages of different sizes and resolutions come back as they were."""
    pages = [_page(np.full((20 + n, 30, 3), n * 40, dtype=np.uint8), n + 1, 50.0 * (n + 1)) for n in range(4)]
    document = opened(_encoded(output, *pages))
    assert document.line.count == 4
    assert [int(document.render(n).pixels[5, 5, 0]) for n in (1, 2, 3, 4)] == [0, 40, 80, 120]


def test_resolution_travels_into_tiff_and_pdf() -> None:
    """A copy prints at the size of the original."""
    page = _page(np.zeros((150, 300, 3), dtype=np.uint8), dpi=75.0)
    with Image.open(io.BytesIO(_encoded("tiff", page))) as tiff:
        assert tiff.info["dpi"] == (75, 75)
    with pypdfium2.PdfDocument(_encoded("pdf", page)) as document:
        assert document.get_page_size(0) == (288, 144)


@pytest.mark.parametrize("output", ["png", "jpeg", "webp"])
def test_one_picture_cannot_hold_two_pages(output: OutputFormat) -> None:
    """Pages are never dropped in silence."""
    with pytest.raises(RequestFailed) as caught:
        _encoded(output, _page(NOISE), _page(NOISE, 2))
    assert (caught.value.code, caught.value.facts) == (ErrorCode.FORMAT_NOT_WRITABLE, {"found": 2, "limit": 1})


@pytest.mark.parametrize("output", OUTPUTS)
def test_a_copy_of_nothing_is_refused(output: OutputFormat) -> None:
    """No pages, no file."""
    with pytest.raises(RequestFailed) as caught:
        _encoded(output)
    assert caught.value.code == ErrorCode.NO_PAGES


def test_a_picture_too_long_for_webp_is_refused() -> None:
    """The format's own limit is told instead of an encoder's failure."""
    with pytest.raises(RequestFailed) as caught:
        _encoded("webp", _page(np.zeros((1, 16_384, 3), dtype=np.uint8)))
    assert caught.value.code == ErrorCode.FORMAT_NOT_WRITABLE


PLANTED = b"PLANTED"
XMP = b"<x:xmpmeta xmlns:x='adobe:ns:meta/'>PLANTED</x:xmpmeta>"


def _exif() -> bytes:
    exif = Image.Exif()
    exif[0x010E] = "PLANTED description"
    exif[0x013B] = "PLANTED artist"
    exif.get_ifd(0x8825)[29] = "PLANTED gps"
    return exif.tobytes()


def _sources() -> dict[str, bytes]:
    """Return pictures of five formats and a PDF, with something planted wherever each can carry it."""
    image, chunks = quarters(), PngImagePlugin.PngInfo()
    chunks.add_text("Comment", "PLANTED text")
    chunks.add_itxt("XML:com.adobe.xmp", XMP.decode())
    return {
        "png": saved(image, "PNG", pnginfo=chunks, exif=_exif()) + b"PLANTED behind the end",
        "jpeg": saved(image, "JPEG", exif=_exif(), comment=b"PLANTED comment", xmp=XMP) + b"PLANTED behind the end",
        "webp": saved(image, "WEBP", exif=_exif(), xmp=XMP),
        "gif": saved(image, "GIF", comment=b"PLANTED comment"),
        "tiff": saved(image, "TIFF", description="PLANTED description", software="PLANTED", exif=_exif()),
        "pdf": pdf(
            text(b"visible"), catalog=b"/Metadata(PLANTED)/Names(PLANTED)", trailer=b"/Info<</Author(PLANTED)>>"
        ),
    }


SOURCES = _sources()


@pytest.mark.parametrize("output", OUTPUTS)
@pytest.mark.parametrize("source", sorted(SOURCES))
def test_nothing_planted_in_a_file_is_in_its_copy(source: str, output: OutputFormat) -> None:
    """Searched as bytes, and in every stream that can be unpacked: comments, EXIF, GPS, XMP, trailing bytes."""
    assert PLANTED in SOURCES[source]
    copy = _copy(SOURCES[source], output)
    assert PLANTED not in copy
    assert PLANTED not in _unpacked(copy)


def _unpacked(data: bytes) -> bytes:
    """Return what zlib streams inside `data` hold (PNG and PDF pack their texts)."""
    found, at = [], data.find(b"\x78")
    while at >= 0:
        with contextlib.suppress(zlib.error):
            found.append(zlib.decompressobj().decompress(data[at:]))
        at = data.find(b"\x78", at + 1)
    return b"".join(found)


def test_planted_heic_metadata_is_not_in_the_copy() -> None:
    """A telephone's picture loses its EXIF block like every other."""
    data = (DATA / "pictures" / "quarters-turned.heic").read_bytes()
    assert PLANTED in data
    assert PLANTED not in _copy(data, "png")


@pytest.mark.parametrize("output", OUTPUTS)
def test_the_hidden_box_is_black_in_every_copy(output: OutputFormat) -> None:
    """In the written file, too, nothing is left inside the region."""
    copy = _copy(saved(quarters(), "PNG"), output, Box(16, 16, 32, 16))
    page = opened(copy).render(1).pixels
    assert int(page[20:28, 20:44].max()) <= 2


def _text(data: bytes, number: int = 1) -> str:
    """Return what PDFium finds to select on a page."""
    with pypdfium2.PdfDocument(data) as document:
        page = document[number - 1]
        textpage = page.get_textpage()
        found: str = textpage.get_text_range()
        textpage.close()
        page.close()
    return found


def _words(data: bytes) -> dict[str, Box]:
    return {word.text: word.box for word in Pages(opened(data)).with_words(1).words}


def test_words_that_survive_can_be_found_in_a_copy_and_hidden_ones_cannot() -> None:
    """The copy of a PDF is a picture under its own words, less those that a hidden box touches."""
    source = pdf(text(b"Name: Jane Roe"))
    copy = _copy(source, "pdf", _words(source)["Jane"])
    assert _text(copy).split() == ["Name:", "Roe"]
    for hidden in (b"Jane", "Jane".encode("utf-16-be"), "Jane".encode("utf-16-be").hex().upper().encode()):
        assert hidden not in copy
        assert hidden not in _unpacked(copy)


def test_a_word_that_is_hidden_in_part_is_gone_as_a_whole() -> None:
    """No half of a name tells the other half."""
    source = pdf(text(b"No. DE893704 x"))
    place = _words(source)["DE893704"]
    copy = _copy(source, "pdf", Box(place.right - 4, place.top, 4, place.height))
    assert _text(copy).split() == ["No.", "x"]


def test_every_script_survives_in_the_place_where_it_stood() -> None:
    """More characters than one font holds, and what needs care in a PDF's own syntax."""
    words = tuple(
        word_at(written, Box(20, 20 + 30 * row, 300, 20))
        for row, written in enumerate(("Größe", "发票号码", "Ελληνικά", "Кириллица", "(a\\)<b>", _MANY))
    )
    page = redacted(SourcePage(1, np.full((300, 400, 3), 255, dtype=np.uint8), words, 72.0), ())
    data = _encoded("pdf", page, page)
    assert "".join(_text(data, 2).split()) == "".join(word.text for word in words)
    with pypdfium2.PdfDocument(data) as document:
        sheet = document[0]
        textpage = sheet.get_textpage()
        left, bottom, _, top = textpage.get_charbox(0)
        assert is_near([(left, 300 - top, 300 - bottom)], [(20, 20, 40)], 1)
        textpage.close()
        assert int(sheet.render().to_numpy().min()) == 255  # nobody sees it
        sheet.close()


@pytest.mark.parametrize("output", ["png", "jpeg", "webp", "tiff"])
def test_pictures_carry_no_words(output: OutputFormat) -> None:
    """Only a PDF has a place for text."""
    assert b"Jane" not in _unpacked(copy := _copy(pdf(text(b"Jane Roe")), output)) + copy


@pytest.mark.parametrize("output", OUTPUTS)
def test_the_same_pixels_make_the_same_file(output: OutputFormat) -> None:
    """No dates, no identifiers, nothing of this machine."""
    assert _encoded(output, _page(NOISE)) == _encoded(output, _page(NOISE))
