"""Take what is done on a medical picture with pointer and keys beyond what is done on any page. Acts on nothing itself."""

from PySide6.QtCore import QEvent, QObject, QPointF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractScrollArea

_NOTCH = 120
_ENDS = {int(Qt.Key.Key_Home): -1, int(Qt.Key.Key_End): 1}


class Gestures(QObject):
    """The gestures: the wheel with Alt steps, Home and End go to the ends, the right button drags the window.

    Signals:
        stepped: -1 or 1.
        end_asked: -1 for the first slice, 1 for the last.
        drag_begun, drag_ended: of the right button.
        dragged: how far across and down since it was pressed, in pixels.
    """

    stepped = Signal(int)
    end_asked = Signal(int)
    drag_begun = Signal()
    dragged = Signal(float, float)
    drag_ended = Signal()

    def __init__(self, canvas: QAbstractScrollArea) -> None:
        super().__init__(canvas)
        self._is_on = False
        self._turned = 0
        self._from: QPointF | None = None
        canvas.installEventFilter(self)
        canvas.viewport().installEventFilter(self)

    def turn(self, *, is_on: bool) -> None:
        """Take them on medical pictures, and on no others."""
        self._is_on = is_on

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Take what means something here (Qt)."""
        if not self._is_on:
            return False
        if isinstance(event, QWheelEvent):
            return self._on_wheel(event)
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress and not event.modifiers():
            end = _ENDS.get(event.key())
            if end is not None:
                self.end_asked.emit(end)
            return end is not None
        return self._on_mouse(event) if isinstance(event, QMouseEvent) else False

    def _on_wheel(self, event: QWheelEvent) -> bool:
        if not event.modifiers() & Qt.KeyboardModifier.AltModifier:
            return False
        delta = event.angleDelta()
        self._turned += delta.y() or delta.x()  # with Alt, some systems turn the wheel sideways
        while abs(self._turned) >= _NOTCH:
            step = 1 if self._turned < 0 else -1
            self._turned += step * _NOTCH
            self.stepped.emit(step)
        return True

    def _on_mouse(self, event: QMouseEvent) -> bool:
        if event.type() is QEvent.Type.MouseButtonPress and event.button() is Qt.MouseButton.RightButton:
            self._from = event.position()
            self.drag_begun.emit()
            return True
        if self._from is None:
            return False
        if event.type() is QEvent.Type.MouseMove:
            way = event.position() - self._from
            self.dragged.emit(way.x(), way.y())
            return True
        if event.type() is QEvent.Type.MouseButtonRelease and event.button() is Qt.MouseButton.RightButton:
            self._from = None
            self.drag_ended.emit()
            return True
        return False
