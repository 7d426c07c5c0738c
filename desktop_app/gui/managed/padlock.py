"""Show a padlock with its reason beside a control that somebody else has decided about. Locks nothing itself."""

from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop_app.gui.style import controls, icons, theme
from desktop_app.gui.style.theme import Palette

_SIZE_PX = 18


class Padlock(QWidget):
    """A padlock and a sentence; unseen where nothing is locked."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._palette = theme.LIGHT
        self._mark = controls.label()
        self._mark.setFixedSize(_SIZE_PX, _SIZE_PX)
        self._reason = controls.label(is_quiet=True, is_wrapped=True, name="padlock")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self._mark)
        row.addWidget(self._reason, 1)
        self.hide()

    def show_reason(self, reason: str) -> None:
        """Say why it is locked; empty: it is not."""
        self._reason.setText(reason)
        self._reason.setToolTip(reason)
        self.setVisible(bool(reason))

    def show_palette(self, palette: Palette) -> None:
        """Take the colours of the look."""
        self._palette = palette
        self._mark.setPixmap(icons.pixmap("padlock", palette.quiet, _SIZE_PX, self.devicePixelRatioF()))
