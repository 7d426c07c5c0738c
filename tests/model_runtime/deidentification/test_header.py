"""A cleaned header names nobody, keeps what says something of the picture, and claims what was done."""

import secrets

import numpy as np
import pytest
from pydicom.dataset import Dataset

from model_runtime.deidentification.header import HeaderCleaner
from model_runtime.deidentification.identifiers import Identifiers, moved
from model_runtime.redaction.policy import DicomRules
from tests.helpers.dicom_files import picture

SECRET = bytes(range(32))


def _item(**elements: object) -> Dataset:
    item = Dataset()
    for keyword, value in elements.items():
        setattr(item, keyword, value)
    return item


def _cleaned(
    rules: DicomRules | None = None, *, secret: bytes = SECRET, clean: bool = True, **elements: object
) -> Dataset:
    """Return a data set after cleaning, with `elements` in it."""
    dataset = picture(np.zeros((4, 4), np.uint8), **elements)
    cleaner = HeaderCleaner(dataset, rules or DicomRules(), Identifiers(secret))
    cleaner.clean()
    cleaner.claim(are_pixels_clean=clean)
    return dataset


def _codes(dataset: Dataset) -> set[str]:
    return {item.CodeValue for item in dataset.DeidentificationMethodCodeSequence}


def test_people_go_and_the_picture_stays() -> None:
    """Names, numbers and places are removed, emptied or replaced; how the picture was made is left."""
    done = _cleaned(
        AccessionNumber="A987654", ReferringPhysicianName="Doe^Jane", InstitutionName="St. Nowhere",
        PatientBirthDate="19500102", PatientAddress="1 Any Street", KVP="120", Manufacturer="ACME", PatientSex="F",
    )  # fmt: skip
    assert not done.PatientName
    assert done.PatientID not in ("", "T1234567")
    assert not any((done.AccessionNumber, done.ReferringPhysicianName, done.PatientBirthDate))
    assert done.InstitutionName == "***"
    assert "PatientAddress" not in done
    assert (done.KVP, done.Manufacturer, done.PatientSex) == (120, "ACME", "F")


def test_sentences_lose_names_dates_and_numbers_and_nothing_else() -> None:
    """Words of the header go in any order and spelling; CHEST is nobody's name although the patient is Chester."""
    done = _cleaned(
        PatientName="Chester^Art", PatientID="K1234567", BodyPartExamined="CHEST",
        StudyDescription="CT chest of A. CHESTER, arterial phase", SeriesDescription="MRN K1234567: lesion 12 mm",
        ImageComments="Chester, Art born 03.04.1961, no reaction to 90 ml",
    )  # fmt: skip
    assert done.StudyDescription == "CT chest of ***, arterial phase"
    assert done.SeriesDescription == "MRN ***: lesion 12 mm"
    assert "Chester" not in done.ImageComments
    assert "1961" not in done.ImageComments
    assert done.ImageComments.endswith("no reaction to 90 ml")
    assert done.BodyPartExamined == "CHEST"


def test_the_same_is_the_same_in_a_batch_and_another_in_the_next() -> None:
    """UIDs, references to them, patients and dates agree in a batch; two batches share nothing."""
    one, two = (
        _cleaned(StudyDate="20200229", ReferencedImageSequence=[_item(ReferencedSOPInstanceUID="1.2.3.4")])
        for _ in "ab"
    )
    other = _cleaned(StudyDate="20200229", secret=secrets.token_bytes(32))
    assert one.SOPInstanceUID == two.SOPInstanceUID == one.ReferencedImageSequence[0].ReferencedSOPInstanceUID
    assert (one.PatientID, one.StudyDate) == (two.PatientID, two.StudyDate)
    assert one.StudyDate != "20200229"
    assert not {one.SOPInstanceUID, one.PatientID, one.StudyInstanceUID} & {
        other.SOPInstanceUID,
        other.PatientID,
        other.StudyInstanceUID,
    }


def test_classes_and_codings_keep_their_uids() -> None:
    """What the standard itself names is no identifier."""
    done = _cleaned()
    assert done.SOPClassUID == "1.2.840.10008.5.1.4.1.1.2"


@pytest.mark.parametrize(
    ("value", "days", "result"),
    [("20200301", -1, "20200229"), ("20200301101500.25+0100", -366, "20190301101500.25+0100"), ("2020", -1, ""), ("20201399", -1, "")],
)  # fmt: skip
def test_a_date_moves_by_whole_days(value: str, days: int, result: str) -> None:
    """Times and zones stay; what has no day is not guessed."""
    assert moved(value, days) == result


def test_what_tables_forget_goes_too() -> None:
    """Curves, overlays, icon, padding, signatures, private elements: none of them is named whole by table E.1-1."""
    dataset = picture(np.zeros((4, 4), np.uint8), IconImageSequence=[_item(PatientName="Testperson^Tilda")])
    dataset.add_new(0x60000022, "LO", "Testperson overlay")
    dataset.add_new(0x50003000, "OW", b"Testperson")
    dataset.add_new(0xFFFCFFFC, "OB", b"Testperson")
    dataset.private_block(0x0011, "ACME", create=True).add_new(0x10, "LO", "Testperson")
    HeaderCleaner(dataset, DicomRules(), Identifiers(SECRET)).clean()
    assert b"Testperson" not in str(dataset).encode()
    assert not any(element.tag.is_private for element in dataset)


def test_a_safe_private_element_is_known_by_its_creator() -> None:
    """The same number under another creator is not safe; without the option none is."""
    dataset = picture(np.zeros((4, 4), np.uint8))
    dataset.private_block(0x0019, "GEMS_ACQU_01", create=True).add_new(0x23, "DS", "27.5")
    dataset.private_block(0x0019, "ACME", create=True).add_new(0x23, "DS", "28.5")
    HeaderCleaner(dataset, DicomRules(), Identifiers(SECRET)).clean()
    assert [str(element.value) for element in dataset if element.tag.is_private] == ["GEMS_ACQU_01", "27.5"]
    HeaderCleaner(dataset, DicomRules(safe_private=False), Identifiers(SECRET)).clean()
    assert not [element for element in dataset if element.tag.is_private]


def test_ages_above_ninety_are_ninety() -> None:
    """An old age alone can name somebody."""
    assert [_cleaned(PatientAge=age).PatientAge for age in ("091Y", "089Y", "013M")] == ["090Y", "089Y", "013M"]


def test_only_what_was_done_is_claimed() -> None:
    """Pixels that nobody looked at are not called clean, and no option that was not taken is named."""
    looked, not_looked = _cleaned(), _cleaned(clean=False, BurnedInAnnotation="NO")
    assert _codes(looked) == {"113100", "113101", "113104", "113105", "113107", "113108", "113111"}
    assert _codes(not_looked) == _codes(looked) - {"113101"}
    assert looked.BurnedInAnnotation == "NO"
    assert "BurnedInAnnotation" not in not_looked
    assert (looked.PatientIdentityRemoved, looked.LongitudinalTemporalInformationModified) == ("YES", "MODIFIED")
    assert "Not for diagnosis" in looked.DeidentificationMethod


def test_each_option_of_a_policy_does_what_it_says() -> None:
    """What a policy keeps or takes beyond the defaults."""
    rules = DicomRules("keep", False, True, True, "keep", "remove", "remove", False)
    done = _cleaned(
        rules, StudyDate="20200229", PatientSex="F", DeviceSerialNumber="SN1", InstitutionName="St. Nowhere",
        StudyDescription="anything", PatientBirthDate="19500102",
    )  # fmt: skip
    assert (done.StudyDate, done.DeviceSerialNumber, done.InstitutionName) == ("20200229", "SN1", "St. Nowhere")
    assert not any((done.PatientSex, done.PatientBirthDate))
    assert "StudyDescription" not in done
    assert done.StudyInstanceUID == "1.2.3"
    assert _codes(done) == {"113100", "113101", "113106", "113109", "113110", "113112"}


def test_an_item_that_needs_a_value_keeps_one() -> None:
    """A report's observer and a request's number are of type 1: they become nobody, not nothing."""
    done = _cleaned(
        VerifyingObserverSequence=[_item(VerifyingObserverName="Doe^Jane", VerificationDateTime="20200101120000")],
        RequestAttributesSequence=[_item(RequestedProcedureID="RP12345")],
    )
    assert str(done.VerifyingObserverSequence[0].VerifyingObserverName) == "ANONYMOUS"
    assert done.RequestAttributesSequence[0].RequestedProcedureID == "***"


NAMED: dict[str, object] = {"PatientName": "Abernathy^Quentin", "PatientID": "QX-553120"}


def test_codes_and_numbers_that_name_the_patient_are_replaced() -> None:
    """Of several values only that one; codes of the picture stay, also where a name is spelt like one."""
    done = _cleaned(
        PatientName="Abernathy^Quentin", PatientID="QX-553120", ImageType=["DERIVED", "SECONDARY", "ABERNATHY"], BodyPartExamined="ABERNATHY", ScanOptions="QX 553120",
        ContentLabel="QX553120",
    )  # fmt: skip
    assert list(done.ImageType) == ["DERIVED", "SECONDARY", "NONE"]
    assert (done.BodyPartExamined, done.ScanOptions, done.ContentLabel) == ("NONE", "NONE", "NONE")
    kept = _cleaned(
        PatientName="Us^Mr", PatientID="192", Modality="US", SpecificCharacterSet="ISO_IR 192", SeriesNumber="192"
    )
    assert (kept.Modality, kept.SpecificCharacterSet, kept.SeriesNumber) == ("US", "ISO_IR 192", 192)
    assert _cleaned(PatientID="553120", AcquisitionNumber="553120").AcquisitionNumber == 0


def test_an_element_that_nobody_knows_goes() -> None:
    """Of kind UN, in a standard group, also in items: what it says cannot be judged."""
    dataset = picture(np.zeros((4, 4), np.uint8), **NAMED, RequestAttributesSequence=[_item(RequestedProcedureID="1")])
    for place in (dataset, dataset.RequestAttributesSequence[0]):
        place.add_new(0x00189998, "UN", b"Abernathy Quentin 19580317")
    HeaderCleaner(dataset, DicomRules(), Identifiers(SECRET)).clean()
    assert "0018,9998" not in str(dataset).replace("(", "").replace(")", "")


@pytest.mark.parametrize(
    ("keyword", "rules"),
    [
        ("PatientAge", DicomRules()), ("SeriesTime", DicomRules()), ("PatientSize", DicomRules()), ("StudyDate", DicomRules("keep")),
        ("FrameOfReferenceUID", DicomRules(uids="keep")), ("KVP", DicomRules()), ("PatientSex", DicomRules()),
        ("AcquisitionDateTime", DicomRules("keep")), ("RelatedSeriesSequence", DicomRules()),
    ],
)  # fmt: skip
@pytest.mark.filterwarnings("ignore::UserWarning")
def test_a_value_that_is_none_of_its_kind_goes(keyword: str, rules: DicomRules) -> None:
    """Where a number, a time or a code belongs, a name can stand as well; every kind is looked at."""
    dataset = picture(np.zeros((4, 4), np.uint8), **NAMED)
    if keyword == "RelatedSeriesSequence":
        dataset.RelatedSeriesSequence = [_item(PurposeOfReferenceCodeSequence=[_item(CodeMeaning="of Abernathy")])]
    else:
        element = dataset.get(keyword, None)
        if element is None:
            setattr(dataset, keyword, None)
            element = dataset[keyword]
        element._value = "ABERNATHY"
    HeaderCleaner(dataset, rules, Identifiers(SECRET)).clean()
    assert "abernathy" not in str(dataset).casefold()


def test_bytes_with_words_of_the_header_in_them_go() -> None:
    """A colour profile, an address on the web, a private element of the safe ones; those that name nobody stay."""
    elements: dict[str, object] = {
        "ICCProfile": b"\0\1ADBE\0\0made for Abernathy\0\0",
        "RetrieveURI": "https://x/QX553120",
    }
    dataset = picture(np.zeros((4, 4), np.uint8), **NAMED, **elements)
    dataset.private_block(0x0019, "GEMS_ACQU_01", create=True).add_new(0x23, "UN", b"Abernathy")
    HeaderCleaner(dataset, DicomRules(), Identifiers(SECRET)).clean()
    assert not {"ICCProfile", "RetrieveURI"} & {element.keyword for element in dataset}
    assert not any(element.tag.is_private for element in dataset)
    other = _cleaned(PatientName="Other^One", ICCProfile=elements["ICCProfile"])
    assert other.ICCProfile == elements["ICCProfile"]
