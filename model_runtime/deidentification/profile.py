"""Know what the standard's Basic Profile does to each element, and which private ones it calls safe. Does none of it.

Source: PS3.15 annex E, tables E.1-1 and E.3.10-1, as data in `resources/dicom`.
"""

import functools

from model_runtime.protocol.resource_files import resource_path

PATIENT_CHARACTERISTICS = frozenset({
    "PatientSex", "PatientAge", "PatientSize", "PatientWeight", "PatientBodyMassIndex", "PregnancyStatus", "SmokingStatus",
    "EthnicGroup", "PatientSexNeutered", "Allergies", "MedicalAlerts", "PatientState", "PreMedication", "SpecialNeeds",
    "MeasuredAPDimension", "MeasuredLateralDimension",
})  # fmt: skip
"""Kept by the option 113108 (table E.1-1, column Rtn. Pat. Chars.)."""

DEVICE = frozenset({
    "CassetteID", "DetectorID", "DeviceDescription", "DeviceLabel", "DeviceSerialNumber", "DeviceUID", "GantryID",
    "GeneratorID", "LensMake", "LensModel", "LensSerialNumber", "LensSpecification", "PerformedStationName", "PlateID",
    "ScheduledStationName", "SourceSerialNumber", "StationName", "StationAETitle", "UniqueDeviceIdentifier", "XRaySourceID",
    "DateOfLastCalibration", "TimeOfLastCalibration", "DateOfLastDetectorCalibration",
})  # fmt: skip
"""Kept by the option 113109 (Rtn. Dev. Id.)."""

INSTITUTION = frozenset({
    "InstitutionName", "InstitutionAddress", "InstitutionCodeSequence", "InstitutionalDepartmentName",
    "InstitutionalDepartmentTypeCodeSequence",
})  # fmt: skip
"""Kept by the option 113112 (Rtn. Inst. Id.)."""

CLEANED_SEQUENCES = frozenset({
    "RequestAttributesSequence", "ContentSequence", "VerifyingObserverSequence", "GraphicAnnotationSequence",
    "ReferencedImageSequence", "SourceImageSequence", "ReferencedPerformedProcedureStepSequence",
    "AcquisitionContextSequence", "WaveformAnnotationSequence",
})  # fmt: skip
"""Removed or replaced by the table; gone through instead, element by element, so that what they say of the picture stays."""

NEVER_NEW = frozenset({"CodingSchemeUID", "MappingResourceUID", "ContextUID", "TransferSyntaxUID"})
"""UIDs of vocabularies and codings, which name no instance."""


@functools.cache
def basic_actions() -> dict[int, str]:
    """Return the table: element -> X, Z, D, U, or several with a stroke between them."""
    lines = resource_path("dicom", "basic_profile.txt").read_text("utf-8").splitlines()
    rows = (line.split(" ", 2) for line in lines if line and not line.startswith("#"))
    return {int(row[0], 16): row[1] for row in rows}


@functools.cache
def safe_private() -> frozenset[tuple[str, int, int]]:
    """Return (creator, group, element of the creator's block) of what is kept."""
    lines = resource_path("dicom", "safe_private.txt").read_text("utf-8").splitlines()
    rows = (line.split("|") for line in lines if line and not line.startswith("#"))
    return frozenset((creator, int(group, 16), int(one, 16)) for creator, group, ones in rows for one in ones.split())
