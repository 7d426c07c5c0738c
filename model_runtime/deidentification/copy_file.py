"""Make a clean DICOM file of an open one: header by table and options, places filled, file header anew.

Nothing of the source's preamble, file header or what follows the data set is in it. Works on a copy; looks for nothing.
"""

import copy
import io
from collections.abc import Callable
from dataclasses import dataclass

from pydicom import uid
from pydicom.dataset import Dataset, FileMetaDataset

from model_runtime.deidentification import pixels
from model_runtime.deidentification.header import HeaderCleaner
from model_runtime.deidentification.identifiers import Identifiers
from model_runtime.deidentification.pixels import Places
from model_runtime.documents.dicom.document import DicomDocument
from model_runtime.redaction.policy import DicomRules

_IMPLEMENTATION = "2.25.302043790172249692526321623266752743501"
"""Names this program, as PS3.7 D.3.3.2 wants it; made once, at random."""


@dataclass(frozen=True)
class Cleaning:
    """How a file is cleaned.

    Attributes:
        rules: of the policy, for the header.
        identifiers: of the batch.
        are_pixels_clean: somebody looked at every frame for what names the patient, and nothing was left.
    """

    rules: DicomRules
    identifiers: Identifiers
    are_pixels_clean: bool


def clean_copy(document: DicomDocument, places: Places, cleaning: Cleaning, new_pdf: Callable[[], bytes]) -> bytes:
    """Return the file.

    Args:
        document: what is copied; it stays as it is.
        places: what is hidden, by frame.
        cleaning: how.
        new_pdf: makes the PDF inside anew, with places hidden, where there is one.
    """
    dataset = without_pixels(document.source.dataset)
    cleaner = HeaderCleaner(dataset, cleaning.rules, cleaning.identifiers)
    cleaner.clean()
    syntax = document.source.syntax
    if document.frames is not None:
        written = pixels.rewritten(document.frames, places)
        pixels.put(dataset, written, is_changed=any(places.values()))
        syntax = written.syntax
    if document.pdf is not None:
        body = new_pdf()
        dataset.EncapsulatedDocument = body + b"\0" * (len(body) % 2)
        dataset["EncapsulatedDocument"].VR = "OB"
        if "EncapsulatedDocumentLength" in dataset:
            dataset.EncapsulatedDocumentLength = len(body)
    elif "EncapsulatedDocument" in dataset:
        del dataset.EncapsulatedDocument
    cleaner.claim(are_pixels_clean=cleaning.are_pixels_clean)
    return _file(dataset, syntax)


def without_pixels(dataset: Dataset) -> Dataset:
    """Return a copy to be changed; the pixels, which may be most of the memory, are not copied with it."""
    left_out = ("PixelData", "EncapsulatedDocument")
    result = Dataset()
    for element in dataset:
        if element.keyword not in left_out:
            result.add(copy.deepcopy(element))
    result.set_original_encoding(*dataset.original_encoding, dataset.original_character_set)
    return result


def _file(dataset: Dataset, syntax: uid.UID) -> bytes:
    meta = FileMetaDataset()
    meta.MediaStorageSOPClassUID = dataset.get("SOPClassUID", "")
    meta.MediaStorageSOPInstanceUID = dataset.get("SOPInstanceUID", "")
    meta.TransferSyntaxUID = syntax
    meta.ImplementationClassUID = _IMPLEMENTATION
    meta.ImplementationVersionName = "IN_CAMERA"
    dataset.file_meta = meta
    target = io.BytesIO()
    dataset.save_as(
        target, enforce_file_format=True, implicit_vr=syntax.is_implicit_VR, little_endian=syntax.is_little_endian
    )
    return target.getvalue()
