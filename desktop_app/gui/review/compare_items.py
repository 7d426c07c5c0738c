"""Draw a page twice, parted by a line that can be dragged: left as it is, right as it is sent. Makes no picture."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from desktop_app.gui.page.page_items import PageItem
from desktop_app.gui.page.picture_maker import PagePicture
from desktop_app.gui.style import theme
from desktop_app.runtime_client.values import Box

_KNOB_PX, _TAG_HEIGHT, _TAG_PAD = 13.0, 22.0, 8.0


class AfterItem(PageItem):
    """The page as it is sent, right of the line."""

    def __init__(self) -> None:
        super().__init__()
        self._share = 0.5
        self._boxes: tuple[Box, ...] = ()
        self.setZValue(5)

    def show_after(self, picture: PagePicture | None, boxes: Sequence[Box] = ()) -> None:
        """Draw another picture, with these boxes black: what is hidden in it once it is made anew."""
        self._boxes = tuple(boxes)
        self.show_picture(picture)

    def show_share(self, share: float) -> None:
        """Draw what lies right of this share (0..1) of the page's width."""
        self._share = share
        self.update()

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        """Draw the right piece (Qt)."""
        right = self.boundingRect()
        right.setLeft(right.left() + right.width() * self._share)
        painter.save()
        painter.setClipRect(right)
        super().paint(painter, option, widget)
        for box in self._boxes:
            painter.fillRect(QRectF(box.left, box.top, box.width, box.height), Qt.GlobalColor.black)
        painter.restore()


class DividerItem(QGraphicsItem):
    """The line, its knob and the words beside it."""

    def __init__(self) -> None:
        super().__init__()
        self._page = QRectF()
        self._share = 0.5
        self._words = ("", "")
        self._font = QFont()
        self._font.setPixelSize(12)
        self._font.setWeight(QFont.Weight.DemiBold)
        self.setZValue(8)

    def show_line(self, page: QRectF, share: float, words: tuple[str, str]) -> None:
        """Draw the line at a share of the page's width; `words` say what is left and right of it."""
        self.prepareGeometryChange()
        self._page, self._share, self._words = page, share, words
        self.update()

    def boundingRect(self) -> QRectF:
        """Return the page: words and knob stay on it, or are cut off (Qt)."""
        return self._page

    def paint(self, painter: QPainter, _option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        """Draw the line where the page is in sight (Qt)."""
        page = painter.worldTransform().mapRect(self._page)
        seen = page.intersected(QRectF(widget.rect())) if widget is not None else page
        start = painter.worldTransform().map(QPointF(self._x(), self._page.top()))
        end = painter.worldTransform().map(QPointF(self._x(), self._page.bottom()))
        painter.save()
        painter.resetTransform()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for colour, width in ((theme.LIGHT.panel, 5.0), (theme.LIGHT.accent, 2.0)):
            painter.setPen(QPen(QColor(colour), width))
            painter.drawLine(start, end)
        is_upright = abs(start.x() - end.x()) < 1.0
        knob = QPointF(start.x(), seen.center().y()) if is_upright else QPointF(seen.center().x(), start.y())
        painter.setBrush(QColor(theme.LIGHT.accent))
        painter.setPen(QPen(QColor(theme.LIGHT.panel), 2.0))
        painter.drawEllipse(knob, _KNOB_PX, _KNOB_PX)
        painter.drawText(
            QRectF(knob.x() - _KNOB_PX, knob.y() - _KNOB_PX, 2 * _KNOB_PX, 2 * _KNOB_PX),
            Qt.AlignmentFlag.AlignCenter,
            "‹ ›",
        )
        if is_upright:
            self._paint_words(painter, start.x(), seen)
        painter.restore()

    def _paint_words(self, painter: QPainter, x: float, seen: QRectF) -> None:
        painter.setFont(self._font)
        metrics = QFontMetricsF(self._font)
        for side, words in zip((-1, 1), self._words, strict=True):
            width = metrics.horizontalAdvance(words) + 2 * _TAG_PAD
            left = x + 10 if side > 0 else x - 10 - width
            tag = QRectF(left, seen.top() + 10, width, _TAG_HEIGHT)
            if not seen.contains(tag):
                continue  # no room left on this side
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.LIGHT.accent if side > 0 else theme.LIGHT.ink))
            painter.drawRoundedRect(tag, 5, 5)
            painter.setPen(QColor(theme.LIGHT.panel))
            painter.drawText(tag, Qt.AlignmentFlag.AlignCenter, words)

    def _x(self) -> float:
        return self._page.left() + self._page.width() * self._share
