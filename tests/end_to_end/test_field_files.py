"""Files as people really have them are read, copied, or refused with the reason that is true."""

import json
from pathlib import Path

import pytest
from PIL import Image, ImageSequence

from tests.end_to_end.program import DATA, Program

FIELD = DATA / "field"
CUT_SHORT = "The file ends too early: only what is there of the picture."


@pytest.mark.parametrize(
    ("name", "shown", "note"),
    [("animation_129_frames.png", 100, "Only the first pictures of the animation."), ("animation.webp", 2, "")],
)
def test_an_animation_is_copied_to_a_folder_as_pages(
    name: str, shown: int, note: str, incamera: Program, tmp_path: Path
) -> None:
    """Every frame that is shown; where there are more, one line says so."""
    ran = incamera.run("redact", FIELD / name, "--policy", "off", "--out", tmp_path)
    assert (0, bool(note), note in ran.err) == (ran.code, bool(ran.err), True), ran.err
    with Image.open((tmp_path / name).with_suffix(".tiff")) as copy:
        assert shown == len(list(ImageSequence.Iterator(copy)))


def test_a_kind_of_tiff_that_is_not_read_is_not_called_damaged(incamera: Program, tmp_path: Path) -> None:
    """One sentence, code 3, nothing written."""
    ran = incamera.run("redact", FIELD / "note_jpeg2000_in_tiff.tif", "--out", tmp_path / "copy.tiff")
    assert (3, True, 1) == (ran.code, "This kind of TIFF cannot be read." in ran.err, ran.err.count("\n"))
    assert "damaged" not in ran.err
    assert not (tmp_path / "copy.tiff").exists()


def test_a_picture_that_lacks_its_end_is_read_and_copied_and_it_is_said(incamera: Program, tmp_path: Path) -> None:
    """The words that are there are answered from; the copy is whole; people and programs are told."""
    source, copy, report = FIELD / "note_without_end_mark.jpg", tmp_path / "copy.jpg", tmp_path / "report.jsonl"
    ran = incamera.run("redact", source, "--out", copy, "--report", report)
    assert (0, 1, True) == (ran.code, ran.err.count("\n"), CUT_SHORT in ran.err)
    assert b"\xff\xd9" == copy.read_bytes()[-2:]
    assert ["picture_cut_short"] == json.loads(report.read_text(encoding="utf-8"))["warnings"]
    ran = incamera.run("analyze", source, "--preset", "read_text")
    assert (0, True, True) == (ran.code, "Delivery note 4417" in ran.out, CUT_SHORT in ran.err), ran.out
    ran = incamera.run("analyze", source, "--preset", "read_text", "--json")
    assert (["picture_cut_short"], "") == (ran.records[0]["warnings"], ran.err)


def test_what_lies_under_a_box_is_in_no_answer(incamera: Program) -> None:
    """A long letter, in which most words of the text layer are seen: the two that are not are neither found nor read out."""
    letter = DATA / "text_layer" / "field_letter_box_over_iban.pdf"
    ran = incamera.run("analyze", letter, "--ask", "Who is the account holder?", "--preset", "read_text", "--json")
    assert (0, True) == (ran.code, "842.10 EUR" in ran.out)
    assert not [word for word in ("Marguerite", "Oyelaran", "DE89", "3704 0044") if word in ran.out]


def test_the_amount_of_a_swiss_bill_is_found(incamera: Program) -> None:
    """Beside the name of its currency."""
    ran = incamera.run("analyze", FIELD / "swiss_qr.png", "--ask", "What is the total?", "--redact", "off")
    assert (0, True) == (ran.code, "1 949.75" in ran.out), ran.err
