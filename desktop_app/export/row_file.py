"""Add rows to a file so that a program killed at any moment leaves every row that it had added, and at most one torn one.

Rows are added whole and are on the disk before the next; those of one file are added together. Going on begins with the rows
that are worth keeping, put in the place of the old file at once. One call at a time has the file. Does not know what a row
says beyond its `id`, `call`, `sha256` and `error`.
"""

import contextlib
import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import msgspec

from desktop_app.export import records
from desktop_app.export.records import Record
from desktop_app.foundation import atomic_file, file_lock, output_sink
from desktop_app.foundation.errors import AppError

_ID_CHARS = 16
_BEGINNING = b'{"id":"' + b"h" * _ID_CHARS + b'","call":"' + b"h" * _ID_CHARS + b'"'
"""How every row begins, `h` a hexadecimal digit; what begins otherwise is not ours, even where its line has no end."""

_HEX = frozenset(b"0123456789abcdef")

_BINARY = getattr(os, "O_BINARY", 0)


class _Error(msgspec.Struct, frozen=True):
    code: str


class _Head(msgspec.Struct, frozen=True):
    """What is looked at of a row."""

    id: str
    call: str
    sha256: str = ""
    error: _Error | None = None


@dataclass(frozen=True)
class KeptRow:
    """A row that is there already.

    Attributes:
        error: the code of what went wrong with its file; empty where it was answered.
        sha256: of the file that was answered about; empty where something went wrong.
        line: the row itself, without its newline.
    """

    id: str
    error: str
    sha256: str
    line: bytes


class RowFile:
    """A file that rows are added to, by one call at a time. A device or a pipe is written into."""

    def __init__(self, path: Path) -> None:
        """Take the file, and change nothing yet. Raises AppError output_in_use where another call has it."""
        self._path = path
        self._is_sink = output_sink.is_sink(path)
        self._is_there = os.path.lexists(path)
        self._is_begun = False
        self._fd = -1 if self._is_sink else _opened(path, os.O_RDONLY)
        if self._fd >= 0 and not (file_lock.take(self._fd) and file_lock.is_at(self._fd, path)):
            self.close()
            raise AppError("output_in_use")

    @property
    def format(self) -> str:
        """What its name says that it is."""
        return self._path.suffix.lower().lstrip(".")

    @property
    def is_there(self) -> bool:
        """Whether there was something in its place before this call."""
        return self._is_there

    @property
    def is_begun(self) -> bool:
        """Whether rows can be added."""
        return self._is_begun

    def kept(self, call: str) -> tuple[KeptRow, ...]:
        """Return the rows that `call` has left in it; see `kept_rows`."""
        return kept_rows(self._path, call)

    def begin(self, kept: Iterable[KeptRow] = ()) -> None:
        """Replace what is there by the rows to keep, whole or not at all.

        Raises:
            AppError: output_in_use where another call has come first, and as `atomic_file.write` does.
        """
        before = self._fd
        try:
            self._fd = output_sink.opened(self._path) if self._is_sink else self._replaced(kept)
        except OSError as error:
            raise atomic_file.write_error(error) from None
        if before >= 0:
            os.close(before)
        if not self._is_sink and not file_lock.take(self._fd):
            raise AppError("output_in_use")
        self._is_begun = True

    def _replaced(self, kept: Iterable[KeptRow]) -> int:
        """Write the rows to keep and return the open file. Nobody else replaces a file whose lock is ours."""
        pieces = (row.line + b"\n" for row in kept)
        if self._is_there:
            if os.path.exists(
                self._path
            ):  # a link may lead nowhere; else who may not add to it does not replace it first
                os.close(os.open(self._path, os.O_WRONLY | _BINARY))
            atomic_file.write(self._path, pieces)
        else:
            try:
                atomic_file.write_new([self._path], pieces)
            except AppError as error:
                raise AppError("output_in_use") if error.code == "output_exists" else error from None
        return os.open(self._path, os.O_WRONLY | os.O_APPEND | _BINARY)

    def add(self, rows: Iterable[Record]) -> None:
        """Add rows, all or none of them; they are on the disk when this returns.

        Raises:
            AppError: output_lost where the file has gone or another has its name, and as `atomic_file.write` does.
        """
        self.check_there()
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

    def check_there(self) -> None:
        """Raise AppError output_lost where the file has gone or another has its name."""
        if not self._is_sink and not file_lock.is_at(self._fd, self._path):
            raise AppError("output_lost")

    def close(self) -> None:
        """Close it."""
        if self._fd >= 0:
            os.close(self._fd)
            self._fd = -1


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
        rows.setdefault(head.id, KeptRow(head.id, head.error.code if head.error else "", head.sha256, line))
    rest = torn.rstrip(b"\0")  # a machine that lost its power may leave zeros where a row was to stand
    if not _is_ours(rest) or (torn and not rest and not rows):
        raise AppError("rows_of_another_call")
    return tuple(rows.values())


def holds_rows(path: Path) -> bool:
    """Tell by its beginning whether a file was made by a batch, or is empty. One that cannot be read was not."""
    try:
        with path.open("rb") as file:
            return _is_ours(file.read(len(_BEGINNING)))
    except OSError:
        return False


def _opened(path: Path, flags: int) -> int:
    """Return a descriptor, -1 where there is no such file or none that may be opened."""
    try:
        return os.open(path, flags | _BINARY)
    except (OSError, ValueError):
        return -1


def _is_ours(beginning: bytes) -> bool:
    """Tell whether a text, cut somewhere perhaps, is or could become a row."""
    return all(
        is_there in _HEX if wanted == ord("h") else is_there == wanted
        for is_there, wanted in zip(beginning, _BEGINNING, strict=False)
    )
