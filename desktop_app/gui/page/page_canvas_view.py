"""Draw one page, let the user move and zoom it, light up sources and take a part.

Works in native pixels of the upright page, whatever is drawn. Knows no document and decodes nothing.
"""

from collections.abc import Sequence
from enum import Enum, auto

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QImage,
    QKeyEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QPainter,
    QResizeEvent,
    QTransform,
    QWheelEvent,
)
from PySide6.QtWidgets import QFrame, QGraphicsScene, QGraphicsView, QWidget

from desktop_app.gui.page.page_items import LitSource, PageItem, PartItem, SourceItem, TagItem
from desktop_app.gui.page.picture_maker import PagePicture
from desktop_app.gui.style.theme import Palette
from desktop_app.runtime_client.values import Box

MIN_SCALE, MAX_SCALE = 0.05, 16.0
WHEEL_STEP = 1.25
MARGIN_PX = 20
SETTLED_MS = 60
"""A zoom that has not changed for so long is worth a picture of its own."""
PARTS_ACROSS = 50
"""An arrow moves a part by such a share of the page's width."""

PART_STEPS: dict[int, tuple[int, int]] = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}

NEAR_PX, NEAREST_SCALE = 44.0, 3.0
"""How high a place is on the screen when it is brought near, and how much a page is enlarged for that at most."""
_MIN_PART_PX = 8
"""A shorter drag is a click that slipped."""


class Fit(Enum):
    """What follows when the room for the page changes."""

    NONE = auto()
    WIDTH = auto()
    PAGE = auto()


class PageCanvasView(QGraphicsView):
    """The page.

    Signals:
        scale_changed: the new scale; 1.0 draws a native pixel on a device-independent one.
        part_chosen: a `Box` the user drew.
        page_step_asked: -1 or 1, from the keyboard.
        sharp_picture_asked: how many device pixels wide the page is drawn now that the zoom has settled.
    """

    scale_changed = Signal(float)
    part_chosen = Signal(object)
    page_step_asked = Signal(int)
    sharp_picture_asked = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._scene = QGraphicsScene(self)
        self.setScene(self._scene)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAcceptDrops(False)  # the window takes drops, wherever they land
        self.setRenderHints(QPainter.RenderHint.SmoothPixmapTransform | QPainter.RenderHint.Antialiasing)
        self.setDragMode(QGraphicsView.DragMode.ScrollHandDrag)
        self.setTransformationAnchor(QGraphicsView.ViewportAnchor.AnchorUnderMouse)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setAccessibleName(self.tr("Page"))
        self.viewport().setFocusProxy(None)  # type: ignore[arg-type]  # else a screen reader meets the page twice
        self.viewport().setFocusPolicy(Qt.FocusPolicy.NoFocus)  # a click goes on to the page
        self._page = PageItem()
        self._scene.addItem(self._page)
        self._part = PartItem()
        self._scene.addItem(self._part)
        self._sources: list[SourceItem | TagItem] = []
        self._turned_degrees = 0
        self._fit = Fit.WIDTH
        self._is_taking_part = False
        self._is_edited = False
        self._part_start: QPointF | None = None
        self._settled = QTimer(self)
        self._settled.setSingleShot(True)
        self._settled.setInterval(SETTLED_MS)
        self._settled.timeout.connect(self._on_settled)

    def show_sharp_picture(self, image: QImage) -> None:
        """Draw this picture as it is wherever it fits the zoom exactly."""
        self._page.show_sharp(image)

    def show_picture(self, picture: PagePicture | None, *, keeps_place: bool = False) -> None:
        """Show a page, or nothing. `keeps_place` leaves zoom and position, for the same page in other pixels."""
        self._page.show_picture(picture)
        self._settled.start()
        self._scene.setSceneRect(self._page.boundingRect())
        if not keeps_place and self._fit is Fit.NONE:
            self._fit = Fit.WIDTH
        self._fit_again()

    def show_sources(self, sources: Sequence[LitSource], lit: int | None) -> None:
        """Outline the sources on this page and light one up, scrolled into view."""
        for old in self._sources:
            self._scene.removeItem(old)
        self._sources = [SourceItem(source, is_lit=index == lit) for index, source in enumerate(sources)]
        lit_item = self._sources[lit] if lit is not None else None
        if lit is not None:
            self._sources.append(TagItem(sources, lit, self.page_rect))
        for item in self._sources:
            self._scene.addItem(item)
        if lit_item is not None:
            self.ensureVisible(lit_item.boundingRect(), 60, 90)

    def show_palette(self, palette: Palette) -> None:
        """Take the colours of the look."""
        self._page.palette = palette
        self._page.update()

    def take_part(self, *, is_on: bool) -> None:
        """Let the next drag draw a part instead of moving the page."""
        self._is_taking_part = is_on
        draws = is_on or self._is_edited
        self.setDragMode(QGraphicsView.DragMode.NoDrag if draws else QGraphicsView.DragMode.ScrollHandDrag)
        self.viewport().setCursor(Qt.CursorShape.CrossCursor if draws else Qt.CursorShape.OpenHandCursor)
        if is_on:
            self.setFocus(Qt.FocusReason.OtherFocusReason)  # the arrows draw a part, too
        else:
            self._part.show_box(QRectF())

    def let_edit(self, *, is_on: bool) -> None:
        """Leave the pointer to whoever works on the page (`region_layer.py`), or take it back."""
        self._is_edited = is_on
        self.take_part(is_on=False)

    @property
    def page_rect(self) -> QRectF:
        """Return the place of what is shown, in native pixels of the upright page."""
        return self._page.boundingRect()

    @property
    def scale_factor(self) -> float:
        """Return how many device-independent pixels a native pixel takes."""
        transform = self.transform()
        return float((transform.m11() ** 2 + transform.m12() ** 2) ** 0.5)

    def fit(self) -> None:
        """Fit the page's width, but never enlarge it."""
        self._fit = Fit.WIDTH
        self._fit_again()

    def fit_page(self) -> None:
        """Fit the whole page into the window, but never enlarge it."""
        self._fit = Fit.PAGE
        self._fit_again()

    def zoom_to(self, place: QRectF) -> None:
        """Bring a small place of the page so near that it can be judged; a large one stays as it is."""
        shown = self.viewport().rect()
        near = min(NEAR_PX / max(place.height(), 1.0), shown.width() / 2 / max(place.width(), 1.0), NEAREST_SCALE)
        if near > self.scale_factor:
            self._stop_fitting()
            self._set_scale(near)
            self.centerOn(place.center())
        self.ensureVisible(place, 60, 60)

    def show_actual_size(self) -> None:
        """Draw one native pixel on one device-independent pixel."""
        self._stop_fitting()
        self._set_scale(1.0)

    def zoom_by(self, factor: float) -> None:
        """Zoom about the pointer."""
        self._stop_fitting()
        self._set_scale(self.scale_factor * factor)

    def show_turned(self, degrees: int) -> None:
        """Turn the view (not the page) so far to the right, in quarters of a turn."""
        if degrees == self._turned_degrees:
            return
        scale = self.scale_factor
        self._turned_degrees = degrees
        if self._fit is Fit.NONE:
            self._set_scale(scale)
        else:
            self._fit_again()

    def _fit_again(self) -> None:
        """Fit the page as somebody wants it, to the room that there is now."""
        rect = QTransform().rotate(self._turned_degrees).mapRect(self._page.boundingRect())
        if self._fit is Fit.NONE or rect.isEmpty():
            return
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scale = (self.viewport().width() - 2 * MARGIN_PX - 2) / rect.width()
        if self._fit is Fit.PAGE:
            scale = min(scale, (self.viewport().height() - 2 * MARGIN_PX - 2) / rect.height())
        self._set_scale(min(1.0, scale))
        self.verticalScrollBar().setValue(self.verticalScrollBar().minimum())

    def _stop_fitting(self) -> None:
        self._fit = Fit.NONE
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)

    def _on_settled(self) -> None:
        width_px = round(self._page.boundingRect().width() * self.scale_factor * self.devicePixelRatioF())
        if width_px:
            self.sharp_picture_asked.emit(width_px)

    def _set_scale(self, scale: float) -> None:
        bounded = min(max(scale, MIN_SCALE), MAX_SCALE)
        self.setTransform(QTransform().rotate(self._turned_degrees).scale(bounded, bounded))
        margin = MARGIN_PX / bounded
        self._scene.setSceneRect(self._page.boundingRect().adjusted(-margin, -margin, margin, margin))
        self._settled.start()
        self.scale_changed.emit(bounded)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep a fitted page fitted (Qt)."""
        super().resizeEvent(event)
        self._fit_again()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Move the page; with Ctrl, zoom (Qt)."""
        if not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            super().wheelEvent(event)
            return
        self.zoom_by(WHEEL_STEP ** (event.angleDelta().y() / 120))
        event.accept()

    def viewportEvent(self, event: QEvent) -> bool:
        """Zoom with two fingers (Qt)."""
        if isinstance(event, QNativeGestureEvent) and event.gestureType() is Qt.NativeGestureType.ZoomNativeGesture:
            self.zoom_by(1.0 + event.value())
            return True
        return super().viewportEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Zoom, turn pages and take a part from the keyboard; arrows move the page, or the part (Qt)."""
        if self._is_taking_part and self._takes_part_key(event):
            return
        match event.key():
            case Qt.Key.Key_Plus | Qt.Key.Key_Equal:
                self.zoom_by(WHEEL_STEP)
            case Qt.Key.Key_Minus:
                self.zoom_by(1 / WHEEL_STEP)
            case Qt.Key.Key_PageDown:
                self.page_step_asked.emit(1)
            case Qt.Key.Key_PageUp:
                self.page_step_asked.emit(-1)
            case _:
                super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a part (Qt)."""
        if self._is_taking_part and event.button() is Qt.MouseButton.LeftButton:
            self._part_start = self.mapToScene(event.position().toPoint())
            return
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Draw the part (Qt)."""
        if self._part_start is not None:
            self._part.show_box(self._part_rect(event.position().toPoint()))
            return
        super().mouseMoveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Tell the part (Qt)."""
        if self._part_start is None:
            super().mouseReleaseEvent(event)
            return
        rect = self._part_rect(event.position().toPoint())
        self._part_start = None
        if min(rect.width(), rect.height()) >= _MIN_PART_PX:
            self._tell_part(rect)

    def _takes_part_key(self, event: QKeyEvent) -> bool:
        """Move the part with the arrows, resize it with Alt, choose it with Enter; the first key puts one on the page."""
        page, part = self._page.boundingRect(), self._part.rect
        if part.isEmpty():
            part = QRectF(0, 0, page.width() / 2, page.height() / 8)
            part.moveCenter(page.intersected(self.mapToScene(self.viewport().rect()).boundingRect()).center())
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._tell_part(part.intersected(page))
            return True
        step = PART_STEPS.get(event.key())
        if step is None:
            return False
        by_x, by_y = (one * page.width() / PARTS_ACROSS for one in step)
        is_alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        part = part.adjusted(0, 0, by_x, by_y) if is_alt else part.translated(by_x, by_y)
        if min(part.intersected(page).width(), part.intersected(page).height()) >= _MIN_PART_PX:
            self._part.show_box(part.intersected(page))
            self.ensureVisible(self._part.rect, 20, 20)
        return True

    def _tell_part(self, rect: QRectF) -> None:
        self._part.show_box(rect)
        self.part_chosen.emit(Box(int(rect.left()), int(rect.top()), int(rect.width()), int(rect.height())))

    def _part_rect(self, end: QPoint) -> QRectF:
        assert self._part_start is not None
        drawn = QRectF(self._part_start, self.mapToScene(end)).normalized()
        return drawn.intersected(self._page.boundingRect())
