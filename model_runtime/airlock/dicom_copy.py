"""Make the DICOM copy that a request asks for: hand the open document, the places and the rules to those who clean.

Hides and cleans nothing itself.
"""

from collections.abc import Callable, Iterator

from model_runtime.airlock import encoding
from model_runtime.airlock.made_page import MadePage
from model_runtime.deidentification.copy_file import Cleaning, clean_copy
from model_runtime.deidentification.identifiers import Identifiers
from model_runtime.documents.decoding import decoding
from model_runtime.documents.dicom.document import DicomDocument
from model_runtime.documents.dicom.series import DicomSeries
from model_runtime.documents.document import Document
from model_runtime.protocol import messages
from model_runtime.protocol.error_codes import ErrorCode, RequestFailed
from model_runtime.protocol.payloads import Region
from model_runtime.redaction import policy, regions


def made(
    document: Document | None,
    request: messages.EncodeDicom,
    redacted: Callable[[int, tuple[Region, ...]], MadePage],
    go_on: Callable[[], None],
) -> bytes:
    """Return the file.

    Raises:
        RequestFailed: FORMAT_NOT_WRITABLE where no DICOM file is open, PAGE_MISSING where not every frame is named, FILE_DAMAGED.
            Of a series one file is made: that of which all pages are named.
    """
    if not isinstance(document, DicomDocument | DicomSeries):
        raise RequestFailed(ErrorCode.FORMAT_NOT_WRITABLE)
    files = [document.file_of(wanted.number) for wanted in request.pages if wanted.number in document.line.numbers]
    document = files[0][0] if files else None
    if document is None or [number for _, number in files] != list(document.line.numbers):
        raise RequestFailed(ErrorCode.PAGE_MISSING)
    if any(file is not document for file, _ in files) or len(files) != len(request.pages):
        raise RequestFailed(ErrorCode.PAGE_MISSING)
    places = {}
    if document.frames is not None:
        shape = document.frames.shape
        for wanted, (_, number) in zip(request.pages, files, strict=True):
            places[number - 1] = regions.hidden_boxes(wanted.regions, shape.columns, shape.rows)

    def new_pdf() -> bytes:
        def pages() -> Iterator[MadePage]:
            for wanted in request.pages:
                go_on()
                yield redacted(wanted.number, wanted.regions)

        return b"".join(encoding.encoded(pages(), len(request.pages), "pdf"))

    chosen = policy.understood(request.policy).joined(policy.understood(request.least))
    is_clean = request.pixels_clean and chosen.reads_pictures_of_patients
    with decoding(document.file):
        return clean_copy(
            document,
            places,
            Cleaning(chosen.dicom or policy.DicomRules(), Identifiers(request.secret), is_clean),
            new_pdf,
        )
