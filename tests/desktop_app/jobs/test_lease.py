"""A document stays open for somebody who may come back to it, and no longer; another file is never taken for it."""

import hashlib
import os
from pathlib import Path
from typing import cast

import pytest

from desktop_app.foundation.errors import AppError
from desktop_app.jobs import lease
from desktop_app.jobs.job import Job, JobOptions
from desktop_app.jobs.lease import Lease
from desktop_app.jobs.need import Need
from desktop_app.jobs.pipeline import run_job
from desktop_app.runtime_client.airlock import Airlock
from desktop_app.runtime_client.file_server import Mark, ServedFile
from tests.helpers.job_bench import BADGE, FACE, Bench, FakeAirlock, carried_out


class Clock:
    """A time that a test sets."""

    now_s = 0.0

    def __call__(self) -> float:
        """Return it."""
        return self.now_s


@pytest.fixture
def clock() -> Clock:
    """A time that stands."""
    return Clock()


@pytest.fixture
def bench(clock: Clock) -> Bench:
    """A bench whose documents stay open for ten seconds."""
    return Bench(lease=Lease(10.0, clock))


@pytest.fixture
def document(tmp_path: Path) -> Path:
    """Return a file; the fake airlock does not look into it."""
    path = tmp_path / "document"
    path.write_bytes(b"bytes")
    return path


def test_a_review_opens_its_document_once(bench: Bench, document: Path) -> None:
    """Prepared, looked at again, hidden as decided, asked about a part, a page seen once more: one opening."""
    prepared = bench.run(document, preview_px=9).document
    bench.run(document, pages=(1,), decided={1: (BADGE,)}, spared={1: (FACE,)})
    bench.run(document, pages=(2,), decided={2: (BADGE,)})
    bench.run(document, "a", pages=(1,), part=BADGE.box)
    shown = JobOptions(pages=(3,), preview_px=9, decided_for=prepared.sha256)
    bench.run_job(Job("shows", document, options=shown, only_shows=True))
    assert (1, True) == (bench.airlock.openings, bench.airlock.is_open)


def test_without_a_lease_a_document_is_closed_when_its_job_is_over(document: Path) -> None:
    """As the command line works."""
    bench = Bench()
    bench.run(document)
    assert not bench.airlock.is_open


def test_it_ends_when_nobody_has_come_for_a_while(bench: Bench, document: Path, clock: Clock) -> None:
    """Counted from the last use; until then the keeper knows when to come again."""
    bench.run(document)
    clock.now_s = 9.0
    assert 1.0 == bench.lease.rest()
    bench.run(document)
    clock.now_s = 18.0
    assert bench.airlock.is_open
    clock.now_s = 19.0
    assert bench.lease.rest() is None
    assert not bench.airlock.is_open


def test_another_document_ends_it(bench: Bench, document: Path, tmp_path: Path) -> None:
    """The airlock holds one."""
    other = tmp_path / "other"
    other.write_bytes(b"other")
    for path in (document, other, document):
        bench.run(path)
    assert 3 == bench.airlock.openings


def test_a_file_that_is_left_is_closed(bench: Bench, document: Path, tmp_path: Path) -> None:
    """That one and no other; also where the next job comes before anybody had time for it."""
    bench.run(document)
    is_open = []
    for path in (tmp_path / "another", document):
        bench.lease.give_up(path)
        bench.lease.rest()
        is_open.append(bench.airlock.is_open)
    assert [True, False] == is_open
    bench.run(document)
    bench.lease.give_up(document)
    bench.run(document)
    assert 3 == bench.airlock.openings


@pytest.mark.parametrize("way", ["replaced", "written", "put back"])
def test_another_file_under_the_same_name_is_another_document(way: str, bench: Bench, document: Path) -> None:
    """Also one of the same size, whose time of writing somebody has put back."""
    prepared = bench.run(document).document
    status = document.stat()
    if way == "replaced":
        other = document.with_name("new")
        other.write_bytes(b"other")
        other.replace(document)
    else:
        document.write_bytes(b"other")
    if way == "put back":
        os.utime(document, ns=(status.st_atime_ns, status.st_mtime_ns))
    with pytest.raises(AppError, match="file_replaced"):
        bench.run_job(Job("again", document, options=JobOptions(decided={1: ()}, decided_for=prepared.sha256)))
    assert not bench.airlock.is_open


def test_decisions_for_another_file_are_refused_while_one_is_open(bench: Bench, document: Path) -> None:
    """The hash that was reviewed counts, not the name."""
    bench.run(document)
    with pytest.raises(AppError, match="file_replaced"):
        bench.run_job(Job("again", document, options=JobOptions(decided={1: ()}, decided_for="0" * 64)))


def test_a_file_that_has_gone_is_said(bench: Bench, document: Path) -> None:
    """What is open of it is not used in its place."""
    bench.run(document)
    document.unlink()
    with pytest.raises(AppError, match="file_missing"):
        bench.run_job(Job("again", document))
    assert not bench.airlock.is_open


def test_a_job_goes_on_with_the_bytes_it_began_with(bench: Bench, document: Path) -> None:
    """Whatever is put in their place meanwhile: the next job sees that."""
    work = run_job(Job("long", document), bench.tools(), bench.told.append)
    assert next(work) is Need.HIDING
    document.unlink()
    assert 3 == len(carried_out(work).document.pages)
    with pytest.raises(AppError, match="file_missing"):
        bench.run_job(Job("next", document))


def test_a_job_that_was_left_for_another_document_opens_its_own_again(
    bench: Bench, document: Path, tmp_path: Path
) -> None:
    """And is refused when that is another file by then."""
    other = tmp_path / "other"
    other.write_bytes(b"other")
    works = [run_job(Job(name, document), bench.tools(), bench.told.append) for name in ("first", "second")]
    for work in works:
        next(work)
    bench.run(other)
    assert 3 == len(carried_out(works[0]).document.pages)
    assert 3 == bench.airlock.openings
    document.write_bytes(b"else")
    bench.run(other)
    with pytest.raises(AppError, match="file_replaced"):
        carried_out(works[1])


def test_a_file_is_hashed_once_for_all_leases_that_share_what_they_know(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A film of gigabytes, in two airlocks; but not while it may still be written without anybody seeing that."""
    hashed, sha256 = [], ServedFile.sha256

    def counted(file: ServedFile) -> str:
        hashed.append(file)
        return sha256(file)

    monkeypatch.setattr(ServedFile, "sha256", counted)
    document, hashes = tmp_path / "film", dict[Mark, str]()
    document.write_bytes(b"bytes")
    for settled_ns, times in ((10**15, 2), (0, 1)):
        monkeypatch.setattr(lease, "SETTLED_NS", settled_ns)
        hashed.clear()
        found = {Lease(hashes=hashes).opened(document, "", cast("Airlock", FakeAirlock())).sha256 for _ in range(2)}
        assert (times, 1) == (len(hashed), len(found))
    document.write_bytes(b"other bytes")
    other = Lease(hashes=hashes).opened(document, "", cast("Airlock", FakeAirlock())).sha256
    assert hashlib.sha256(b"other bytes").hexdigest() == other
