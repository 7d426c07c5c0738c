"""The files of a folder are handed out as one run of bytes, and as no others than were there."""

from pathlib import Path

import pytest

from desktop_app.foundation.errors import AppError
from desktop_app.runtime_client.file_server import ServedFile
from desktop_app.runtime_client.served_series import ServedSeries, files_of, mark_of_any, served
from model_runtime.protocol.series_table import SIGNATURE


def _folder(tmp_path: Path) -> Path:
    folder = tmp_path / "series"
    (folder / "below").mkdir(parents=True)
    (folder / "b.dcm").write_bytes(b"second")
    (folder / "a.dcm").write_bytes(b"first")
    (folder / "DICOMDIR").write_bytes(b"a list")
    (folder / "below" / "c").write_bytes(b"third")
    return folder


def test_pieces_make_the_whole_wherever_they_are_cut(tmp_path: Path) -> None:
    """Table and bytes, in the order of names, without the list of the disc."""
    with ServedSeries(files_of(_folder(tmp_path))) as series:
        whole = series.block(0, 1000)
        assert whole.startswith(SIGNATURE)
        assert whole.endswith(b"firstsecondthird")
        assert b"".join(series.block(at, 3) for at in range(0, len(whole), 3)) == whole
        assert (series.size_bytes, series.block(len(whole), 5)) == (len(whole), b"")


def test_a_file_that_changed_ends_the_reading(tmp_path: Path) -> None:
    """What was hashed and what is shown are the same bytes, or nothing is shown."""
    folder = _folder(tmp_path)
    with ServedSeries(files_of(folder)) as series:
        mark = mark_of_any(folder)
        (folder / "b.dcm").write_bytes(b"another")
        with pytest.raises(AppError, match="file_changed"):
            series.block(0, 1000)
    assert mark_of_any(folder) != mark


def test_what_the_airlock_may_not_ask_for_is_refused(tmp_path: Path) -> None:
    """Offsets outside, and blocks larger than any."""
    with ServedSeries(files_of(_folder(tmp_path))) as series:
        for offset, length in ((-1, 5), (10_000, 5), (0, 0), (0, 2**40)):
            with pytest.raises(AppError, match="protocol_broken"):
                series.block(offset, length)


def test_a_folder_is_served_as_a_series_and_a_file_as_a_file(tmp_path: Path) -> None:
    """One way to open either."""
    folder = _folder(tmp_path)
    with served(folder) as one, served(folder / "a.dcm") as other:
        assert (type(one), type(other)) == (ServedSeries, ServedFile)
