"""Hand several files, or those of a folder, to the airlock as one document: a table of their sizes, and behind it their bytes.

The airlock sees numbers, never a name; it says itself which of them are pictures and in which order they stand. One file is
open at a time. Does not look into the bytes. The form: `model_runtime/documents/dicom/series.py`.
"""

import bisect
import hashlib
import itertools
import struct
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Self, TypeAlias

from desktop_app.foundation import file_walk
from desktop_app.foundation.errors import AppError
from desktop_app.runtime_client.file_server import MAX_BLOCK_BYTES, MAX_FILE_BYTES, Mark, ServedFile, mark_of
from model_runtime.protocol.error_codes import ErrorCode
from model_runtime.protocol.series_table import MAX_FILES, SIGNATURE

Opened: TypeAlias = Path | tuple[Path, ...]
"""What is opened as one document: a file, a folder, or files that belong together."""


class ServedSeries:
    """Files that are opened as one, for the airlock. See `ServedFile`.

    Attributes:
        count: how many there are.
    """

    def __init__(self, files: Sequence[Path]) -> None:
        self._paths = list(files)
        self.count = len(self._paths)
        if len(self._paths) > MAX_FILES:
            raise AppError(ErrorCode.TOO_MANY_PAGES.value, found=len(self._paths), limit=MAX_FILES)
        self._marks = [mark_of(path) for path in self._paths]
        sizes = [mark[2] if mark else 0 for mark in self._marks]
        self._table = SIGNATURE + struct.pack(f"<I{len(sizes)}Q", len(sizes), *sizes)
        self._starts = list(itertools.accumulate(sizes, initial=len(self._table)))
        self._open: tuple[int, ServedFile] | None = None
        self.size_bytes = self._starts[-1]
        self.mark: Mark = marks(self._marks)
        if self.size_bytes > MAX_FILE_BYTES:
            raise AppError(ErrorCode.FILE_TOO_LARGE.value, found=self.size_bytes, limit=MAX_FILE_BYTES)

    def block(self, untrusted_offset: int, untrusted_length: int) -> bytes:
        """Return up to `length` bytes at `offset` (fewer at the end). Raises AppError."""
        if not 0 <= untrusted_offset <= self.size_bytes or not 0 < untrusted_length <= MAX_BLOCK_BYTES:
            raise AppError(ErrorCode.PROTOCOL_BROKEN.value)
        end = min(untrusted_offset + untrusted_length, self.size_bytes)
        pieces = [self._table[untrusted_offset:end]]
        at = max(untrusted_offset, len(self._table))
        while at < end:
            index = bisect.bisect_right(self._starts, at) - 1
            piece = self._file(index).block(at - self._starts[index], min(end, self._starts[index + 1]) - at)
            if not piece:
                raise AppError(ErrorCode.FILE_CHANGED.value)
            pieces.append(piece)
            at += len(piece)
        return b"".join(pieces)

    def sha256(self) -> str:
        """Return the hex digest of the whole."""
        digest = hashlib.sha256()
        offset = 0
        while piece := self.block(offset, MAX_BLOCK_BYTES):
            digest.update(piece)
            offset += len(piece)
        return digest.hexdigest()

    def close(self) -> None:
        """Close what is open."""
        if self._open is not None:
            self._open[1].close()
            self._open = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _file(self, index: int) -> ServedFile:
        if self._open is None or self._open[0] != index:
            self.close()
            file = ServedFile(self._paths[index])
            self._open = (index, file)
            if file.mark != self._marks[index]:
                raise AppError(ErrorCode.FILE_CHANGED.value)
        return self._open[1]


def files_of(folder: Path) -> list[Path]:
    """Return the files of a folder that make one document."""
    return [path for path in file_walk.files_below(folder) if not file_walk.is_disc_list(path)]


def marks(of_files: Iterable[Mark]) -> Mark:
    """Return one mark of many files."""
    return (int.from_bytes(hashlib.sha256(repr(tuple(of_files)).encode()).digest()[:8], "big"),)


def served(opened: Opened) -> ServedFile | ServedSeries:
    """Return what is to be opened, open. Raises AppError."""
    files = _several(opened)
    return ServedFile(opened) if isinstance(opened, Path) and files is None else ServedSeries(files or ())


def mark_of_any(opened: Opened) -> Mark:
    """Return the mark of what is there now."""
    files = _several(opened)
    return mark_of(opened) if isinstance(opened, Path) and files is None else marks(map(mark_of, files or ()))


def _several(opened: Opened) -> Sequence[Path] | None:
    """Return the files of what has several; None of a file."""
    if isinstance(opened, Path):
        return files_of(opened) if opened.is_dir() else None
    return opened
