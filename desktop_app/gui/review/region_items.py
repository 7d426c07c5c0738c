"""Draw what will be hidden over a page: boxes in the colours of their kinds, tags, handles, and the box being drawn.

Knows where on the screen a handle or a box is; what a press there means is said in `region_layer.py`.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetricsF, QPainter, QPen, QTransform
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from desktop_app.conversation.review import Place
from desktop_app.gui.style import theme
from desktop_app.gui.words import kind_words
from desktop_app.runtime_client.values import Box

HANDLE_PX = 9
_TAG_HEIGHT, _TAG_PAD, _TAG_GAP = 17.0, 5.0, 2.0
_MAX_TAGGED = 40
"""With more boxes on a page only the chosen one is tagged: words on words help nobody. The list has them all."""
_AIR_PX = 40
"""What tags and handles need beyond a box."""
_SMALL_PX = 34
"""A side shorter than this on the screen has handles at its corners only."""


@dataclass(frozen=True)
class Grip:
    """A handle: -1, 0 or 1 for left, middle, right and for top, middle, foot of the box."""

    across: int
    down: int


_GRIPS = tuple(Grip(across, down) for down in (-1, 0, 1) for across in (-1, 0, 1) if (across, down) != (0, 0))


class RegionsItem(QGraphicsItem):
    """All boxes of one page. Drawn in pixels of the screen, so that lines, tags and handles keep their size."""

    def __init__(self) -> None:
        super().__init__()
        self._page = QRectF()
        self._scale = 1.0
        self._places: tuple[Place, ...] = ()
        self._chosen: int | None = None
        self._drawn = QRectF()
        self._font = QFont()
        self._font.setPixelSize(11)
        self._font.setWeight(QFont.Weight.DemiBold)
        self.setZValue(6)

    def show_places(self, page: QRectF, places: Sequence[Place], chosen: int | None) -> None:
        """Draw these places of a page."""
        self.prepareGeometryChange()
        self._page, self._places, self._chosen = page, tuple(places), chosen
        self._drawn = QRectF()
        self.update()

    def show_drawn(self, rect: QRectF) -> None:
        """Draw the frame of a box that is just being drawn; an empty one draws nothing."""
        self._drawn = rect
        self.update()

    def show_scale(self, scale: float) -> None:
        """Know how large the page is drawn: tags reach beyond it."""
        self.prepareGeometryChange()
        self._scale = scale

    @property
    def drawn(self) -> QRectF:
        """The frame of the box that is just being drawn."""
        return self._drawn

    @property
    def chosen_place(self) -> Place | None:
        """The chosen place as it is drawn now, also while it is dragged."""
        return self._places[self._chosen] if self._chosen is not None else None

    def place_at(self, at: QPointF) -> int | None:
        """Return the smallest place under a point of the page."""
        under = [index for index, place in enumerate(self._places) if _rect(place.region.box).contains(at)]
        return min(under, key=self._area, default=None)

    def grip_at(self, at: QPointF, to_screen: QTransform) -> Grip | None:
        """Return the handle of the chosen place under a point of the screen."""
        if self._chosen is None:
            return None
        box = to_screen.mapRect(_rect(self._places[self._chosen].region.box))
        near = [(grip, _handle(box, grip)) for grip in _grips_of(box)]
        return next((grip for grip, handle in near if handle.adjusted(-3, -3, 3, 3).contains(at)), None)

    def boundingRect(self) -> QRectF:
        """Return the page with room for tags (Qt)."""
        air = _AIR_PX / self._scale
        return self._page.adjusted(-air, -air, air, air)

    def paint(self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None) -> None:
        """Draw boxes, then tags, then handles (Qt)."""
        to_screen = painter.worldTransform()
        painter.save()
        painter.resetTransform()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
        boxes = [to_screen.mapRect(_rect(place.region.box)) for place in self._places]
        for index, (place, box) in enumerate(zip(self._places, boxes, strict=True)):
            _paint_box(painter, box, place, is_chosen=index == self._chosen)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for place, tag in self._tags(boxes):
            self._paint_tag(painter, tag, place)
        if self._chosen is not None:
            _paint_handles(painter, boxes[self._chosen], self._places[self._chosen])
        if not self._drawn.isEmpty():
            painter.setPen(QPen(QColor(kind_words.OWN_COLOUR), 2.0, Qt.PenStyle.DashLine))
            painter.setBrush(_wash(kind_words.OWN_COLOUR, 0.25))
            painter.drawRect(to_screen.mapRect(self._drawn))
        painter.restore()

    def _area(self, index: int) -> int:
        box = self._places[index].region.box
        return box.width * box.height

    def _tags(self, boxes: Sequence[QRectF]) -> Iterator[tuple[Place, QRectF]]:
        """Yield tags with their places on the screen: above, below or beside a box, wherever they cover nothing."""
        metrics = QFontMetricsF(self._font)
        taken = list(boxes)
        order = sorted(range(len(boxes)), key=lambda index: index != self._chosen)  # the chosen one picks first
        for index in order if len(boxes) <= _MAX_TAGGED else order[: int(self._chosen is not None)]:
            place, box = self._places[index], boxes[index]
            if index == self._chosen:
                box = box.adjusted(-HANDLE_PX / 2, -HANDLE_PX / 2, HANDLE_PX / 2, HANDLE_PX / 2)
            width = metrics.horizontalAdvance(_tag_words(place)) + 2 * _TAG_PAD
            spots = (
                QRectF(box.left() - 1, box.top() - _TAG_HEIGHT - _TAG_GAP, width, _TAG_HEIGHT),
                QRectF(box.left() - 1, box.bottom() + _TAG_GAP, width, _TAG_HEIGHT),
                QRectF(box.right() + _TAG_GAP, box.center().y() - _TAG_HEIGHT / 2, width, _TAG_HEIGHT),
            )
            free = [spot for spot in spots if not any(spot.intersects(other) for other in taken)]
            if free or index == self._chosen:
                taken.append((free or spots)[0])
                yield place, taken[-1]

    def _paint_tag(self, painter: QPainter, tag: QRectF, place: Place) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(kind_words.place_colour(place)))
        painter.drawRoundedRect(tag, 3, 3)
        painter.setPen(QColor(theme.LIGHT.panel))
        painter.setFont(self._font)
        painter.drawText(tag, Qt.AlignmentFlag.AlignCenter, _tag_words(place))


def resized(box: Box, grip: Grip, by: QPointF) -> Box:
    """Return a box whose handle was pulled by so many pixels; pulled past the other side it turns over."""
    left, right = float(box.left), float(box.right)
    top, foot = float(box.top), float(box.bottom)
    left, right = sorted((left + by.x() * (grip.across < 0), right + by.x() * (grip.across > 0)))
    top, foot = sorted((top + by.y() * (grip.down < 0), foot + by.y() * (grip.down > 0)))
    return Box(round(left), round(top), round(right) - round(left), round(foot) - round(top))


def _rect(box: Box) -> QRectF:
    return QRectF(box.left, box.top, box.width, box.height)


def _wash(colour: str, strength: float) -> QColor:
    wash = QColor(colour)
    wash.setAlphaF(strength)
    return wash


def _tag_words(place: Place) -> str:
    return f"✓ {kind_words.place_tag(place)}" if place.is_accepted else kind_words.place_tag(place)


def _paint_box(painter: QPainter, box: QRectF, place: Place, *, is_chosen: bool) -> None:
    colour = kind_words.place_colour(place)
    style = Qt.PenStyle.DashLine if place.is_undecided else Qt.PenStyle.SolidLine
    width = 3.0 if is_chosen else 2.0
    painter.setPen(QPen(_wash(theme.LIGHT.panel, 0.7), width + 2.0))  # a light rim, for dark photographs
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(box)
    painter.setPen(QPen(QColor(colour), width, style))
    pattern = Qt.BrushStyle.BDiagPattern if place.is_undecided else Qt.BrushStyle.SolidPattern
    painter.setBrush(QBrush(_wash(colour, 0.34 if is_chosen or place.is_undecided else 0.22), pattern))
    painter.drawRect(box)


def _grips_of(box: QRectF) -> list[Grip]:
    """Return the handles of a box; on a short side there is room for the corners only."""
    return [
        grip
        for grip in _GRIPS
        if (grip.across or box.width() >= _SMALL_PX) and (grip.down or box.height() >= _SMALL_PX)
    ]


def _handle(box: QRectF, grip: Grip) -> QRectF:
    x = box.center().x() + grip.across * box.width() / 2
    y = box.center().y() + grip.down * box.height() / 2
    return QRectF(x - HANDLE_PX / 2, y - HANDLE_PX / 2, HANDLE_PX, HANDLE_PX)


def _paint_handles(painter: QPainter, box: QRectF, place: Place) -> None:
    painter.setPen(QPen(QColor(kind_words.place_colour(place)), 1.5))
    painter.setBrush(QColor(theme.LIGHT.panel))
    for grip in _grips_of(box):
        painter.drawRoundedRect(_handle(box, grip), 2, 2)
