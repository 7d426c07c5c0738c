"""Every report from the field of words and faces that were not hidden, or came back, has its right result.

What leaves is looked at as somebody would who wants it back: the page and the copy read from their pixels at two sizes,
their words, and all bytes of the copy. The letters are those of the reports' list.
"""

from dataclasses import dataclass

import cv2
import numpy as np
import pytest

from model_runtime.documents.page import SourcePage
from model_runtime.redaction import face_looks
from model_runtime.redaction.faces import FaceDetector
from tests.helpers.documents import DATA
from tests.helpers.read_back import left_over, sent

NAME, STREET, IBAN = "Marguerite Oyelaran", "Quince", "DE89 3704 0044 0532 0130 00"
MAIL, PHONE, CARD = "marguerite.oyelaran@example.org", "+49 30 901820", "4111 1111 1111 1111"


@dataclass(frozen=True)
class Row:
    """One report: the policy under which none of `gone` may be left, and what is nobody's secret and must stay."""

    file: str
    policy: str
    gone: tuple[str, ...]
    stays: tuple[str, ...]


STATEMENT = ("Witness statement", "nine in the evening")
ROWS = {
    "A": [
        *(
            Row(f"text_layer/field_{name}.pdf", "faces", (NAME, STREET), STATEMENT)
            for name in ("box_with_code", "black_box_white_word", "hatched_box")
        ),
        Row("text_layer/field_white_box_tight_border.pdf", "faces", (NAME,), (*STATEMENT, "14 Quince")),
        Row("text_layer/field_scan_redacted_layer_transparent.pdf", "faces", (NAME, STREET), ()),
        Row("text_layer/field_letter_box_over_iban.pdf", "faces", (NAME, IBAN), (*STATEMENT, "842.10 EUR")),
    ],
    "B": [Row("text_layer/field_font_map_shifted.pdf", "financial", (NAME, IBAN, CARD, MAIL, PHONE), ())],
    "C": [
        Row("field/sideways_no_mail.pdf", "financial", (NAME, IBAN, CARD), ("printed sideways",)),
        Row("field/rotate_entry.pdf", "financial", (NAME, IBAN, CARD), ("Landscape list",)),
        Row("field/margin_label.png", "medical", (NAME, "03/03/1984", "943 476 5919"), ("Discharge summary", "ten days")),
    ],
    "D": [
        Row("field/comb_field.pdf", "financial", (NAME, IBAN, "03031984"), ("SEPA direct debit", "14 May 2025")),
        Row("field/letterspaced.pdf", "financial", (NAME, IBAN, CARD, MAIL), ("Payment form", "1.234,50 EUR")),
    ],
    "E": [
        Row("field/wrapped_iban.pdf", "financial", (IBAN, MAIL, PHONE, CARD), ("120.00 EUR", "was declined")),
        Row(
            "field/ids_mixed.png",
            "financial",
            (
                *("2345 6789 0124", "ABCPK1234F", "12345678Z", "X1234567L", "RSSMRA85T10A562S", "1 85 12 75 108 123 42"),
                *("111222333", "756.9217.0769.85", "219-09-9999", "943 476 5919", "ERIKSSON", "L898902C36UTO7408122"),
                *("86 095 742 719", "44051401359"),
            ),
            ("Registration form", "Aadhaar", "Steuer-ID"),
        ),
        Row("field/swiss_qr.png", "financial", ("Livia Grossenbacher", "Rosenrain", "CH44 3199 9123"), ("1 949.75",)),
    ],
}  # fmt: skip


@pytest.mark.parametrize("row", [row for rows in ROWS.values() for row in rows], ids=lambda row: row.file)
def test_nothing_of_what_is_private_leaves_and_the_rest_does(row: Row) -> None:
    """Neither in pixels nor in words nor in bytes."""
    page, copy = sent((DATA / row.file).read_bytes(), row.policy)
    assert row.stays == left_over((*row.gone, *row.stays), page, copy)


def test_the_faces_of_a_dim_picture_stay_hidden_when_its_contrast_is_turned_up() -> None:
    """J: ten bits of grey in sixteen, which viewers stretch."""
    data = (DATA / "field" / "gray_10_bits_in_16.png").read_bytes()
    seen, hidden = (_pixels(data, policy) for policy in ("off", "faces"))
    faces = FaceDetector(face_looks.BALANCED)
    assert 2 == len(faces.detect(SourcePage(1, seen)))
    for pixels in (
        hidden,
        np.stack([cv2.equalizeHist(np.ascontiguousarray(one)) for one in np.moveaxis(hidden, 2, 0)], 2),
    ):
        assert () == faces.detect(SourcePage(1, pixels))


def _pixels(data: bytes, policy: str) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    picture = sent(data, policy)[0].picture
    return np.frombuffer(picture.pixels, np.uint8).reshape(picture.height, picture.width, 3)


def test_every_report_has_its_row() -> None:
    """None of the collection's files of these kinds is left out."""
    tested = {row.file for rows in ROWS.values() for row in rows} | {"field/gray_10_bits_in_16.png"}
    layers = {f"text_layer/{path.name}" for path in (DATA / "text_layer").glob("field_*.pdf")}
    pages = {f"field/{path.name}" for path in (DATA / "field").iterdir() if path.name not in OF_OTHER_KINDS}
    assert layers | pages == tested


OF_OTHER_KINDS = {
    "note_jpeg2000_in_tiff.tif",
    "note_without_end_mark.jpg",
    "animation_129_frames.png",
    "animation.webp",
}
"""Reports of files that were lost or refused: `tests/end_to_end/test_field_files.py`."""
