"""Files are put together by what their headers say: series by position, studies one behind the other."""

import struct

import numpy as np
import pytest

from model_runtime.documents.dicom.sorting import sorted_series
from model_runtime.documents.remote_file import RemoteFile
from model_runtime.protocol.error_codes import ErrorCode, RequestFailed
from model_runtime.protocol.series_payloads import FoundSeries
from model_runtime.protocol.series_table import SIGNATURE
from tests.helpers.dicom_files import picture, written


def _slice(z: float, *, study: str = "1.9", series: int = 1, **more: object) -> bytes:
    position = {"ImagePositionPatient": [0, 0, z], "ImageOrientationPatient": [1, 0, 0, 0, 1, 0]}
    uids = {"StudyInstanceUID": study, "SeriesInstanceUID": f"{study}.{series}", "SeriesNumber": series}
    return written(picture(np.zeros((4, 4), np.uint16), **position, **uids, **more))


def _packed(*files: bytes) -> RemoteFile:
    data = SIGNATURE + struct.pack(f"<I{len(files)}Q", len(files), *map(len, files)) + b"".join(files)
    return RemoteFile(len(data), lambda at, length: data[at : at + length])


def _sorted(*files: bytes) -> tuple[FoundSeries, ...]:
    return sorted_series(_packed(*files), lambda: None)


def test_slices_of_a_series_lie_in_space_and_series_in_their_numbers() -> None:
    """Whatever the files are called, and in whatever order they come."""
    found = _sorted(_slice(5.0, series=2), _slice(9.0), _slice(-5.0, series=2), _slice(1.0))
    assert [(one.series, one.files) for one in found] == [(1, (3, 1)), (2, (2, 0))]
    assert len({one.study for one in found}) == 1


def test_studies_stand_one_behind_the_other() -> None:
    """In the order in which they came; a key tells them apart, and is no UID."""
    found = _sorted(_slice(0.0, study="1.8"), _slice(0.0, study="1.7"), _slice(1.0, study="1.8", series=2))
    assert [one.files for one in found] == [(0,), (2,), (1,)]
    assert found[0].study == found[1].study != found[2].study
    assert not any("1.8" in one.study for one in found)


def test_what_is_no_medical_picture_is_in_no_series() -> None:
    """A text, a damaged file, a picture of another kind: each is a document by itself, or none."""
    found = _sorted(b"read me, please\n", _slice(0.0), _slice(0.0)[:150], b"\x89PNG\r\n\x1a\n")
    assert [one.files for one in found] == [(1,)]


def test_a_loop_and_a_report_are_with_no_other() -> None:
    """A file of several frames is a document already, and so is one without a picture; their study is told all the same."""
    loop = written(picture(np.zeros((2, 4, 4), np.uint8), StudyInstanceUID="1.9", SeriesInstanceUID="1.9.1"))
    report = picture(np.zeros((4, 4), np.uint8), StudyInstanceUID="1.9", SeriesInstanceUID="1.9.1")
    del report.Rows, report.PixelData
    found = _sorted(loop, _slice(0.0), written(report), _slice(1.0))
    assert sorted(one.files for one in found) == [(0,), (1, 3), (2,)]
    assert len({one.study for one in found}) == 1


def test_what_a_person_is_told_is_printable_and_short() -> None:
    """Descriptions are anybody's text."""
    (found,) = _sorted(_slice(0.0, StudyDescription="Knee\n" + "x" * 500, StudyDate="20200229", Modality="MR"))
    assert (found.modality, len(found.study_text), "\n" in found.study_text) == ("MR", 200, False)
    (dated,) = _sorted(_slice(0.0, StudyDescription="Knee", StudyDate="20200229", SeriesDescription="axial"))
    assert (dated.study_text, dated.series_text) == ("Knee · 2020-02-29", "axial")


def test_a_header_behind_much_else_is_found() -> None:
    """What comes before the pixels may be long."""
    (found,) = _sorted(_slice(0.0, TextValue="y" * 400_000))
    assert found.files == (0,)


def test_a_table_that_lies_is_refused() -> None:
    """Nothing is read beyond what there is."""
    data = SIGNATURE + struct.pack("<IQ", 1, 2**50)
    with pytest.raises(RequestFailed) as caught:
        sorted_series(RemoteFile(len(data), lambda at, length: data[at : at + length]), lambda: None)
    assert caught.value.code is ErrorCode.FILE_DAMAGED
