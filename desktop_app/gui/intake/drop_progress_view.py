"""Show how far the files of a drop are, with a button to pause and go on. Not there while nothing waits."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from desktop_app.gui.style import controls


class DropProgressView(QFrame):
    """One line above the drop target of the tray.

    Signals:
        pause_asked, going_on_asked: the button was pressed.
    """

    pause_asked = Signal()
    going_on_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._is_paused = False
        self._text = controls.label(is_quiet=True, is_wrapped=True)
        self._button = controls.button(self.tr("Pause"), "link")
        self._button.clicked.connect(self._on_clicked)
        row = QHBoxLayout(self)
        row.setContentsMargins(2, 0, 2, 0)
        row.addWidget(self._text, 1)
        row.addWidget(self._button)
        self.hide()

    def show_progress(self, text: str, *, is_paused: bool) -> None:
        """Show how far it is; empty: nothing waits."""
        self._is_paused = is_paused
        self._text.setText(text)
        self._button.setText(self.tr("Go on") if is_paused else self.tr("Pause"))
        self._button.setAccessibleName(
            self.tr("Go on preparing the files") if is_paused else self.tr("Pause preparing the files")
        )
        self.setVisible(bool(text))

    def _on_clicked(self) -> None:
        (self.going_on_asked if self._is_paused else self.pause_asked).emit()
