"""Find what is on the screen by what a person knows of it: its words, or the name that a screen reader says."""

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAction
from PySide6.QtWidgets import QAbstractButton, QApplication, QDialog, QLabel, QLineEdit, QMenu, QWidget

Kind = TypeVar("Kind", bound=QWidget)
SomeDialog = TypeVar("SomeDialog", bound=QDialog)
Until = Callable[[Callable[[], bool]], object]
"""Lets the window live until something is so; ends with an error when it never is."""


def seen(root: QWidget, kind: type[Kind], name: str = "") -> list[Kind]:
    """Return what is to be seen inside a widget, of a kind and, if one is given, with this object name."""
    return [one for one in root.findChildren(kind) if one.isVisible() and name in ("", one.objectName())]


def words_in(root: QWidget) -> list[str]:
    """Return what the labels inside a widget say."""
    return [label.text() for label in seen(root, QLabel)]


def words_of(root: QWidget, name: str) -> str:
    """Return what the label of this object name says; nothing where it is not to be seen."""
    return "".join(label.text() for label in seen(root, QLabel, name))


def typed_in(root: QWidget, name: str) -> str:
    """Return what stands in the line of this object name that one can type in; nothing where it is not to be seen."""
    return "".join(line.text() for line in seen(root, QLineEdit, name))


def button(root: QWidget, words: str) -> QAbstractButton:
    """Return the button with these words, or with this name for screen readers."""
    return next(one for one in seen(root, QAbstractButton) if words in (one.text(), one.accessibleName()))


def has_button(root: QWidget, words: str) -> bool:
    """Tell whether there is such a button to be seen."""
    return any(words in (one.text(), one.accessibleName()) for one in seen(root, QAbstractButton))


def reachable(root: QWidget) -> list[QWidget]:
    """Return what can take the focus inside a widget, seen or not, without what Qt makes for itself."""
    found = [one for one in root.findChildren(QWidget) if not one.objectName().startswith("qt_")]
    return [one for one in found if one.parent() is not None and one.focusPolicy() != Qt.FocusPolicy.NoFocus]


def name_of(widget: QWidget) -> str:
    """Return what a screen reader calls a widget."""
    return QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)


def line_of(menu: QMenu, words: str) -> QAction:
    """Return the line of a menu that begins with these words; what stands behind them is only help."""
    return next(action for action in menu.actions() if action.text().partition("\t")[0] == words)


def menu_behind(line: QAction) -> QMenu | None:
    """Return the menu that a line of a menu opens, if it does."""
    menu = line.menu()
    return menu if isinstance(menu, QMenu) else None  # PySide says only that it is an object


def dialog_open(kind: type[SomeDialog]) -> SomeDialog | None:
    """Return the dialog of a kind that is open."""
    windows = QApplication.topLevelWidgets()
    return next((window for window in windows if isinstance(window, kind) and window.isVisible()), None)


def dialog(kind: type[SomeDialog]) -> SomeDialog:
    """Return the dialog of a kind, which must be open."""
    found = dialog_open(kind)
    assert found is not None
    return found
