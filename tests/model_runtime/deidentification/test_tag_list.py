"""The list of a header says of each element what the copy does, and says it of nothing else."""

import io

import numpy as np
import pydicom
from pydicom.dataset import Dataset

from model_runtime.deidentification.copy_file import Cleaning, clean_copy
from model_runtime.deidentification.identifiers import Identifiers
from model_runtime.deidentification.tag_list import listed
from model_runtime.documents.dicom.document import DicomDocument
from model_runtime.protocol.series_payloads import Tag
from model_runtime.redaction.policy import DicomRules, understood
from tests.helpers.dicom_files import picture, written
from tests.helpers.documents import opened

MEDICAL = understood("medical").dicom or DicomRules()


def _document() -> DicomDocument:
    item = Dataset()
    item.PatientName, item.RequestedProcedureDescription = "Testperson^Tilda", "Knee of Mrs Testperson"
    document = opened(
        written(
            picture(
                np.zeros((4, 4), np.uint8), StudyDate="20200229", StudyDescription="Knee of Mrs Testperson",
                PatientSex="F", InstitutionName="St. Aldric", RequestAttributesSequence=[item], WindowCenter="40",
            ),
            SourceApplicationEntityTitle="ROOM7",
        )
    )  # fmt: skip
    assert isinstance(document, DicomDocument)
    return document


def _tags(document: DicomDocument, rules: DicomRules = MEDICAL) -> dict[str, Tag]:
    return {f"{tag.depth} {tag.name}": tag for tag in listed(document.source, rules).tags}


def test_each_element_has_its_fate() -> None:
    """Kept, cleaned, shifted, replaced, emptied or removed, those in sequences, too, and those before the data set."""
    tags = _tags(_document())
    fates = {name: tag.fate for name, tag in tags.items()}
    assert fates["0 Patient's Name"] == "emptied"
    assert fates["0 Patient ID"] == fates["0 SOP Instance UID"] == "replaced"
    assert fates["0 Study Date"] == "shifted"
    assert fates["0 Patient's Sex"] == fates["0 Window Center"] == fates["0 Rows"] == "kept"
    assert (fates["0 Institution Name"], fates["0 Source Application Entity Title"]) == ("replaced", "removed")
    assert (tags["0 Study Description"].fate, tags["0 Study Description"].new) == ("cleaned", "Knee of ***")
    assert fates["1 Requested Procedure Description"] == "cleaned"
    assert "0 Pixel Data" not in tags


def test_what_is_drawn_for_each_batch_is_not_told() -> None:
    """The list draws numbers of its own, which no copy will have."""
    tags = _tags(_document())
    assert {tags[f"0 {name}"].new for name in ("Patient ID", "SOP Instance UID", "Study Date")} == {""}


def test_the_list_agrees_with_the_copy() -> None:
    """Element by element: what it says is kept is the same there, what it says is removed is not there."""
    document = _document()
    copy = pydicom.dcmread(
        io.BytesIO(clean_copy(document, {}, Cleaning(MEDICAL, Identifiers(bytes(32)), True), lambda: b""))
    )
    for tag in listed(document.source, MEDICAL).tags:
        group, element = (int(part, 16) for part in tag.tag.strip("()").split(","))
        if tag.depth or group == 2:
            continue
        there = copy.get((group, element))
        assert (there is None) == (tag.fate == "removed"), tag.name
        if tag.fate in ("kept", "cleaned") and there is not None and there.VR != "SQ":
            assert str(there.value).startswith((tag.new or tag.value)[:40]), tag.name


def test_the_document_stays_as_it_is() -> None:
    """Only a copy of it is cleaned."""
    document = _document()
    listed(document.source, MEDICAL)
    assert document.source.dataset.PatientName == "Testperson^Tilda"


def test_under_another_policy_other_elements_stay() -> None:
    """The options of the policy in force count."""
    strict = _tags(_document(), DicomRules(patient_characteristics=False))
    assert strict["0 Patient's Sex"].fate != "kept"
