"""Say in plain words what a box hides and who found it, and give each group of kinds its colour. Draws nothing."""

from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from desktop_app.conversation.review import PERSON, Place
from desktop_app.foundation.plain_text import plain
from desktop_app.foundation.translation_mark import QT_TRANSLATE_NOOP

translate = QCoreApplication.translate


@dataclass(frozen=True)
class _Kind:
    name: str
    colour: str


_FACE, _WHO, _CONTACT, _MONEY, _CODE, _TEXT = "#a8501c", "#6a3fa0", "#1f5fa8", "#97305f", "#55661a", "#4a5560"
OWN_COLOUR = "#1d2126"
"""Of boxes that a person drew. Like the others it is read on paper, which is light in both looks; white stands on each."""
UNDECIDED_COLOUR = "#b3261e"

_KINDS = {
    "FACE": _Kind(QT_TRANSLATE_NOOP("kinds", "Face"), _FACE),
    "PERSON": _Kind(QT_TRANSLATE_NOOP("kinds", "Name"), _WHO),
    "DATE_OF_BIRTH": _Kind(QT_TRANSLATE_NOOP("kinds", "Date of birth"), _WHO),
    "NATIONAL_ID": _Kind(QT_TRANSLATE_NOOP("kinds", "ID number"), _WHO),
    "MEDICAL_RECORD_NUMBER": _Kind(QT_TRANSLATE_NOOP("kinds", "Patient number"), _WHO),
    "SIGNATURE": _Kind(QT_TRANSLATE_NOOP("kinds", "Signature"), _WHO),
    "EMAIL": _Kind(QT_TRANSLATE_NOOP("kinds", "E-mail address"), _CONTACT),
    "PHONE": _Kind(QT_TRANSLATE_NOOP("kinds", "Phone number"), _CONTACT),
    "ADDRESS": _Kind(QT_TRANSLATE_NOOP("kinds", "Address"), _CONTACT),
    "IP_ADDRESS": _Kind(QT_TRANSLATE_NOOP("kinds", "Network address"), _CONTACT),
    "IBAN": _Kind(QT_TRANSLATE_NOOP("kinds", "Bank account"), _MONEY),
    "CREDIT_CARD": _Kind(QT_TRANSLATE_NOOP("kinds", "Card number"), _MONEY),
    "VAT_ID": _Kind(QT_TRANSLATE_NOOP("kinds", "VAT number"), _MONEY),
    "TAX_ID": _Kind(QT_TRANSLATE_NOOP("kinds", "Tax number"), _MONEY),
    "CODE": _Kind(QT_TRANSLATE_NOOP("kinds", "QR code or barcode"), _CODE),
    "LICENCE_PLATE": _Kind(QT_TRANSLATE_NOOP("kinds", "Licence plate"), _CODE),
    "TEXT": _Kind(QT_TRANSLATE_NOOP("kinds", "Text"), _TEXT),
    "PATIENT_TEXT": _Kind(QT_TRANSLATE_NOOP("kinds", "Text that names the patient"), _WHO),
    "GIVEN_WORD": _Kind(QT_TRANSLATE_NOOP("kinds", "Word from your list"), _TEXT),
    "MARKED": _Kind(QT_TRANSLATE_NOOP("kinds", "Your own box"), OWN_COLOUR),
}
_BY_DETECTOR = frozenset({"FACE", "CODE", "TEXT"})
"""Kinds that something has learned to see; the others are found by rules about what they look like."""


def kind_name(kind: str) -> str:
    """Return what a kind is called; one that is not known is shown as it is, never hidden."""
    known = _KINDS.get(kind)
    return translate("kinds", known.name) if known is not None else plain(kind)


def kind_colour(kind: str) -> str:
    """Return the colour of a kind's group, as `#rrggbb`."""
    known = _KINDS.get(kind)
    return known.colour if known is not None else _TEXT


def place_colour(place: Place) -> str:
    """Return the colour of a box: its kind's, unless it waits for a person."""
    return UNDECIDED_COLOUR if place.is_undecided else kind_colour(place.region.kind)


def place_tag(place: Place) -> str:
    """Return the words on a box's tag."""
    name = kind_name(place.region.kind)
    return translate("kinds", "{kind}? You decide").format(kind=name) if place.is_undecided else name


def certainty(place: Place) -> str:
    """Return how sure it is that something must be hidden: a share, or that a person says so."""
    if place.region.origin == PERSON:
        return translate("kinds", "you")
    return translate("kinds", "{percent} %").format(percent=f"{place.region.score * 100:.0f}")


def finder(place: Place) -> str:
    """Return who found a place."""
    if place.region.origin == PERSON:
        is_drawn = place.region.kind == "MARKED"
        return translate("kinds", "drawn by you") if is_drawn else translate("kinds", "changed by you")
    if place.region.kind in _BY_DETECTOR:
        return translate("kinds", "found by a detector")
    return translate("kinds", "found by a rule")


def counted(places: Iterable[Place]) -> tuple[tuple[str, int], ...]:
    """Return kinds with how many places each has, in the order of the table above."""
    counts: dict[str, int] = {}
    for place in places:
        counts[place.region.kind] = counts.get(place.region.kind, 0) + 1
    known = list(_KINDS)
    order = sorted(counts, key=lambda kind: (known.index(kind) if kind in known else len(known), kind))
    return tuple((kind, counts[kind]) for kind in order)
