"""A copy of what was prepared hides just what was hidden there, and nothing is written that a person has yet to see."""

import hashlib
import os
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest

from desktop_app.export import records
from desktop_app.foundation.errors import AppError
from desktop_app.jobs.copy_places import Place
from desktop_app.jobs.copy_report import RedactedCopy
from desktop_app.jobs.job import Job, JobOptions
from desktop_app.jobs.prepared import PreparedDocument
from desktop_app.runtime_client.values import PageRegions
from tests.helpers.job_bench import BADGE, FACE, Bench


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """A file."""
    path = tmp_path / "scan.tiff"
    path.write_bytes(b"a scan")
    return path


def _prepared(bench: Bench, source: Path, **options: object) -> PreparedDocument:
    return bench.run(source, **options).document


def _job(source: Path, document: PreparedDocument, place: Place) -> Job:
    return Job("copy", source, (), JobOptions(policy=document.policy), document, copy_to=place)


def test_copy_hides_what_was_prepared_and_nobody_looks_again(source: Path, tmp_path: Path) -> None:
    """What a person decided on page 2, what was found on the others, at the place that was named."""
    bench = Bench()
    document = _prepared(bench, source, decided={2: (BADGE,)})
    bench.airlock.asked.clear()
    output = tmp_path / "hidden.tiff"

    result = bench.run_job(_job(source, document, Place(output, is_folder=False)))

    pages = (PageRegions(1, (FACE,)), PageRegions(2, (BADGE,)), PageRegions(3, (FACE,)))
    assert bench.airlock.asked == [("encode", pages, "tiff")]
    assert output.read_bytes() == b"a new file"
    assert result.copy is not None
    assert (result.copy.output, result.copy.sha256) == (output, hashlib.sha256(b"a scan").hexdigest())
    assert result.copy.output_sha256 == hashlib.sha256(b"a new file").hexdigest()


def test_a_copy_that_is_stopped_once_it_is_on_the_disk_gets_no_name(
    source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A slow disk takes minutes: whoever stops then, or closes the window, has neither a copy nor half of one."""
    bench = Bench()
    document = _prepared(bench, source)
    monkeypatch.setattr(os, "fsync", lambda _fd: bench.stop.set())
    (tmp_path / "there.tiff").write_bytes(b"of before")
    for place in (Place(tmp_path / "there.tiff", is_folder=False), Place(tmp_path, is_folder=True, stem="new")):
        bench.stop.clear()
        with pytest.raises(AppError, match="cancelled"):
            bench.run_job(_job(source, document, place))
    assert ["scan.tiff", "there.tiff"] == sorted(path.name for path in tmp_path.iterdir())
    assert b"of before" == (tmp_path / "there.tiff").read_bytes()


def test_its_report_says_what_was_hidden_and_how_the_looks_ended(source: Path, tmp_path: Path) -> None:
    """As the command line writes it."""
    bench = Bench()
    document = _prepared(bench, source)
    job = _job(source, document, Place(tmp_path / "hidden.tiff", is_folder=False))
    copy = bench.run_job(job).copy
    assert isinstance(copy, RedactedCopy)

    row = msgspec.json.decode(records.line(records.copy_record(job, copy)))

    assert (row["policy"], row["counts"], row["rounds"], row["residual"]) == ("faces", {"FACE": 3}, 3, 3)
    assert [page["page"] for page in row["pages"]] == [1, 2, 3]
    assert row["warnings"] == ["note", "needs_person"]


def test_copy_in_a_folder_has_the_name_that_was_wanted(source: Path, tmp_path: Path) -> None:
    """Beside its own source, under a name that tells it from it; never over what is there."""
    bench = Bench()
    document = _prepared(bench, source)
    place = Place(tmp_path, is_folder=True, stem="scan (hidden)")
    names = [bench.run_job(_job(source, document, place)).copy for _ in range(2)]
    assert [copy.output.name for copy in names if copy is not None] == ["scan (hidden).tiff", "scan (hidden) (2).tiff"]
    assert source.read_bytes() == b"a scan"


@pytest.mark.parametrize("missing", ["word", "page", "file"])
def test_nothing_is_written_of_what_nobody_may_have_yet(missing: str, source: Path, tmp_path: Path) -> None:
    """A page without the word that the policy wants, a page that was not made, a file that is another one now."""
    bench = Bench()
    bench.airlock.review = missing == "word"
    document = _prepared(bench, source)
    if missing == "page":
        document = replace(document, pages=document.pages[1:])
    if missing == "file":
        source.write_bytes(b"another scan")
    wanted = {"word": "review_needed", "page": "bug", "file": "file_replaced"}[missing]

    with pytest.raises(AppError, match=wanted):
        bench.run_job(_job(source, document, Place(tmp_path / "hidden.tiff", is_folder=False)))

    assert not (tmp_path / "hidden.tiff").exists()
