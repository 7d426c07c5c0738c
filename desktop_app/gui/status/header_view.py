"""Show the line at the top: the name of the application, of the document looked at, and two small buttons."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from desktop_app.gui.style import controls
from desktop_app.gui.style.theme import Palette


class HeaderView(QFrame):
    """The top line.

    Signals:
        tray_asked, settings_asked, help_asked: a button was pressed.
    """

    tray_asked = Signal()
    settings_asked = Signal()
    help_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("header")
        self.setFixedHeight(38)
        self._tray = controls.icon_button(self.tr("Show or hide the documents (Ctrl+B)"), "tray")
        self._document = controls.label(name="documentName")
        self._settings = controls.icon_button(self.tr("Settings (Ctrl+,)"), "settings")
        self._help = controls.icon_button(self.tr("Keys (F1)"), "help")
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 0, 10, 0)
        row.setSpacing(6)
        row.addWidget(self._tray)
        row.addSpacing(2)
        row.addWidget(controls.label("In Camera", name="wordmark"))
        row.addSpacing(10)
        row.addWidget(self._document, 1)
        row.addWidget(self._settings)
        row.addWidget(self._help)
        self._tray.clicked.connect(self.tray_asked)
        self._settings.clicked.connect(self.settings_asked)
        self._help.clicked.connect(self.help_asked)

    def show_document(self, name: str) -> None:
        """Show which document is looked at: here, inside the window, never in its title."""
        self._document.setText(name)

    def show_palette(self, palette: Palette) -> None:
        """Take the colours of the look."""
        for button in (self._tray, self._settings, self._help):
            controls.tint(button, palette.quiet)
