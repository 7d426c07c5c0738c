"""Print for people and for programs: answers and tables to stdout, progress and errors to stderr.

Progress only when stderr is a terminal. What cannot be said on stderr is left unsaid; what cannot be printed ends the
call. Decides exit codes. Asks nothing of the children.
"""

import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from desktop_app.foundation import standard_streams
from desktop_app.foundation.error_text import ErrorText
from desktop_app.foundation.error_texts import text_of
from desktop_app.foundation.errors import AppError, ErrorKind
from desktop_app.foundation.plain_text import plain, plain_lines
from desktop_app.jobs import hiding
from desktop_app.runtime_client.values import Answer, Source

DONE, USAGE, FILE, MODEL, MEMORY, POLICY, SANDBOX, BUG, CANCELLED = 0, 2, 3, 4, 5, 6, 7, 70, 130
"""Exit codes of the contract; names and numbers are stable. Ended by a signal: 128 and its number (`endings.py`)."""

ENDS_THE_CALL = (CANCELLED, SANDBOX, BUG)
"""After these the other files of a call are left alone."""

_EXIT_CODES = {
    "usage": USAGE,
    "policy_unknown": USAGE,
    "policy_invalid": USAGE,
    "policy_unreadable": USAGE,
    "review_needed": POLICY,
    "preset_unknown": USAGE,
    "format_not_writable": USAGE,
    "precision_unavailable": USAGE,
    "page_missing": USAGE,
    "output_exists": USAGE,
    "outputs_collide": USAGE,
    "output_name_too_long": USAGE,
    "disk_full": FILE,
    "engine_unknown": MODEL,
    "model_missing": MODEL,
    "model_invalid": MODEL,
    "model_not_loaded": MODEL,
    "engine_not_installed": MODEL,
    "licence_not_accepted": POLICY,
    "model_exists": USAGE,
    "model_unsafe_format": MODEL,
    "model_link": MODEL,
    "model_file_missing": MODEL,
    "model_config_invalid": MODEL,
    "model_tokenizer_invalid": MODEL,
    "weights_index_invalid": MODEL,
    "weights_header_invalid": MODEL,
    "weights_truncated": MODEL,
    "weights_changed": MODEL,
    "model_not_verified": MODEL,
    "tensor_duplicate": MODEL,
    "tensor_missing": MODEL,
    "tensor_unknown": MODEL,
    "tensor_shape": MODEL,
    "tensor_type": MODEL,
    "question_too_long": USAGE,
    "schema_invalid": USAGE,
    "schema_not_supported": USAGE,
    "out_of_memory": MEMORY,
    "sandbox_not_proven": SANDBOX,
    "cancelled": CANCELLED,
    "child_died": BUG,
    "child_silent": BUG,
    "child_not_started": BUG,
    "restart_limit": BUG,
    "no_more_threads": MEMORY,
    "left_behind": BUG,
    "request_too_large": USAGE,
}

BASIS_WORDS = {
    "read": "read from the page",
    "rule": "found by rule",
    "code": "code decoded",
    "detector": "counted by a detector",
    "seen": "seen by the model",
    "summary": "what the reader can know",
    "not_found": "",
    "beyond": "",
}
"""How an answer was found, in words."""

CONFIDENCE_WORDS = {"sure": "sure", "check": "check this", None: ""}


WARNING_WORDS = {
    hiding.REVERSIBLE: "Pixelated and blurred places can often be recognised; only fill cannot be undone.",
    hiding.NEEDS_PERSON: "Something was still found in the last look and is not hidden: look at the result yourself.",
    hiding.NOT_REVIEWED: "This policy wants a person to look at what is hidden; nobody has.",
}
"""What a person should know of how a file was hidden, by code."""


_SAID_HERE = {
    "review_needed": ErrorText(
        "Nobody has reviewed what will be hidden, and this policy sends no page before that.",
        "Review it in the window, or ask all the same with --unreviewed.",
    ),
}
"""Errors for which the command line knows another way out than the window."""


class CannotPrint(Exception):
    """Standard output does not take what is printed: it is closed, or its disk is full."""


def exit_code(error: AppError) -> int:
    """Return the contract's exit code for an error."""
    return _EXIT_CODES.get(error.code, FILE if error.kind is ErrorKind.USER else BUG)


def message(error: AppError) -> str:
    """Return what happened, and why, in one line."""
    text = _SAID_HERE.get(error.code) or text_of(error)
    return f"{text.what} {text.why}"


def print_error(error: AppError, path: Path | None = None) -> None:
    """Say in one line what happened, and why. The file's name is the user's own, on the user's own terminal."""
    print_note(message(error), path)


def print_warnings(codes: Iterable[str], path: Path) -> None:
    """Say in one line each what a person should know of a file's result."""
    for code in codes:
        print_note(WARNING_WORDS[code], path)


def print_note(text: str, path: Path | None = None) -> None:
    """Say one line about a file, or about the call, to a person."""
    where = "" if path is None else f"{shown(path)}: "
    tell(f"incamera: {where}{text}\n")


def tell(text: str) -> None:
    """Write to stderr. Where that fails there is nobody left to tell, and the work goes on."""
    try:
        sys.stderr.write(text)
        sys.stderr.flush()
    except (OSError, ValueError):
        standard_streams.silence(sys.stderr)


def say(text: str = "", out: TextIO | None = None, *, end: str = "\n") -> None:
    """Write a result, to standard output where `out` is not given. Raises CannotPrint, BrokenPipeError."""
    try:
        print(text, end=end, file=out or sys.stdout, flush=True)
    except BrokenPipeError:
        raise
    except (OSError, ValueError):
        raise CannotPrint from None


def finish() -> None:
    """Write what still waits to be printed. Raises as `say` does."""
    say(end="")


def printable(text: str) -> str:
    """Return text of several lines that drives no terminal and turns no line, whoever wrote it."""
    return plain_lines(text)


def shown(path: Path) -> str:
    """Return a file's name for one line of a terminal."""
    return printable(str(path)).replace("\n", "\N{REPLACEMENT CHARACTER}")


def print_delta(text: str, out: TextIO) -> None:
    """Print newly made text as it comes."""
    say(printable(text), out, end="")


def print_answer_end(answer: Answer, out: TextIO) -> None:
    """End a streamed answer and say where it was read and how sure it is."""
    say("", out)
    how = [BASIS_WORDS.get(answer.basis, plain(answer.basis)), plain(answer.rule), CONFIDENCE_WORDS[answer.confidence]]
    note = ", ".join(word for word in how if word)
    if note:
        say(f"    {note}", out)
    if answer.alternatives:
        say(f"    also possible: {'; '.join(plain(other) for other in answer.alternatives)}", out)
    if answer.basis != "summary":
        for source in answer.sources:
            say(f"    {_place(source)}", out)


def _place(source: Source) -> str:
    box = source.box
    text = f": {plain(source.text)}" if source.text else ""
    return f"page {source.number}, {box.left},{box.top} {box.width}x{box.height}{text}"


@dataclass
class Progress:
    """One line on a terminal that is written over; silent where stderr is not a terminal."""

    is_shown: bool

    @classmethod
    def on_stderr(cls) -> "Progress":
        """Return a progress line for this process's stderr."""
        return cls(is_shown=sys.stderr.isatty())

    def show(self, text: str) -> None:
        """Replace the line."""
        if self.is_shown:
            tell(f"\r\x1b[2K{text}")

    def clear(self) -> None:
        """Take the line away before something else is printed."""
        if self.is_shown:
            tell("\r\x1b[2K")
