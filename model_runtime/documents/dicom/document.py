"""Show a DICOM file as a document: its frames, the pages of a PDF inside, or the texts of a report.

Pages are drawn in the file's own window; detectors look at a second one as well. Cleans nothing.
"""

from collections.abc import Iterator
from dataclasses import replace

from pydicom.dataset import Dataset

from model_runtime.documents import formats
from model_runtime.documents.decoding import decoding
from model_runtime.documents.dicom import frames, offered_windows, report_page
from model_runtime.documents.dicom.codecs import Coding
from model_runtime.documents.dicom.frames import Frames
from model_runtime.documents.dicom.header_words import header_words
from model_runtime.documents.dicom.parsing import DicomFile, parsed
from model_runtime.documents.dicom.window import Shower
from model_runtime.documents.formats import Format
from model_runtime.documents.page import SourcePage
from model_runtime.documents.pdf import PdfDocument
from model_runtime.documents.remote_file import RemoteFile
from model_runtime.protocol.payloads import Axis, PageLine
from model_runtime.protocol.series_payloads import GreyWindow, MedicalFacts, SeriesPart

NOT_FOR_DIAGNOSIS = "not_for_diagnosis"
"""Note of every document of this kind: what is shown here is no base for a finding."""

FACE_IN_SLICES = "face_in_slices"
"""Note: from slices of a head the face can be computed, whatever is hidden on them."""

LOSSY_SOURCE = "lossy_source"
"""Note: the pictures lost something before they came here."""

_SLICED = ("CT", "MR", "PT")
_HEAD = ("HEAD", "BRAIN", "SKULL", "FACE", "NECK", "SINUS", "ORBIT", "EAR", "JAW")
_MEASURED = frozenset(
    f"1.2.840.10008.5.1.4.1.1.{kind}" for kind in ("1", "1.1", "1.2", "2", "2.1", "4", "4.1", "20", "128", "130")
)
"""Radiographs (CR, DX, mammograms), CT, MR and their enhanced kinds, nuclear medicine, PET (PS3.4 table B.5-1)."""

_MAX_TIME_S = 1e6
_MODALITY_CHARS = 16  # of a code string (PS3.5 table 6.2-1)


class DicomDocument:
    """A DICOM file.

    Attributes: see `Document`; beyond it, for whoever makes a clean copy:
        file, source: where it is from, and what was read.
        frames: its pictures, None where it has none.
        pdf: the document inside, None where there is none.
    """

    def __init__(self, file: RemoteFile, entry: Format) -> None:
        self.kind = entry.kind
        self.file = file
        self._window: GreyWindow | None = None
        with decoding(file):
            self.source = parsed(file)
            dataset = self.source.dataset
            self._words = header_words(dataset)
            self.frames: Frames | None = None
            self.pdf: PdfDocument | None = None
            self._report: tuple[tuple[str, ...], ...] = ()
            if frames.has_pixels(dataset):
                self.frames = frames.frames_of(self.source)
                self._shower = Shower(self.frames)
                self._is_measured = _is_measured(dataset, self.frames)
                axis: Axis = "frames" if self.frames.count > 1 else "pages"
                self.line = PageLine(self.frames.count, axis, _times(dataset, self.frames.count))
            elif _is_pdf(dataset):
                self.pdf = _pdf_in(dataset)
                self.line = self.pdf.line
            else:
                self._report = report_page.report_pages(dataset)
                self.line = PageLine(len(self._report))
        self.is_lossless = self.frames is not None and self.frames.coding is not Coding.LOSSY
        self.notes = tuple(_notes(self.source, self.frames))

    def render(self, number: int) -> SourcePage:
        """Show page `number` (from 1). Raises RequestFailed."""
        with decoding(self.file):
            if self.pdf is not None:
                return replace(self.pdf.render(number), known=self._words)
            if self.frames is None:
                return SourcePage(number, report_page.drawn(self._report[number - 1]), known=self._words)
            window = offered_windows.wanted(self._window, self._shower.windows(number - 1))
            pixels, *others = self._shower.looks(number - 1, window)
            return SourcePage(number, pixels, known=self._words, is_measured=self._is_measured, views=tuple(others))

    def show_in(self, window: GreyWindow | None) -> None:
        """Show levels in a window from now on; None: in the file's own."""
        self._window = window

    def file_of(self, number: int) -> tuple["DicomDocument", int]:
        """Return the file in which page `number` stands, and as which of its pages: this one."""
        return self, number

    @property
    def facts(self) -> MedicalFacts:
        """What is particular to it. Raises RequestFailed."""
        if self.frames is None:
            return MedicalFacts()
        with decoding(self.file):
            part = part_of(self.source.dataset, 1)
            return MedicalFacts(offered_windows.offered(self._shower, part.modality), (part,))

    def close(self) -> None:
        """Let go of the file."""
        if self.pdf is not None:
            self.pdf.close()


def part_of(dataset: Dataset, first: int) -> SeriesPart:
    """Return what is said of the series that begins with page `first`."""
    number = dataset.get("SeriesNumber")
    said = str(dataset.get("Modality") or "")
    is_number = isinstance(number, int) and -(2**31) <= number <= 2**31
    return SeriesPart(
        first,
        said if said.isascii() and said.isalnum() and len(said) <= _MODALITY_CHARS else "",
        int(number) if is_number else 0,
    )


def _is_measured(dataset: Dataset, own: Frames) -> bool:
    """Tell whether frames are a scanner's own; what was drawn from them, or captured, may show anything."""
    is_drawn = "DERIVED" in (dataset.get("ImageType") or ()) or own.shape.samples > 1
    return str(dataset.get("SOPClassUID", "")) in _MEASURED and not is_drawn


def _is_pdf(dataset: Dataset) -> bool:
    return bool(dataset.get("EncapsulatedDocument")) and bytes(dataset.EncapsulatedDocument[:1024]).find(b"%PDF-") >= 0


def _pdf_in(dataset: Dataset) -> PdfDocument:
    data = bytes(dataset.EncapsulatedDocument)
    return PdfDocument(RemoteFile(len(data), lambda at, length: data[at : at + length]), formats.FORMATS["pdf"])


def _times(dataset: Dataset, count: int) -> tuple[float, ...]:
    """Return when each frame of a loop begins (PS3.3 C.7.6.5); empty where the file does not say."""
    if count < 2:
        return ()
    vector = dataset.get("FrameTimeVector")
    if vector is not None and not isinstance(vector, str) and len(vector) == count:
        steps_s = [float(step) / 1000 for step in vector]
    else:
        step_ms = float(dataset.get("FrameTime") or 0)
        rate = float(dataset.get("RecommendedDisplayFrameRate") or dataset.get("CineRate") or 0)
        step_s = step_ms / 1000 if step_ms > 0 else 1 / rate if rate > 0 else 0.0
        steps_s = [0.0, *[step_s] * (count - 1)]
    times = []
    now = 0.0
    for step in steps_s:
        now += step
        times.append(round(now - steps_s[0], 6))
    is_time = all(step >= 0 for step in steps_s) and 0 < times[-1] < _MAX_TIME_S
    return tuple(times) if is_time else ()


def _notes(source: DicomFile, own: Frames | None) -> Iterator[str]:
    yield NOT_FOR_DIAGNOSIS
    dataset = source.dataset
    if str(dataset.get("Modality", "")) in _SLICED:
        told = " ".join(
            str(dataset.get(keyword, ""))
            for keyword in ("BodyPartExamined", "StudyDescription", "SeriesDescription", "ProtocolName")
        )
        if any(part in told.upper() for part in _HEAD):
            yield FACE_IN_SLICES
    if (own is not None and own.coding is Coding.LOSSY) or str(dataset.get("LossyImageCompression", "")) == "01":
        yield LOSSY_SOURCE
