"""Make the rows of a batch: one a file and question, each with an id that stays and with the call that made it.

A row is that of `analyze --json` with one answer, after `id`, `call`, `path` and `question`. Writes no file.
"""

import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import msgspec

from desktop_app.export import records
from desktop_app.export.records import Record
from desktop_app.foundation.errors import AppError
from desktop_app.jobs.job import Job, JobOptions, JobResult
from desktop_app.settings import policies

_DIGEST_CHARS = 16
"""64 bits: a million rows meet by chance once in thirty million batches."""


@dataclass(frozen=True)
class BatchCall:
    """What is asked of every file, and how.

    Attributes:
        digest: tells it from every call that would make other rows of the same files.
    """

    questions: tuple[str, ...]
    options: JobOptions
    model: str
    precision: str

    @property
    def digest(self) -> str:
        """Return what every row of the call carries."""
        options = self.options
        parts = (
            self.questions,
            self.model,
            self.precision,
            policies.shown(options.policy),
            options.allows_unreviewed,
            options.answer,
        )
        return _digest(msgspec.json.encode(parts))


@dataclass(frozen=True)
class BatchFile:
    """A file of a batch.

    Attributes:
        path: as it is opened.
        relative: below the folder of the batch, which may move.
        ids: of its rows, one a question.
    """

    path: Path
    relative: Path
    ids: tuple[str, ...]


def batch_file(path: Path, folder: Path, questions: tuple[str, ...]) -> BatchFile:
    """Return a file below `folder` with the ids of its rows, which depend on nothing but its place and the questions."""
    relative = path.relative_to(folder)
    place = os.fsencode(relative.as_posix())
    return BatchFile(path, relative, tuple(_digest(place + b"\0" + question.encode()) for question in questions))


def answered(file: BatchFile, call: str, job: Job, result: JobResult) -> Iterator[Record]:
    """Yield the rows of a file that was read."""
    whole = records.analysis_record(job, result)
    answers = whole["answers"]
    assert isinstance(answers, list)
    for head, answer in zip(_heads(file, call, job.questions), answers, strict=True):
        yield head | whole | {"answers": [answer]}


def failed(file: BatchFile, call: str, job: Job, error: AppError, message: str) -> Iterator[Record]:
    """Yield the rows of a file that could not be asked about; `message` says what happened, and why."""
    for head in _heads(file, call, job.questions):
        yield head | records.error_record(file.path, error, message)


def _heads(file: BatchFile, call: str, questions: tuple[str, ...]) -> Iterator[Record]:
    for row_id, question in zip(file.ids, questions, strict=True):
        yield {"id": row_id, "call": call, **records.named("path", file.relative), "question": question}


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:_DIGEST_CHARS]
