"""What field reports showed is hidden: values over lines' ends, numbers of many states, a bill's payer, dim faces."""

import cv2
import numpy as np
import pytest

from model_runtime.airlock.pages import Pages
from model_runtime.documents.page import SourcePage, box_around
from model_runtime.redaction import detectors, face_looks, looks, second_look
from model_runtime.redaction.entities.page_entities import found_on
from model_runtime.redaction.faces import FaceDetector
from model_runtime.redaction.ocr_reading import OcrReading
from model_runtime.redaction.page_lines import lines_of
from model_runtime.redaction.policy import understood
from tests.helpers.documents import DATA, opened

IDS = (
    "2345 6789 0124", "ABCPK1234F", "12345678Z", "X1234567L", "RSSMRA85T10A562S", "1 85 12 75 108 123 42", "111222333",
    "756.9217.0769.85", "219-09-9999", "943 476 5919", "ERIKSSON", "L898902C36UTO7408122F1204159ZE184226B", "86 095 742 719", "44051401359",
)  # fmt: skip


def _page(name: str) -> SourcePage:
    """Return the first page of a file of `field/`, decoded and its words confirmed as the airlock does."""
    return Pages(opened((DATA / "field" / name).read_bytes())).with_words(1)


def _copy(page: SourcePage, policy: str) -> SourcePage:
    """Return the page as the policy leaves it."""
    chosen = understood(policy)
    outcome = second_look.looked_over(page, looks.looks_of(chosen, lambda: None))
    return looks.blackened(page, (*outcome.found, *outcome.residual))


def _read(page: SourcePage) -> str:
    return " ".join(line.text for lines in OcrReading().text_in(page.pixels) for line in lines.lines)


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("wrapped_iban.pdf", ("DE89 3704 0044", "0532 0130 00", "marguerite.", "oyelaran@example.org", "+49 30", "901820", "4111 1111 1111", "1111")),
        ("letterspaced.pdf", ("Marguerite", "Oyelaran", "DE89", "3704", "0044", "0532", "0130", "00", "marguerite.oyelaran@example.org", "4111", "1111")),
        ("comb_field.pdf", (*"MARGUERITE", *"OYELARAN", *"DE89370400440532013000", *"03031984")),
    ],
)  # fmt: skip
def test_every_word_of_a_value_lies_in_a_place_that_is_hidden(name: str, values: tuple[str, ...]) -> None:
    """Over a line's end, set apart, one letter to a box: by the places of what the file says."""
    page = _page(name)
    lines = lines_of(page, detectors.reading())
    places = [one.place for of in lines for one in found_on(of.lines) if one.score >= 0.5]
    wanted = {piece.rstrip(".,") for value in values for piece in value.split()}
    seen = [word for word in page.claims if word.text.rstrip(".,") in wanted]
    assert wanted == {word.text.rstrip(".,") for word in seen}
    for word in seen:
        box = box_around(word.letters, page.pixels.shape[1], page.pixels.shape[0])
        assert box is not None
        x, y = box.left + box.width / 2, box.top + box.height / 2
        assert any(one.left <= x <= one.right and one.top <= y <= one.bottom for one in places), word.text


def test_every_labelled_number_is_hidden() -> None:
    """Fourteen numbers of ten states: none can be read on the copy, and their labels can."""
    left = _read(_copy(_page("ids_mixed.png"), "financial"))
    assert not [number for number in IDS if number in left]
    assert all(label in left for label in ("Aadhaar", "PAN", "DNI", "PESEL", "BSN"))


def test_the_payer_of_a_swiss_bill_is_hidden_everywhere() -> None:
    """Name, street and town on both parts, the code itself; the amount stays."""
    left = _read(_copy(_page("swiss_qr.png"), "financial"))
    assert not [word for word in ("Livia", "Grossenbacher", "Rosenrain", "3098", "niz", "CH44") if word in left]
    assert "949.75" in left


def test_a_dim_picture_is_shown_stretched_and_its_faces_are_hidden() -> None:
    """Ten bits in sixteen: two faces; and none on the copy after its contrast was turned up again."""
    page = _page("gray_10_bits_in_16.png")
    assert page.pixels.max() > 200
    copy = _copy(page, "faces")
    assert len(FaceDetector(face_looks.BALANCED).detect(page)) == 2
    equal = np.stack(
        [cv2.equalizeHist(np.ascontiguousarray(channel)) for channel in np.moveaxis(copy.pixels, 2, 0)], axis=2
    )
    assert FaceDetector(face_looks.BALANCED).detect(SourcePage(1, equal)) == ()
