"""Open a document of any accepted type: one shape for all of them.

Chooses the decoder by content, and imports it when it is wanted. Knows no decoder's details, hides nothing.
"""

from typing import Protocol

from model_runtime.documents import formats
from model_runtime.documents.page import SourcePage
from model_runtime.documents.remote_file import RemoteFile
from model_runtime.protocol.payloads import PageLine


class Document(Protocol):
    """An open document.

    Attributes:
        kind: key of `formats.FORMATS`.
        line: its pages, at least one.
        notes: codes of what a person should know: `animation_shortened`, `not_for_diagnosis`; all of them once a page was
            rendered.
        is_lossless: its pixels are the ones that somebody saved, so a copy should keep each of them where it can.
    """

    kind: str
    line: PageLine
    notes: tuple[str, ...]
    is_lossless: bool

    def render(self, number: int) -> SourcePage:
        """Decode page `number` (from 1). Raises RequestFailed with the reason it cannot be shown."""
        ...

    def close(self) -> None:
        """Let go of everything."""
        ...


def open_document(file: RemoteFile) -> Document:
    """Open `file` by what it contains.

    Raises:
        RequestFailed: any code of "the document"; the file's own failure when its bytes could not be had.
    """
    entry = formats.sniff(file.head(formats.SNIFF_BYTES))
    formats.check_bytes(file.size_bytes, entry)
    if entry.kind == "pdf":
        from model_runtime.documents.pdf import PdfDocument

        return PdfDocument(file, entry)
    if entry.kind == "dicom":
        from model_runtime.documents.dicom.document import DicomDocument

        return DicomDocument(file, entry)
    if entry.kind == "dicom_series":
        from model_runtime.documents.dicom.series import DicomSeries

        return DicomSeries(file, entry)
    if entry.is_film:
        from model_runtime.documents.video import VideoDocument

        return VideoDocument(file, entry)
    from model_runtime.documents.image import ImageDocument

    return ImageDocument(file, entry)
