"""Show how far the files of a drop are, with buttons to pause it, to stop it, and to go on. Not there while nothing waits."""

from enum import StrEnum

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from desktop_app.gui.style import controls


class Pace(StrEnum):
    """Whether files are being prepared."""

    GOING = "going"
    PAUSED = "paused"
    STOPPED = "stopped"


class DropProgressView(QFrame):
    """One line above the drop target of the tray.

    Signals:
        pause_asked, going_on_asked, stop_asked: a button was pressed.
    """

    pause_asked = Signal()
    going_on_asked = Signal()
    stop_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = controls.label(is_quiet=True, is_wrapped=True)
        self._pause = controls.button(self.tr("Pause"), "link", self.tr("Pause preparing the files"))
        self._go_on = controls.button(self.tr("Go on"), "link", self.tr("Go on preparing the files"))
        self._stop = controls.button(self.tr("Stop"), "link", self.tr("Stop preparing the files"))
        self._stop.setToolTip(self.tr("Stop preparing the files (Shift+Esc)"))
        self._pause.clicked.connect(self.pause_asked)
        self._go_on.clicked.connect(self.going_on_asked)
        self._stop.clicked.connect(self.stop_asked)
        buttons = QHBoxLayout()
        buttons.setSpacing(12)
        for one in (self._pause, self._go_on, self._stop):
            buttons.addWidget(one)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(2, 0, 2, 0)
        column.setSpacing(2)
        column.addWidget(self._text)
        column.addLayout(buttons)
        self.hide()

    def show_progress(self, text: str, pace: Pace) -> None:
        """Show how far it is; empty: nothing waits."""
        self._text.setText(text)
        self._pause.setVisible(pace is Pace.GOING)
        self._go_on.setVisible(pace is not Pace.GOING)
        self._stop.setVisible(pace is not Pace.STOPPED)
        self.setVisible(bool(text))
