"""Say on every medical picture what it is not for, and on slices of a head what they give away. Nothing turns it off."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QWidget

from desktop_app.gui.style import controls
from desktop_app.gui.words import wording

_FROM_EDGE_PX = 12
_SPARE_PX = 2  # a line that just fits is wrapped


class MarkView(controls.Label):
    """The mark, over the corner of whatever shows the page: it neither scrolls nor zooms with it."""

    def __init__(self, over: QWidget) -> None:
        super().__init__(wording.not_for_diagnosis(), is_wrapped=True)
        self._over = over
        self.setParent(over)
        self.setObjectName("diagnosisMark")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        over.installEventFilter(self)
        self.hide()

    def eventFilter(self, watched: QObject, event: QEvent, /) -> bool:
        """Take other room where the page has another size (Qt)."""
        if watched is self._over and event.type() == QEvent.Type.Resize:
            self._fit()
        return super().eventFilter(watched, event)

    def show_mark(self, *, is_on: bool, has_face: bool = False) -> None:
        """Show it on a medical picture, and on no other. `has_face`: one can be rebuilt from the slices."""
        lines = [wording.not_for_diagnosis(), *([wording.face_in_slices()] if has_face else [])]
        self.setText("\n".join(lines))
        self._fit()
        self.move(_FROM_EDGE_PX, _FROM_EDGE_PX)
        self.setVisible(is_on)
        self.raise_()

    def _fit(self) -> None:
        """Take the room that the words need; where the page is narrower, wrap them."""
        self.ensurePolished()
        room_px = max(self._over.width() - 2 * _FROM_EDGE_PX, 1)
        self.setWordWrap(False)
        whole_px = self.sizeHint().width() + _SPARE_PX
        self.setWordWrap(True)
        width_px = min(whole_px, room_px)
        self.setMinimumSize(0, 0)  # Qt gives no height for less width than the least
        self.setFixedSize(width_px, self.heightForWidth(width_px))
