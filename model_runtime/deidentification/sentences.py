"""Take out of a sentence what names somebody, and leave the rest: what the header names, what recognisers find, dates.

Works on text alone. What it cannot know (a name that stands nowhere else and looks like any word) stays.
"""

import unicodedata

from model_runtime.documents.page import KnownText
from model_runtime.redaction.entities.header_texts import HeaderTexts, Span, dates_in, joined
from model_runtime.redaction.entities.recognition import entities_in

STAND_IN = "***"


class Sentences:
    """Cleans texts of one data set, whose header names `known`."""

    def __init__(self, known: tuple[KnownText, ...]) -> None:
        self._known = HeaderTexts(known)

    def cleaned(self, text: str) -> str:
        """Return a free text without names, numbers of people and dates."""
        composed = unicodedata.normalize("NFC", text)  # recognisers know letters with their accents as one sign
        found = [(one.start, one.end) for one in entities_in(composed)]
        spans = [*self._known.found_in(composed), *found, *dates_in(composed)]
        return _without(composed, spans) if spans else text

    def known_taken_out(self, text: str) -> str:
        """Return a technical text without what the header names; a model called Lumina DR is no person."""
        return _without(text, list(self._known.found_in(text)))

    def knows(self, text: str) -> bool:
        """Tell whether something that the header names stands in a text."""
        return bool(self._known.found_in(text))


def _without(text: str, spans: list[Span]) -> str:
    result, at = "", 0
    for first, last in joined(text, spans):
        result += text[at:first] + STAND_IN
        at = last
    return result + text[at:]
