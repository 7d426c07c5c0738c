"""Films on the command line: hidden from the first frame to the last, asked about with times, and nothing left behind."""

import json
import random
import signal
import time
from pathlib import Path

import cv2
import numpy as np
import pytest

from tests.end_to_end.program import DATA, Program
from tests.helpers.films import FILMS, face_box, face_film, read_back, written


def test_a_copy_of_a_film_shows_nobody_and_its_report_says_when(incamera: Program, tmp_path: Path) -> None:
    """Every frame, at its time and in its size; tracks with times, kinds and scores; nothing of the source but that."""
    source, copy, report = tmp_path / "clip.mkv", tmp_path / "y.webm", tmp_path / "r.jsonl"
    face_film(source, 12)
    ran = incamera.run("redact", source, "--out", copy, "--report", report)
    assert (0, "") == (ran.code, ran.out)
    frames, before = read_back(copy), read_back(source)
    assert [round(time_s, 3) for time_s, _ in before] == [round(time_s, 3) for time_s, _ in frames]
    for number, (_, pixels) in enumerate(frames, 1):
        assert pixels.shape == before[0][1].shape
        assert pixels[face_box(number)].max() < 48
    (row,) = (json.loads(line) for line in report.read_text("utf-8").splitlines())
    assert {"width": 400, "height": 300, "frames": 12, "last_frame_s": 0.44, "length_s": 0.48, "sound": False} == row[
        "film"
    ]
    track = row["tracks"][0]
    assert ("FACE", 1, 12, 0.0, 0.44) == tuple(track[name] for name in ("kind", "first", "last", "from_s", "to_s"))
    assert track["score"] > 0.8
    assert row["counts"]["FACE"] == len(row["tracks"])


def test_several_films_go_to_a_folder_and_a_bad_one_does_not_stop_them(incamera: Program, tmp_path: Path) -> None:
    """Each keeps its name, in a format that is written; the bad one has its sentence, which names the picture format."""
    face_film(tmp_path / "a.mkv", 3)
    films = [tmp_path / "a.mkv", FILMS / "av1.mp4", FILMS / "vfr.mp4", DATA / "faces" / "two-people.jpg"]
    out, report = tmp_path / "out", tmp_path / "r.jsonl"
    ran = incamera.run("redact", *films, "--out", out, "--report", report, "--policy", "faces-fast")
    assert 3 == ran.code
    assert "This film's picture format, AV1, cannot be read here." in ran.err
    assert {"a.mkv", "vfr.webm", "two-people.jpg"} == {path.name for path in out.iterdir()}
    rows = [json.loads(line) for line in report.read_text("utf-8").splitlines()]
    assert [None, "film_format_unreadable", None, None] == [row.get("error", {}).get("code") for row in rows]


@pytest.mark.parametrize("name", ["y.png", "y.pdf", "y.txt", "y.avi"])
def test_a_film_becomes_no_picture(name: str, incamera: Program, tmp_path: Path) -> None:
    """The name of the output asks for something that a film cannot be, or that is not written."""
    out = tmp_path / "out"
    out.mkdir()
    ran = incamera.run("redact", FILMS / "one.mp4", "--out", out / name)
    assert ran.code in (2, 3)
    assert 1 == len(ran.err.splitlines())
    assert [] == list(out.iterdir())


def test_a_picture_becomes_no_film_and_a_film_has_no_preview(incamera: Program, tmp_path: Path) -> None:
    """Each is told in one line, and nothing is written."""
    out = tmp_path / "out"
    out.mkdir()
    people, film, copy = DATA / "faces" / "two-people.jpg", FILMS / "one.mp4", out / "y.webm"
    for words in ((people, "--out", copy), (film, "--out", copy, "--preview", out / "p.pdf")):
        ran = incamera.run("redact", *words)
        assert ran.code != 0
        assert 1 == len(ran.err.splitlines())
    assert [] == list(out.iterdir())


def test_a_film_that_is_killed_half_way_leaves_nothing(incamera: Program, tmp_path: Path) -> None:
    """At ten moments, by three signals: no copy, no part of one, and after the next start no folder of ours."""
    source, folder = tmp_path / "clip.mkv", tmp_path / "tmp"
    face_film(source, 28)  # as many as the picture is wide enough for
    folder.mkdir()
    luck, place = random.Random(5), tmp_path / "place"
    place.mkdir()
    program = incamera.under("env", f"TMPDIR={folder}")
    for index in range(10):
        with program.start("redact", source, "--out", place / "y.webm", "--policy", "faces-fast") as process:
            time.sleep(luck.uniform(0.3, 8.0))
            process.send_signal((signal.SIGKILL, signal.SIGINT, signal.SIGTERM)[index % 3])
            process.communicate()
        if (place / "y.webm").exists():  # it was done before: then all of it is there
            assert 28 == len(read_back(place / "y.webm"))
            (place / "y.webm").unlink()
        assert [] == [path.name for path in place.iterdir() if not path.name.startswith(".incamera-")]
        assert [] == [path for path in folder.rglob("*") if path.is_file()]
    assert 0 == program.run("redact", FILMS / "one.mp4", "--out", place / "z.webm").code
    assert ["z.webm"] == [path.name for path in place.iterdir()]
    assert [] == list(folder.iterdir())


def test_a_question_about_slides_is_answered_with_the_text_and_its_time(incamera: Program, tmp_path: Path) -> None:
    """One frame of each scene is read; "the third slide" is the third of them."""
    slides = []
    for lines in (("Quarterly report", "Overview"), ("Costs rose", "in spring"), ("Next meeting", "Room 204")):
        slide = np.full((240, 480, 3), 250, np.uint8)
        for row, line in enumerate(lines):
            cv2.putText(slide, line, (30, 80 + 70 * row), cv2.FONT_HERSHEY_SIMPLEX, 1.1, (20, 20, 60), 2, cv2.LINE_AA)
        slides.append(slide)
    written(tmp_path / "slides.mp4", [slide for slide in slides for _ in range(10)], 5.0)
    asked = ("--ask", "What does the third slide say?", "--redact", "faces-fast")
    (record,) = incamera.run("analyze", tmp_path / "slides.mp4", *asked, "--json").records
    assert "Next meeting\nRoom 204" == record["answers"][0]["answer"]
    assert {True} == {4.0 <= source["time_s"] < 6.0 for source in record["answers"][0]["sources"]}
    said = incamera.run("analyze", tmp_path / "slides.mp4", *asked, "--every", "2").out
    assert "at 0:04.0" in said
