"""The files of a folder are one document, its slices in the order in which they lie."""

import struct

import numpy as np
import pytest

from model_runtime.protocol.error_codes import ErrorCode, RequestFailed
from model_runtime.protocol.series_table import SIGNATURE
from tests.helpers.dicom_files import picture, written
from tests.helpers.documents import opened


def _slice(level: int, z: float, *, series: int = 1, number: int = 1) -> bytes:
    """Return a slice that is `level` grey all over, at height `z`."""
    values = np.full((4, 4), level, np.uint8)
    position = {"ImagePositionPatient": [0, 0, z], "ImageOrientationPatient": [1, 0, 0, 0, 1, 0]}
    uids = {"SeriesNumber": series, "SeriesInstanceUID": f"1.2.{series}", "InstanceNumber": number}
    return written(picture(values, **position, **uids))


def _packed(*files: bytes) -> bytes:
    return SIGNATURE + struct.pack(f"<I{len(files)}Q", len(files), *map(len, files)) + b"".join(files)


def _levels(data: bytes) -> list[int]:
    document = opened(data)
    return [int(document.render(number).pixels[0, 0, 0]) for number in document.line.numbers]


def test_slices_stand_in_the_order_of_space_not_of_names() -> None:
    """By position along the normal, each series for itself, whatever the files are called and numbered."""
    files = [
        _slice(30, 5.0, number=1),
        _slice(10, -5.0, number=3),
        _slice(40, 0.0, series=2),
        _slice(20, 0.0, number=2),
    ]
    data = _packed(*files)
    assert _levels(data) == [10, 20, 30, 40]
    assert (opened(data).line.axis, opened(data).kind) == ("slices", "dicom")


def test_without_positions_numbers_count() -> None:
    """Old files say only which picture of the series they are."""
    files = []
    for level, number in ((20, 2), (10, 1)):
        files.append(written(picture(np.full((4, 4), level, np.uint8), InstanceNumber=number)))
    assert _levels(_packed(*files)) == [10, 20]


def test_frames_of_a_file_are_slices_in_a_row() -> None:
    """A loop in a folder keeps its order."""
    loop = written(picture(np.array([np.full((4, 4), level) for level in (7, 8, 9)], np.uint8)))
    assert _levels(_packed(loop)) == [7, 8, 9]


def test_what_is_no_picture_is_left_out_and_said_to_be() -> None:
    """A text in the folder, a damaged file: the rest is shown."""
    document = opened(_packed(b"read me, please\n", _slice(10, 0.0), _slice(20, 1.0)[:300]))
    assert (document.line.count, document.notes) == (1, ("files_left_out", "not_for_diagnosis"))


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (_packed(), ErrorCode.NO_PAGES),
        (_packed(b"text", b""), ErrorCode.NO_PAGES),
        (SIGNATURE + struct.pack("<I", 2**31), ErrorCode.TOO_MANY_PAGES),
        (SIGNATURE + struct.pack("<IQ", 1, 2**60) + b"x" * 100, ErrorCode.FILE_DAMAGED),
        (SIGNATURE, ErrorCode.FILE_DAMAGED),
        (_packed(_slice(10, 0.0))[:-5], ErrorCode.FILE_DAMAGED),
    ],
    ids=["nothing", "nothing readable", "more than there are", "larger than there is", "no table", "cut off"],
)
def test_a_table_that_lies_is_refused(data: bytes, code: ErrorCode) -> None:
    """Anybody can write such a file; it ends in one code."""
    with pytest.raises(RequestFailed) as caught:
        opened(data)
    assert caught.value.code == code
