"""Look through the slices of each series together, before each file is copied by itself.

The airlock looks for letters once over slices that lie together, which takes a fraction of the time. What cannot be looked
through so, for whatever reason, is looked through when its copy is made, and what is wrong with a file is told then.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import msgspec

from desktop_app.foundation.errors import AppError
from desktop_app.jobs import header_errands, page_search
from desktop_app.jobs.copy_report import PageReport
from desktop_app.jobs.job import JobOptions
from desktop_app.jobs.job_tools import JobTools
from desktop_app.runtime_client.file_server import Mark, ServedFile
from desktop_app.runtime_client.served_series import ServedSeries

_FEWEST = 3
"""Slices of a series that are worth opening it."""


@dataclass(frozen=True)
class SearchedFile:
    """What was found on the only page of a file; `mark`: of the file that was looked at."""

    mark: Mark
    report: PageReport

    def is_of(self, file: ServedFile) -> bool:
        """Tell whether this is the very file."""
        return self.mark == file.mark


Searched = Mapping[Path, SearchedFile]


def searched(
    files: Sequence[Path], options: JobOptions, tools: JobTools, on_slice: Callable[[int, int], None]
) -> dict[Path, SearchedFile]:
    """Return what was found in those of `files` that are slices of a series. Raises AppError cancelled.

    `on_slice` hears which slice of how many of its series is looked at.
    """
    found: dict[Path, SearchedFile] = {}
    try:
        for one in header_errands.sorted_series(files, tools):
            if len(one.files) >= _FEWEST:
                paths = [files[index] for index in one.files]
                found |= dict(_in_series(paths, options, tools, on_slice))
    except AppError as error:
        if error.code == "cancelled":
            raise
    return found


def _in_series(
    paths: Sequence[Path], options: JobOptions, tools: JobTools, on_slice: Callable[[int, int], None]
) -> Iterator[tuple[Path, SearchedFile]]:
    """Yield what is found in each file; nothing where they are not one slice each."""
    with ServedSeries(paths) as served, (airlock := tools.airlock()).opened(served) as opened:
        if opened.line.count != len(paths):
            return
        for number, (path, mark) in enumerate(zip(paths, served.marks, strict=True), 1):
            on_slice(number, len(paths))
            report = page_search.searched(options, number, airlock, tools)
            of_file = replace(report, hidden=msgspec.structs.replace(report.hidden, number=1))
            yield path, SearchedFile(mark, of_file)
