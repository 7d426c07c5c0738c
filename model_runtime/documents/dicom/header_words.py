"""Gather from a header what names somebody or something: to be looked for on the picture and in sentences.

Takes what stands in elements that are made for it; sentences are searched, not taken from. Finds nothing on a picture.
"""

from collections.abc import Iterator

from pydicom.dataset import Dataset
from pydicom.multival import MultiValue

from model_runtime.documents.page import KnownText

_IDS = frozenset({
    "AccessionNumber", "AdmissionID", "AssetID", "CassetteID", "ContainerIdentifier", "DetectorID", "DeviceID",
    "DeviceSerialNumber", "FillerOrderNumberImagingServiceRequest", "GantryID", "GeneratorID", "ImagingServiceRequestID",
    "InsurancePlanIdentification", "IssuerOfPatientID", "MedicalRecordLocator", "OtherPatientIDs", "PatientID",
    "PerformedProcedureStepID", "PlacerOrderNumberImagingServiceRequest", "PlateID", "RequestedProcedureID",
    "ScheduledProcedureStepID", "ServiceEpisodeID", "SpecimenIdentifier", "StationName", "StudyID", "PatientTelephoneNumbers",
    "PatientTelecomInformation", "PersonTelephoneNumbers", "ReferringPhysicianTelephoneNumbers", "UniqueDeviceIdentifier",
    "FillerOrderNumberImagingServiceRequestRetired", "ClinicalTrialSubjectID",
})  # fmt: skip
_PLACES = frozenset({
    "InstitutionName", "InstitutionAddress", "InstitutionalDepartmentName", "PatientAddress", "PersonAddress",
    "ReferringPhysicianAddress", "RequestingService", "CurrentPatientLocation", "PatientInstitutionResidence",
    "PerformedLocation", "OrderEntererLocation", "OrderCallbackPhoneNumber", "PerformedStationName", "ScheduledStationName",
    "ResponsibleOrganization", "ClinicalTrialSiteName", "ClinicalTrialSponsorName",
})  # fmt: skip
_DATES = frozenset({"PatientBirthDate"})
_NAMES = frozenset({"PatientBirthName", "PatientMotherBirthName", "OtherPatientNames", "PatientAlternativeName"})
_TEXTS = frozenset({"LO", "SH", "LT", "ST", "UT", "UC"})
_LEAST_ID = 3
_MOST = 400
"""Words of one header. More are no header of one patient."""


def header_words(dataset: Dataset) -> tuple[KnownText, ...]:
    """Return what the header names, each once, in its order."""
    return tuple(dict.fromkeys(_words(dataset)))[:_MOST]


def _words(dataset: Dataset) -> Iterator[KnownText]:
    for element in dataset:
        if element.VR == "SQ":
            for item in element.value:
                yield from _words(item)
        elif element.VR == "PN" or element.keyword in _NAMES:
            yield from (KnownText("person", text) for text in _texts(element.value))
        elif element.VR == "AE":
            yield from (KnownText("id", text) for text in _texts(element.value) if len(text) > _LEAST_ID)
        elif element.keyword in _DATES:
            yield from (KnownText("date", text) for text in _texts(element.value))
        elif element.VR in _TEXTS and element.keyword in _IDS:
            yield from (KnownText("id", text) for text in _texts(element.value) if len(text) >= _LEAST_ID)
        elif element.VR in _TEXTS and element.keyword in _PLACES:
            yield from (KnownText("place", text) for text in _texts(element.value))


def _texts(value: object) -> Iterator[str]:
    for one in value if isinstance(value, MultiValue | list | tuple) else (value,):
        text = str(one or "").strip()
        if text:
            yield text
