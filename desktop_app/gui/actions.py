"""Bind the keys. What a key does is handed in; its words and its sequence are here, once."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

translate = QCoreApplication.translate


@dataclass(frozen=True)
class KeyTargets:
    """What the keys do, in the order in which they are listed."""

    open_files: Callable[[], None]
    paste: Callable[[], None]
    ask: Callable[[], None]
    stop: Callable[[], None]
    stop_preparing: Callable[[], None]
    find: Callable[[], None]
    save_copy: Callable[[], None]
    review: Callable[[], None]
    show_model_view: Callable[[], None]
    start_anew: Callable[[], None]
    toggle_tray: Callable[[], None]
    fit_page: Callable[[], None]
    fit_whole_page: Callable[[], None]
    show_actual_size: Callable[[], None]
    open_settings: Callable[[], None]
    toggle_full_screen: Callable[[], None]
    show_keys: Callable[[], None]
    quit: Callable[[], None]


def typed_keys() -> tuple[tuple[str, str], ...]:
    """Return the keys that mean something where one types or walks only, and what they do, for the list of keys."""
    return (
        (translate("actions", "Enter"), translate("actions", "In the question: ask")),
        (translate("actions", "Shift+Enter"), translate("actions", "In the question: break the line")),
        (translate("actions", "Delete"), translate("actions", "In the documents: remove the one that is looked at")),
        (translate("actions", "Menu"), translate("actions", "In the documents: what else can be done with it")),
        ("Ctrl+Z", translate("actions", "Bring back what was removed, while that is offered")),
    )


def bind_keys(window: QWidget, targets: KeyTargets) -> tuple[QAction, ...]:
    """Give the window its keys and return them as actions."""
    keys = (
        ("Ctrl+O", translate("actions", "Open files"), targets.open_files),
        ("Ctrl+V", translate("actions", "Paste a picture or files"), targets.paste),
        ("Ctrl+Return", translate("actions", "Ask; in the review: accept the page"), targets.ask),
        ("Esc", translate("actions", "Leave the review; or stop the answer, and what has come stays"), targets.stop),
        ("Shift+Esc", translate("actions", "Stop preparing files"), targets.stop_preparing),
        ("Ctrl+F", translate("actions", "Find, select and copy text"), targets.find),
        ("Ctrl+S", translate("actions", "Save the hidden copy"), targets.save_copy),
        ("Ctrl+R", translate("actions", "Redaction: review what will be hidden"), targets.review),
        ("Ctrl+M", translate("actions", "What the model sees"), targets.show_model_view),
        ("Ctrl+N", translate("actions", "New conversation"), targets.start_anew),
        ("Ctrl+B", translate("actions", "Show or hide the documents"), targets.toggle_tray),
        ("Ctrl+0", translate("actions", "Fit the page to the width"), targets.fit_page),
        ("Ctrl+2", translate("actions", "Fit the whole page"), targets.fit_whole_page),
        ("Ctrl+1", translate("actions", "Page at full size"), targets.show_actual_size),
        ("Ctrl+,", translate("actions", "Settings"), targets.open_settings),
        ("F11", translate("actions", "Full screen"), targets.toggle_full_screen),
        ("F1", translate("actions", "This list"), targets.show_keys),
        ("Ctrl+Q", translate("actions", "Quit"), targets.quit),
    )
    actions = []
    for sequence, words, target in keys:
        action = QAction(words, window)
        action.setShortcut(QKeySequence(sequence))
        action.triggered.connect(lambda _=False, act=target: act())
        window.addAction(action)
        actions.append(action)
    return tuple(actions)
