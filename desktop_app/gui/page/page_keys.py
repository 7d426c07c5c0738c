"""Turn pages with Page Up and Page Down wherever the focus is, not only on the page. Turns none itself."""

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

translate = QCoreApplication.translate

_STEPS = {int(Qt.Key.Key_PageDown): 1, int(Qt.Key.Key_PageUp): -1}


def key_words() -> tuple[tuple[str, str], ...]:
    """Return what turns and sizes pages without being an action, and what it does, for the list of keys."""
    return (
        (translate("actions", "Page Up   Page Down"), translate("actions", "Previous, next page")),
        (translate("actions", "Ctrl+wheel"), translate("actions", "Larger or smaller page")),
    )


class PageKeys(QObject):
    """The two keys. Lives as long as the window."""

    def __init__(self, step: Callable[[int], None], window: QWidget, *others: QWidget) -> None:
        """Take the keys where nobody else wants them in a window, and first of all in the `others`; -1 or 1 is stepped."""
        super().__init__(window)
        self._step = step
        for widget in (window, *others):
            widget.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Take the two keys (Qt)."""
        if not isinstance(event, QKeyEvent) or event.type() is not QEvent.Type.KeyPress or event.modifiers():
            return False
        step = _STEPS.get(event.key())
        if step is not None:
            self._step(step)
        return step is not None
