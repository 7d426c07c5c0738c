"""Draw our line icons in a colour of the palette.

Reads only the program's own SVG files; a user's file is never drawn here.
"""

from functools import lru_cache

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from desktop_app.foundation import resources

_SCALES = (1, 2, 3)


@lru_cache(maxsize=256)
def icon(name: str, colour: str, size_px: int = 18) -> QIcon:
    """Return the icon `name` in `colour` (`#rrggbb`), sharp at 1, 2 and 3 pixels a point."""
    made = QIcon()
    for scale in _SCALES:
        made.addPixmap(pixmap(name, colour, size_px, scale))
    return made


@lru_cache(maxsize=256)
def pixmap(name: str, colour: str, size_px: int, scale: float = 1.0) -> QPixmap:
    """Return the icon as a pixmap of `size_px` device-independent pixels."""
    drawing = resources.text("icons", f"{name}.svg").replace("currentColor", colour)
    renderer = QSvgRenderer(QByteArray(drawing.encode()))
    made = QPixmap(QSize(size_px, size_px) * scale)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    renderer.render(painter, QRectF(0, 0, made.width(), made.height()))
    painter.end()
    made.setDevicePixelRatio(scale)
    return made


def window_icon() -> QIcon:
    """Return the application's own icon, which has colours of its own."""
    return QIcon(str(resources.path("icons", "in-camera.svg")))
