"""DICOM files through the program as it is used: clean copies, folders, discs, questions about a series, refusals."""

import io
import json
from pathlib import Path

import numpy as np
import pydicom
import pytest
from PIL import Image, ImageDraw, ImageFont

from tests.end_to_end.program import HOSTILE, Program
from tests.helpers.ct_series import write_series
from tests.helpers.dicom_files import picture, written

NAME = "Thoraxson, Iliana"
KEPT = "80 kVp 5 mAs"
CAPTURE = "1.2.840.10008.5.1.4.1.1.7"


def _values(*texts: tuple[str, int]) -> np.ndarray:
    """Return twelve bits with `texts` burnt in, each at its height."""
    page = Image.new("L", (420, 240), 12)
    pen = ImageDraw.Draw(page)
    for text, top in texts:
        pen.text((16, top), text, fill=235, font=ImageFont.load_default(24))
    return np.asarray(page).astype(np.uint16) * 16


def _file(values: np.ndarray, number: int = 1) -> bytes:
    dataset = picture(
        values, PatientName="Thoraxson^Iliana", PatientID="K7654321", StudyDate="20200229", InstanceNumber=number,
        StudyDescription="Knee of Mrs Thoraxson", BitsStored=12, HighBit=11, SOPInstanceUID=f"1.2.3.{number}",
        SOPClassUID=CAPTURE, WindowCenter="2048", WindowWidth="4096",
    )  # fmt: skip
    return written(dataset)


@pytest.fixture
def series(tmp_path: Path) -> Path:
    """A disc: a list of files, a text, two slices below."""
    folder = tmp_path / "disc"
    (folder / "images").mkdir(parents=True)
    (folder / "DICOMDIR").write_bytes((HOSTILE / "dicom-directory.dcm").read_bytes())
    (folder / "README").write_text("How to look at these pictures.")
    (folder / "images" / "IM2").write_bytes(_file(_values((KEPT, 190)), 1))
    (folder / "images" / "IM1").write_bytes(_file(_values((NAME, 20), (KEPT, 190)), 2))
    return folder


def test_a_copy_names_nobody_and_keeps_the_picture(incamera: Program, tmp_path: Path) -> None:
    """Header and picture are clean, values outside the place are the same, and the report says what it is not for."""
    source, target, report = (tmp_path / name for name in ("ct.dcm", "clean.dcm", "report.jsonl"))
    values = _values((NAME, 20), (KEPT, 190))
    source.write_bytes(_file(values))
    ran = incamera.run("redact", source, "--policy", "medical", "--out", target, "--report", report)
    assert ran.code == 0, ran.err
    assert "Not for diagnosis." in ran.err
    data = target.read_bytes()
    assert not any(word in data for word in (b"Thoraxson", b"Iliana", b"K7654321", b"20200229"))
    copy = pydicom.dcmread(io.BytesIO(data))
    assert copy.StudyDescription == "Knee of ***"
    assert {item.CodeValue for item in copy.DeidentificationMethodCodeSequence} >= {"113100", "113101"}
    left, top, right, bottom = (round(edge) for edge in ImageFont.load_default(24).getbbox(NAME))
    assert np.ptp(copy.pixel_array[20 + top : 20 + bottom, 16 + left : 16 + right]) == 0
    assert np.array_equal(copy.pixel_array[100:], values[100:])
    (row,) = (json.loads(line) for line in report.read_text().splitlines())
    assert "not_for_diagnosis" in row["warnings"]


def test_a_disc_becomes_a_folder_and_people_stay_together(incamera: Program, series: Path, tmp_path: Path) -> None:
    """Files keep their folders; what is no picture is passed over; one patient has one new number in one call."""
    out = tmp_path / "clean"
    ran = incamera.run("redact", series / "DICOMDIR", "--policy", "medical", "--out", out)
    assert ran.code == 0, ran.err
    assert "1 of 3 files are of other types and were passed over." in ran.err
    copies = sorted(out.rglob("*.dcm"))
    assert [path.relative_to(out).as_posix() for path in copies] == ["images/IM1.dcm", "images/IM2.dcm"]
    one, two = (pydicom.dcmread(path) for path in copies)
    assert (one.PatientID, one.StudyInstanceUID, one.StudyDate) == (two.PatientID, two.StudyInstanceUID, two.StudyDate)
    assert one.SOPInstanceUID != two.SOPInstanceUID


def test_a_series_is_asked_about_as_one_document(incamera: Program, series: Path) -> None:
    """The answer names the slice and the place; names are hidden by the policy, and it is said what this is not for."""
    ran = incamera.run("analyze", series, "--ask", "Read all text", "--redact", "medical", "--unreviewed", "--json")
    assert ran.code == 0, ran.err
    (record,) = ran.records
    assert (record["pages"], record["axis"]) == (2, "slices")
    assert {"not_for_diagnosis", "files_left_out", "not_reviewed"} <= set(record["warnings"])
    (answer,) = record["answers"]
    assert "kVp" in answer["answer"]
    assert "Thoraxson" not in ran.out
    assert {(one["page"], one["series"], one["slice"]) for one in answer["sources"]} == {(1, "CT", 1), (2, "CT", 2)}
    assert record["redaction"]["counts"]["PATIENT_TEXT"] == 1


def test_each_slice_of_a_series_loses_its_own_name_and_nothing_else(incamera: Program, tmp_path: Path) -> None:
    """A name at another place on each, on bone too; files are called in another order than slices lie in."""
    folder, out, report = tmp_path / "series", tmp_path / "clean", tmp_path / "report.jsonl"
    tops = {number: 30 + 40 * number for number in range(1, 11)}
    files = write_series(
        folder, len(tops), lambda number: (("Thoraxson, Iliana", 200, tops[number]), ("Im 7", 20, 480))
    )
    ran = incamera.run("redact", folder, "--policy", "medical", "--out", out, "--report", report)
    assert ran.code == 0, ran.err
    left, top, right, bottom = (round(edge) for edge in ImageFont.load_default(16).getbbox("Thoraxson, Iliana"))
    for number, path in enumerate(files, 1):
        source, copy = (pydicom.dcmread(one).pixel_array for one in (path, out / path.name))
        down = tops[number]
        assert np.ptp(copy[down + top : down + bottom, 200 + left : 200 + right]) == 0, path.name
        assert np.array_equal(copy[: down - 20], source[: down - 20])
        assert np.array_equal(copy[down + 40 :], source[down + 40 :])
    rows = [json.loads(line) for line in report.read_text().splitlines()]
    assert [Path(row["file"]).name for row in rows] == sorted(path.name for path in files)
    assert {len(row["pages"]) for row in rows} == {1}


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("dicom-private-syntax.dcm", "1.3.6.1.4.1.99999.91"),
        ("dicom-nested-5000.dcm", "nested too deeply"),
        ("dicom-truncated-pixels.dcm", "damaged"),
        ("dicom-directory.dcm", "DICOMDIR"),
    ],
)
def test_a_hostile_file_ends_in_one_sentence(incamera: Program, tmp_path: Path, name: str, said: str) -> None:
    """Exit code 3, one line that says why, and no copy."""
    ran = incamera.run("redact", HOSTILE / name, "--out", tmp_path / "copy.dcm")
    assert (ran.code, ran.err.count("\n")) == (3, 1)
    assert said in ran.err
    assert not (tmp_path / "copy.dcm").exists()


def test_only_dicom_becomes_dicom(incamera: Program, tmp_path: Path) -> None:
    """A photograph has no header to be cleaned."""
    source = tmp_path / "photo.png"
    Image.new("RGB", (40, 40), "white").save(source)
    ran = incamera.run("redact", source, "--policy", "off", "--out", tmp_path / "copy.dcm")
    assert (ran.code, "DICOM" in ran.err) == (2, True)
