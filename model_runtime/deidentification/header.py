"""Clean a data set by the standard's table, a policy's options, and what tables forget. Changes the data set in place.

Every element is decided about: private ones, sequences, sentences, identifiers, dates. Touches no pixels; what is claimed
afterwards (method codes, flags) is what was done. Sources: PS3.15 annex E, PS3.3 C.12.1.1.8, CID 7050 for the codes.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from pydicom.dataelem import DataElement
from pydicom.dataset import Dataset
from pydicom.multival import MultiValue

from model_runtime.deidentification import odd_values, profile
from model_runtime.deidentification.identifiers import Identifiers, moved
from model_runtime.deidentification.sentences import STAND_IN, Sentences
from model_runtime.documents.dicom.header_words import header_words
from model_runtime.redaction.policy import DicomRules

_TEXTS = frozenset({"LO", "LT", "SH", "ST", "UC", "UT"})
_DESCRIBING = (
    "Description", "Comment", "Comments", "ProtocolName", "Title", "History", "Diagnosis", "Diagnoses", "Reason", "Agent",
    "Occupation", "Impressions", "TextValue", "InterpretationText", "Allergies", "Alerts", "State", "Medication", "Needs",
    "ReasonForTheRequestedProcedure", "ReasonForStudy", "LabelText",
)  # fmt: skip
"""How the names of elements end whose value is a sentence, and which therefore are cleaned, not removed."""

_ALWAYS_REMOVED = frozenset(
    {"IconImageSequence", "EncryptedAttributesSequence", "MACParametersSequence", "DigitalSignaturesSequence"}
)
_REMOVED_GROUPS = frozenset({*range(0x5000, 0x5100), *range(0x6000, 0x6100), 0x4FFE, 0xFFFA, 0xFFFC, 0x0000})
"""Curves and overlays in all their planes, signatures, padding: tables name a few of their elements."""

_PIXELS = frozenset({"PixelData", "EncapsulatedDocument"})
_NEEDED_IN_ITEMS = frozenset(
    {"RequestedProcedureID", "ScheduledProcedureStepID", "VerifyingObserverName", "VerifyingOrganization"}
)
"""Removed by the table, but an item of a sequence must have them and have a value: they get a stand-in."""

_NOBODY = "ANONYMOUS"
_OLDEST_YEARS = 89
_CODES = {
    "113100": "Basic Application Confidentiality Profile",
    "113101": "Clean Pixel Data Option",
    "113104": "Clean Structured Content Option",
    "113105": "Clean Descriptors Option",
    "113106": "Retain Longitudinal Temporal Information Full Dates Option",
    "113107": "Retain Longitudinal Temporal Information Modified Dates Option",
    "113108": "Retain Patient Characteristics Option",
    "113109": "Retain Device Identity Option",
    "113110": "Retain UIDs Option",
    "113111": "Retain Safe Private Option",
    "113112": "Retain Institution Identity Option",
}


@dataclass(frozen=True)
class Patient:
    """What one patient's files have in common: the number that stands for the old one, and by how many days dates move."""

    new_id: str
    days: int


class HeaderCleaner:
    """Cleans one data set under a policy's rules."""

    def __init__(self, dataset: Dataset, rules: DicomRules, identifiers: Identifiers) -> None:
        self._dataset, self._rules, self._identifiers = dataset, rules, identifiers
        self._sentences = Sentences(header_words(dataset))
        old_id = str(dataset.get("PatientID") or "")
        self._patient = Patient(identifiers.patient_id(old_id), identifiers.days(old_id))

    def clean(self) -> None:
        """Decide about every element."""
        self._clean(self._dataset, is_item=False)
        self._dataset.PatientID = self._patient.new_id

    def claim(self, *, are_pixels_clean: bool) -> None:
        """Write down what was done; that nothing is burnt in only where somebody looked and nothing was left."""
        rules = self._rules
        done = {
            "113100": True,
            "113101": are_pixels_clean,
            "113104": rules.structured_content == "clean",
            "113105": rules.descriptors == "clean",
            "113106": rules.dates == "keep",
            "113107": rules.dates == "shift",
            "113108": rules.patient_characteristics,
            "113109": rules.device,
            "113110": rules.uids == "keep",
            "113111": rules.safe_private,
            "113112": rules.institution,
        }
        dataset = self._dataset
        dataset.PatientIdentityRemoved = "YES"
        dataset.DeidentificationMethod = ["In Camera, PS3.15 Basic Profile", "Not for diagnosis"]
        dataset.DeidentificationMethodCodeSequence = [_code(code) for code, is_done in done.items() if is_done]
        how = {"shift": "MODIFIED", "keep": "UNMODIFIED", "remove": "REMOVED"}
        dataset.LongitudinalTemporalInformationModified = how[rules.dates]
        if are_pixels_clean:
            dataset.BurnedInAnnotation = "NO"
        elif "BurnedInAnnotation" in dataset:
            del dataset.BurnedInAnnotation

    def _clean(self, dataset: Dataset, *, is_item: bool) -> None:
        for element in list(dataset):
            tag = element.tag
            if tag.is_private:
                if not self._is_safe(dataset, element):
                    del dataset[tag]
            elif tag.group in _REMOVED_GROUPS or tag.element == 0 or element.keyword in _ALWAYS_REMOVED:
                del dataset[tag]
            elif element.VR == "UN":
                del dataset[tag]  # nobody knows what it is, so nobody can say whom it names
            elif element.VR == "SQ":
                self._clean_sequence(dataset, element)
            elif element.keyword not in _PIXELS:
                self._clean_value(dataset, element, is_item=is_item)
        for block in [one.tag for one in dataset if one.tag.is_private_creator and not _has_block(dataset, one)]:
            del dataset[block]

    def _is_safe(self, dataset: Dataset, element: DataElement) -> bool:
        """Tell whether a private element is one that the standard calls safe, by its creator, never by its block's number."""
        if not self._rules.safe_private:
            return False
        if element.tag.is_private_creator:
            return any(
                str(element.value) == creator
                for creator, group, _ in profile.safe_private()
                if group == element.tag.group
            )
        creator = dataset.get((element.tag.group, element.tag.element >> 8))
        name = "" if creator is None else str(creator.value)
        is_listed = (name, element.tag.group, element.tag.element & 0xFF) in profile.safe_private()
        if not is_listed or element.VR == "SQ":
            return False
        if isinstance(element.value, bytes):
            return not odd_values.bytes_name_somebody(element.value, self._sentences)
        return not any(self._sentences.knows(text) for text in _texts(element.value))

    def _clean_sequence(self, dataset: Dataset, element: DataElement) -> None:
        action = profile.basic_actions().get(int(element.tag), "")
        keyword = element.keyword
        is_gone_through = keyword in profile.CLEANED_SEQUENCES or not action or "D" in action or "U" in action
        if keyword == "ContentSequence" and self._rules.structured_content == "remove":
            is_gone_through = False
        if self._is_retained(keyword) or is_gone_through:
            for item in element.value:
                self._clean(item, is_item=True)
        elif "Z" in action:
            element.value = []
        else:
            del dataset[element.tag]

    def _is_retained(self, keyword: str) -> bool:
        """Tell whether an option keeps an element that the table takes."""
        rules = self._rules
        return (
            (rules.patient_characteristics and keyword in profile.PATIENT_CHARACTERISTICS)
            or (rules.device and keyword in profile.DEVICE)
            or (rules.institution and keyword in profile.INSTITUTION)
        )

    def _clean_value(self, dataset: Dataset, element: DataElement, *, is_item: bool) -> None:
        keyword, vr = element.keyword, element.VR
        if not all(odd_values.is_in_form(vr, text) for text in _texts(element.value)):
            element.value = _stand_in(element)
        elif vr == "UI":
            self._clean_uid(element)
        elif keyword == "PatientID":
            element.value = self._patient.new_id
        elif vr in ("DA", "DT"):
            self._clean_date(dataset, element)
        elif keyword == "PatientAge" and self._is_retained(keyword):
            element.value = _age(str(element.value or ""))
        elif keyword in profile.DEVICE | profile.INSTITUTION and self._is_retained(keyword):
            return
        elif vr in _TEXTS and (keyword.endswith(_DESCRIBING) or self._is_retained(keyword)):
            self._clean_sentence(dataset, element)
        elif keyword == "UnformattedTextValue":
            element.value = STAND_IN
        elif self._is_retained(keyword):
            self._take_names_out(dataset, element)
        else:
            self._act(dataset, element, is_item=is_item)

    def _act(self, dataset: Dataset, element: DataElement, *, is_item: bool) -> None:
        """Do what the table says; of what it does not name, people go and the rest stays without what the header names."""
        action = profile.basic_actions().get(int(element.tag), "")
        if element.VR == "TM" and self._rules.dates != "remove":
            return  # times of the day move with their dates' days, which is not at all
        if not action and element.VR in ("PN", "AE"):
            action = "Z"
        if not action:
            self._take_names_out(dataset, element)
        elif "D" in action or (is_item and "Z" in action) or element.keyword in _NEEDED_IN_ITEMS:
            element.value = _stand_in(element)
        elif "Z" in action:
            element.value = None
        else:
            del dataset[element.tag]

    def _take_names_out(self, dataset: Dataset, element: DataElement) -> None:
        """Leave of an element that no table names what names nobody: of texts the rest, of codes and numbers all or nothing."""
        value, vr, keyword = element.value, element.VR, element.keyword
        if not value:
            return
        if vr in _TEXTS:
            element.value = _each(value, self._sentences.known_taken_out)
        elif vr in odd_values.CODED | odd_values.COUNTED:
            named = [odd_values.names_somebody(vr, keyword, text, self._sentences) for text in _texts(value)]
            if any(named):
                new = [
                    _stand_in(element) if is_named else text
                    for text, is_named in zip(_texts(value), named, strict=True)
                ]
                element.value = new if len(new) > 1 else new[0]
        elif (vr == "UR" and self._sentences.knows(str(value))) or (
            vr in odd_values.BYTES
            and isinstance(value, bytes)
            and odd_values.bytes_name_somebody(value, self._sentences)
        ):
            del dataset[element.tag]

    def _clean_uid(self, element: DataElement) -> None:
        if self._rules.uids == "replace" and element.keyword not in profile.NEVER_NEW and element.value:
            element.value = _each(element.value, self._identifiers.uid)

    def _clean_date(self, dataset: Dataset, element: DataElement) -> None:
        action = profile.basic_actions().get(int(element.tag), "")
        if element.keyword == "PatientBirthDate":
            element.value = None
        elif element.keyword.startswith("Patient") and "Birth" in element.keyword:
            del dataset[element.tag]
        elif self._rules.dates == "keep":
            return
        elif self._rules.dates == "shift" and element.value:
            days = self._patient.days
            new = _each(element.value, lambda text: moved(text, days))
            element.value = new if new and "" not in (new if isinstance(new, list) else [new]) else None
        elif "Z" in action or "D" in action:
            element.value = None
        else:
            del dataset[element.tag]

    def _clean_sentence(self, dataset: Dataset, element: DataElement) -> None:
        action = profile.basic_actions().get(int(element.tag), "")
        is_report = element.keyword == "TextValue"
        is_cleaned = (self._rules.structured_content if is_report else self._rules.descriptors) == "clean"
        if is_cleaned or not action or self._is_retained(element.keyword):
            element.value = _each(element.value, self._sentences.cleaned) if element.value else element.value
        elif "D" in action:
            element.value = STAND_IN
        elif "Z" in action:
            element.value = None
        else:
            del dataset[element.tag]


def _each(value: object, change: "object") -> object:
    """Return `value`, or each of several, changed."""
    assert callable(change)
    if isinstance(value, MultiValue | list):
        return [change(str(one)) for one in value]
    return change(str(value))


def _texts(value: object) -> list[str]:
    """Return a value, or each of several, as the file writes it."""
    several = value if isinstance(value, MultiValue | list) else [value]
    return ["" if one is None else str(getattr(one, "original_string", one)) for one in several]


def _stand_in(element: DataElement) -> object:
    match element.VR:
        case "PN":
            return _NOBODY
        case "LO" | "LT" | "SH" | "ST" | "UC" | "UT":
            return STAND_IN
        case "CS" | "AE":
            return "NONE"
        case "DS" | "IS":
            return "0"
        case "TM":
            return "000000"
        case "AS":
            return "000D"
        case _:
            return None


def _age(text: str) -> str:
    """Return an age; above 89 years people are few, so all of them are 90 (HIPAA 164.514(b)(2)(i)(C))."""
    is_old = text.endswith("Y") and text[:-1].isdecimal() and int(text[:-1]) > _OLDEST_YEARS
    return "090Y" if is_old else text


def _has_block(dataset: Dataset, creator: DataElement) -> bool:
    block = creator.tag.element << 8
    own: Iterable[int] = (int(one.tag.element) for one in dataset if one.tag.group == creator.tag.group)
    return any(block <= number <= block + 0xFF for number in own)


def _code(value: str) -> Dataset:
    item = Dataset()
    item.CodeValue, item.CodingSchemeDesignator, item.CodeMeaning = value, "DCM", _CODES[value]
    return item
