"""PDF pages look as in a viewer, and what their text layer claims is told with its places; no claim is a word yet."""

import io
from collections.abc import Callable

import numpy as np
import pypdfium2
import pytest

from model_runtime.documents import formats
from model_runtime.documents.document import open_document
from model_runtime.documents.page import SourcePage, box_around
from model_runtime.documents.remote_file import RemoteFile
from model_runtime.protocol.error_codes import ErrorCode, RequestFailed
from model_runtime.protocol.payloads import Box
from tests.helpers.documents import opened, pdf, remote, text


def _page(content: bytes, **entries: bytes) -> SourcePage:
    return opened(pdf(content, **entries)).render(1)


def _words(page: SourcePage) -> list[str]:
    """Return what the text layer claims; none of it may count as a word of the page."""
    assert () == page.words
    return [claim.text for claim in page.claims]


def _first_box(page: SourcePage) -> Box:
    height, width = page.pixels.shape[:2]
    box = box_around(page.claims[0].letters, width, height)
    assert box is not None
    return box


def _ink_box(page: SourcePage) -> tuple[int, int, int, int]:
    """Return left, top, right, bottom of everything that is not white."""
    rows, columns = np.nonzero(page.pixels.min(axis=2) < 128)
    return int(columns.min()), int(rows.min()), int(columns.max()), int(rows.max())


def test_pages_are_rendered_at_the_stated_resolution() -> None:
    """200 x 100 points at 150 dpi are 417 x 209 pixels, and the page knows it."""
    page = _page(b"")
    assert (page.pixels.shape, round(page.dpi)) == ((209, 417, 3), 150)
    assert int(page.pixels.min()) == 255


def test_words_lie_where_their_ink_is() -> None:
    """The box of a word is the box of its dark pixels, to a few pixels."""
    page = _page(text(b"Total"))
    box = _first_box(page)
    found = (box.left, box.top, box.right, box.bottom)
    assert _words(page) == ["Total"]
    assert all(abs(a - b) <= 4 for a, b in zip(found, _ink_box(page), strict=True))


@pytest.mark.parametrize(
    "entries",
    [
        b"/MediaBox[0 0 200 100]/Rotate 90",
        b"/MediaBox[0 0 200 100]/Rotate 180",
        b"/MediaBox[0 0 200 100]/Rotate 270",
        b"/MediaBox[0 0 300 300]/CropBox[10 20 210 120]",
        b"/MediaBox[-50 -50 150 50]",
    ],
)
def test_turned_and_cropped_pages_keep_words_on_their_ink(entries: bytes) -> None:
    """Page rotation, crop box and a shifted origin move words and pixels together."""
    left, bottom = (-30, -10) if b"-50" in entries else (30, 40)
    page = _page(text(b"Sum", left, bottom), page=entries)
    box = _first_box(page)
    found = (box.left, box.top, box.right, box.bottom)
    assert all(abs(a - b) <= 4 for a, b in zip(found, _ink_box(page), strict=True))


def test_words_are_split_at_spaces_and_keep_their_order() -> None:
    """A line becomes words; accents and a currency sign survive."""
    assert _words(_page(text(b"Due 12.50 EUR now"))) == ["Due", "12.50", "EUR", "now"]


@pytest.mark.parametrize(
    "content",
    [
        text(b"secret", before=b"3 Tr"),
        text(b"secret", before=b"7 Tr"),
        text(b"secret", left=500),
        text(b"secret", left=-900),
    ],
    ids=["invisible mode", "clip mode", "beside the page", "before the page"],
)
def test_what_the_file_itself_does_not_draw_is_not_even_claimed(content: bytes) -> None:
    """Everything else that nobody sees is told apart by the pixels, not here."""
    assert _words(_page(content)) == []


def test_filled_in_form_fields_are_drawn() -> None:
    """What somebody typed into a form is part of the page."""
    appearance = (
        b"<</Type/XObject/Subtype/Form/BBox[0 0 50 20]/Length 32>>stream\n0 0 0 rg 0 0 50 20 re f         \nendstream"
    )
    widget = b"/Annots[<</Type/Annot/Subtype/Widget/FT/Tx/T(a)/Rect[10 10 60 30]/F 4/MK<</BG[0 0 0]>>/AP<</N 6 0 R>>>>]"
    data = pdf(b"", page=b"/MediaBox[0 0 200 100]" + widget, catalog=b"/AcroForm<</Fields[]>>")
    data = data.replace(b"xref\n", b"6 0 obj\n" + appearance + b"\nendobj\nxref\n", 1)
    assert int(opened(data).render(1).pixels[209 - 40, 60].max()) < 64


def test_a_huge_page_gets_a_lower_resolution() -> None:
    """A sheet of five metres is shown whole, with fewer pixels an inch."""
    page = _page(b"", page=b"/MediaBox[0 0 14400 14400]")
    assert page.pixels.shape[0] * page.pixels.shape[1] <= formats.MAX_PDF_PAGE_PX * 1.001
    assert 20 < page.dpi < 30


def test_pages_come_in_any_order() -> None:
    """Each page is loaded when it is asked for."""
    document = opened(pdf(text(b"one"), text(b"two"), text(b"three")))
    assert document.line.count == 3
    assert [_words(document.render(number)) for number in (3, 1, 2)] == [["three"], ["one"], ["two"]]
    document.close()


def test_attachments_and_scripts_are_left_alone() -> None:
    """A page with a script that runs on opening and an attached file is read as the page that it is."""
    carrier = pypdfium2.PdfDocument(pdf(text(b"cover"), catalog=b"/OpenAction<</S/JavaScript/JS(app.alert\\(1\\))>>"))
    attachment = carrier.new_attachment("payload.exe")
    attachment.set_data(b"PLANTED ATTACHMENT")
    target = io.BytesIO()
    carrier.save(target)
    carrier.close()
    with pypdfium2.PdfDocument(target.getvalue()) as made:
        assert made.count_attachments() == 1
    assert _words(opened(target.getvalue()).render(1)) == ["cover"]


def test_a_word_has_bounded_length_and_no_control_letters() -> None:
    """A run without spaces is cut, and what cannot be shown is dropped."""
    page = _page(b"BT /F 1 Tf 1 50 Td (" + b"x" * 250 + b"\x07) Tj ET", page=b"/MediaBox[0 0 400 100]")
    assert [len(word) for word in _words(page)] == [200, 50]


def test_a_page_has_a_bounded_number_of_words(monkeypatch: pytest.MonkeyPatch) -> None:
    """Text past the limit of a page is not read."""
    monkeypatch.setattr(formats, "MAX_PDF_CHARACTERS", 4)
    assert _words(_page(text(b"abcdefgh"))) == ["abcd"]


ENCRYPTED = b"/ID[<00><00>]/Encrypt<</Filter/Standard/V 1/R 2/P -4/O<" + b"11" * 32 + b">/U<" + b"22" * 32 + b">>>"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (pdf(text(b"x"), trailer=ENCRYPTED), ErrorCode.FILE_ENCRYPTED),
        (pdf(*[b""] * (formats.FORMATS["pdf"].max_pages + 1)), ErrorCode.TOO_MANY_PAGES),
        (pdf(), ErrorCode.FILE_DAMAGED),
        (pdf(b"")[:40], ErrorCode.FILE_DAMAGED),
        (b"%PDF-1.7\n" + b"<<" * 100_000, ErrorCode.FILE_DAMAGED),
        (pdf(b"", page=b"/MediaBox[0 0 90000 90000]"), ErrorCode.PAGE_TOO_LARGE),
    ],
    ids=["password", "2001 pages", "no page", "cut off", "deeply nested", "90,000 points"],
)
def test_a_bad_pdf_has_its_own_code(data: bytes, code: ErrorCode) -> None:
    """Each way to be unreadable is told apart."""
    with pytest.raises(RequestFailed) as caught:
        opened(data).render(1)
    assert caught.value.code == code


def test_one_files_password_is_not_told_of_the_next() -> None:
    """A broken file after an encrypted one is called broken."""
    codes = []
    for data in (pdf(text(b"x"), trailer=ENCRYPTED), pdf()):
        with pytest.raises(RequestFailed) as caught:
            opened(data)
        codes.append(caught.value.code)
    assert codes == [ErrorCode.FILE_ENCRYPTED, ErrorCode.FILE_DAMAGED]


def test_nested_page_content_is_read_or_refused_but_does_not_kill() -> None:
    """Ten thousand saved graphics states on one page end in a page or in a code."""
    content = b"q " * 10_000 + text(b"deep")
    assert _page(content).pixels.shape == (209, 417, 3)


def _failing_after(data: bytes, good_reads: int) -> Callable[[int, int], bytes]:
    reads = iter(range(good_reads))

    def fetch(offset: int, length: int) -> bytes:
        if next(reads, None) is None:
            raise RequestFailed(ErrorCode.FILE_UNREADABLE)
        return data[offset : offset + length]

    return fetch


def test_bytes_that_cannot_be_had_are_the_files_failure_not_damage() -> None:
    """PDFium swallows the reason; the caller gets it all the same."""
    data = pdf(text(b"x")) + b"%" * 3_000_000
    with pytest.raises(RequestFailed) as caught:
        open_document(RemoteFile(len(data), _failing_after(data, 1)))
    assert caught.value.code == ErrorCode.FILE_UNREADABLE


def test_a_page_is_not_shown_half_when_its_bytes_cannot_be_had() -> None:
    """PDFium would draw what it has; the person is told instead."""
    data = pdf(b" " * 3_000_000 + text(b"x"))
    file = remote(data)
    document = open_document(file)

    def fetch(_offset: int, _length: int) -> bytes:
        raise RequestFailed(ErrorCode.FILE_UNREADABLE)

    file.serve_from(fetch)
    with pytest.raises(RequestFailed) as caught:
        document.render(1)
    assert caught.value.code == ErrorCode.FILE_UNREADABLE


def test_every_letter_has_its_own_place() -> None:
    """In pixels, from left to right, each as wide as its ink; a letter of two units is one."""
    (claim,) = _page(text(b"Wil")).claims
    assert [letter[0] for letter in claim.letters] == sorted(letter[0] for letter in claim.letters)
    wide, narrow, _ = (letter[2] - letter[0] for letter in claim.letters)
    assert wide > 3 * narrow
    unicode_map = (
        b"/CIDInit /ProcSet findresource begin begincmap 1 begincodespacerange <00> <FF> endcodespacerange "
        b"3 beginbfchar <57> <D835DC00> <69> <D835> <6C> <DC00> endbfchar endcmap end"
    )
    mapped = (
        pdf(text(b"Wil"))
        .replace(b"/BaseFont/Helvetica>>", b"/BaseFont/Helvetica/ToUnicode 9 0 R>>")
        .replace(
            b"xref\n",
            b"9 0 obj\n<</Length %d>>stream\n%b\nendstream\nendobj\nxref\n" % (len(unicode_map), unicode_map),
            1,
        )
    )
    (claim,) = opened(mapped).render(1).claims
    assert len(claim.text) == len(claim.letters)
    assert claim.text.startswith("\U0001d400")
