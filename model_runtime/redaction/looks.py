"""Make of a policy the looks that its detectors take at a page. Runs none of them.

The second look at faces is a quick one of its own, at another size and mirrored.
Text and codes have one reading direction and are read again as they stand, with paper in place of what was hidden: to
what finds text a page of black bars is one large picture of text. Boxes of text grow to the ink that they cut.
"""

from collections.abc import Callable, Sequence

from model_runtime.documents.page import SourcePage
from model_runtime.protocol.payloads import Region
from model_runtime.redaction import detectors, ink_cover
from model_runtime.redaction.detector import Detector
from model_runtime.redaction.page_lines import painted_over
from model_runtime.redaction.policy import FACE_DETECTORS, TEXT_DETECTORS, DetectorName, Policy
from model_runtime.redaction.redact import redacted, words_outside
from model_runtime.redaction.second_look import Find, Look


def looks_of(chosen: Policy, before_each: Callable[[], None]) -> tuple[Look, ...]:
    """Return one look for each of the policy's detectors, in their order.

    Args:
        chosen: the policy: its detectors, kinds and thresholds.
        before_each: called each time a detector starts; what it raises ends the look.
    """
    return tuple(_look(name, chosen, before_each) for name in chosen.detectors)


def blackened(page: SourcePage, hide: Sequence[Region]) -> SourcePage:
    """Return what is left of the page as it will be sent."""
    words = words_outside(page.words, [region.box for region in hide])
    return SourcePage(page.number, redacted(page, hide).pixels, words, page.dpi)


def papered(page: SourcePage, hide: Sequence[Region]) -> SourcePage:
    """Return what is left of the page, no more than will be sent, with paper instead of bars."""
    words = words_outside(page.words, [region.box for region in hide])
    boxes = [region.box for region in hide]
    views = tuple(painted_over(view, boxes) for view in page.views)
    return SourcePage(
        page.number,
        painted_over(page.pixels, boxes),
        words,
        page.dpi,
        known=page.known,
        is_measured=page.is_measured,
        views=views,
    )


def _look(name: DetectorName, chosen: Policy, before_each: Callable[[], None]) -> Look:
    def finds(loaded: Callable[[], Detector]) -> Find:
        def find(page: SourcePage) -> tuple[Region, ...]:
            before_each()
            if page.is_measured and name in FACE_DETECTORS:
                return ()
            found = chosen.wanted(loaded().detect(page))
            is_print = (
                name in TEXT_DETECTORS and page.known is None
            )  # letters burnt in have neither weight nor outlines
            return ink_cover.covering(page.pixels, found) if is_print else found

        return find

    first = finds(lambda: detectors.load(name, chosen.given))
    if name in FACE_DETECTORS:
        return Look(first, finds(detectors.faces_again), blackened)
    return Look(first, first, papered)
