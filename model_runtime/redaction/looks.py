"""Make of a policy the looks that its detectors take at a page. Runs none of them.

The second look at faces is quick, and at the page's mirror image, which shows the network another picture.
Text and codes have one reading direction and are read again as they stand.
"""

from collections.abc import Callable

import cv2

from model_runtime.documents.page import SourcePage
from model_runtime.protocol.payloads import Box, Region
from model_runtime.redaction import detectors
from model_runtime.redaction.detector import Detector
from model_runtime.redaction.policy import FACE_DETECTORS, DetectorName, Policy
from model_runtime.redaction.second_look import Find, Look

_LEFT_TO_RIGHT = 1


def looks_of(chosen: Policy, before_each: Callable[[], None]) -> tuple[Look, ...]:
    """Return one look for each of the policy's detectors, in their order.

    Args:
        chosen: the policy: its detectors, kinds and thresholds.
        before_each: called each time a detector starts; what it raises ends the look.
    """
    return tuple(_look(name, chosen, before_each) for name in chosen.detectors)


def mirrored(find: Find) -> Find:
    """Return `find` as it sees the mirror image; its finds are told in the page as it is."""

    def found(page: SourcePage) -> tuple[Region, ...]:
        width = page.pixels.shape[1]
        image = SourcePage(page.number, cv2.flip(page.pixels, _LEFT_TO_RIGHT), dpi=page.dpi)
        return tuple(_turned_back(one, width) for one in find(image))

    return found


def _look(name: DetectorName, chosen: Policy, before_each: Callable[[], None]) -> Look:
    def finds(loaded: Callable[[], Detector]) -> Find:
        def find(page: SourcePage) -> tuple[Region, ...]:
            before_each()
            return chosen.wanted(loaded().detect(page))

        return find

    first = finds(lambda: detectors.load(name, chosen.given))
    return Look(first, mirrored(finds(detectors.faces_again)) if name in FACE_DETECTORS else first)


def _turned_back(one: Region, width: int) -> Region:
    box = Box(width - one.box.left - one.box.width, one.box.top, one.box.width, one.box.height)
    return Region(one.kind, one.score, one.origin, box, one.operator)
