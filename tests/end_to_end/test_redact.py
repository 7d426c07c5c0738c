"""`incamera redact` keeps its promises with real files: values gone, labels there, metadata gone, every page hidden."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pypdfium2
import pytest
from PIL import Image, ImageDraw, ImageFont, ImageSequence

from model_runtime.documents.page import Pixels
from model_runtime.protocol.payloads import Box
from model_runtime.redaction import libfacedetection
from model_runtime.redaction.ocr_reading import OcrReading
from model_runtime.redaction.regions import grown
from tests.end_to_end.program import DATA, HOSTILE, Program
from tests.helpers.documents import pdf, quarters
from tests.helpers.planted_files import exif, planted_files, strings_in

FORM = (
    ("Name:", "Margaret Thornton"),
    ("Address:", "14 Elm Street, Springfield, IL 62704"),
    ("E-mail:", "m.thornton@example.org"),
    ("Phone:", "+1 217 555 0143"),
    ("IBAN:", "DE89 3704 0044 0532 0130 00"),
    ("VAT ID:", "DE129273398"),
)
KEPT = (("Invoice date:", "12.03.2026"), ("Total:", "1,234.56 EUR"))
FACE = Box(205, 95, 40, 50)
"""Eyes and mouth in `faces/astronaut.jpg`."""


def _scan(path: Path) -> None:
    """Write a PDF that is a picture of the form."""
    page = Image.new("RGB", (1240, 1000), "white")
    pen = ImageDraw.Draw(page)
    font = ImageFont.load_default(30)
    for row, (label, value) in enumerate((*FORM, *KEPT)):
        pen.text((100, 100 + 90 * row), label, fill="black", font=font)
        pen.text((400, 100 + 90 * row), value, fill="black", font=font)
    page.save(path, "PDF", resolution=150)


def _typed(path: Path) -> None:
    """Write a PDF whose form is text."""
    lines = b"\n".join(
        b"BT /F 12 Tf 50 %d Td (%b) Tj ET BT /F 12 Tf 200 %d Td (%b) Tj ET"
        % (750 - 40 * row, label.encode(), 750 - 40 * row, value.encode())
        for row, (label, value) in enumerate((*FORM, *KEPT))
    )
    path.write_bytes(pdf(lines, page=b"/MediaBox[0 0 595 842]", trailer=b"/Info<</Author(Margaret Thornton)>>"))


def _report(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def _texts(path: Path) -> tuple[str, str]:
    """Return what can be selected in a PDF, and what can be read on its pages."""
    selected, read = [], []
    reading = OcrReading()
    with pypdfium2.PdfDocument(path) as document:
        for page in list(document):
            textpage = page.get_textpage()
            selected.append(textpage.get_text_range())
            textpage.close()
            pixels = page.render(scale=150 / 72, rev_byteorder=True).to_numpy().copy()
            read += [line.text for lines in reading.text_in(pixels) for line in lines.lines]
            page.close()
    return " ".join(selected), " ".join(read)


@pytest.mark.parametrize("write", [_scan, _typed], ids=["scan", "typed"])
def test_planted_values_are_neither_selected_nor_read_in_the_copy_and_labels_stay(
    write: Any, incamera: Program, tmp_path: Path
) -> None:
    """Under policy `financial` no word of a value is left; what each value was, dates and sums remain."""
    source, copy, report = tmp_path / "source.pdf", tmp_path / "copy.pdf", tmp_path / "report.jsonl"
    write(source)
    ran = incamera.run("redact", source, "--policy", "financial", "--out", copy, "--report", report)
    assert 0 == ran.code, ran.err
    selected, read = _texts(copy)
    values = {word.strip(",") for _, value in FORM for word in value.split()}
    for word in values:
        assert word not in selected
        assert word not in read
    assert "Margaret" not in copy.read_bytes().decode("latin-1")
    for label, value in (*((label, "") for label, _ in FORM), *KEPT):
        assert label.rstrip(":").split()[-1] in read
        assert value in read
    assert ("Total: 1,234.56 EUR" in selected) == (write is _typed)
    (row,) = _report(report)
    assert {"PERSON": 1, "ADDRESS": 1, "EMAIL": 1, "PHONE": 1, "IBAN": 1, "VAT_ID": 1} == row["counts"]
    assert (["not_reviewed"], 0) == (row["warnings"], row["residual"])
    assert 1 <= row["rounds"] <= 3
    assert ran.err.count("\n") == 1  # that nobody has reviewed it
    assert not any(word in report.read_text(encoding="utf-8") for word in values if len(word) > 4)  # shorter: sizes


def test_another_detector_finds_no_face_in_the_copy_of_a_telephones_picture(incamera: Program, tmp_path: Path) -> None:
    """Both people are gone for a network that hid nothing, and with them place, thumbnail and description."""
    source, copy, report = tmp_path / "group.jpg", tmp_path / "copy.png", tmp_path / "report.jsonl"
    with Image.open(DATA / "faces" / "two-people.jpg") as picture:
        picture.save(source, exif=b"Exif\0\0" + exif("jpeg"), quality=95)
    strings = (b"PLANTED-jpeg-gps", b"PLANTED-jpeg-thumbnail", b"PLANTED-jpeg-description")
    assert strings == strings_in(source.read_bytes(), strings)
    ran = incamera.run("redact", source, "--out", copy, "--report", report)
    assert (0, "") == (ran.code, ran.err)
    assert 2 == len(libfacedetection.faces(_pixels(source), 0.5))
    assert 0 == len(libfacedetection.faces(_pixels(copy), 0.5))
    assert () == strings_in(copy.read_bytes() + report.read_bytes(), strings)
    (row,) = _report(report)
    assert ({"FACE": 2}, 0, []) == (row["counts"], row["residual"], row["warnings"])


def test_no_planted_string_of_five_formats_is_in_the_copies(incamera: Program, tmp_path: Path) -> None:
    """Fourteen strings in EXIF, GPS, thumbnail, comments, XMP, IPTC, profiles: in every source, in no copy."""
    sources, copies = [], tmp_path / "copies"
    planted = planted_files()
    for name, (data, strings) in planted.items():
        (tmp_path / name).write_bytes(data)
        sources.append(tmp_path / name)
        assert strings == strings_in(data, strings)
    assert 14 == sum(len(strings) for _, strings in planted.values())
    ran = incamera.run("redact", *sources, "--out", copies)
    assert (0, 1, True) == (ran.code, ran.err.count("\n"), "planted (2).tiff" in ran.err)  # of the GIF
    everything = tuple(one for _, strings in planted.values() for one in strings)
    written = sorted(copies.iterdir())
    assert [f"planted{end}" for end in (" (2).tiff", ".jpg", ".png", ".tiff", ".webp")] == [
        path.name for path in written
    ]
    for path in written:
        assert () == strings_in(path.read_bytes(), everything), path.name


def _pixels(path: Path) -> Pixels:
    with Image.open(path) as opened:
        return np.asarray(opened.convert("RGB"))


def _odd_files(folder: Path) -> dict[str, int]:
    """Write a photograph in every way in which files are odd; return the number of its pages by name."""
    with Image.open(DATA / "faces" / "astronaut.jpg") as opened:
        face = opened.convert("RGB")
    empty = quarters(512, 512)
    seen = face.copy()
    seen.putalpha(Image.linear_gradient("L").resize(face.size).point(lambda shade: 255 - shade // 4))
    sixteen = Image.fromarray(np.asarray(face.convert("L")).astype(np.uint16) * 257)
    face.convert("L").save(folder / "grey.png")
    face.convert("CMYK").save(folder / "cmyk.jpg", quality=95)
    seen.save(folder / "transparent.png")
    face.quantize(64).save(folder / "palette.png", transparency=3)
    sixteen.save(folder / "sixteen.png")
    face.save(folder / "animated.gif", save_all=True, append_images=[face.rotate(3), face.rotate(6)], duration=100)
    face.save(folder / "pages.tiff", save_all=True, append_images=[face.convert("L"), face.convert("CMYK")])
    empty.save(folder / "nobody.png")
    return {
        "grey.png": 1, "cmyk.jpg": 1, "transparent.png": 1, "palette.png": 1, "sixteen.png": 1, "animated.gif": 3,
        "pages.tiff": 3, "nobody.png": 1,
    }  # fmt: skip


def test_every_page_of_every_odd_file_is_hidden(incamera: Program, tmp_path: Path) -> None:
    """Grey, CMYK, transparent, palette, 16 bits, animated, many pages, nobody there: no crash, no page forgotten."""
    pages, copies, report = _odd_files(tmp_path), tmp_path / "copies", tmp_path / "report.jsonl"
    ran = incamera.run("redact", *(tmp_path / name for name in pages), "--out", copies, "--report", report)
    assert (0, "") == (ran.code, ran.err)
    for name, row in zip(pages, _report(report), strict=True):
        assert pages[name] == len(row["pages"]), name
        with Image.open(row["output"]) as copy:
            written = [frame.convert("RGB") for frame in ImageSequence.Iterator(copy)]
        assert pages[name] == len(written), name
        for picture, page in zip(written, row["pages"], strict=True):
            boxes = [Box(r["left"], r["top"], r["width"], r["height"]) for r in page["regions"]]
            assert any(box.contains(FACE) for box in boxes) == (name != "nobody.png"), name
            for box in boxes:
                inside = picture.crop((box.left + 8, box.top + 8, box.right - 8, box.bottom - 8))
                assert int(np.asarray(inside).max()) <= 4, name
    assert [] == _report(report)[-1]["pages"][0]["regions"]


def test_a_preview_shows_the_source_with_what_was_found(incamera: Program, tmp_path: Path) -> None:
    """Colours only on the boxes' lines and words; the face itself is still there, unlike in the copy."""
    source, copy, preview = DATA / "faces" / "astronaut.jpg", tmp_path / "copy.png", tmp_path / "preview.png"
    report = tmp_path / "report.jsonl"
    assert 0 == incamera.run("redact", source, "--out", copy, "--preview", preview, "--report", report).code
    (place,) = _report(report)[0]["pages"][0]["regions"]
    box = Box(place["left"], place["top"], place["width"], place["height"])
    before, after, shown = (_pixels(path) for path in (source, copy, preview))
    middle = (FACE.rows, FACE.columns)
    assert np.array_equal(before[middle], shown[middle])
    assert not after[middle].any()
    assert not np.array_equal(before[box.top], shown[box.top])
    drawn = np.argwhere((before != shown).any(axis=2))
    beside = grown(box, 0.4)
    assert (drawn.min(axis=0) >= (beside.top, beside.left)).all()
    assert (drawn.max(axis=0) <= (beside.bottom, beside.left + max(beside.width, 200))).all()


def test_a_policy_of_ones_own_is_a_file(incamera: Program, tmp_path: Path) -> None:
    """Its words are hidden, its operators used and warned of, and none of its words is in the report."""
    own, copy, report = tmp_path / "own.toml", tmp_path / "copy.png", tmp_path / "report.jsonl"
    own.write_text(
        'detectors = ["faces", "personal-text"]\nwords = ["Löwenzahn"]\n'
        '[kinds]\nGIVEN_WORD = {}\nFACE = { threshold = 0.0, operator = "blur" }\n',
        encoding="utf-8",
    )
    picture = Image.new("RGB", (600, 560), "white")
    with Image.open(DATA / "faces" / "astronaut.jpg") as face:
        picture.paste(face.resize((400, 400)), (0, 0))
    ImageDraw.Draw(picture).text((40, 470), "Projekt Löwenzahn beginnt", fill="black", font=ImageFont.load_default(34))
    picture.save(tmp_path / "source.png")
    ran = incamera.run("redact", tmp_path / "source.png", "--policy", own, "--out", copy, "--report", report)
    assert 0 == ran.code, ran.err
    (row,) = _report(report)
    assert {"FACE", "GIVEN_WORD"} == set(row["counts"])
    assert row["policy"].startswith("custom ")
    assert {"blur", "fill"} == {place.get("operator", "fill") for place in row["pages"][0]["regions"]}
    assert "reversible_operator" in row["warnings"]
    assert (1, True) == (ran.err.count("\n"), "only fill cannot be undone" in ran.err)
    assert "wenzahn" not in report.read_text(encoding="utf-8")
    (word,) = [place for place in row["pages"][0]["regions"] if place["kind"] == "GIVEN_WORD"]
    with Image.open(copy) as opened:
        inside = opened.crop((word["left"], word["top"], word["left"] + word["width"], word["top"] + word["height"]))
        assert 1 == len(inside.getcolors() or ())


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("--policy", "fases"), 2, "Known are: all-text, faces,"),
        (("--policy", "none.toml"), 2, "cannot be read"),
        (("--policy", "wrong.toml"), 2, "not understood"),
        (("--policy", "long.toml"), 2, "cannot be read"),
        (("--policy", "off.toml"), 2, "not understood"),
        (("--preview", "copy.png"), 2, "overwrite"),
        (("--preview", "nowhere/preview.png"), 3, "cannot be written"),
        (("--preview", "preview.txt"), 2, "cannot be written in that format"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else None,
)
def test_what_cannot_be_done_is_one_sentence_and_leaves_nothing(
    words: tuple[str, ...], code: int, said: str, incamera: Program
) -> None:
    """A policy that is not there or not one, a preview without a place: one line, its code, no file."""
    home = incamera.home
    (home / "wrong.toml").write_text('detectors = ["noses"]', encoding="utf-8")
    (home / "off.toml").write_text("off", encoding="utf-8")  # the name of a policy is not one
    (home / "long.toml").write_bytes(b"#" * 70_000)
    quarters().save(home / "source.png")
    before = set(home.rglob("*"))
    ran = incamera.run("redact", "source.png", "--out", "copy.png", *words)
    assert (code, 1) == (ran.code, ran.err.count("\n")), ran.err
    assert said in ran.err
    assert before == set(home.rglob("*"))


def test_a_bad_file_among_good_ones_is_told_and_leaves_nothing(incamera: Program, tmp_path: Path) -> None:
    """Code 3, one line for it, a row with the error in the report, and the good copy beside."""
    quarters().save(tmp_path / "good.png")
    copies, report = tmp_path / "copies", tmp_path / "report.jsonl"
    ran = incamera.run("redact", HOSTILE / "truncated.jpg", tmp_path / "good.png", "--out", copies, "--report", report)
    assert (3, 1) == (ran.code, ran.err.count("\n"))
    bad, good = _report(report)
    assert ("file_damaged", False) == (bad["error"]["code"], "output" in bad)
    assert ["good.png"] == [path.name for path in copies.iterdir()]
    assert {} == good["counts"]
