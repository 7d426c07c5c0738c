"""What is done is told as it was: what was only begun, what a person has accepted, and what became of the log itself."""

import contextlib
import hashlib
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from desktop_app.audit import audit_log, chain
from desktop_app.foundation.errors import AppError
from desktop_app.jobs.audited import Recorder, recorded
from desktop_app.jobs.copy_places import Place
from desktop_app.jobs.job import Job, JobOptions
from desktop_app.jobs.pipeline import run_job
from desktop_app.jobs.redacted_copy import make_copy
from desktop_app.managed.rules import Audit, AuditMode, NameMode
from desktop_app.runtime_client.file_server import ServedFile
from desktop_app.runtime_client.values import OutputFormat, PageRegions
from model_runtime.protocol.messages import DocumentOpened
from tests.helpers.job_bench import FACE, Bench, FakeAirlock, carried_out


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """A file."""
    path = tmp_path / "scan.tiff"
    path.write_bytes(b"a scan")
    return path


def recorder_in(folder: Path, mode: AuditMode = "required", names: NameMode = "none") -> Recorder:
    """Return who writes down."""
    return Recorder(Audit(mode, str(folder), names))


def told(folder: Path) -> list[tuple[str, dict[str, Any]]]:
    """Return what a log that holds says."""
    path = folder / audit_log.FILE_NAME
    assert chain.verify(audit_log.read_lines(path)).flaw is None
    entries = [json.loads(line) for line in path.read_bytes().splitlines()]
    return [(entry["what"], entry["facts"]) for entry in entries]


def words(folder: Path) -> list[str]:
    """Return only what was done."""
    return [what for what, _ in told(folder)]


class Copying(FakeAirlock):
    """Copies what nobody has prepared, too."""

    @contextlib.contextmanager
    def opened(self, file: ServedFile) -> Iterator[DocumentOpened]:
        """Lend it."""
        yield self.open(file)

    def preview(self, pages: tuple[PageRegions, ...], output: OutputFormat) -> Iterator[bytes]:
        """Draw."""
        return iter((b"marked",))


class FullDisk(Copying):
    """Whatever is written meets a full disk."""

    def encode(self, pages: tuple[PageRegions, ...], output: OutputFormat) -> Iterator[bytes]:
        """Come to the end of the disk."""
        yield b"a new "
        raise AppError("disk_full")


@pytest.mark.parametrize("is_prepared", [True, False])
def test_a_copy_that_failed_was_begun_and_not_exported(source: Path, tmp_path: Path, *, is_prepared: bool) -> None:
    """From the command line and from the window."""
    bench, job = Bench(FullDisk()), Job("1", source, (), JobOptions())
    place = Place(tmp_path / "hidden.tiff", is_folder=False)
    tools = replace(bench.tools(), recorder=recorder_in(tmp_path / "log"))
    prepared = replace(job, prepared=bench.run(source).document, copy_to=place)

    def copy() -> None:
        if is_prepared:
            carried_out(recorded(prepared, run_job(prepared, tools, lambda _: None), tools.recorder))
        else:
            make_copy(job, tools, place, None)

    with pytest.raises(AppError, match="disk_full"):
        copy()
    assert ["export_begun", "failed"] == words(tmp_path / "log")


class OtherRights(Copying):
    """While it writes, the source is renamed and gets other rights."""

    def __init__(self, source: Path) -> None:
        super().__init__()
        self._source = source

    def encode(self, pages: tuple[PageRegions, ...], output: OutputFormat) -> Iterator[bytes]:
        """Write."""
        yield b"a new "
        self._source.chmod(0o600)
        self._source.rename(self._source.with_name("moved.tiff"))
        yield b"file"


def test_a_source_that_is_moved_while_it_is_copied_fails_nothing(source: Path, tmp_path: Path) -> None:
    """Its bytes are what they were: what is written down as done is not told as failed afterwards."""
    bench = Bench(OtherRights(source))
    tools = replace(bench.tools(), recorder=recorder_in(tmp_path / "log"))
    copy = make_copy(Job("1", source, (), JobOptions()), tools, Place(tmp_path / "hidden.tiff", is_folder=False), None)
    assert copy.sha256 == hashlib.sha256(b"a scan").hexdigest()
    assert ["export_begun", "exported"] == words(tmp_path / "log")


def test_a_preview_has_entries_of_its_own(source: Path, tmp_path: Path) -> None:
    """Everything is to be seen on it; it is named as it is called."""
    bench = Bench(Copying())
    tools = replace(bench.tools(), recorder=recorder_in(tmp_path / "log", names="plain"))
    places = (Place(tmp_path / "hidden.tiff", is_folder=False), Place(tmp_path / "found.tiff", is_folder=False))
    make_copy(Job("1", source, (), JobOptions()), tools, *places)
    names = [(what, Path(facts["file"]).name) for what, facts in told(tmp_path / "log")]
    assert [
        ("export_begun", "hidden.tiff"),
        ("preview_begun", "found.tiff"),
        ("preview_exported", "found.tiff"),
        ("exported", "hidden.tiff"),
    ] == names


def test_a_person_s_word_is_told_with_what_is_done_upon_it(source: Path, tmp_path: Path) -> None:
    """Pages that were accepted as they were are not made again, and no page is told of that nobody has accepted."""
    bench, log = Bench(), tmp_path / "log"
    recorder = recorder_in(log)
    prepared = bench.run(source).document
    accepted = (*(replace(page, is_reviewed=True) for page in prepared.pages[:2]), *prepared.pages[2:])
    for document in (prepared, replace(prepared, pages=accepted)):
        job = Job("2", source, ("Total?",), JobOptions(), document)
        carried_out(recorded(job, run_job(job, bench.tools(), lambda _: None), recorder))
        reading = replace(job, questions=(), reads=True)
        carried_out(recorded(reading, run_job(reading, bench.tools(), lambda _: None), recorder))
    assert [("reviewed", 2)] == [(what, facts["pages"]) for what, facts in told(log)]
    assert FACE in accepted[0].regions


def test_a_log_that_was_exchanged_stops_the_work_only_where_it_is_demanded(tmp_path: Path) -> None:
    """Elsewhere the new one says what the old one ended with."""
    for mode in ("required", "on"):
        log = tmp_path / mode
        recorder = recorder_in(log, "required" if mode == "required" else "on")
        recorder.tell("opened", {})
        lost = recorder.head
        (log / audit_log.FILE_NAME).unlink()
        if mode == "required":
            with pytest.raises(AppError, match="audit_replaced"):
                recorder.tell("asked", {})
        else:
            recorder.tell("asked", {})
            (what, facts), (after, _) = told(log)
            assert ("log_replaced", lost, "asked") == (what, f"{facts['lost_seq']}:{facts['lost_hash']}", after)


@pytest.mark.parametrize("letter", ["a", "é", "😀", "\udcff"])
def test_a_long_name_stops_no_work(tmp_path: Path, letter: str) -> None:
    """As much of its end is told as there is room for."""
    recorder = recorder_in(tmp_path / "log", names="plain")
    name = recorder.name_of(Path("/" + "/".join([letter * 60] * 60) + "/end.png"))
    recorder.tell("exported", {**name, "hidden_" + "X" * 100: 1})
    assert told(tmp_path / "log")[0][1]["file"].endswith("/end.png")
