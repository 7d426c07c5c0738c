"""Do what needs headers of medical pictures alone: find out which files belong together, list what becomes of a header.

Opens no document for others, looks for nothing to hide and asks nothing.
"""

import msgspec

from desktop_app.foundation.errors import AppError
from desktop_app.jobs.header_events import FilesSorted, TagsListed
from desktop_app.jobs.job import (
    Emit,
    Job,
)
from desktop_app.jobs.job_tools import JobTools
from desktop_app.jobs.page_choice import MAX_PAGES_AT_ONCE
from desktop_app.jobs.prepared import PreparedDocument
from desktop_app.runtime_client.served_series import ServedSeries
from desktop_app.runtime_client.values import FoundSeries, PageLine


def done(job: Job, tools: JobTools, emit: Emit) -> PreparedDocument:
    """Sort the files of a job, or list the headers that it wants; return what it was about, unprepared. Raises AppError."""
    if job.sorts:
        emit(FilesSorted(job.id, _sorted(job, tools)))
        return PreparedDocument("", PageLine(1), "", job.options.policy, (), (), 0.0, 0.0)
    opened = tools.opened(job, job.options.decided_for, None)
    for number in job.options.pages or ():
        if tools.stop.is_set():
            raise AppError("cancelled")
        listed = opened.airlock.tags(number, job.options.policy)
        emit(TagsListed(job.id, number, listed.tags, listed.is_cut))
    return PreparedDocument(
        opened.kind, opened.line, opened.sha256, job.options.policy, (), opened.notes, 0.0, 0.0, facts=opened.facts
    )


def _sorted(job: Job, tools: JobTools) -> tuple[FoundSeries, ...]:
    """Return the series, each no longer than a document may be that is prepared in one go."""
    with ServedSeries(job.files) as files:
        series = tools.idle_airlock().sort(files)
    return tuple(part for one in series for part in _parts(one))


def _parts(series: FoundSeries) -> list[FoundSeries]:
    starts = range(0, len(series.files), MAX_PAGES_AT_ONCE)
    files = (series.files[start : start + MAX_PAGES_AT_ONCE] for start in starts)
    return [msgspec.structs.replace(series, files=some) for some in files]
