"""Put the sources of an answer in order: those that are shown, each with its words, and the one that is lit first."""

from desktop_app.gui.words import wording
from desktop_app.runtime_client.values import Answer, Source

SEEN = "seen"
"""The basis of an answer that a model gave by looking: its sources are whole pages."""

MAX_SHOWN_SOURCES = 4
"""An answer with more sources (a table, the whole text) is outlined on the page; more chips would bury it."""


def first_source(answer: Answer) -> int | None:
    """Return which source to light up when an answer has come; None where no single one stands out."""
    if answer.fields or 0 < len(all_sources(answer)) <= MAX_SHOWN_SOURCES:
        return 0
    return None


def all_sources(answer: Answer) -> tuple[tuple[Source, str], ...]:
    """Return an answer's sources with the words for their tags, in the order of the chips: each field's, or its own.

    What a model saw has none: its source is the page as a whole.
    """
    if answer.basis == SEEN:
        return ()
    if answer.fields:
        return tuple((source, wording.field_name(field.name)) for field in answer.fields for source in field.sources)
    return tuple((source, "") for source in answer.sources)
