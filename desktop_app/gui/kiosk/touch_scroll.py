"""Let a finger move what a small screen has no room for. Decides nothing."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QScroller, QSizePolicy, QWidget

from desktop_app.gui.kiosk.touch_buttons import TARGET_PX


class TouchScroll(QScrollArea):
    """As high as what is in it where there is room for that; else one target at least, and the rest can be moved to."""

    def __init__(self, inside: QWidget, name: str, parent: QWidget | None = None) -> None:
        """`name` is said by screen readers."""
        super().__init__(parent)
        self._inside = inside
        self.setAccessibleName(name)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        QScroller.grabGesture(self.viewport(), QScroller.ScrollerGestureType.LeftMouseButtonGesture)
        self.setWidget(inside)
        for part in (inside, self.viewport()):
            part.setAutoFillBackground(False)

    def sizeHint(self) -> QSize:
        """Ask for the room that what is in it needs (Qt)."""
        return self._inside.sizeHint()

    def minimumSizeHint(self) -> QSize:
        """Be content with one target (Qt)."""
        return QSize(0, TARGET_PX)
