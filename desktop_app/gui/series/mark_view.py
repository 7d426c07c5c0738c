"""Say on every medical picture what it is not for. There is no way to turn it off."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from desktop_app.gui.style import controls
from desktop_app.gui.words import wording

_FROM_EDGE_PX = 12


class MarkView(controls.Label):
    """The mark, over the corner of whatever shows the page: it neither scrolls nor zooms with it."""

    def __init__(self, over: QWidget) -> None:
        super().__init__(wording.not_for_diagnosis())
        self.setParent(over)
        self.setObjectName("diagnosisMark")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def show_mark(self, *, is_on: bool) -> None:
        """Show it on a medical picture, and on no other."""
        self.adjustSize()
        self.move(_FROM_EDGE_PX, _FROM_EDGE_PX)
        self.setVisible(is_on)
        self.raise_()
