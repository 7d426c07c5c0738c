"""Draw over the words of a page: what was found, the find that is looked at, and what is selected. Knows no words."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from desktop_app.gui.style import theme
from desktop_app.runtime_client.values import Box

_FOUND, _LOOKED_AT, _SELECTED = 0.22, 0.45, 0.30
"""How strong the washes are: letters below stay black on white."""


class TextItem(QGraphicsItem):
    """The washes over one page. Paper is light in both looks, and so are these colours."""

    def __init__(self) -> None:
        super().__init__()
        self._page = QRectF()
        self._found: tuple[Box, ...] = ()
        self._looked_at: tuple[Box, ...] = ()
        self._selected: tuple[Box, ...] = ()
        self.setZValue(3)

    @property
    def selected(self) -> tuple[Box, ...]:
        """What is selected."""
        return self._selected

    @property
    def found(self) -> tuple[Box, ...]:
        """What was found, the find that is looked at included."""
        return self._found

    @property
    def looked_at(self) -> tuple[Box, ...]:
        """The find that is looked at."""
        return self._looked_at

    def show_found(self, page: QRectF, found: Sequence[Box], looked_at: Sequence[Box]) -> None:
        """Draw other finds on a page."""
        self.prepareGeometryChange()
        self._page, self._found, self._looked_at = page, tuple(found), tuple(looked_at)
        self.update()

    def show_selected(self, page: QRectF, selected: Sequence[Box]) -> None:
        """Draw another selection."""
        self.prepareGeometryChange()
        self._page, self._selected = page, tuple(selected)
        self.update()

    def boundingRect(self) -> QRectF:
        """Return the page (Qt)."""
        return self._page

    def paint(self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None) -> None:
        """Draw the washes, and a frame around the find that is looked at (Qt)."""
        painter.setPen(Qt.PenStyle.NoPen)
        for boxes, colour, strength in (
            (self._found, theme.LIGHT.accent, _FOUND),
            (self._looked_at, theme.LIGHT.accent, _LOOKED_AT),
            (self._selected, theme.LIGHT.source, _SELECTED),
        ):
            wash = QColor(colour)
            wash.setAlphaF(strength)
            painter.setBrush(wash)
            for box in boxes:
                painter.drawRect(QRectF(box.left, box.top, box.width, box.height))
        pen = QPen(QColor(theme.LIGHT.accent), 2.0)
        pen.setCosmetic(True)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for box in self._looked_at:
            painter.drawRect(QRectF(box.left, box.top, box.width, box.height).adjusted(-2, -2, 2, 2))
