"""Let words of a page be selected with the pointer and from the keyboard, and show what was found.

Lies over a page's canvas. Tells what is to be selected or copied; reads nothing and knows no words.
"""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QMouseEvent
from PySide6.QtWidgets import QGraphicsView

from desktop_app.gui.page.page_canvas_view import PageCanvasView
from desktop_app.gui.page.text_items import TextItem
from desktop_app.runtime_client.values import Box

MAX_SPOKEN_CHARS = 20_000
"""Of a page's text: the densest page of a newspaper."""


class TextLayer(QObject):
    """The words over a canvas.

    Signals:
        select_begun, select_moved: a `QPointF` of the page; from the one to the other is selected.
        word_asked: a `QPointF`; the word there is wanted, also where nobody has read the page yet.
        all_asked: the whole page is to be selected.
        copy_asked: what is selected is wanted on the clipboard.
    """

    select_begun = Signal(QPointF)
    select_moved = Signal(QPointF)
    word_asked = Signal(QPointF)
    all_asked = Signal()
    copy_asked = Signal()

    def __init__(self, canvas: PageCanvasView) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self._item = TextItem()
        self._is_on = False
        self._is_selecting = False
        canvas.scene().addItem(self._item)
        canvas.viewport().installEventFilter(self)
        canvas.installEventFilter(self)

    @property
    def item(self) -> TextItem:
        """What is drawn."""
        return self._item

    def turn(self, *, is_on: bool) -> None:
        """Let a drag select words, instead of moving the page, or not."""
        self._is_on, self._is_selecting = is_on, False
        if self.is_free:
            self._canvas.viewport().setCursor(Qt.CursorShape.IBeamCursor if is_on else Qt.CursorShape.OpenHandCursor)

    def show_text(self, text: str) -> None:
        """Let assistive technology read what stands on the page, as far as it was read."""
        self._canvas.setAccessibleDescription(text[:MAX_SPOKEN_CHARS])

    def show_selected(self, boxes: Sequence[Box]) -> None:
        """Show what is selected."""
        self._item.show_selected(self._canvas.page_rect, boxes)

    def show_found(self, boxes: Sequence[Box], looked_at: Sequence[Box]) -> None:
        """Show what was found, and bring the find that is looked at into sight."""
        is_new = tuple(looked_at) != self._item.looked_at
        self._item.show_found(self._canvas.page_rect, boxes, looked_at)
        if looked_at and is_new:
            box = looked_at[0]
            self._canvas.ensureVisible(QRectF(box.left, box.top, box.width, box.height), 60, 60)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the pointer while words are being selected, and the keys that copy (Qt)."""
        if watched is self._canvas:
            return isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress and self._takes_key(event)
        if not isinstance(event, QMouseEvent) or not self.is_free:
            return False
        at = self._canvas.mapToScene(event.position().toPoint())
        is_left = event.button() is Qt.MouseButton.LeftButton
        match event.type():
            case QEvent.Type.MouseButtonDblClick if is_left:
                self.word_asked.emit(at)
            case QEvent.Type.MouseButtonPress if is_left and self._is_on:
                self._canvas.setFocus(Qt.FocusReason.MouseFocusReason)
                self._is_selecting = True
                self.select_begun.emit(at)
            case QEvent.Type.MouseMove if self._is_selecting:
                self.select_moved.emit(at)
            case QEvent.Type.MouseButtonRelease if self._is_selecting:
                self._is_selecting = False
            case _:
                return False
        return True

    @property
    def is_free(self) -> bool:
        """Whether the pointer is nobody else's: no part is being taken, and no box worked on."""
        return self._canvas.dragMode() is QGraphicsView.DragMode.ScrollHandDrag

    def _takes_key(self, event: QKeyEvent) -> bool:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_asked.emit()
            return True
        if event.matches(QKeySequence.StandardKey.SelectAll):
            self.all_asked.emit()
            return True
        return False
