"""Say in words what medical pictures have: windows, and what becomes of an element of a header."""

from PySide6.QtCore import QCoreApplication

from desktop_app.foundation.plain_text import plain
from desktop_app.foundation.translation_mark import QT_TRANSLATE_NOOP
from desktop_app.runtime_client.values import Fate, GreyWindow

translate = QCoreApplication.translate

_WINDOWS = {
    "soft tissue": QT_TRANSLATE_NOOP("series", "soft tissue"),
    "lung": QT_TRANSLATE_NOOP("series", "lung"),
    "bone": QT_TRANSLATE_NOOP("series", "bone"),
    "brain": QT_TRANSLATE_NOOP("series", "brain"),
    "liver": QT_TRANSLATE_NOOP("series", "liver"),
    "values": QT_TRANSLATE_NOOP("series", "all values"),
}
_FATES: dict[Fate, str] = {
    "kept": QT_TRANSLATE_NOOP("series", "kept"),
    "cleaned": QT_TRANSLATE_NOOP("series", "cleaned"),
    "replaced": QT_TRANSLATE_NOOP("series", "replaced"),
    "shifted": QT_TRANSLATE_NOOP("series", "shifted"),
    "emptied": QT_TRANSLATE_NOOP("series", "emptied"),
    "removed": QT_TRANSLATE_NOOP("series", "removed"),
}


def window_name(window: GreyWindow | None) -> str:
    """Return what a window is called; None: that of each file."""
    if window is None:
        return translate("series", "as the file says")
    if window.name in _WINDOWS:
        return translate("series", _WINDOWS[window.name])
    return plain(window.name) or translate("series", "by hand")


def fate(word: Fate) -> str:
    """Return what becomes of an element in a copy."""
    return translate("series", _FATES[word])


def key_words() -> tuple[tuple[str, str], ...]:
    """Return the keys and gestures on medical pictures and what they do, for the list of keys."""
    return (
        (translate("series", "Home   End"), translate("series", "First, last slice")),
        (translate("series", "Alt+wheel"), translate("series", "Previous, next slice")),
        (
            translate("series", "Right button, drag"),
            translate("series", "The window: wider to the right, its level higher downwards"),
        ),
    )
