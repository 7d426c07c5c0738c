"""Load a detector by its name. The one place that knows which class finds what; runs none of them.

Each is imported when it is wanted: what knows texts takes longer to import than a short film takes to be looked through.
"""

import functools
from typing import TYPE_CHECKING, assert_never

from model_runtime.redaction import face_looks
from model_runtime.redaction.faces import FaceDetector
from model_runtime.redaction.policy import DetectorName

if TYPE_CHECKING:
    from model_runtime.redaction.detector import Detector
    from model_runtime.redaction.entities.given_words import GivenWords
    from model_runtime.redaction.remembered_reading import RememberedReading


def load(name: DetectorName, given: "GivenWords") -> "Detector":
    """Return the detector `name`, its weights checked and in memory; `given` is looked for by the one of text."""
    match name:
        case DetectorName.FACES_FAST:
            return FaceDetector(face_looks.FAST)
        case DetectorName.FACES:
            return FaceDetector(face_looks.BALANCED)
        case DetectorName.FACES_THOROUGH:
            return FaceDetector(face_looks.THOROUGH)
        case DetectorName.PERSONAL_TEXT:
            from model_runtime.redaction.personal_text import PersonalTextDetector

            return PersonalTextDetector(reading(), given)
        case DetectorName.ALL_TEXT:
            from model_runtime.redaction.personal_text import AllTextDetector

            return AllTextDetector(reading())
        case DetectorName.BURNT_IN_TEXT:
            from model_runtime.redaction.burnt_in_text import BurntInTextDetector

            return BurntInTextDetector(reading())
        case DetectorName.CODES:
            from model_runtime.redaction.codes import CodeDetector

            return CodeDetector()
        case _:
            assert_never(name)


def faces_again() -> "Detector":
    """Return the quick detector that looks for faces on a page where some were hidden."""
    return FaceDetector(face_looks.AGAIN)


def forget_readings() -> None:
    """Let go of what was read in the pages of a document."""
    if reading.cache_info().currsize:
        reading().forget()


@functools.cache
def reading() -> "RememberedReading":
    """Share the networks that read: both detectors of text need them, and they take 0.2 GB.

    Raises:
        RequestFailed: MODEL_MISSING without their weights.
    """
    from model_runtime.reading.known_readings import KnownReadings
    from model_runtime.redaction.ocr_reading import OcrReading
    from model_runtime.redaction.remembered_reading import RememberedReading

    known = KnownReadings()
    return RememberedReading(OcrReading(known), known)
