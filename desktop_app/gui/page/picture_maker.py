"""Turn a page's bytes into pictures that draw fast at every zoom, away from the window's thread.

Keeps no pixels beyond what is being made. Changes no pixel of the full-size picture: what is drawn at 100 % is what came.
"""

import contextlib
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from PySide6.QtCore import QObject, QSize, Qt, Signal
from PySide6.QtGui import QImage, QPainter

from desktop_app.gui.background import Background
from desktop_app.jobs.page_store import StoredPage
from desktop_app.runtime_client.values import Picture

MadeT = TypeVar("MadeT")

THUMBNAIL_PX = 128
BAND_PX = 150_000
"""Worked on at a time. Takes a millisecond, so that the window's thread never waits long: Qt holds Python's lock
for as long as one call takes."""
PAUSE_S = 0.0005
"""After each band: whoever waits for Python's lock gets it, instead of racing for it with the next band."""

IDLE_S = 30.0
"""The thread stays for so long after its last picture: who turns pages does not wait for one to start at each."""

_SMALLEST_LEVEL_PX = 400
"""A page narrower than this needs no smaller copy: it draws fast enough."""


@dataclass(frozen=True)
class PagePicture:
    """A page ready to draw.

    Attributes:
        levels: full size, half, quarter… (`Format_RGB32`).
        left, top, width, height: the place it takes on the upright page, in native pixels.
    """

    number: int
    levels: tuple[QImage, ...]
    left: int
    top: int
    width: int
    height: int

    @property
    def size_bytes(self) -> int:
        """What it takes in memory."""
        return sum(level.sizeInBytes() for level in self.levels)


class PictureMaker(QObject):
    """One background thread that makes pictures.

    Signals:
        picture_made: the key it was asked under, and a `PagePicture`.
        thumbnail_made: the key, and a `QImage`.
        sharp_made: the key, and a `QImage` of the width asked for.
        failed: the key under which nothing could be made: its place stays empty until it is asked for again.
    """

    picture_made = Signal(object, object)
    thumbnail_made = Signal(object, object)
    sharp_made = Signal(object, object)
    failed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._background = Background(self, idle_s=IDLE_S)

    def request_picture(self, key: object, page: StoredPage) -> None:
        """Make a page's picture; it comes by signal."""
        self._make(key, lambda: picture_from_page(page), lambda picture: self.picture_made.emit(key, picture))

    def request_thumbnail(self, key: object, page: StoredPage) -> None:
        """Make a page's thumbnail; it comes by signal."""
        self._make(key, lambda: thumbnail_from_page(page), lambda image: self.thumbnail_made.emit(key, image))

    def request_sharp(self, key: object, picture: PagePicture, width_px: int) -> None:
        """Make a copy of a picture `width_px` wide, averaged down; it comes by signal."""
        self._make(key, lambda: sharp_from_picture(picture, width_px), lambda image: self.sharp_made.emit(key, image))

    def close(self) -> None:
        """Drop what has not begun and wait for the rest."""
        self._background.close()

    def _make(self, key: object, work: Callable[[], MadeT], on_made: Callable[[MadeT], None]) -> None:
        self._background.do(work, on_made, lambda _: self.failed.emit(key))


def picture_from_page(page: StoredPage) -> PagePicture:
    """Make the levels of a page's picture. Takes tens of milliseconds for a large page."""
    levels = [_full_size(page.picture)]
    while min(levels[-1].width(), levels[-1].height()) > 2 * _SMALLEST_LEVEL_PX:
        levels.append(_scaled(levels[-1], levels[-1].size() / 2))
    shown = page.picture.shown
    return PagePicture(page.number, tuple(levels), shown.left, shown.top, shown.width, shown.height)


def sharp_from_picture(picture: PagePicture, width_px: int) -> QImage:
    """Average a picture down to a width; each pixel of the copy is the mean of those it stands for."""
    source = next((level for level in reversed(picture.levels) if level.width() >= width_px), picture.levels[0])
    return _scaled(source, QSize(width_px, max(1, round(width_px * picture.height / picture.width))))


def thumbnail_from_page(page: StoredPage) -> QImage:
    """Make a picture of at most `THUMBNAIL_PX` a side."""
    image = _image(page.picture)
    size = image.size().scaled(THUMBNAIL_PX, THUMBNAIL_PX, Qt.AspectRatioMode.KeepAspectRatio)
    return _scaled(image, size.expandedTo(QSize(1, 1)))


def _full_size(picture: Picture) -> QImage:
    """Copy a page's picture into the format that draws fast."""
    image = _image(picture)
    whole = QImage(picture.width, picture.height, QImage.Format.Format_RGB32)
    with _painting(whole) as painter:
        for top, rows in _bands(picture.height, picture.width):
            painter.drawImage(0, top, image.copy(0, top, picture.width, rows))
    return whole


def _scaled(image: QImage, size: QSize) -> QImage:
    """Average a picture down, first across, then down: neither direction needs what lies beyond its band's edges."""
    narrow = QImage(size.width(), image.height(), QImage.Format.Format_RGB32)
    with _painting(narrow) as painter:
        for top, rows in _bands(image.height(), image.width()):
            band = image.copy(0, top, image.width(), rows)
            painter.drawImage(0, top, _averaged(band, QSize(size.width(), rows)))
    result = QImage(size, QImage.Format.Format_RGB32)
    with _painting(result) as painter:
        for left, columns in _bands(size.width(), image.height()):
            band = narrow.copy(left, 0, columns, image.height())
            painter.drawImage(left, 0, _averaged(band, QSize(columns, size.height())))
    return result


def _averaged(band: QImage, size: QSize) -> QImage:
    return band.scaled(size, Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation)


def _bands(length: int, breadth: int) -> Iterator[tuple[int, int]]:
    """Yield start and length of bands of at most `BAND_PX` pixels that together are `length` x `breadth`."""
    step = max(1, BAND_PX // breadth)
    for start in range(0, length, step):
        yield start, min(step, length - start)
        time.sleep(PAUSE_S)


@contextlib.contextmanager
def _painting(image: QImage) -> Iterator[QPainter]:
    """Lend a painter that replaces what is there."""
    painter = QPainter(image)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Source)
    try:
        yield painter
    finally:
        painter.end()


def _image(picture: Picture) -> QImage:
    """Return an image over the picture's own bytes (no copy; valid while `picture` lives)."""
    return QImage(picture.pixels, picture.width, picture.height, picture.width * 3, QImage.Format.Format_RGB888)
