"""Define what an error's text is, and the marker by which Qt's tools find it. Holds no texts."""

from dataclasses import dataclass


def QT_TRANSLATE_NOOP(_context: str, text: str) -> str:
    """Mark `text` for lupdate and return it; the name is Qt's."""
    return text


@dataclass(frozen=True)
class ErrorText:
    """`what` happened and `why` (or what to do); both with braces for facts."""

    what: str
    why: str
