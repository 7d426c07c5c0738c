"""Move the pointer over a page, and see the colour under it: both in pixels of the page, whatever the zoom."""

from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QGraphicsView

Point = tuple[float, float]
LEFT, NO_KEYS = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


def drag(canvas: QGraphicsView, start: Point, end: Point, keys: Qt.KeyboardModifier = NO_KEYS) -> None:
    """Drag from one point to another; both the same: click."""
    at, to = (canvas.mapFromScene(QPointF(*point)) for point in (start, end))
    QTest.mousePress(canvas.viewport(), LEFT, keys, at)
    QTest.mouseMove(canvas.viewport(), (at + to) / 2)
    QTest.mouseMove(canvas.viewport(), to)
    QTest.mouseRelease(canvas.viewport(), LEFT, keys, to)


def colour_at(canvas: QGraphicsView, x: float, y: float) -> str:
    """Return what is on the screen at a point."""
    return canvas.viewport().grab().toImage().pixelColor(canvas.mapFromScene(QPointF(x, y))).name()
