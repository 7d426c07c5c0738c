"""Text under a picture is not part of a page: whoever pasted the picture over it thinks it gone."""

import pytest
from PIL import Image

from tests.helpers.documents import opened

TEXT = b"BT /F 20 Tf 20 40 Td (Jane Roe) Tj ET "
OVER_JANE = b"q 48 0 0 30 15 33 cm /P Do Q "
OVER_HALF = b"q 20 0 0 30 15 33 cm /P Do Q "
BESIDE = b"q 50 0 0 30 15 65 cm /P Do Q "
SMALL_TEXT = b"BT /F 10 Tf 10 20 Td (Jane Roe) Tj ET "
SMALL_OVER_JANE = b"q 24 0 0 15 7 16 cm /P Do Q "


def _document(content: bytes, form: bytes = b"", *, picture: bytes = b"") -> bytes:
    """Return a PDF with the picture P (noise, with `picture` in its dictionary) and the form X, drawn twice as large."""
    noise = Image.effect_noise((60, 30), 90).tobytes()
    resources = b"<</Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>/XObject<</P 6 0 R/X 8 0 R>>>>"
    grey = b"/ColorSpace/DeviceGray/BitsPerComponent 8"
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 100]/Contents 4 0 R/Resources 5 0 R>>",
        b"<</Length %d>>stream\n%b\nendstream" % (len(content), content),
        resources,
        b"<</Type/XObject/Subtype/Image/Width 60/Height 30%b%b/Length %d>>stream\n%b\nendstream"
        % (grey, picture, len(noise), noise),
        b"<</Type/XObject/Subtype/Image/Width 1/Height 1%b/Length 1>>stream\n\x40\nendstream" % grey,
        b"<</Type/XObject/Subtype/Form/BBox[0 0 300 300]/Matrix[2 0 0 2 0 0]/Resources 5 0 R/Length %d>>stream\n%b\nendstream"
        % (len(form), form),
    ]
    body, offsets = b"%PDF-1.7\n", []
    for number, item in enumerate(objects, start=1):
        offsets.append(len(body))
        body += b"%d 0 obj\n%b\nendobj\n" % (number, item)
    rows = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    ending = b"xref\n0 9\n0000000000 65535 f \n%btrailer\n<</Size 9/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n"
    return body + ending % (rows, len(body))


def _words(data: bytes) -> list[str]:
    return [word.text for word in opened(data).render(1).words]


@pytest.mark.parametrize(
    ("content", "form"),
    [
        (TEXT + OVER_JANE, b""),
        (TEXT + OVER_HALF, b""),
        (TEXT + b"/X Do", SMALL_OVER_JANE),
        (b"/X Do " + OVER_JANE, SMALL_TEXT),
        (TEXT + b"q 1 0 0 1 0 0 cm /P Do Q " * 300 + OVER_JANE, b""),
    ],
    ids=["over a word", "over half a word", "inside a form", "over a form", "after many others"],
)
def test_a_word_under_a_picture_is_not_kept(content: bytes, form: bytes) -> None:
    """Also when only a part of it is covered, and wherever text and picture are nested; its neighbour stays."""
    assert ["Roe"] == _words(_document(content, form))


@pytest.mark.parametrize(
    ("content", "form", "picture"),
    [
        (TEXT, b"", b""),
        (OVER_JANE + TEXT, b"", b""),
        (TEXT + BESIDE, b"", b""),
        (OVER_JANE + b"/X Do ", SMALL_TEXT, b""),
        (TEXT + OVER_JANE, b"", b"/SMask 7 0 R"),
    ],
    ids=["no picture", "picture below", "picture beside", "form above", "transparent picture"],
)
def test_a_word_that_is_seen_is_kept(content: bytes, form: bytes, picture: bytes) -> None:
    """A background, a picture elsewhere and a watermark hide nothing."""
    assert ["Jane", "Roe"] == _words(_document(content, form, picture=picture))


def test_the_page_is_shown_with_its_text_after_looking_without_it() -> None:
    """What is looked at a second time is not what is shown."""
    document = opened(_document(TEXT + OVER_JANE))
    first, again = document.render(1), document.render(1)
    assert (first.pixels == again.pixels).all()
    assert first.words == again.words
    (roe,) = [word.box for word in first.words]
    assert int(first.pixels[roe.top : roe.top + roe.height, roe.left : roe.left + roe.width].min()) < 100
