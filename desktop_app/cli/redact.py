"""`incamera redact`: write redacted copies of files, and a report that says what was hidden, never what stood there."""

import argparse
import itertools
import threading
from pathlib import Path

from desktop_app.cli import output, records
from desktop_app.cli.session import interrupts_become, started_tools
from desktop_app.foundation import atomic_file
from desktop_app.foundation.errors import AppError
from desktop_app.jobs.job import Job, JobOptions
from desktop_app.jobs.redacted_copy import make_copy
from desktop_app.jobs.tools import Tools


def run(arguments: argparse.Namespace) -> int:
    """Copy every file. Returns the exit code."""
    is_folder = len(arguments.files) > 1 or arguments.out.is_dir()
    if is_folder:
        _make_folder(arguments.out)
    ids = itertools.count(1)
    options = JobOptions(policy=arguments.policy, operator=arguments.operator)
    worst = output.DONE
    rows: list[records.Record] = []
    stop = threading.Event()
    progress = output.Progress.on_stderr()
    with started_tools(None) as tools, interrupts_become(stop.set):
        for number, path in enumerate(arguments.files, 1):
            progress.show(f"redacting {number} of {len(arguments.files)}")
            code, row = _copy(Job(str(next(ids)), path, (), options), arguments.out, tools, stop, is_folder=is_folder)
            rows.append(row)
            worst = max(worst, code)
            if code in (output.CANCELLED, output.SANDBOX, output.BUG):
                break
        progress.clear()
    if arguments.report:
        atomic_file.write(arguments.report, [(records.line(row) + "\n").encode() for row in rows])
    return worst


def _copy(job: Job, out: Path, tools: Tools, stop: threading.Event, *, is_folder: bool) -> tuple[int, records.Record]:
    try:
        copy = make_copy(job, tools.lend(stop), out, is_folder=is_folder)
    except AppError as error:
        output.print_error(error, job.path)
        return output.exit_code(error), records.error_record(job.path, error)
    return output.DONE, records.copy_record(job, copy)


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        raise AppError("output_unwritable") from None
