"""Print for people and for programs: answers and tables to stdout, progress and errors to stderr.

Progress only when stderr is a terminal. Decides exit codes. Asks nothing of the children.
"""

import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from desktop_app.foundation.error_texts import text_of
from desktop_app.foundation.errors import AppError, ErrorKind
from desktop_app.jobs import hiding
from desktop_app.runtime_client.values import Finished, Source

DONE, USAGE, FILE, MODEL, MEMORY, POLICY, SANDBOX, BUG, CANCELLED = 0, 2, 3, 4, 5, 6, 7, 70, 130
"""Exit codes of the contract; names and numbers are stable."""

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


def exit_code(error: AppError) -> int:
    """Return the contract's exit code for an error."""
    return _EXIT_CODES.get(error.code, FILE if error.kind is ErrorKind.USER else BUG)


def print_error(error: AppError, path: Path | None = None) -> None:
    """Say in one line what happened, and why. The file's name is the user's own, on the user's own terminal."""
    text = text_of(error)
    where = "" if path is None else f"{printable(str(path))}: "
    print(f"incamera: {where}{text.what} {text.why}", file=sys.stderr, flush=True)


def print_warnings(codes: Iterable[str], path: Path) -> None:
    """Say in one line each what a person should know of a file's result."""
    for code in codes:
        print(f"incamera: {printable(str(path))}: {WARNING_WORDS[code]}", file=sys.stderr, flush=True)


def printable(text: str) -> str:
    """Return text without control characters: neither a page nor a file name may drive the terminal."""
    return "".join(c if c.isprintable() or c in "\n\t" else "\N{REPLACEMENT CHARACTER}" for c in text)


def print_delta(text: str, out: TextIO) -> None:
    """Print newly made text as it comes."""
    print(printable(text), end="", file=out, flush=True)


def print_answer_end(answer: Finished, out: TextIO) -> None:
    """End a streamed answer and say where it was read and how sure it is."""
    print(file=out)
    how = [BASIS_WORDS.get(answer.basis, answer.basis), printable(answer.rule), CONFIDENCE_WORDS[answer.confidence]]
    note = ", ".join(word for word in how if word)
    if note:
        print(f"    {note}", file=out)
    if answer.alternatives:
        print(f"    also possible: {printable('; '.join(answer.alternatives))}", file=out)
    if answer.basis != "summary":
        for source in answer.sources:
            print(f"    {_place(source)}", file=out, flush=True)


def _place(source: Source) -> str:
    box = source.box
    text = f": {printable(source.text)}" if source.text else ""
    return f"page {source.page}, {box.left},{box.top} {box.width}x{box.height}{text}"


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
            print(f"\r\x1b[2K{text}", end="", file=sys.stderr, flush=True)

    def clear(self) -> None:
        """Take the line away before something else is printed."""
        if self.is_shown:
            print("\r\x1b[2K", end="", file=sys.stderr, flush=True)
