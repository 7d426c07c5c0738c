"""Say in plain words what each policy hides, and what it cannot. A policy of a user's own has the name of its file."""

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from desktop_app.foundation.plain_text import plain
from desktop_app.foundation.translation_mark import QT_TRANSLATE_NOOP
from desktop_app.settings import own_policies

translate = QCoreApplication.translate

OFF = "off"
"""The policy under which nothing is looked for."""


@dataclass(frozen=True)
class _Words:
    """A policy's name, the few words beside it in a menu, and what a person should know."""

    name: str
    gist: str
    description: str
    reads_text: bool = False


_SHIPPED = {
    "off": _Words(
        QT_TRANSLATE_NOOP("policies", "off"),
        QT_TRANSLATE_NOOP("policies", "hide nothing"),
        QT_TRANSLATE_NOOP("policies", "Nothing is looked for. Only boxes that you draw yourself are hidden."),
    ),
    "faces-fast": _Words(
        QT_TRANSLATE_NOOP("policies", "faces, fast"),
        QT_TRANSLATE_NOOP("policies", "quick; may miss small faces"),
        QT_TRANSLATE_NOOP("policies", "Hides faces. Quick, but small, turned and half-covered faces may be missed."),
    ),
    "faces": _Words(
        QT_TRANSLATE_NOOP("policies", "faces"),
        QT_TRANSLATE_NOOP("policies", "for most pictures"),
        QT_TRANSLATE_NOOP("policies", "Hides faces, with hair and chin. Text stays."),
    ),
    "faces-thorough": _Words(
        QT_TRANSLATE_NOOP("policies", "faces, thorough"),
        QT_TRANSLATE_NOOP("policies", "small and turned faces, too; slower"),
        QT_TRANSLATE_NOOP(
            "policies",
            "Hides faces, small and turned ones, too. Slower, and now and then hides what is no face.",
        ),
    ),
    "faces+text": _Words(
        QT_TRANSLATE_NOOP("policies", "faces and text"),
        QT_TRANSLATE_NOOP("policies", "faces and personal data"),
        QT_TRANSLATE_NOOP(
            "policies",
            "Hides faces, names, addresses, phone and e-mail, dates of birth, ID, bank and card numbers, and codes.",
        ),
        reads_text=True,
    ),
    "medical": _Words(
        QT_TRANSLATE_NOOP("policies", "medical"),
        QT_TRANSLATE_NOOP("policies", "who the patient is; you review"),
        QT_TRANSLATE_NOOP(
            "policies",
            "Hides what names or finds a patient; values, doses and findings stay. Sending waits for your review.",
        ),
        reads_text=True,
    ),
    "financial": _Words(
        QT_TRANSLATE_NOOP("policies", "financial"),
        QT_TRANSLATE_NOOP("policies", "whose money it is; you review"),
        QT_TRANSLATE_NOOP(
            "policies",
            "Hides people, accounts, cards and tax numbers; sums, dates and items stay. Sending waits for your review.",
        ),
        reads_text=True,
    ),
    "all-text": _Words(
        QT_TRANSLATE_NOOP("policies", "all text"),
        QT_TRANSLATE_NOOP("policies", "every line, faces and codes"),
        QT_TRANSLATE_NOOP(
            "policies",
            "Covers every line of text, and faces and codes. Arabic, Hebrew, Thai and Korean lines are not always seen: look yourself.",
        ),
    ),
}
SHIPPED = tuple(_SHIPPED)
"""The policies that come with the program, in the order of the menu."""


def policy_name(word: str) -> str:
    """Return what a policy is called."""
    known = _SHIPPED.get(word)
    return translate("policies", known.name) if known is not None else plain(own_policies.name_of(word))


def policy_gist(word: str) -> str:
    """Return the few words that stand beside a policy in a menu."""
    known = _SHIPPED.get(word)
    return translate("policies", known.gist) if known is not None else translate("policies", "your own")


def policy_description(word: str) -> str:
    """Return what a policy hides and leaves."""
    known = _SHIPPED.get(word)
    return translate("policies", known.description if known is not None else _OWN)


def scripts_warning(word: str) -> str:
    """Return which writing a policy does not read; empty for policies that read none."""
    known = _SHIPPED.get(word)
    if known is not None and not known.reads_text:
        return ""
    return translate(
        "policies",
        'Not read: Cyrillic, Greek, Arabic, Hebrew, Thai, Indian and Korean writing. For it choose "all text".',
    )


_OWN = QT_TRANSLATE_NOOP("policies", "Hides what your own policy file says.")
