"""Count aloud, over everything, how long until all is gone; any touch stops it. Ends nothing."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from desktop_app.gui.style import controls, speech


class CountdownView(QFrame):
    """The countdown, as large as what it covers."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._covered = parent
        self.setObjectName("countdown")
        title = controls.label(self.tr("Are you still there?"), name="attractTitle")
        self._number = controls.label(name="countdownNumber")
        hint = controls.label(
            self.tr("Touch anywhere to go on. Else everything of yours is deleted now."),
            is_wrapped=True,
            name="attractStep",
        )
        column = QVBoxLayout(self)
        column.addStretch(1)
        for label in (title, self._number, hint):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            column.addWidget(label)
        column.addStretch(1)
        parent.installEventFilter(self)
        self.hide()

    def show_left(self, seconds: int) -> None:
        """Show how many seconds are left; 0: nothing is counted."""
        self._number.setText(str(seconds))
        if bool(seconds) is self.isHidden():
            self.setVisible(bool(seconds))
            if seconds:
                speech.announce(self, self.tr("Are you still there?"), is_urgent=True)
        self.setGeometry(self._covered.rect())
        self.raise_()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Stay as large as what it covers (Qt)."""
        if event.type() is QEvent.Type.Resize:
            self.setGeometry(self._covered.rect())
        return False
