"""`incamera batch`: ask the same of every file in a folder, and add a row for each answer to a file as it comes.

The next file is hidden while the engine answers about this one. A file that cannot be read is a row with its error, and the
rest goes on. A call that was ended, however, is gone on with by `--resume`: no row is lost and none comes twice.
"""

import argparse
import contextlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from desktop_app.audit.chain import Facts
from desktop_app.cli import analyze, inputs, output, outputs
from desktop_app.cli.countdown import Countdown
from desktop_app.export import batch_rows, row_file
from desktop_app.export.batch_rows import BatchCall, BatchFile
from desktop_app.export.records import Record
from desktop_app.export.row_file import KeptRow, RowFile
from desktop_app.foundation import endings, file_identity
from desktop_app.foundation.error_entry import Fault
from desktop_app.foundation.errors import AppError
from desktop_app.foundation.file_walk import files_below
from desktop_app.jobs.audited import Recorder
from desktop_app.jobs.job import Job, JobOptions, JobResult
from desktop_app.jobs.session import Session, started_tools
from desktop_app.models import model_choice
from desktop_app.runtime_client.file_server import ServedFile
from desktop_app.runtime_client.process import ChildCommand
from desktop_app.runtime_client.values import AnswerOptions
from desktop_app.settings import policies


@dataclass(frozen=True)
class _Batch:
    """What is to be done.

    Attributes:
        kept: rows of files that are done.
        left: the files that are not.
    """

    call: BatchCall
    files: tuple[BatchFile, ...]
    kept: tuple[KeptRow, ...]
    left: tuple[BatchFile, ...]


def run(arguments: argparse.Namespace) -> int:
    """Do what is left to do. Returns the exit code of the worst row that is in the output then."""
    call = _call(arguments)
    engine = model_choice.engine_command(arguments.model, arguments.precision)
    unreadable: list[Path] = []
    paths = _walked(arguments, unreadable)
    outputs.check_writable([arguments.out])
    with contextlib.closing(RowFile(arguments.out)) as rows:
        batch = _batch(call, paths, arguments.folder, rows.kept(call.digest) if arguments.resume else ())
        for folder in unreadable:
            output.print_error(AppError("file_unreadable"), folder)
        codes: list[int] = [AppError(row.error).fault for row in batch.kept if row.error]
        if codes:
            _say_kept(len(codes))
        if unreadable:
            codes.append(Fault.FILE)
        if arguments.resume or not batch.left or not rows.is_there:
            rows.begin(batch.kept)
        if batch.left:
            codes.append(_run(batch, rows, engine))
        if rows.is_begun:
            rows.check_there()
    return max(codes, default=output.DONE)


def _say_kept(errors: int) -> None:
    """Say why a call that did nothing wrong does not end well."""
    one = "1 row holds an error from an earlier call."
    output.print_note(one if errors == 1 else f"{errors} rows hold errors from an earlier call.")


def _call(arguments: argparse.Namespace) -> BatchCall:
    """Return what is asked; the same question twice is one. Raises AppError."""
    answer = AnswerOptions(max_tokens=arguments.max_tokens, temperature=arguments.temperature, seed=arguments.seed)
    options = JobOptions(
        policy=policies.policy_from(arguments.policy), allows_unreviewed=arguments.unreviewed, answer=answer
    )
    questions = tuple(dict.fromkeys(analyze.questions_of(arguments)))
    return BatchCall(questions, options, arguments.model, arguments.precision)


def _walked(arguments: argparse.Namespace, unreadable: list[Path]) -> Sequence[Path]:
    """Return the files of the folder without what this call writes. Raises AppError where it would write over one."""
    out: Path = arguments.out
    files = list(files_below(arguments.folder, unreadable.append))
    outputs.check([path for path in files if inputs.claims(path)], arguments.policy, [out])
    named = file_identity.identities(out)
    written = named | file_identity.identity_of_descriptor(1) | file_identity.identity_of_descriptor(2)
    own = [path for path in files if file_identity.identities(path) & written]
    if any(file_identity.identities(path) & named for path in own) and not row_file.holds_rows(out):
        raise AppError("output_exists")
    return [path for path in files if path not in own]


def _batch(call: BatchCall, paths: Sequence[Path], folder: Path, there: Sequence[KeptRow]) -> _Batch:
    """Divide the files into those that are done, of which rows are `there`, and those that are left."""
    files = tuple(batch_rows.batch_file(path, folder, call.questions) for path in paths)
    by_id = {row.id: row for row in there}
    left = tuple(file for file in files if not _is_done(file, by_id))
    again = {row_id for file in left for row_id in file.ids}
    return _Batch(call, files, tuple(row for row in there if row.id not in again), left)


def _is_done(file: BatchFile, by_id: Mapping[str, KeptRow]) -> bool:
    """Tell whether every row of a file is there, and none is about what it was before somebody wrote to it."""
    rows = [by_id[row_id] for row_id in file.ids if row_id in by_id]
    hashes = {row.sha256 for row in rows if row.sha256}
    if len(rows) < len(file.ids) or not hashes:
        return len(rows) == len(file.ids)
    try:
        with ServedFile(file.path) as served:
            return hashes == {served.sha256()}
    except AppError:
        return True  # what cannot be read now is not known to be another file, and its answer would be lost


def _run(batch: _Batch, rows: RowFile, engine: ChildCommand) -> int:
    """Ask about the files that are left. Returns the exit code of the worst of them, or of what ended the call."""
    by_id = {str(number): file for number, file in enumerate(batch.left, 1)}
    jobs = (Job(job_id, file.path, batch.call.questions, batch.call.options) for job_id, file in by_id.items())
    with started_tools(engine) as tools, contextlib.closing(Session(tools)) as session, endings.become(session.stop):
        writer = _Writer(batch, rows, tools.recorder)
        try:
            for job, outcome in session.run_each(jobs):
                if not writer.take(by_id[job.id], job, outcome):
                    break
            writer.finish()
        finally:
            writer.countdown.clear()
    if writer.passed_over:
        output.print_note(f"{writer.passed_over} of {len(batch.files)} files are of other types and were passed over.")
    return writer.worst


class _Writer:
    """Makes rows of outcomes.

    Attributes:
        worst: exit code of what went wrong so far.
        passed_over: how many files were none of ours.
    """

    def __init__(self, batch: _Batch, rows: RowFile, recorder: Recorder) -> None:
        self.worst = output.DONE
        self.passed_over = 0
        self.countdown = Countdown(len(batch.files), len(batch.files) - len(batch.left))
        self.countdown.show()
        self._call = batch.call.digest
        self._rows = rows
        self._recorder = recorder
        self._exported: Facts = {"files": len(batch.left), "format": rows.format}
        self._is_told = False

    def take(self, file: BatchFile, job: Job, outcome: JobResult | AppError) -> bool:
        """Write what came of a file. Returns whether the call goes on. Raises AppError where it cannot be written."""
        if not self._rows.is_begun and not (isinstance(outcome, AppError) and output.ends_the_call(outcome)):
            self._rows.begin()  # only now: a call that cannot begin leaves the rows of an earlier one
        if isinstance(outcome, JobResult):
            self._add(batch_rows.answered(file, self._call, job, outcome))
        elif inputs.is_passed_over(file.path, outcome):
            self.passed_over += 1
        else:
            return self._failed(file, job, outcome)
        self.countdown.step()
        return True

    def _add(self, rows: Iterable[Record]) -> None:
        """Add rows, once it is written down that there are some."""
        if not self._is_told:
            self._recorder.tell("answers_export_begun", self._exported)
            self._is_told = True
        self._rows.add(rows)

    def finish(self) -> None:
        """Write down that all rows are there, where any are."""
        if self._is_told:
            self._recorder.tell("answers_exported", self._exported)

    def _failed(self, file: BatchFile, job: Job, error: AppError) -> bool:
        self.countdown.clear()
        code = error.fault
        self.worst = max(self.worst, code)
        if output.ends_the_call(error):  # no row says it: the file is done when the call is repeated
            output.print_error(error)
            return False
        output.print_error(error, file.path)
        self._add(batch_rows.failed(file, self._call, job, error, output.message(error)))
        self.countdown.step()
        return True
