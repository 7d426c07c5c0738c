"""Show the files of a folder as one document: the slices of each series in the order in which they lie in space.

Files come one behind the other, behind a table of their sizes (`protocol/series_table.py`), without names. A slice is read
again when it is wanted, so a long series takes the memory of one. What is no DICOM picture is left out, and said to be.
Source for the order: PS3.3 C.7.6.2.1.1 (position and orientation).
"""

import struct
from collections.abc import Sequence
from dataclasses import dataclass, replace

import msgspec
import numpy as np
from pydicom.dataset import Dataset

from model_runtime.documents import formats
from model_runtime.documents.decoding import decoding
from model_runtime.documents.dicom.document import DicomDocument, part_of
from model_runtime.documents.formats import Format
from model_runtime.documents.page import SourcePage
from model_runtime.documents.remote_file import RemoteFile
from model_runtime.protocol import limits
from model_runtime.protocol.error_codes import ErrorCode, RequestFailed
from model_runtime.protocol.payloads import PageLine
from model_runtime.protocol.series_payloads import GreyWindow, MedicalFacts, SeriesPart
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
        self._parts = parts(file)
        self._open: tuple[int, DicomDocument] | None = None
        self._window: GreyWindow | None = None
        said: dict[int, SeriesPart] = {}
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
            place = place_of(document.source.dataset)
            said[index] = part_of(document.source.dataset, 1)
            slices += (_Slice((*place, frame), index, frame) for frame in document.line.numbers)
            if len(slices) > limits.MAX_PAGES:
                raise RequestFailed(ErrorCode.TOO_MANY_PAGES, limit=limits.MAX_PAGES)
        if not slices:
            raise RequestFailed(ErrorCode.NO_PAGES)
        self._slices = sorted(slices, key=lambda one: (one.place, one.file))
        self.line = PageLine(len(slices), "slices")
        self.notes = tuple(notes)
        self._series = _series(self._slices, said)

    def render(self, number: int) -> SourcePage:
        """Show slice `number` (from 1). Raises RequestFailed."""
        wanted = self._slices[number - 1]
        return replace(self._document(wanted.file).render(wanted.frame), number=number)

    def show_in(self, window: GreyWindow | None) -> None:
        """Show levels in a window from now on; None: each file in its own."""
        self._window = window
        if self._open is not None:
            self._open[1].show_in(window)

    def file_of(self, number: int) -> tuple[DicomDocument, int]:
        """Return the file in which slice `number` stands, and as which of its pages. Raises RequestFailed."""
        wanted = self._slices[number - 1]
        return self._document(wanted.file), wanted.frame

    @property
    def facts(self) -> MedicalFacts:
        """What is particular to it: windows of the first slice, and where each series begins. Raises RequestFailed."""
        return MedicalFacts(self.file_of(1)[0].facts.windows, self._series)

    def close(self) -> None:
        """Let go of the file that is open."""
        self._open = None

    def _document(self, index: int) -> DicomDocument:
        """Return one file, opened. Raises RequestFailed, FILE_TYPE_NOT_ACCEPTED for what is no picture of a series."""
        if self._open is None or self._open[0] != index:
            self._open = None
            start, size = self._parts[index]
            part = part_at(self._file, start, size)
            entry = formats.sniff(part.head(formats.SNIFF_BYTES))
            if entry.kind != self.kind:
                raise RequestFailed(ErrorCode.FILE_TYPE_NOT_ACCEPTED)
            formats.check_bytes(size, entry)
            document = DicomDocument(part, entry)
            if document.frames is None:
                raise RequestFailed(ErrorCode.FILE_TYPE_NOT_ACCEPTED)
            document.show_in(self._window)
            self._open = (index, document)
        return self._open[1]


def _series(slices: Sequence[_Slice], said: dict[int, SeriesPart]) -> tuple[SeriesPart, ...]:
    """Return where each series begins in the line."""
    begins = [place for place, one in enumerate(slices) if place == 0 or one.place[:2] != slices[place - 1].place[:2]]
    told = [msgspec.structs.replace(said[slices[place].file], first=place + 1) for place in begins]
    return tuple(told[: limits.MAX_PAGES_AT_ONCE])


def part_at(file: RemoteFile, start: int, size: int) -> RemoteFile:
    """Return one of the files behind the table, as a file of its own."""
    return RemoteFile(size, lambda at, length: _read(file, start + at, length))


def parts(file: RemoteFile) -> list[tuple[int, int]]:
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


def place_of(dataset: Dataset) -> tuple[int, str, float, int]:
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
