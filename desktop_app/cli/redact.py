"""`incamera redact`: write redacted copies of files, and a report that says what was hidden, never what stood there."""

import argparse
import itertools
import threading
from dataclasses import dataclass
from pathlib import Path

from desktop_app.cli import output, records
from desktop_app.cli.session import interrupts_become, started_tools
from desktop_app.foundation import atomic_file
from desktop_app.foundation.errors import AppError
from desktop_app.jobs.job import Job, JobOptions
from desktop_app.jobs.redacted_copy import Place, make_copy
from desktop_app.jobs.tools import Tools
from desktop_app.settings import policies


@dataclass(frozen=True)
class _Places:
    """Where the copies go and, where wanted, pictures of the source with what was found."""

    copies: Place
    previews: Place | None


def run(arguments: argparse.Namespace) -> int:
    """Copy every file. Returns the exit code."""
    options = JobOptions(policy=policies.policy_from(arguments.policy), operator=arguments.operator)
    has_many = len(arguments.files) > 1
    places = _Places(
        _place(arguments.out, has_many=has_many),
        None if arguments.preview is None else _place(arguments.preview, has_many=has_many),
    )
    ids = itertools.count(1)
    worst = output.DONE
    rows: list[records.Record] = []
    stop = threading.Event()
    progress = output.Progress.on_stderr()
    with started_tools(None) as tools, interrupts_become(stop.set):
        for number, path in enumerate(arguments.files, 1):
            progress.show(f"redacting {number} of {len(arguments.files)}")
            code, row = _copy(Job(str(next(ids)), path, (), options), places, tools, stop)
            rows.append(row)
            worst = max(worst, code)
            if code in (output.CANCELLED, output.SANDBOX, output.BUG):
                break
        progress.clear()
    if arguments.report:
        atomic_file.write(arguments.report, [(records.line(row) + "\n").encode() for row in rows])
    return worst


def _copy(job: Job, places: _Places, tools: Tools, stop: threading.Event) -> tuple[int, records.Record]:
    try:
        copy = make_copy(job, tools.lend(stop), places.copies, places.previews)
    except AppError as error:
        output.print_error(error, job.path)
        return output.exit_code(error), records.error_record(job.path, error)
    output.print_warnings(copy.warnings, job.path)
    return output.DONE, records.copy_record(job, copy)


def _place(path: Path, *, has_many: bool) -> Place:
    """Return `path` as a place for one file or for many. Raises AppError for a folder that cannot be made."""
    place = Place(path, is_folder=has_many or path.is_dir())
    if place.is_folder:
        try:
            path.mkdir(parents=True, exist_ok=True)
        except OSError:
            raise AppError("output_unwritable") from None
    return place
