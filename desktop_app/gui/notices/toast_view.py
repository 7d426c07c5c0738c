"""Show for a while what was just done, with the one button that takes it back. Covers nothing that is needed, takes no focus."""

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from desktop_app.gui.style import controls
from desktop_app.gui.style.theme import Palette

KEPT_MS = 20_000
"""How long it can be taken back: long enough to read, to be startled and to move the hand."""

_ABOVE_PX, _BESIDE_PX = 72, 4
"""How far from the foot and the sides of what it stands over."""


class ToastView(QFrame):
    """One line over the page; hidden until there is something to take back.

    Signals:
        undo_asked: it is to be taken back.
        ended: it cannot be taken back any more; not after `undo_asked`.
    """

    undo_asked = Signal()
    ended = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("toast")
        self._said = ""
        self._ground: QWidget | None = None
        self._text = controls.label(name="toastText")
        self._undo = controls.button(self.tr("Undo"), "link", self.tr("Undo (Ctrl+Z)"))
        self._undo.setToolTip(self.tr("Undo (Ctrl+Z)"))
        self._close = controls.icon_button(self.tr("Close this message"), "close")
        self._key = QAction(self)
        self._key.setShortcut(QKeySequence(QKeySequence.StandardKey.Undo))
        self._key.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        self._key.setEnabled(False)
        self._key.triggered.connect(self._on_undo)
        self.addAction(self._key)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(KEPT_MS)
        self._timer.timeout.connect(self.end)
        self._undo.clicked.connect(self._on_undo)
        self._close.clicked.connect(self.end)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 6, 4, 6)
        row.setSpacing(4)
        row.addWidget(self._text)
        row.addWidget(self._undo)
        row.addWidget(self._close)
        self.hide()

    def show_text(self, text: str) -> None:
        """Say what was done."""
        self._said = text
        self._text.setText(text)
        self._text.setToolTip(text)
        self._text.setAccessibleName(text)
        self._key.setEnabled(True)
        self.adjustSize()
        self._fit()
        self.show()
        self.raise_()
        self._timer.start()

    def stand_over(self, ground: QWidget) -> None:
        """Stand over the foot of a part of the window from now on, and never beside it."""
        if self._ground is not None:
            self._ground.removeEventFilter(self)
        self._ground = ground
        ground.installEventFilter(self)
        self._fit()

    def take_key(self, *, is_on: bool) -> None:
        """Let the key that undoes mean this, or leave it to who else needs it."""
        self._key.setEnabled(is_on and not self.isHidden())

    def end(self) -> None:
        """Go, and with it what could be taken back."""
        if not self.isHidden():
            self._go()
            self.ended.emit()

    def show_palette(self, palette: Palette) -> None:
        """Take the colours of the look."""
        controls.tint(self._close, palette.ink)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Follow what it stands over (Qt)."""
        if event.type() in (QEvent.Type.Resize, QEvent.Type.Move):
            self._fit()
        return False

    def _fit(self) -> None:
        """Be no wider than what it stands over; of longer words the middle goes, which is the middle of a file's name."""
        ground, window = self._ground, self.parentWidget()
        if ground is None or window is None:
            return
        metrics, shown = self._text.fontMetrics(), self._text.text()
        around_px = self.sizeHint().width() - metrics.horizontalAdvance(shown)
        room_px = max(0, ground.width() - 2 * _BESIDE_PX - around_px)
        words = metrics.elidedText(self._said, Qt.TextElideMode.ElideMiddle, room_px)
        if words != shown:
            self._text.setText(words)
            self.adjustSize()
        middle, foot = ground.mapTo(window, ground.rect().center()), ground.mapTo(window, ground.rect().bottomLeft())
        self.move(middle.x() - self.width() // 2, foot.y() - self.height() - _ABOVE_PX)

    def _on_undo(self) -> None:
        self._go()
        self.undo_asked.emit()

    def _go(self) -> None:
        self._timer.stop()
        self._key.setEnabled(False)
        self.hide()
