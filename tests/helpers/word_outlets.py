"""Walk everything that a window can say, and make it say it: labels, tips, names for screen readers, menus, rows, titles."""

from collections.abc import Iterator

import shiboken6
from PySide6.QtCore import QAbstractItemModel, QCoreApplication, QModelIndex, QPoint, Qt
from PySide6.QtGui import QHelpEvent, QTextDocument
from PySide6.QtGui import Qt as GuiQt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QLabel,
    QMenu,
    QPlainTextEdit,
    QTextEdit,
    QToolTip,
    QWidget,
)

from desktop_app.foundation.plain_text import plain, plain_lines

_TIP_ROLES = (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.StatusTipRole, Qt.ItemDataRole.WhatsThisRole)
_SAID_ROLES = (
    Qt.ItemDataRole.DisplayRole,
    Qt.ItemDataRole.AccessibleTextRole,
    Qt.ItemDataRole.AccessibleDescriptionRole,
)


def faults() -> Iterator[str]:
    """Name every outlet of every window there is that would take words for markup, or that says words that are not plain."""
    for widget in _all_widgets():
        yield from _faults_of(widget)
        for action in widget.actions():
            yield from _taken_for_markup("action", action.toolTip(), action.statusTip(), action.whatsThis())
            yield from _not_plain("action", *action.text().split("\t"), *action.iconText().split("\t"))


def show_all_tips() -> int:
    """Rest the pointer on everything; return how many tips there were."""
    shown = 0
    for widget in _all_widgets():
        if not shiboken6.isValid(widget):
            continue  # a tip that has gone meanwhile
        if isinstance(widget, QAbstractItemView) and widget.model() is not None:
            for index in _indexes(widget.model()):
                shown += _rest_on(widget.viewport(), widget.visualRect(index).center())
        elif isinstance(widget, QMenu):
            for action in widget.actions():
                if not shiboken6.isValid(action):
                    continue  # a menu that was made anew meanwhile
                QToolTip.showText(QPoint(10, 10), action.toolTip(), widget)
                shown += _say_on()
        elif widget.toolTip():
            shown += _rest_on(widget, widget.rect().center())
    return shown


def _all_widgets() -> list[QWidget]:
    return [widget for window in QApplication.topLevelWidgets() for widget in (window, *window.findChildren(QWidget))]


def _rest_on(widget: QWidget, place: QPoint) -> int:
    QApplication.sendEvent(widget, QHelpEvent(QHelpEvent.Type.ToolTip, place, widget.mapToGlobal(place)))
    return _say_on()


def _say_on() -> int:
    is_shown = QToolTip.isVisible() or bool(QToolTip.text())
    QCoreApplication.processEvents()
    QToolTip.hideText()
    return int(is_shown)


def _faults_of(widget: QWidget) -> Iterator[str]:
    kind = f"{type(widget).__name__} {widget.objectName()}".strip()
    if widget.metaObject().className() == "QTipLabel":
        return  # Qt's own window for tips: what it is given is walked where it comes from
    yield from _taken_for_markup(kind, widget.toolTip(), widget.statusTip(), widget.whatsThis())
    yield from _not_plain(kind, widget.accessibleName(), widget.accessibleDescription(), widget.windowTitle())
    if isinstance(widget, QLabel):
        if widget.textFormat() != Qt.TextFormat.PlainText:
            yield f"{kind}: guesses whether its words are markup"
        yield from _not_plain(kind, *widget.text().replace("\t", "\n").split("\n"))
    if isinstance(widget, QAbstractButton):
        yield from _not_plain(kind, widget.text())
    if isinstance(widget, QTextEdit | QPlainTextEdit):
        yield from _faults_of_text(kind, widget.document())
    if isinstance(widget, QAbstractItemView) and widget.model() is not None:
        for index in _indexes(widget.model()):
            yield from _taken_for_markup(f"row of {kind}", *(str(index.data(role) or "") for role in _TIP_ROLES))
            yield from _not_plain(f"row of {kind}", *(str(index.data(role) or "") for role in _SAID_ROLES))


def _faults_of_text(kind: str, document: QTextDocument) -> Iterator[str]:
    if "<img" in document.toHtml() or "<a href" in document.toHtml():
        yield f"{kind}: holds a picture or a link"
    if document.toPlainText() != plain_lines(document.toPlainText()):
        yield f"{kind}: says what is not plain"


def _taken_for_markup(kind: str, *texts: str) -> Iterator[str]:
    for text in texts:
        if GuiQt.mightBeRichText(text):
            yield f"{kind}: a tip that Qt takes for markup"


def _not_plain(kind: str, *texts: str) -> Iterator[str]:
    for text in texts:
        if text != plain(text, limit=len(text) + 1) and text.strip() == text:
            yield f"{kind}: says what is not plain, {text[:60]!a}"


def _indexes(model: QAbstractItemModel) -> Iterator[QModelIndex]:
    for row in range(model.rowCount()):  # lists and the columns of a chooser alike have what they say in the first
        yield model.index(row, 0)
