"""`incamera redact`: write redacted copies of files, and a report that says what was hidden, never what stood there.

One that cannot be copied does not stop the others. No source is written over, whatever a copy is called.
"""

import argparse
import itertools
import os
import threading
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from desktop_app.cli import inputs, output, outputs
from desktop_app.cli.film_countdown import FilmCountdown
from desktop_app.cli.inputs import Input
from desktop_app.export import records
from desktop_app.foundation import atomic_file, endings, file_walk
from desktop_app.foundation.error_entry import Fault
from desktop_app.foundation.errors import AppError
from desktop_app.foundation.file_identity import Identity
from desktop_app.jobs import copy_places
from desktop_app.jobs.copy_places import Place
from desktop_app.jobs.copy_report import RedactedCopy, RedactedFilm
from desktop_app.jobs.job import Job, JobOptions
from desktop_app.jobs.job_tools import JobTools
from desktop_app.jobs.redacted_copy import make_copy
from desktop_app.jobs.session import started_tools
from desktop_app.jobs.tools import Tools
from desktop_app.runtime_client.checked_films import OnFilmProgress
from desktop_app.runtime_client.values import Box
from desktop_app.settings import policies


@dataclass(frozen=True)
class _Places:
    """Where the copies go and, where wanted, pictures of the source with what was found."""

    copies: Place
    previews: Place | None

    def of(self, one: Input) -> "_Places":
        """Return the places of one file: what lay in a folder of a named folder lies in a folder of that name again."""
        if one.below is None or one.below == Path():
            return self
        below = _Places(
            replace(self.copies, path=self.copies.path / one.below),
            None if self.previews is None else replace(self.previews, path=self.previews.path / one.below),
        )
        for place in (below.copies, below.previews):
            if place is not None:
                _prepare(place)
        return below


def run(arguments: argparse.Namespace) -> int:
    """Copy every file. Returns the exit code."""
    everywhere = tuple(Box(*numbers) for numbers in arguments.hide or ())
    options = JobOptions(
        policy=policies.policy_from(arguments.policy), operator=arguments.operator, everywhere=everywhere
    )
    named = (arguments.out, arguments.preview, arguments.report)
    unreadable: list[Path] = []
    files = inputs.inputs(arguments.files, unreadable.append)
    places = _places(arguments, outputs.check([one.path for one in files], arguments.policy, named))
    outputs.check_writable([arguments.report])
    ids = itertools.count(1)
    worst: int = output.DONE
    for folder in unreadable:
        output.print_error(AppError("file_unreadable"), folder)
        worst = Fault.FILE
    passed_over = 0
    rows: list[str] = []
    stop = threading.Event()
    progress = output.Progress.on_stderr()
    with started_tools(None, start=lambda tools: _start(tools, places, files)) as tools, endings.become(stop.set):
        lent = tools.lend(stop)
        for number, one in enumerate(files, 1):
            progress.show(f"redacting {number} of {len(files)}")
            on_film = FilmCountdown(progress).on_progress
            error, row = _copy(one, Job(str(next(ids)), one.path, (), options), places, lent, on_film)
            if row is None:
                passed_over += 1
                continue
            rows.append(records.line(row) + "\n")
            if error is not None:
                worst = max(worst, error.fault)
                if output.ends_the_call(error):
                    left = [other.path for other in files[number:]]
                    output.print_not_reached(left, error)
                    rows += [records.line(_not_reached(path)) + "\n" for path in left]
                    break
        progress.clear()
    if passed_over:
        output.print_note(f"{passed_over} of {len(files)} files are of other types and were passed over.")
    if arguments.report:
        worst = max(worst, outputs.write(arguments.report, "".join(rows)))
    return worst


def _start(tools: Tools, places: _Places, files: Sequence[Input]) -> None:
    """Start what the files will want: who names the copy a film wants nothing but a film copied."""
    if not places.copies.is_folder and copy_places.is_for_film(places.copies.path):
        tools.start_for_films()
        return
    tools.start()
    if any(inputs.claims_film(one.path) for one in files):
        tools.expect_films()


def _copy(
    one: Input, job: Job, places: _Places, tools: JobTools, on_film: OnFilmProgress
) -> tuple[AppError | None, records.Record | None]:
    """Copy one file. Returns what went wrong, and its row; no row for a file that nobody meant."""
    try:
        its_own = places.of(one)
        copy = make_copy(job, tools, its_own.copies, its_own.previews, on_film)
    except AppError as error:
        if one.is_passed_over(error):
            return None, None
        output.print_error(error, job.path)
        return error, records.error_record(job.path, error, output.message(error))
    told = [code for code in (*copy.notes, *copy.warnings) if code != copy_places.RENAMED]
    output.print_warnings(told, job.path)
    if copy_places.RENAMED in copy.warnings:
        output.print_note(_new_name(copy), job.path)
    if isinstance(copy, RedactedFilm):
        return None, records.film_record(job, copy)
    return None, records.copy_record(job, copy)


def _not_reached(path: Path) -> records.Record:
    error = AppError("not_reached")
    return records.error_record(path, error, output.message(error))


def _new_name(copy: RedactedCopy | RedactedFilm) -> str:
    return f"The copy is called {output.shown(Path(copy.output.name))}: its name was taken or too long."


def _places(arguments: argparse.Namespace, sources: frozenset[Identity]) -> _Places:
    """Return where copies and previews go, their folders made. Raises AppError."""
    has_many = len(arguments.files) > 1 or file_walk.folder_of(arguments.files[0]) is not None
    reserved = () if arguments.report is None else (arguments.report,)

    def place(path: Path) -> Place:
        is_folder = has_many or os.path.isdir(path)
        if not is_folder:
            copy_places.check_named(path)
        return Place(path, is_folder, sources, reserved)

    copies = place(arguments.out)
    previews = None if arguments.preview is None else place(arguments.preview)
    for one in (copies, previews):
        if one is not None:
            _prepare(one)
    return _Places(copies, previews)


def _prepare(place: Place) -> None:
    """Make the folder that copies go to, or see that a file can be written. Raises AppError."""
    if not place.is_folder:
        atomic_file.check_place(place.path)
        return
    try:
        place.path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise atomic_file.write_error(error) from None
