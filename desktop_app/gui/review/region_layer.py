"""Let a person work on the boxes with the pointer: draw, choose, move, resize, drag the line of the comparison.

Lies over a page's canvas while a review is open. Shows what it is told and tells what was done; changes no review.
"""

from dataclasses import dataclass, replace
from enum import Enum, auto

from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QMouseEvent

from desktop_app.conversation.review import MIN_SIDE_PX, PageReview
from desktop_app.gui.page.page_canvas_view import PageCanvasView
from desktop_app.gui.page.picture_maker import PagePicture
from desktop_app.gui.review.compare_items import AfterItem, DividerItem
from desktop_app.gui.review.region_items import Grip, RegionsItem, resized
from desktop_app.gui.style.theme import Palette
from desktop_app.runtime_client.values import Box

SCROLL_MS, EDGE_PX, FASTEST_PX = 30, 24.0, 12.0
"""How often the page moves below a pointer at the edge, where that begins, and how far it moves at once."""
SLIP_PX = 4
"""A drag shorter than this on the screen is a click that slipped."""


class _Doing(Enum):
    DRAW = auto()
    MOVE = auto()
    RESIZE = auto()
    DIVIDE = auto()
    PAN = auto()


@dataclass(frozen=True)
class _Gesture:
    """What the pressed pointer does, from where on the page and on the screen, with which box and handle."""

    doing: _Doing
    start: QPointF
    screen: QPointF
    box: Box | None = None
    grip: Grip | None = None
    is_moved: bool = False


class RegionLayer(QObject):
    """The boxes over a canvas.

    Signals:
        box_drawn: a `Box` where there was none.
        box_changed: the new `Box` of the chosen place.
        place_chosen: index of a place; -1 for none.
        divider_moved: the share of the page's width at which the line is wanted.
    """

    box_drawn = Signal(object)
    box_changed = Signal(object)
    place_chosen = Signal(int)
    divider_moved = Signal(float)

    def __init__(self, canvas: PageCanvasView) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self._review: PageReview | None = None
        self._gesture: _Gesture | None = None
        self._is_comparing = False
        self._regions = RegionsItem()
        self._after = AfterItem()
        self._divider = DividerItem()
        for item in (self._regions, self._after, self._divider):
            item.hide()
            canvas.scene().addItem(item)
        self._pointer = QPointF()
        self._scrolling = QTimer(self)
        self._scrolling.setInterval(SCROLL_MS)
        self._scrolling.timeout.connect(self._scroll_on)
        canvas.scale_changed.connect(self._regions.show_scale)
        canvas.viewport().installEventFilter(self)

    def show_review(self, review: PageReview | None) -> None:
        """Draw a page's boxes and let them be worked on; None: the canvas is its own again."""
        if (review is None) != (self._review is None):
            self._canvas.let_edit(is_on=review is not None)
        self._review, self._gesture = review, None
        places, chosen = (review.places, review.chosen) if review is not None else ((), None)
        self._regions.show_places(self._canvas.page_rect, places, chosen)
        self._show_items()

    def show_boxes(self, *, is_on: bool) -> None:
        """Draw the boxes, or let the page be seen without them."""
        self._regions.setVisible(is_on and self._review is not None and not self._is_comparing)

    def show_comparison(self, picture: PagePicture | None, boxes: tuple[Box, ...] = ()) -> None:
        """Draw the page as it is sent beside the page as it is; None: draw the boxes again."""
        self._is_comparing = picture is not None
        self._after.show_after(picture, boxes)
        self._show_items()

    def show_divider(self, share: float, words: tuple[str, str]) -> None:
        """Draw the line of the comparison there."""
        self._after.show_share(share)
        self._divider.show_line(self._canvas.page_rect, share, words)

    def show_chosen(self, *, is_near: bool = False) -> None:
        """Bring the chosen box into sight; so near, if wanted, that what lies below it can be judged."""
        place = self._review.chosen_place if self._review is not None else None
        if place is not None:
            box = place.region.box
            rect = QRectF(box.left, box.top, box.width, box.height)
            if is_near:
                self._canvas.zoom_to(rect)
            else:
                self._canvas.ensureVisible(rect, 60, 60)

    def show_palette(self, palette: Palette) -> None:
        """Take the colours of the look."""
        self._after.palette = palette
        self._after.update()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Take the pointer while a review is open (Qt)."""
        if self._review is None or not isinstance(event, QMouseEvent):
            return False
        match event.type():
            case QEvent.Type.MouseButtonPress | QEvent.Type.MouseButtonDblClick:
                self._canvas.setFocus(Qt.FocusReason.MouseFocusReason)
                return self._begin(event)
            case QEvent.Type.MouseMove if self._gesture is None:
                self._show_cursor(event.position())
            case QEvent.Type.MouseMove:
                self._go_on(event.position())
                self._scroll_at_edge(event.position())
            case QEvent.Type.MouseButtonRelease if self._gesture is not None:
                self._end()
            case _:
                return False
        return True

    def _begin(self, event: QMouseEvent) -> bool:
        screen = event.position()
        at = self._canvas.mapToScene(screen.toPoint())
        if event.button() is Qt.MouseButton.MiddleButton:
            self._gesture = _Gesture(_Doing.PAN, at, screen)
        elif event.button() is not Qt.MouseButton.LeftButton:
            return False
        elif self._is_comparing:
            self._gesture = _Gesture(_Doing.DIVIDE, at, screen)
            self._go_on(screen)
        else:
            self._gesture = self._picked(
                at, screen, draws=bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
            )
        return True

    def _picked(self, at: QPointF, screen: QPointF, *, draws: bool) -> _Gesture:
        """Return what a press there begins: a handle comes first, then the smallest box, then a new one."""
        assert self._review is not None
        chosen = self._review.chosen_place
        grip = self._regions.grip_at(screen, self._canvas.viewportTransform())
        if grip is not None and chosen is not None and not draws:
            return _Gesture(_Doing.RESIZE, at, screen, chosen.region.box, grip)
        index = None if draws else self._regions.place_at(at)
        self.place_chosen.emit(-1 if index is None else index)  # the review comes back changed
        if index is None:
            return _Gesture(_Doing.DRAW, at, screen)
        return _Gesture(_Doing.MOVE, at, screen, self._review.places[index].region.box)

    def _go_on(self, screen: QPointF) -> None:
        gesture = self._gesture
        assert gesture is not None  # only then is the pointer followed
        if not gesture.is_moved and gesture.doing not in (_Doing.DIVIDE, _Doing.PAN):
            if (screen - gesture.screen).manhattanLength() < SLIP_PX:
                return
            gesture = self._gesture = replace(gesture, is_moved=True)
        at = self._canvas.mapToScene(screen.toPoint())
        match gesture.doing:
            case _Doing.DRAW:
                drawn = QRectF(gesture.start, at).normalized().intersected(self._canvas.page_rect)
                self._regions.show_drawn(drawn)
            case _Doing.DIVIDE:
                page = self._canvas.page_rect
                self.divider_moved.emit(min(max((at.x() - page.left()) / max(page.width(), 1.0), 0.0), 1.0))
            case _Doing.PAN:
                self._pan(screen)
            case _:
                self._show_changed(self._changed(at))

    def _scroll_at_edge(self, screen: QPointF) -> None:
        """Begin to move the page below a pointer that draws or drags at the edge of what is seen, or leave it."""
        gesture, inside = self._gesture, QRectF(self._canvas.viewport().rect())
        inside.adjust(EDGE_PX, EDGE_PX, -EDGE_PX, -EDGE_PX)
        works = gesture is not None and gesture.is_moved and gesture.doing in (_Doing.DRAW, _Doing.MOVE, _Doing.RESIZE)
        self._pointer = screen
        if works and not inside.contains(screen):
            self._scrolling.start()
        else:
            self._scrolling.stop()

    def _scroll_on(self) -> None:
        """Move the page a little, and what is drawn with it."""
        if self._gesture is None:
            self._scrolling.stop()
            return
        rect = self._canvas.viewport().rect()
        beyond_x = min(self._pointer.x() - EDGE_PX, 0.0) + max(self._pointer.x() - rect.width() + EDGE_PX, 0.0)
        beyond_y = min(self._pointer.y() - EDGE_PX, 0.0) + max(self._pointer.y() - rect.height() + EDGE_PX, 0.0)
        for bar, beyond in (
            (self._canvas.horizontalScrollBar(), beyond_x),
            (self._canvas.verticalScrollBar(), beyond_y),
        ):
            bar.setValue(bar.value() + round(min(max(beyond / 2, -FASTEST_PX), FASTEST_PX)))
        self._go_on(self._pointer)

    def _end(self) -> None:
        self._scrolling.stop()
        gesture, self._gesture = self._gesture, None
        if gesture is None or not gesture.is_moved:
            return
        if gesture.doing is _Doing.DRAW:
            drawn = self._regions.drawn
            self._regions.show_drawn(QRectF())
            if min(drawn.width(), drawn.height()) >= MIN_SIDE_PX:
                left, top = round(drawn.left()), round(drawn.top())
                self.box_drawn.emit(Box(left, top, round(drawn.right()) - left, round(drawn.bottom()) - top))
        elif (place := self._regions.chosen_place) is not None:
            self.box_changed.emit(place.region.box)

    def _changed(self, at: QPointF) -> PageReview:
        """Return the page as it would be if the pointer were let go here."""
        gesture, review = self._gesture, self._review
        assert gesture is not None
        assert gesture.box is not None
        assert review is not None
        by = at - gesture.start
        if gesture.grip is not None:
            return review.resized(resized(gesture.box, gesture.grip, by))
        return review.moved(round(by.x()), round(by.y()))

    def _show_changed(self, review: PageReview) -> None:
        self._regions.show_places(self._canvas.page_rect, review.places, review.chosen)

    def _pan(self, screen: QPointF) -> None:
        assert self._gesture is not None
        by = screen - self._gesture.screen
        for bar, step in ((self._canvas.horizontalScrollBar(), by.x()), (self._canvas.verticalScrollBar(), by.y())):
            bar.setValue(bar.value() - round(step))
        self._gesture = replace(self._gesture, screen=screen)

    def _show_cursor(self, screen: QPointF) -> None:
        grip = self._regions.grip_at(screen, self._canvas.viewportTransform())
        if self._is_comparing:
            shape = Qt.CursorShape.SplitHCursor
        elif grip is not None:
            shape = _CURSORS[abs(grip.across), abs(grip.down), grip.across * grip.down > 0]
        elif self._regions.place_at(self._canvas.mapToScene(screen.toPoint())) is not None:
            shape = Qt.CursorShape.SizeAllCursor
        else:
            shape = Qt.CursorShape.CrossCursor
        self._canvas.viewport().setCursor(shape)

    def _show_items(self) -> None:
        is_on = self._review is not None
        self._regions.setVisible(is_on and not self._is_comparing)
        self._after.setVisible(is_on and self._is_comparing)
        self._divider.setVisible(is_on and self._is_comparing)


_CURSORS = {
    (1, 0, False): Qt.CursorShape.SizeHorCursor,
    (0, 1, False): Qt.CursorShape.SizeVerCursor,
    (1, 1, True): Qt.CursorShape.SizeFDiagCursor,
    (1, 1, False): Qt.CursorShape.SizeBDiagCursor,
}
