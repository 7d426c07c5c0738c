"""Pages that field reports showed: writing in other directions, letters in boxes and letters apart, read from pixels.

The files are rendered and their text layers left out: what is hidden was found by reading.
"""

import pytest

from model_runtime.documents.page import Pixels, SourcePage
from model_runtime.redaction.ocr_reading import OcrReading
from model_runtime.redaction.personal_text import PersonalTextDetector
from model_runtime.redaction.policy import understood
from model_runtime.redaction.redact import redacted
from tests.helpers.documents import DATA, opened

FIELD = DATA / "field"


@pytest.fixture(scope="module")
def reading() -> OcrReading:
    """The networks, loaded once."""
    return OcrReading()


def read(reading: OcrReading, pixels: Pixels) -> str:
    """Return all that can be read in `pixels`, without blanks and in small letters."""
    said = [line.text for lines in reading.text_in(pixels) for line in lines.lines]
    return "|".join("".join(text.split()).lower() for text in said)


@pytest.mark.parametrize(
    ("file", "policy", "gone", "stays"),
    [
        ("sideways_no_mail.pdf", "financial", ("oyelaran", "de89", "0532", "4111", "1984"), ("landscapetable", "iban")),
        ("rotate_entry.pdf", "financial", ("oyelaran", "de89", "0532", "4111"), ("landscapelist", "card")),
        ("margin_label.png", "medical", ("oyelaran", "marguerite", "03/03", "1984"), ("dischargesummary", "patient")),
        ("comb_field.pdf", "financial", ("de89", "8937", "0532", "03031984"), ("sepadirectdebit", "14may2025")),
        ("letterspaced.pdf", "financial", ("oyelaran", "de89", "0532", "4111"), ("paymentform", "1.234,50")),
    ],
)
def test_what_was_seen_is_gone(
    file: str, policy: str, gone: tuple[str, ...], stays: tuple[str, ...], reading: OcrReading
) -> None:
    """Each value was readable before and is not afterwards; what is nobody's secret still is."""
    source = opened((FIELD / file).read_bytes()).render(1)
    page = SourcePage(1, source.pixels, (), source.dpi)
    before = read(reading, page.pixels)
    hide = understood(policy).wanted(PersonalTextDetector(reading).detect(page))
    after = read(reading, redacted(page, hide).pixels)
    for word in (*gone, *stays):
        assert word in before
    assert [] == [word for word in gone if word in after]
    assert [] == [word for word in stays if word not in after]


def test_a_name_in_a_comb_under_its_label_is_gone(reading: OcrReading) -> None:
    """The label says whose name it is, and the letters were joined."""
    page = SourcePage(1, opened((FIELD / "comb_field.pdf").read_bytes()).render(1).pixels)
    assert "margueriteoyelaran" in read(reading, page.pixels)
    hide = understood("financial").wanted(PersonalTextDetector(reading).detect(page))
    after = read(reading, redacted(page, hide).pixels)
    assert "marguerite" not in after
    assert "oyelaran" not in after
