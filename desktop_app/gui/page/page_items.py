"""Draw the things on the canvas: the page, the sources of an answer, the part being taken."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage, QPainter, QPen
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from desktop_app.gui.page.picture_maker import PagePicture
from desktop_app.gui.style import theme
from desktop_app.runtime_client.values import Box

_TAG_HEIGHT, _TAG_PAD, _TAG_GAP = 19.0, 6.0, 4.0
_EDGE_PX = 6.0
"""What an outline takes around its box."""
_DIMMED = 0.9
"""How bright a page is in the dark look: white paper at full strength blinds."""


@dataclass(frozen=True)
class LitSource:
    """A place on the shown page and the words on its tag."""

    box: Box
    tag: str


class PageItem(QGraphicsItem):
    """The page's pixels on a sheet with a fine edge."""

    def __init__(self) -> None:
        super().__init__()
        self.palette = theme.LIGHT
        self._picture: PagePicture | None = None
        self._sharp: QImage | None = None

    def show_picture(self, picture: PagePicture | None) -> None:
        """Draw another picture."""
        self.prepareGeometryChange()
        self._picture = picture
        self._sharp = None
        self.update()

    def show_sharp(self, image: QImage) -> None:
        """Draw `image` pixel by pixel wherever it fits the zoom."""
        self._sharp = image
        self.update()

    def boundingRect(self) -> QRectF:
        """Return the page's place in native pixels (Qt)."""
        if self._picture is None:
            return QRectF()
        return QRectF(self._picture.left, self._picture.top, self._picture.width, self._picture.height)

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, _widget: QWidget | None = None) -> None:
        """Draw the smallest level that is still sharp (Qt)."""
        if self._picture is None:
            return
        rect = self.boundingRect()
        painter.fillRect(rect, Qt.GlobalColor.black)
        painter.setOpacity(_DIMMED if self.palette.is_dark else 1.0)
        ratio = painter.device().devicePixelRatio()
        needed_px = rect.width() * option.levelOfDetailFromTransform(painter.worldTransform()) * ratio
        if self._sharp is not None and self._sharp.width() == round(needed_px):
            self._paint_sharp(painter, self._sharp, ratio)
        else:
            fine = [level for level in self._picture.levels if level.width() >= needed_px]
            painter.drawImage(rect, fine[-1] if fine else self._picture.levels[0])
        painter.setOpacity(1.0)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)  # a straight line is sharpest without
        pen = QPen(QColor(self.palette.line))
        pen.setCosmetic(True)
        painter.setPen(pen)
        painter.drawRect(rect)

    def _paint_sharp(self, painter: QPainter, image: QImage, ratio: float) -> None:
        """Draw an image of exactly the right size on whole device pixels, turned by quarters as the page is."""
        world = painter.worldTransform()
        corner = world.map(self.boundingRect().topLeft())
        painter.save()
        painter.resetTransform()
        painter.translate(round(corner.x() * ratio) / ratio, round(corner.y() * ratio) / ratio)
        painter.rotate(round(math.degrees(math.atan2(world.m12(), world.m11())) / 90) * 90)
        painter.setRenderHint(
            QPainter.RenderHint.SmoothPixmapTransform, on=False
        )  # each pixel of it has one of its own
        image.setDevicePixelRatio(ratio)
        painter.drawImage(QPointF(0, 0), image)
        painter.restore()


class SourceItem(QGraphicsItem):
    """A source: an outline, and a wash when it is lit. Paper is light in both looks, and so are these colours."""

    def __init__(self, source: LitSource, *, is_lit: bool) -> None:
        super().__init__()
        self._source = source
        self._is_lit = is_lit
        self.setZValue(2 if is_lit else 1)

    def boundingRect(self) -> QRectF:
        """Return the outline with a little air (Qt)."""
        box = self._source.box
        return QRectF(box.left, box.top, box.width, box.height).adjusted(-6, -6, 6, 6)

    def paint(self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None) -> None:
        """Draw outline and wash (Qt)."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
        rect = self.boundingRect().adjusted(2, 2, -2, -2)
        colour = QColor(theme.LIGHT.source)
        pen = QPen(colour, 2.0 if self._is_lit else 1.0)
        pen.setCosmetic(True)
        wash = QColor(colour)
        wash.setAlphaF(0.16 if self._is_lit else 0.06)
        painter.setPen(pen)
        painter.setBrush(wash)
        painter.drawRect(rect)


class TagItem(QGraphicsItem):
    """The words beside a lit source, in the same size at every zoom, where they cover no source."""

    def __init__(self, sources: Sequence[LitSource], lit: int, page: QRectF) -> None:
        super().__init__()
        self._text = sources[lit].tag
        self._boxes = [_rect(source.box) for source in sources]
        self._lit = lit
        self._page = page
        self._font = QFont()
        self._font.setPixelSize(12)
        self._font.setWeight(QFont.Weight.DemiBold)
        self._width = QFontMetricsF(self._font).horizontalAdvance(self._text) + 2 * _TAG_PAD
        self.setZValue(3)

    def boundingRect(self) -> QRectF:
        """Return the page: the tag stays on it, or is cut off (Qt)."""
        return self._page

    def paint(self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None) -> None:
        """Draw the tag (Qt)."""
        to_screen = painter.worldTransform()
        boxes = [to_screen.mapRect(box) for box in self._boxes]
        tag = tag_place(QSizeF(self._width, _TAG_HEIGHT), boxes, self._lit, to_screen.mapRect(self._page))
        painter.save()
        painter.resetTransform()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.LIGHT.source))
        painter.drawRoundedRect(tag, 4, 4)
        painter.setPen(QColor(theme.LIGHT.panel))
        painter.setFont(self._font)
        painter.drawText(tag, Qt.AlignmentFlag.AlignCenter, self._text)
        painter.restore()


def tag_place(size: QSizeF, boxes: Sequence[QRectF], lit: int, page: QRectF) -> QRectF:
    """Return where the tag of a box goes on the screen: on the page, and on none of the boxes where that can be.

    Behind the box first: before it stands what it is called, above and below it what it was computed from.
    """
    box = boxes[lit].adjusted(-_EDGE_PX, -_EDGE_PX, _EDGE_PX, _EDGE_PX)
    middle = box.center().y() - size.height() / 2
    corners = (
        QPointF(box.right() + _TAG_GAP, middle),
        QPointF(box.left(), box.bottom() + _TAG_GAP),
        QPointF(box.left(), box.top() - _TAG_GAP - size.height()),
        QPointF(box.left() - _TAG_GAP - size.width(), middle),
    )
    spots = [QRectF(corner, size) for corner in corners]
    free = [spot for spot in spots if not any(spot.intersects(other) for other in boxes)]
    return next((spot for spot in free if page.contains(spot)), (free or spots)[0])


def _rect(box: Box) -> QRectF:
    return QRectF(box.left, box.top, box.width, box.height)


class PartItem(QGraphicsItem):
    """The part that is being taken."""

    def __init__(self) -> None:
        super().__init__()
        self._rect = QRectF()
        self.setZValue(4)

    @property
    def rect(self) -> QRectF:
        """The part; empty where there is none."""
        return self._rect

    def show_box(self, rect: QRectF) -> None:
        """Draw another part; an empty one draws nothing."""
        self.prepareGeometryChange()
        self._rect = rect
        self.update()

    def boundingRect(self) -> QRectF:
        """Return the part with its edge (Qt)."""
        return self._rect.adjusted(-3, -3, 3, 3) if not self._rect.isEmpty() else QRectF()

    def paint(self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None) -> None:
        """Draw a dashed frame (Qt)."""
        if self._rect.isEmpty():
            return
        colour = QColor(theme.LIGHT.accent)
        pen = QPen(colour, 2.0, Qt.PenStyle.DashLine)
        pen.setCosmetic(True)
        wash = QColor(colour)
        wash.setAlphaF(0.10)
        painter.setPen(pen)
        painter.setBrush(wash)
        painter.drawRect(self._rect)
