"""Check what a child says of itself, of a document and of its failures, before anything else in the desktop sees it.

A child may be in the hands of a hostile file. Types, and the bounds of each field, have been checked by the decoder
(`model_runtime/protocol/limits.py`); here is what they cannot say. Pages are in `checked_pages.py`, answers in
`checked_answers.py`. A child that lies is ended, not corrected.
"""

import itertools

from desktop_app.foundation.errors import AppError
from desktop_app.runtime_client.values import FILM_KINDS, ModelInfo, SandboxReport
from model_runtime.protocol import limits, messages
from model_runtime.protocol.error_codes import ErrorCode

NOT_A_CHILDS = frozenset(
    {
        ErrorCode.PROTOCOL_VERSION,
        ErrorCode.SANDBOX_NOT_PROVEN,
        ErrorCode.CHILD_DIED,
        ErrorCode.CHILD_SILENT,
        ErrorCode.RESTART_LIMIT,
        ErrorCode.DECODER_DIED,
        ErrorCode.DECODE_TIMEOUT,
    }
)
"""What only the desktop can know; a child that says so wants something of it."""


def opened(untrusted_document: messages.DocumentOpened) -> messages.DocumentOpened:
    """Return what was opened: words where words belong, times in the order of the pages, no more pages than such a thing has.

    Raises AppError protocol_broken.
    """
    d = untrusted_document
    require(d.kind.isidentifier() and all(note.isidentifier() for note in d.notes))
    times_s = d.line.times_s
    require(len(times_s) in (0, d.line.count) and all(one <= next_one for one, next_one in itertools.pairwise(times_s)))
    require(d.line.count <= limits.MAX_PAGES_AT_ONCE or (d.kind in FILM_KINDS and bool(times_s)))
    return d


def model(untrusted_model: ModelInfo) -> ModelInfo:
    """Return what answers. Raises AppError protocol_broken."""
    require(untrusted_model.device.isprintable())
    require(untrusted_model.square_px**2 <= limits.MAX_SENT_PX)  # no airlock can send a larger one
    return untrusted_model


def failure(untrusted_failure: messages.Failed, *, is_cancelled: bool) -> AppError:
    """Return the error that a child tells of. Raises AppError protocol_broken for one that it cannot know of."""
    code = untrusted_failure.code
    require(code not in NOT_A_CHILDS and (is_cancelled or code is not ErrorCode.CANCELLED))
    return AppError(code.value, **untrusted_failure.facts)


def sandbox(untrusted_report: SandboxReport) -> SandboxReport:
    """Return a report in which each attempt stands once. Raises AppError protocol_broken."""
    names = [check.check for check in untrusted_report.checks]
    require(len(names) == len(set(names)))
    return untrusted_report


def require(is_true: bool) -> None:
    """Raise AppError protocol_broken where a child has said something impossible."""
    if not is_true:
        raise AppError(ErrorCode.PROTOCOL_BROKEN.value)
