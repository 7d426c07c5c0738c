"""Print for people and for programs: answers and tables to stdout, progress and errors to stderr.

Progress only when stderr is a terminal, but for a batch (`countdown.py`). What cannot be said on stderr is left unsaid; what cannot be printed ends the
call. Asks nothing of the children.
"""

import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from desktop_app.foundation import axis_words, standard_streams
from desktop_app.foundation.error_entry import Fault
from desktop_app.foundation.error_texts import text_of
from desktop_app.foundation.errors import AppError
from desktop_app.foundation.film_clock import clock
from desktop_app.foundation.plain_text import plain, plain_lines
from desktop_app.foundation.shared_words import BASIS_WORDS, CONFIDENCE_WORDS, NOTE_WORDS
from desktop_app.jobs import hiding
from desktop_app.runtime_client.values import Answer, PageLine, Source

DONE = 0
"""The exit code of what went well; the others are those of `Fault`."""

_END_THE_CALL = (Fault.CANCELLED, Fault.SANDBOX, Fault.MODEL)
_NO_FILES_FAULT = {
    "restart_limit",
    "child_not_started",
    "no_more_threads",
    "protocol_version",
    "too_few_files",
    "policy_invalid",
}
"""What is wrong with a call, not with a file: every other file would fail likewise. A child that a file has ended is
replaced, and the next file may go well."""

WARNING_WORDS = {
    hiding.REVERSIBLE: "Pixelated and blurred places can often be recognised; only fill cannot be undone.",
    hiding.NEEDS_PERSON: "Something was still found in the last look and is not hidden: look at the result yourself.",
    hiding.DOUBTFUL: "Some stretches should be looked at: `doubts` in the report says which.",
    hiding.NOT_REVIEWED: "This policy wants a person to look at what is hidden; nobody has.",
}
"""What a person should know of how a file was hidden, by code."""

NOT_FOR_DIAGNOSIS = "not_for_diagnosis"
"""What is said of every medical picture."""


_SAID_HERE = {
    "review_needed": "Nobody has reviewed what will be hidden, and this policy sends no page before that. "
    "Review it in the window, or ask all the same with --unreviewed.",
}
"""Errors for which the command line knows another way out than the window."""


class CannotPrint(Exception):
    """Standard output does not take what is printed: it is closed, or its disk is full."""


def ends_the_call(error: AppError) -> bool:
    """Tell whether the other files of a call are left alone after this."""
    return error.fault in _END_THE_CALL or error.code in _NO_FILES_FAULT


def message(error: AppError) -> str:
    """Return what happened, and why, in one line."""
    text = text_of(error)
    return _SAID_HERE.get(error.code) or f"{text.what} {text.why}"


def print_error(error: AppError, path: Path | None = None) -> None:
    """Say in one line what happened, and why. The file's name is the user's own, on the user's own terminal."""
    print_note(message(error), path)


def print_not_reached(paths: Sequence[Path], error: AppError) -> None:
    """Say of every file that is left that nothing was done with it; who stopped the call is told how many."""
    if error.fault is not Fault.CANCELLED:
        for path in paths:
            print_error(AppError("not_reached"), path)
    elif paths:
        one = "1 file was left alone."
        print_note(one if len(paths) == 1 else f"{len(paths)} files were left alone.")


def print_warnings(codes: Iterable[str], path: Path) -> None:
    """Say in one line each what a person should know of a file and of its result."""
    for code in codes:
        print_note(WARNING_WORDS.get(code) or _sentence(NOTE_WORDS.get(code, code)), path)


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


def printable(text: str) -> str:
    """Return text of several lines that drives no terminal and turns no line, whoever wrote it."""
    return plain_lines(text)


def shown(path: Path) -> str:
    """Return a file's name for one line of a terminal."""
    return printable(str(path)).replace("\n", "\N{REPLACEMENT CHARACTER}")


def print_delta(text: str, out: TextIO) -> None:
    """Print newly made text as it comes."""
    say(printable(text), out, end="")


def print_answer_end(answer: Answer, out: TextIO, line: PageLine | None = None) -> None:
    """End a streamed answer and say where it was read and how sure it is."""
    say("", out)
    if answer.finish == "cancelled":  # nothing is claimed of what was stopped
        say("    stopped", out)
        return
    sure = CONFIDENCE_WORDS[answer.confidence].lower() if answer.confidence else ""
    axis = "pages" if line is None else line.axis
    basis = (
        axis_words.read_from(axis)
        if answer.basis == axis_words.READ
        else BASIS_WORDS.get(answer.basis, plain(answer.basis))
    )
    how = [basis, plain(answer.rule), sure]
    note = ", ".join(word for word in how if word)
    if note:
        say(f"    {note}", out)
    if answer.alternatives:
        say(f"    also possible: {'; '.join(plain(other) for other in answer.alternatives)}", out)
    if answer.basis != "summary":
        for source in answer.sources:
            say(f"    {_place(source, line)}", out)


def print_not_for_diagnosis(out: TextIO) -> None:
    """Say with an answer about a medical picture what it is no base for; nothing turns it off."""
    say(f"    {_sentence(NOTE_WORDS[NOT_FOR_DIAGNOSIS])}", out)


def _sentence(words: str) -> str:
    return f"{words[0].upper()}{words[1:]}."


def _place(source: Source, line: PageLine | None) -> str:
    box = source.box
    time_s = None if line is None else line.time_s(source.number)
    step = axis_words.step("pages" if line is None else line.axis)
    where = f"{step} {source.number}" if time_s is None else f"at {clock(time_s)}"
    text = f": {plain(source.text)}" if source.text else ""
    return f"{where}, {box.left},{box.top} {box.width}x{box.height}{text}"


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
