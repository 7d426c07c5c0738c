"""Nothing of a person's is lost when copies and lists are written, every copy is there, and each is known by its name."""

import json
import os
import shutil
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageSequence

from tests.end_to_end.program import DATA, SAMPLE, Program
from tests.helpers.documents import quarters
from tests.helpers.many_heic import many_heic

BAD_NAME = os.fsdecode(b"bad\xf0.png")


def rows_of(report: Path) -> list[dict[str, Any]]:
    """Read a report."""
    return [json.loads(line) for line in report.read_text(encoding="utf-8").splitlines()]


def test_a_copy_does_not_take_the_place_of_another_picture(incamera: Program, tmp_path: Path) -> None:
    """A telephone keeps IMG.heic and IMG.png side by side: the copy of the first is called otherwise, and says so."""
    shutil.copy(DATA / "pictures" / "quarters.heic", tmp_path / "IMG.heic")
    quarters().save(tmp_path / "IMG.png")
    before = (tmp_path / "IMG.png").read_bytes()
    report = tmp_path / "report.jsonl"
    ran = incamera.run("redact", tmp_path / "IMG.heic", "--out", tmp_path, "--report", report)
    assert (0, 1, True) == (ran.code, ran.err.count("\n"), "called IMG (2).png" in ran.err)
    assert before == (tmp_path / "IMG.png").read_bytes()
    (row,) = rows_of(report)
    assert (str(tmp_path / "IMG (2).png"), ["renamed"]) == (row["output"], row["warnings"])
    assert {"IMG.heic", "IMG.png", "IMG (2).png", "report.jsonl", "home"} == set(os.listdir(tmp_path))


def test_two_files_of_one_name_get_two_copies(incamera: Program, tmp_path: Path) -> None:
    """Each is known by the report, and the pictures drawn for a person likewise."""
    shades = {}
    for folder, shade in (("one", 10), ("two", 200)):
        (tmp_path / folder).mkdir()
        Image.new("L", (40, 40), shade).save(tmp_path / folder / "x.png")
        shades[str(tmp_path / folder / "x.png")] = shade
    copies, previews, report = tmp_path / "copies", tmp_path / "previews", tmp_path / "report.jsonl"
    ran = incamera.run("redact", *shades, "--out", copies, "--preview", previews, "--report", report)
    assert (0, 1) == (ran.code, ran.err.count("\n"))
    assert ["x (2).png", "x.png"] == sorted(os.listdir(copies)) == sorted(os.listdir(previews))
    for row in rows_of(report):
        for key in ("output", "preview"):
            with Image.open(row[key]) as copy:
                assert shades[row["file"]] == copy.convert("L").getpixel((20, 20))


def test_what_has_several_pictures_becomes_a_file_of_pages_in_a_folder(incamera: Program, tmp_path: Path) -> None:
    """Animations of every kind, and a HEIC of many, get what a GIF gets: every picture, none lost to its format."""
    frames = [quarters(64, 64).rotate(90 * turn) for turn in range(3)]
    sources = []
    for name in ("a.webp", "b.png", "c.avif", "d.gif"):
        frames[0].save(tmp_path / name, save_all=True, append_images=frames[1:], duration=100)
        sources.append(tmp_path / name)
    sources.append(tmp_path / "e.heic")
    sources[-1].write_bytes(many_heic((DATA / "pictures" / "quarters.heic").read_bytes(), 3))
    copies = tmp_path / "copies"
    ran = incamera.run("redact", *sources, "--out", copies)
    assert (0, "") == (ran.code, ran.err)
    assert ["a.tiff", "b.tiff", "c.tiff", "d.tiff", "e.tiff"] == sorted(os.listdir(copies))
    for path in copies.iterdir():
        with Image.open(path) as copy:
            assert 3 == len(list(ImageSequence.Iterator(copy)))
    ran = incamera.run("redact", tmp_path / "a.webp", "--out", tmp_path / "copy.webp")
    assert (2, True) == (ran.code, "of several pages, .tiff or .pdf" in ran.err)


@pytest.mark.parametrize("name", ["long.png", "long.webp"])
def test_the_frames_that_are_shown_of_a_long_animation_are_copied(name: str, incamera: Program, tmp_path: Path) -> None:
    """The first hundred, each once and in order; that there are more is told."""
    frames = [Image.new("RGB", (20, 10), (0, 0, 2 * number)) for number in range(120)]
    frames[0].save(tmp_path / name, save_all=True, append_images=frames[1:], duration=50, lossless=True)
    copies, report = tmp_path / "copies", tmp_path / "report.jsonl"
    copies.mkdir()
    ran = incamera.run("redact", tmp_path / name, "--policy", "off", "--out", copies, "--report", report)
    assert 0 == ran.code, ran.err
    with Image.open(copies / "long.tiff") as copy:
        found = [frame.convert("RGB").getpixel((0, 0)) for frame in ImageSequence.Iterator(copy)]
    assert [(0, 0, 2 * number) for number in range(100)] == found
    assert ["animation_shortened"] == rows_of(report)[0]["warnings"]


def test_a_file_whose_name_is_no_text_is_copied_reported_and_analysed(incamera: Program, tmp_path: Path) -> None:
    """Its name stands in the report as text and, without loss, as bytes; the copy has the very name."""
    quarters().save(tmp_path / "good.png")
    shutil.copy(tmp_path / "good.png", tmp_path / BAD_NAME)
    copies, report = tmp_path / "copies", tmp_path / "report.jsonl"
    ran = incamera.run("redact", tmp_path / BAD_NAME, tmp_path / "good.png", "--out", copies, "--report", report)
    assert (0, "") == (ran.code, ran.err)
    bad, good = rows_of(report)
    assert (f"{tmp_path}/bad\\xf0.png", f"{tmp_path}/bad%F0.png") == (bad["file"], bad["file_bytes"])
    assert (f"{copies}/bad\\xf0.png", f"{copies}/bad%F0.png") == (bad["output"], bad["output_bytes"])
    assert {"file_bytes", "output_bytes"}.isdisjoint(good)
    assert {BAD_NAME, "good.png"} == set(os.listdir(copies))

    for words in (("--json",), ()):
        ran = incamera.run("analyze", tmp_path / BAD_NAME, tmp_path / "good.png", "--ask", "x", *words)
        assert (0, "") == (ran.code, ran.err)
    ran = incamera.run("analyze", f"{tmp_path}/not{BAD_NAME}", tmp_path / "good.png", "--ask", "x", "--json")
    assert (3, ["file_missing", None]) == (
        ran.code,
        [record.get("error", {"code": None})["code"] for record in ran.records],
    )


@pytest.mark.parametrize(
    "words",
    [
        ("analyze", "a.png", "--ask", BAD_NAME),
        ("analyze", "a.png", "--preset", BAD_NAME),
        ("analyze", "a.png", "--model", BAD_NAME),
        ("models", "import", BAD_NAME),
        ("models", "remove", BAD_NAME),
    ],
    ids=lambda words: words[-2],
)
def test_words_that_are_no_text_are_a_usage_error(words: tuple[str, ...], incamera: Program) -> None:
    """What is only a name for a file may be any bytes; what is asked, looked up or noted must be text."""
    quarters().save(incamera.home / "a.png")
    ran = incamera.run(*words)
    assert (2, True) == (ran.code, "must be text in UTF-8" in ran.err)


def test_a_copy_that_cannot_be_written_does_not_stop_the_others(incamera: Program, tmp_path: Path) -> None:
    """The system refuses to write more than 4 KiB to a file; the second copy needs less, and the report says both."""
    quarters().save(tmp_path / "small.png")
    copies, report = tmp_path / "copies", tmp_path / "report.jsonl"
    bounded = incamera.under("sh", "-c", 'ulimit -f 8; exec "$@"', "sh")
    ran = bounded.run("redact", SAMPLE, tmp_path / "small.png", "--out", copies, "--report", report)
    assert (3, 1) == (ran.code, ran.err.count("\n"))
    bad, good = rows_of(report)
    assert ("output_unwritable", str(copies / "small.png")) == (bad["error"]["code"], good["output"])
    assert ["small.png"] == os.listdir(copies)


@pytest.mark.parametrize(
    ("report", "code", "said"),
    [
        ("/dev/full", 3, "disk is full"),
        ("nowhere/report.jsonl", 3, "cannot be written"),
        (".", 3, "cannot be written"),
        ("n" * 300, 2, "too long"),
    ],
    ids=["full", "no folder", "a folder", "long"],
)
def test_a_report_that_cannot_be_written_is_one_sentence(report: str, code: int, said: str, incamera: Program) -> None:
    """And no fault of ours."""
    quarters().save(incamera.home / "a.png")
    ran = incamera.run("redact", "a.png", "--out", "copy.png", "--report", report)
    assert (code, 1, True) == (ran.code, ran.err.count("\n"), said in ran.err), ran.err
    assert (report == "/dev/full") == (incamera.home / "copy.png").exists()  # the rest is known before anything runs


def test_a_report_may_be_printed(incamera: Program) -> None:
    """`/dev/stdout` is written into and stays what it is."""
    quarters().save(incamera.home / "a.png")
    before = os.readlink("/dev/stdout")
    ran = incamera.run("redact", "a.png", "--out", "copy.png", "--report", "/dev/stdout")
    assert (0, "copy.png") == (ran.code, ran.records[0]["output"])
    assert before == os.readlink("/dev/stdout")
