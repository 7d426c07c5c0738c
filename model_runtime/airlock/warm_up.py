"""Load what the first document will need, before it comes: by doing to a page of our own what is done to any.

Keeps nothing of that page and tells nothing of it.
"""

from collections.abc import Callable

import cv2
import numpy as np

from model_runtime.documents.document import open_document  # noqa: F401 - the decoders are what takes the time
from model_runtime.documents.page import SourcePage
from model_runtime.redaction import detectors, looks, second_look
from model_runtime.redaction.policy import Policy

_SIZE = (480, 640, 3)
_DPI = 96.0
_LINES = ("Dear John Smith,", "1 Main Street, 2026-01-31")
"""Something to read: what reads letters and knows names is loaded only where there are lines."""


def warm_up(chosen: Policy, before_each: Callable[[], None]) -> None:
    """Run the detectors of a policy once; `before_each` as in `looks_of`. Raises RequestFailed MODEL_MISSING."""
    pixels = np.full(_SIZE, 255, dtype=np.uint8)
    for number, line in enumerate(_LINES, start=1):
        cv2.putText(pixels, line, (40, 100 * number), cv2.FONT_HERSHEY_SIMPLEX, 1.0, (0, 0, 0), 2)
    try:
        second_look.looked_over(SourcePage(1, pixels, (), _DPI), looks.looks_of(chosen, before_each))
    finally:
        detectors.forget_readings()
