"""`incamera analyze`: ask questions about files and print the answers with their places.

Several files are taken in turn; one that cannot be read does not stop the others. What a policy wants a person to review
is not asked about unless `--unreviewed` says so.
"""

import argparse
import io
import itertools
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TextIO

from desktop_app.cli import inputs, output, outputs
from desktop_app.export import records
from desktop_app.foundation import axis_words, endings, file_walk
from desktop_app.foundation.error_entry import Fault
from desktop_app.foundation.errors import AppError
from desktop_app.foundation.plain_text import plain
from desktop_app.jobs.job import (
    AnswerDelta,
    AnswerFinished,
    AnswerStarted,
    DocumentOpened,
    Job,
    JobEvent,
    JobOptions,
    ReadingPage,
)
from desktop_app.jobs.session import Session, started_tools
from desktop_app.models import model_choice
from desktop_app.models.model_fit import smaller_precision
from desktop_app.runtime_client.values import AnswerOptions, Box, PageLine
from desktop_app.settings import policies, presets

DESCRIBE = "Describe this document."
"""Asked when nothing is asked."""


def run(arguments: argparse.Namespace) -> int:
    """Answer every question about every file. Returns the exit code."""
    questions = questions_of(arguments)
    outputs.check([one.path for one in inputs.inputs(arguments.files)], arguments.redact, [arguments.out])
    outputs.check_writable([arguments.out])
    engine = model_choice.engine_command(arguments.model, arguments.precision)
    options = _options(arguments)
    ids = itertools.count(1)
    worst: int = output.DONE
    written = io.StringIO() if arguments.out else None
    with started_tools(engine) as tools:
        if any(inputs.claims_film(path) for path in arguments.files):
            tools.expect_films()
        session = Session(tools)
        try:
            with endings.become(session.stop):
                for number, path in enumerate(arguments.files, 1):
                    job = Job(str(next(ids)), file_walk.folder_of(path) or path, questions, options)
                    error = _analyze(job, session, arguments, written or sys.stdout)
                    if error is None:
                        continue
                    worst = max(worst, error.fault)
                    if output.ends_the_call(error):
                        _leave(arguments.files[number:], error, arguments, written or sys.stdout)
                        break
        finally:
            session.close()
        if written is not None:
            facts = {"files": len(arguments.files), "format": arguments.out.suffix.lower().lstrip(".")}
            tools.recorder.tell("answers_export_begun", facts)
            code = outputs.write(arguments.out, written.getvalue())
            if code == output.DONE:
                tools.recorder.tell("answers_exported", facts)
            worst = max(worst, code)
    return worst


def questions_of(arguments: argparse.Namespace) -> tuple[str, ...]:
    """Return what is asked about every file. Raises AppError."""
    asked = [text.strip() for text in arguments.ask or ()]
    if not all(asked):
        raise AppError("usage")
    if arguments.preset:
        asked.append(presets.preset_named(arguments.preset).question)
    return tuple(asked or [DESCRIBE])


def _smaller_words(model: str, precision: str) -> str:
    """Offer the next smaller way to run a model that did not find enough memory; the reader is always one."""
    smaller = smaller_precision(precision)
    way = f"Try --precision {smaller}" if smaller else "Without --model, the built-in reader answers"
    return f"  {way}; `incamera models fit {plain(model)}` says what fits.\n"


def _leave(left: Sequence[Path], ended: AppError, arguments: argparse.Namespace, out: TextIO) -> None:
    """Say of the files that are left that nothing was done with them."""
    output.print_not_reached(left, ended)
    error = AppError("not_reached")
    for path in left if arguments.json else ():
        output.say(records.line(records.error_record(path, error, output.message(error))), out)


def _analyze(job: Job, session: Session, arguments: argparse.Namespace, out: TextIO) -> AppError | None:
    """Run one job and print what comes. Returns what went wrong."""
    listener = _Listener(job, out, arguments)
    try:
        result = session.run(job, listener.on_event)
    except AppError as error:
        listener.progress.clear()
        output.print_error(error, job.path)
        if error.fault is Fault.MEMORY and arguments.model != model_choice.READER:
            output.tell(_smaller_words(arguments.model, arguments.precision))
        if arguments.json:
            output.say(records.line(records.error_record(job.path, error, output.message(error))), out)
        return error
    listener.progress.clear()
    if arguments.json:
        output.say(records.line(records.analysis_record(job, result)), out)
    else:
        document = result.document
        notes = [note for note in document.notes if note != output.NOT_FOR_DIAGNOSIS]  # said with each answer
        output.print_warnings((*notes, *records.document_warnings(document)), job.path)
    return None


class _Listener:
    """Prints a job's events as text; with --json only progress is shown while the job runs."""

    def __init__(self, job: Job, out: TextIO, arguments: argparse.Namespace) -> None:
        self.progress = output.Progress.on_stderr()
        self._job = job
        self._is_json = arguments.json
        self._has_many_files = len(arguments.files) > 1
        self._out = out
        self._line: PageLine | None = None
        self._step = axis_words.step("pages")
        self._is_medical = False

    def on_event(self, event: JobEvent) -> None:
        """Show one event."""
        match event:
            case DocumentOpened(line=line, notes=notes):
                self._line, self._step = line, axis_words.step(line.axis)
                self._is_medical = output.NOT_FOR_DIAGNOSIS in notes
            case ReadingPage(number=number, position=position, count=count):
                self.progress.show(f"reading {self._step} {number} ({position} of {count})")
            case AnswerStarted(index=index) if not self._is_json:
                self.progress.clear()
                if index == 0 and self._has_many_files:
                    output.say(f"== {output.shown(self._job.path)}", self._out)
                if len(self._job.questions) > 1:
                    output.say(f"> {output.printable(self._job.questions[index])}", self._out)
            case AnswerDelta(text=text) if not self._is_json:
                self.progress.clear()
                output.print_delta(text, self._out)
            case AnswerFinished(answer=answer) if not self._is_json:
                self.progress.clear()
                output.print_answer_end(answer, self._out, self._line)
                if self._is_medical:
                    output.print_not_for_diagnosis(self._out)
            case _:
                pass


def _options(arguments: argparse.Namespace) -> JobOptions:
    part = None if arguments.region is None else Box(*arguments.region)
    if part is not None and (arguments.pages is None or len(arguments.pages) != 1):
        raise AppError("usage")
    return JobOptions(
        policy=policies.policy_from(arguments.redact),
        pages=arguments.pages,
        sampling=arguments.sampling,
        every_s=arguments.every,
        part=part,
        allows_unreviewed=arguments.unreviewed,
        answer=AnswerOptions(
            max_tokens=arguments.max_tokens,
            temperature=arguments.temperature,
            seed=arguments.seed,
            token_ids=arguments.token_ids,
        ),
    )
