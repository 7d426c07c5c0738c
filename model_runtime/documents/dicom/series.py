"""Show the files of a folder as one document: the slices of each series in the order in which they lie in space.

Files come one behind the other, behind a table of their sizes (`protocol/series_table.py`), without names. A slice is read
again when it is wanted, so a long series takes the memory of one. What is no DICOM picture is left out, and said to be.
Source for the order: PS3.3 C.7.6.2.1.1 (position and orientation).
"""

import struct
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from pydicom.dataset import Dataset

from model_runtime.documents import formats
from model_runtime.documents.decoding import decoding
from model_runtime.documents.dicom.document import DicomDocument
from model_runtime.documents.formats import Format
from model_runtime.documents.page import SourcePage
from model_runtime.documents.remote_file import RemoteFile
from model_runtime.protocol import limits
from model_runtime.protocol.error_codes import ErrorCode, RequestFailed
from model_runtime.protocol.payloads import PageLine
from model_runtime.protocol.series_table import MAX_FILES, SIGNATURE

LEFT_OUT = "files_left_out"
"""Note: some files of the folder are no pictures that can be read."""

_HEAD_BYTES = len(SIGNATURE) + 4


@dataclass(frozen=True)
class _Slice:
    """One frame of one file, and where it stands.

    Attributes:
        place: series first, then along its normal, then by number.
        file: which of the files, from 0; `frame`: which of its frames, from 1.
    """

    place: tuple[int, str, float, int, int]
    file: int
    frame: int


class DicomSeries:
    """The pictures of a folder. Attributes: see `Document`."""

    def __init__(self, file: RemoteFile, entry: Format) -> None:
        self.kind = "dicom"
        self._file = file
        self._parts = _parts(file)
        self._open: tuple[int, DicomDocument] | None = None
        slices: list[_Slice] = []
        notes: dict[str, None] = {}
        self.is_lossless = True
        for index in range(len(self._parts)):
            try:
                document = self._document(index)
            except RequestFailed as failure:
                if file.failure is not None or failure.code is ErrorCode.CANCELLED:
                    raise
                notes[LEFT_OUT] = None
                continue
            notes |= dict.fromkeys(document.notes)
            self.is_lossless &= document.is_lossless
            place = _place(document.source.dataset)
            slices += (_Slice((*place, frame), index, frame) for frame in document.line.numbers)
            if len(slices) > limits.MAX_PAGES:
                raise RequestFailed(ErrorCode.TOO_MANY_PAGES, limit=limits.MAX_PAGES)
        if not slices:
            raise RequestFailed(ErrorCode.NO_PAGES)
        self._slices = sorted(slices, key=lambda one: (one.place, one.file))
        self.line = PageLine(len(slices), "slices")
        self.notes = tuple(notes)

    def render(self, number: int) -> SourcePage:
        """Show slice `number` (from 1). Raises RequestFailed."""
        wanted = self._slices[number - 1]
        return replace(self._document(wanted.file).render(wanted.frame), number=number)

    def close(self) -> None:
        """Let go of the file that is open."""
        self._open = None

    def _document(self, index: int) -> DicomDocument:
        """Return one file, opened. Raises RequestFailed, FILE_TYPE_NOT_ACCEPTED for what is no picture of a series."""
        if self._open is None or self._open[0] != index:
            self._open = None
            start, size = self._parts[index]
            part = RemoteFile(size, lambda at, length: _read(self._file, start + at, length))
            entry = formats.sniff(part.head(formats.SNIFF_BYTES))
            if entry.kind != self.kind:
                raise RequestFailed(ErrorCode.FILE_TYPE_NOT_ACCEPTED)
            formats.check_bytes(size, entry)
            document = DicomDocument(part, entry)
            if document.frames is None:
                raise RequestFailed(ErrorCode.FILE_TYPE_NOT_ACCEPTED)
            self._open = (index, document)
        return self._open[1]


def _parts(file: RemoteFile) -> list[tuple[int, int]]:
    """Return where each file begins and its size. Raises RequestFailed FILE_DAMAGED for a table that is none."""
    with decoding(file):
        (count,) = struct.unpack("<I", _read(file, len(SIGNATURE), 4))
        if count > MAX_FILES:
            raise RequestFailed(ErrorCode.TOO_MANY_PAGES, found=count, limit=MAX_FILES)
        sizes = struct.unpack(f"<{count}Q", _read(file, _HEAD_BYTES, 8 * count))
        starts = np.cumsum([_HEAD_BYTES + 8 * count, *sizes], dtype=np.uint64).tolist()
        if starts[-1] != file.size_bytes or max(sizes, default=0) > file.size_bytes:
            raise RequestFailed(ErrorCode.FILE_DAMAGED)
    return list(zip(starts[:-1], sizes, strict=True))


def _read(file: RemoteFile, offset: int, length: int) -> bytes:
    file.seek(offset)
    return bytes(file.read(length))


def _place(dataset: Dataset) -> tuple[int, str, float, int]:
    """Return the series, the way along its normal, and the number of the picture."""
    series = dataset.get("SeriesNumber")
    number = dataset.get("InstanceNumber")
    along = 0.0
    position = _numbers(dataset.get("ImagePositionPatient"), 3)
    orientation = _numbers(dataset.get("ImageOrientationPatient"), 6)
    if position and orientation:
        along = round(float(np.dot(np.cross(orientation[:3], orientation[3:]), position)), 4)
    return (
        int(series) if isinstance(series, int) else 0,
        str(dataset.get("SeriesInstanceUID", "")),
        along if np.isfinite(along) else 0.0,
        int(number) if isinstance(number, int) else 0,
    )


def _numbers(value: object, count: int) -> list[float]:
    """Return so many numbers; none where the header has not just these."""
    values = value if isinstance(value, Sequence) and len(value) == count else ()
    found = [float(one) for one in values if isinstance(one, int | float)]
    return found if len(found) == count else []
