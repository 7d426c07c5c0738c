"""Notice when a drive is plugged in or pulled out, away from the window's thread. Reads nothing that is on it."""

from collections.abc import Callable
from typing import TypeAlias

from PySide6.QtCore import QObject, QTimer, Signal

from desktop_app.gui.background import Background
from desktop_app.kiosk.drives import Drive

LOOK_EVERY_MS = 700

Look: TypeAlias = Callable[[], tuple[Drive, ...]]


class DriveWatch(QObject):
    """Looks while it lives.

    Signals:
        changed: the drives that there are now have changed.
        came: a `Drive` that was not there before.
        went: a `Drive` that is not there any more.
    """

    changed = Signal()
    came = Signal(object)
    went = Signal(object)

    def __init__(self, look: Look, background: Background) -> None:
        super().__init__()
        self._look = look
        self._background = background
        self._is_looking = False
        self.drives: tuple[Drive, ...] = ()
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_EVERY_MS)
        self._timer.timeout.connect(self.look)

    def start(self) -> None:
        """Begin to look."""
        self.look()
        self._timer.start()

    def stop(self) -> None:
        """Look no more."""
        self._timer.stop()

    def look(self) -> None:
        """Look once; what is found comes later."""
        if not self._is_looking:
            self._is_looking = True
            self._background.do(self._look, self._on_seen, lambda _: self._on_seen(self.drives))

    def _on_seen(self, drives: tuple[Drive, ...]) -> None:
        self._is_looking = False
        before, self.drives = self.drives, drives
        if drives == before:
            return
        for drive in before:
            if drive not in drives:
                self.went.emit(drive)
        for drive in drives:
            if drive not in before:
                self.came.emit(drive)
        self.changed.emit()
