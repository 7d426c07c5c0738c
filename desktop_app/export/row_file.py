"""Add rows to a file so that a program killed at any moment leaves every row that it had added, and at most one torn one.

Rows are added whole and are on the disk before the next; those of one file are added together. Going on begins with the rows
that are worth keeping, put in the place of the old file at once. Does not know what a row says beyond its `id`, `call` and
`error`.
"""

import contextlib
import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import msgspec

from desktop_app.export import records
from desktop_app.export.records import Record
from desktop_app.foundation import atomic_file, output_sink
from desktop_app.foundation.errors import AppError

_BEGINNING = b'{"id":"'
"""How every row begins; what begins otherwise is not ours, even where its line has no end."""


class _Error(msgspec.Struct, frozen=True):
    code: str


class _Head(msgspec.Struct, frozen=True):
    """What is looked at of a row."""

    id: str
    call: str
    error: _Error | None = None


@dataclass(frozen=True)
class KeptRow:
    """A row that is there already.

    Attributes:
        error: the code of what went wrong with its file; empty where it was answered.
        line: the row itself, without its newline.
    """

    id: str
    error: str
    line: bytes


class RowFile:
    """A file that rows are added to. A device or a pipe is written into."""

    def __init__(self, path: Path, kept: Iterable[KeptRow] = ()) -> None:
        """Replace what is there by the rows to keep, whole or not at all. Raises AppError as `atomic_file.write` does."""
        self._is_sink = output_sink.is_sink(path)
        try:
            if self._is_sink:
                self._fd = output_sink.opened(path)
            else:
                atomic_file.write(path, (row.line + b"\n" for row in kept))
                self._fd = os.open(path, os.O_WRONLY | os.O_APPEND | getattr(os, "O_BINARY", 0))
        except OSError as error:
            raise atomic_file.write_error(error) from None

    def add(self, rows: Iterable[Record]) -> None:
        """Add rows, all or none of them; they are on the disk when this returns. Raises AppError as `atomic_file.write` does."""
        data = memoryview("".join(records.line(row) + "\n" for row in rows).encode())
        before = os.fstat(self._fd).st_size
        try:
            while data:
                data = data[os.write(self._fd, data) :]
            if not self._is_sink:
                os.fsync(self._fd)
        except OSError as error:
            if not self._is_sink:
                with contextlib.suppress(OSError):
                    os.ftruncate(self._fd, before)
            raise atomic_file.write_error(error) from None

    def close(self) -> None:
        """Close it."""
        os.close(self._fd)


def kept_rows(path: Path, call: str) -> tuple[KeptRow, ...]:
    """Return the rows that `call` has left in a file, each once, without the one that was torn when it ended.

    Raises:
        AppError: rows_of_another_call where something else is there, file_unreadable.
    """
    if output_sink.is_sink(path):
        raise AppError("rows_of_another_call")
    try:
        *lines, torn = path.read_bytes().split(b"\n")
    except FileNotFoundError:
        return ()
    except OSError:
        raise AppError("file_unreadable") from None
    rows: dict[str, KeptRow] = {}
    for line in lines:
        try:
            head = msgspec.json.decode(line, type=_Head)
        except (msgspec.MsgspecError, UnicodeDecodeError):
            raise AppError("rows_of_another_call") from None
        if head.call != call:
            raise AppError("rows_of_another_call")
        rows.setdefault(head.id, KeptRow(head.id, head.error.code if head.error else "", line))
    if not _is_ours(torn.rstrip(b"\0")):  # a machine that lost its power may leave zeros where a row was to stand
        raise AppError("rows_of_another_call")
    return tuple(rows.values())


def holds_rows(path: Path) -> bool:
    """Tell by its beginning whether a file was made by a batch, or is empty. One that cannot be read was not."""
    try:
        with path.open("rb") as file:
            return _is_ours(file.read(len(_BEGINNING)))
    except OSError:
        return False


def _is_ours(beginning: bytes) -> bool:
    return beginning[: len(_BEGINNING)] == _BEGINNING[: len(beginning)]
