"""Rows survive whatever ends the program: a file cut anywhere is gone on with to the very same file."""

import json
import os
from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from desktop_app.export import records, row_file
from desktop_app.export.records import Record
from desktop_app.export.row_file import KeptRow, RowFile
from desktop_app.foundation.errors import AppError
from tests.helpers.other_users import NOBODY, as_nobody, can_be_others, folder_of_nobody

CALL = "0123456789abcdef"


def row(number: int) -> Record:
    """Return a row with letters of several bytes and a line end in it."""
    record: Record = {"id": f"{number:016}", "call": CALL, "path": f"número\n{number}.png"}
    return record | {"error": {"code": "file_empty", "message": "…"}} if number % 3 == 0 else record


def begun(path: Path, kept: Iterable[KeptRow] = ()) -> RowFile:
    """Return a file of rows that begins with those to keep."""
    rows = RowFile(path)
    rows.begin(kept)
    return rows


def written(path: Path, numbers: range) -> bytes:
    """Write rows one after the other and return what is there."""
    rows = begun(path)
    for number in numbers:
        rows.add([row(number)])
    rows.close()
    return path.read_bytes()


@settings(max_examples=25, deadline=None)  # each waits for the disk
@given(some.data())
def test_a_file_cut_anywhere_is_gone_on_with_to_the_same_file(
    tmp_path_factory: pytest.TempPathFactory, data: some.DataObject
) -> None:
    """What stands whole is kept, what is torn is done again."""
    path = tmp_path_factory.mktemp("rows") / "rows.jsonl"
    whole = "".join(records.line(row(number)) + "\n" for number in range(5)).encode()
    cut = data.draw(some.integers(1, len(whole)))
    path.write_bytes(whole[:cut] + bytes(data.draw(some.integers(0, 9))))  # zeros: where power went
    kept = row_file.kept_rows(path, CALL)
    assert whole[:cut].count(b"\n") == len(kept)
    rows = begun(path, kept)
    rows.add(row(number) for number in range(len(kept), 5))
    rows.close()
    assert whole == path.read_bytes()


def test_kept_rows_tell_what_went_wrong_and_come_once(tmp_path: Path) -> None:
    """Somebody may have joined two files."""
    path = tmp_path / "rows.jsonl"
    whole = written(path, range(2))
    path.write_bytes(whole + whole)
    assert [("0" * 16, "file_empty"), ("0" * 15 + "1", "")] == [
        (kept.id, kept.error) for kept in row_file.kept_rows(path, CALL)
    ]


@pytest.mark.parametrize(
    "content",
    [
        b"notes of somebody",
        b"notes\n",
        b"\xff\xfe\n",
        b"\n",
        b"{}\n",
        json.dumps({"id": "1", "call": "of another"}).encode() + b"\n",
        b'{"file":"a.png"',
        b'{"id":"customer-42","notes":["years of work"]}',
        b'{"id":"0000000000000001","name":"somebody"}',
        bytes(100),
    ],
)
def test_what_another_call_wrote_is_not_gone_on_with(content: bytes, tmp_path: Path) -> None:
    """And stays as it is."""
    path = tmp_path / "rows.jsonl"
    path.write_bytes(content)
    with pytest.raises(AppError, match="rows_of_another_call"):
        row_file.kept_rows(path, CALL)
    assert content == path.read_bytes()


def test_what_is_not_there_has_no_rows(tmp_path: Path) -> None:
    """So that the first call may say `--resume`, too. A pipe has none that could be read again."""
    assert () == row_file.kept_rows(tmp_path / "rows.jsonl", CALL)
    with pytest.raises(AppError, match="rows_of_another_call"):
        row_file.kept_rows(Path(os.devnull), CALL)


def test_a_full_disk_leaves_no_half_row(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was written of it is taken back."""
    path = tmp_path / "rows.jsonl"
    before = written(path, range(2))
    rows = begun(path, row_file.kept_rows(path, CALL))
    honest, calls = os.write, iter([True, False])

    def write(fd: int, data: memoryview) -> int:
        if next(calls):
            return honest(fd, data[:7])
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(os, "write", write)
        with pytest.raises(AppError, match="disk_full"):
            rows.add([row(2)])
    rows.close()
    assert before == path.read_bytes()


def test_only_rows_are_taken_for_rows(tmp_path: Path) -> None:
    """By their beginning; an empty file may become some."""
    path = tmp_path / "rows.jsonl"
    assert not row_file.holds_rows(path)
    for content, is_ours in ((b"", True), (b'{"id', True), (b'{"id":"1"}\n', False), (b"notes", False), (b"{}", False)):
        path.write_bytes(content)
        assert is_ours == row_file.holds_rows(path)


@pytest.mark.skipif(os.name == "nt", reason="an open file has its name there")
@pytest.mark.parametrize("is_replaced", [True, False])
def test_rows_are_not_added_to_what_has_gone(is_replaced: bool, tmp_path: Path) -> None:
    """Somebody removed the output or put something else in its place: that is said, and theirs is left alone."""
    path = tmp_path / "rows.jsonl"
    rows = begun(path)
    rows.add([row(1)])
    path.unlink()
    if is_replaced:
        path.write_bytes(b"mine")
    with pytest.raises(AppError, match="output_lost"):
        rows.add([row(2)])
    with pytest.raises(AppError, match="output_lost"):
        rows.check_there()
    rows.close()
    assert is_replaced == path.exists()
    assert not is_replaced or path.read_bytes() == b"mine"


@pytest.mark.skipif(os.name == "nt", reason="rights are others there")
def test_rows_that_may_not_be_written_to_are_not_lost() -> None:
    """Their owner has made them read-only: who may not add to them does not replace them first."""
    with folder_of_nobody() as folder:
        path = folder / "rows.jsonl"
        before = written(path, range(2))
        path.chmod(0o400)
        if can_be_others():
            os.chown(path, NOBODY, NOBODY)
        assert as_nobody("tests.helpers.begun_rows", str(path)) == "output_unwritable"
        assert before == path.read_bytes()


@pytest.mark.skipif(os.name == "nt", reason="files are not locked there")
def test_one_call_at_a_time_has_the_file(tmp_path: Path) -> None:
    """From before its rows are read until it ends, also when it has put another file in the place of the old one."""
    path = tmp_path / "rows.jsonl"
    path.write_bytes(b"")
    rows = RowFile(path)
    for begins in (False, True):
        if begins:
            rows.begin()
            rows.add([row(1)])
        with pytest.raises(AppError, match="output_in_use"):
            RowFile(path)
    rows.close()
    assert 1 == len(path.read_bytes().splitlines())
    RowFile(path).close()


@pytest.mark.skipif(os.name == "nt", reason="files are not locked there")
def test_of_two_that_begin_a_new_file_one_has_it(tmp_path: Path) -> None:
    """What the first one writes is not replaced by the second, which has seen nothing there, either."""
    first, second = RowFile(tmp_path / "rows.jsonl"), RowFile(tmp_path / "rows.jsonl")
    first.begin()
    first.add([row(1)])
    with pytest.raises(AppError, match="output_in_use"):
        second.begin()
    second.close()
    first.add([row(2)])
    first.close()
    assert 2 == len((tmp_path / "rows.jsonl").read_bytes().splitlines())


def test_a_link_that_leads_nowhere_becomes_the_file(tmp_path: Path) -> None:
    """A name that is there is replaced, as everywhere."""
    (tmp_path / "rows.jsonl").symlink_to(tmp_path / "nowhere")
    written(tmp_path / "rows.jsonl", range(2))
    assert not (tmp_path / "nowhere").exists()
    assert 2 == len(row_file.kept_rows(tmp_path / "rows.jsonl", CALL))
