"""Pages are read as they are hidden, one after the other, and the words lie where pages lie."""

from pathlib import Path

import pytest

from desktop_app.foundation.errors import AppError
from desktop_app.jobs.job import Job, JobOptions, PageRead
from desktop_app.jobs.need import Need
from desktop_app.jobs.page_store import PageWords, words_key
from desktop_app.jobs.pipeline import run_job
from tests.helpers.job_bench import FACE, Bench


def _bench(tmp_path: Path) -> tuple[Bench, Job]:
    source = tmp_path / "scan.tiff"
    source.write_bytes(b"a scan")
    bench = Bench()
    document = bench.run(source).document
    bench.airlock.asked.clear()
    return bench, Job("read", source, (), JobOptions(decided_for=document.sha256), document, reads=True)


def test_every_page_is_read_as_it_is_hidden(tmp_path: Path) -> None:
    """Nothing is looked for, nothing is asked, and whoever looks at a page may go first in between."""
    bench, job = _bench(tmp_path)
    needs = list(run_job(job, bench.tools(), bench.told.append))
    assert (job.first_need, needs) == (Need.SHOWING, [Need.SHOWING, Need.SHOWING])
    assert bench.airlock.asked == [("read", number, (FACE,)) for number in (1, 2, 3)]
    assert [event.number for event in bench.told if isinstance(event, PageRead)] == [1, 2, 3]
    assert job.prepared is not None
    words = [bench.store.get(words_key(page.key), PageWords) for page in job.prepared.pages]
    assert [read.words[0].text for read in words if read is not None] == ["page 1", "page 2", "page 3"]


def test_stopped_reading_reads_no_further_page(tmp_path: Path) -> None:
    """Somebody has closed the search."""
    bench, job = _bench(tmp_path)
    work = run_job(job, bench.tools(), bench.told.append)
    next(work)
    bench.stop.set()
    with pytest.raises(AppError, match="cancelled"):
        next(work)
    assert len(bench.airlock.asked) == 1
