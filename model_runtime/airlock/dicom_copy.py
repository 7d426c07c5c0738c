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
    """
    if not isinstance(document, DicomDocument):
        raise RequestFailed(ErrorCode.FORMAT_NOT_WRITABLE)
    if [wanted.number for wanted in request.pages] != list(document.line.numbers):
        raise RequestFailed(ErrorCode.PAGE_MISSING)
    places = {}
    if document.frames is not None:
        shape = document.frames.shape
        for wanted in request.pages:
            places[wanted.number - 1] = regions.hidden_boxes(wanted.regions, shape.columns, shape.rows)

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
