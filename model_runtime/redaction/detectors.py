"""Load a detector by its name. The one place that knows which class finds what; runs none of them."""

from typing import assert_never

from model_runtime.redaction.detector import Detector
from model_runtime.redaction.faces import FaceDetector
from model_runtime.redaction.policy import DetectorName


def load(name: DetectorName) -> Detector:
    """Return the detector `name`, its weights checked and in memory."""
    match name:
        case DetectorName.FACES:
            return FaceDetector()
        case _:
            assert_never(name)
