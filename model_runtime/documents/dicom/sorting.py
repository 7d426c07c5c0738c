"""Tell which of several files are pictures of one series, by their headers, and in which order they lie.

Files come one behind the other (`series.py`). A file with several frames is a series by itself: it is a document already.
What is no DICOM file is in no series. Keeps and shows nothing. Source for the order: PS3.3 C.7.6.2.1.1.
"""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from pydicom.dataset import Dataset

from model_runtime.documents import formats
from model_runtime.documents.decoding import decoding
from model_runtime.documents.dicom.document import part_of
from model_runtime.documents.dicom.parsing import header_of
from model_runtime.documents.dicom.series import part_at, parts, place_of
from model_runtime.documents.remote_file import RemoteFile
from model_runtime.protocol import limits
from model_runtime.protocol.error_codes import ErrorCode, RequestFailed
from model_runtime.protocol.series_payloads import MAX_SERIES, MAX_SERIES_FILES, FoundSeries

_KEY_LETTERS = 32


@dataclass(frozen=True)
class _Header:
    """What is kept of one file: which it is, and its header without pixels."""

    index: int
    dataset: Dataset

    @property
    def series(self) -> tuple[str, str, int]:
        """What pictures of one series have in common; one of several frames, or none, has it with no other."""
        dataset = self.dataset
        uids = tuple(str(dataset.get(keyword, "")) for keyword in ("StudyInstanceUID", "SeriesInstanceUID"))
        frames = dataset.get("NumberOfFrames")
        is_alone = not all(uids) or "Rows" not in dataset or (isinstance(frames, int) and frames > 1)
        return (*uids, self.index + 1 if is_alone else 0)  # type: ignore[return-value]  # two texts and a number


def sorted_series(file: RemoteFile, go_on: Callable[[], None]) -> tuple[FoundSeries, ...]:
    """Return the series of the files in `file`, those of a study one behind the other, in the order of their numbers.

    `go_on` is called before each file and may raise. Raises RequestFailed FILE_DAMAGED for a table that lies, and where bytes
    cannot be had.
    """
    found: dict[tuple[str, str, int], list[_Header]] = {}
    for index, (start, size) in enumerate(parts(file)):
        go_on()
        header = _header(file, index, start, size)
        if header is not None:
            found.setdefault(header.series, []).append(header)
    studies = list(dict.fromkeys(study for study, _, _ in found))
    order = sorted(
        found.values(), key=lambda one: (studies.index(one[0].series[0]), place_of(one[0].dataset)[0], one[0].index)
    )
    return tuple(piece for headers in order for piece in _told(headers))[:MAX_SERIES]


def _header(file: RemoteFile, index: int, start: int, size: int) -> _Header | None:
    """Return a file's header; None where it is no DICOM file that can be read."""
    part = part_at(file, start, size)
    try:
        if formats.sniff(part.head(formats.SNIFF_BYTES)).kind != "dicom":
            return None
        with decoding(part):
            return _Header(index, header_of(part))
    except RequestFailed as failure:
        if file.failure is not None or failure.code is ErrorCode.CANCELLED:
            raise
        return None


def _told(headers: list[_Header]) -> Iterator[FoundSeries]:
    """Yield a series, in pieces where it is long."""
    first = headers[0].dataset
    part = part_of(first, 1)
    ordered = sorted(headers, key=lambda one: (place_of(one.dataset), one.index))
    study = str(first.get("StudyInstanceUID", "")) or f"file {headers[0].index}"
    date = str(first.get("StudyDate", ""))
    when = f"{date[:4]}-{date[4:6]}-{date[6:]}" if len(date) == 8 and date.isdecimal() else ""
    key = hashlib.sha256(study.encode()).hexdigest()[:_KEY_LETTERS]
    study_text = _text(" · ".join(word for word in (str(first.get("StudyDescription") or ""), when) if word))
    series_text = _text(str(first.get("SeriesDescription") or ""))
    for start in range(0, len(ordered), MAX_SERIES_FILES):
        files = tuple(one.index for one in ordered[start : start + MAX_SERIES_FILES])
        yield FoundSeries(key, files, part.modality, part.series, study_text, series_text)


def _text(said: str) -> str:
    return "".join(letter for letter in said if letter.isprintable())[: limits.MAX_NAME_CHARS]
