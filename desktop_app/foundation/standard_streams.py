"""Make standard input, output and error safe to use, also where a shell closed them or they lead to a full disk.

A closed descriptor is a number that the next file takes: what somebody prints would end in a pipe to a child. So each of
the three gets something to stand there: a closed output refuses what is written, a closed stderr swallows it. Writes
nothing.
"""

import contextlib
import io
import os
import sys
from typing import TextIO


def repair() -> None:
    """Fill what is closed, and let no character fail for want of an encoding."""
    for number, flags in ((0, os.O_RDONLY), (1, os.O_RDONLY), (2, os.O_WRONLY)):
        _fill(number, flags)
    if sys.stdin is None:
        sys.stdin = _text(0, "r")
    if sys.stdout is None:
        sys.stdout = _text(1, "w")
    if sys.stderr is None:
        sys.stderr = _text(2, "w")
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")  # a terminal without "€" shows \u20ac


def silence(stream: TextIO) -> None:
    """Let everything that is still to be written to `stream` vanish; the interpreter itself does so when it ends."""
    with contextlib.suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)


def _fill(number: int, flags: int) -> None:
    try:
        os.fstat(number)
    except OSError:
        fd = os.open(os.devnull, flags)
        if fd != number:
            os.dup2(fd, number)
            os.close(fd)


def _text(number: int, mode: str) -> TextIO:
    return io.TextIOWrapper(io.FileIO(number, mode, closefd=False), encoding="utf-8")
