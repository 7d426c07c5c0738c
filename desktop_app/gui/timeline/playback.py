"""Play a film at the speed its frames can be had: the newest frame is wanted, and the next one when that is there.

Never asks for two frames at once, so that whoever scrubs or plays waits for no frame that they have passed. Knows no pixels.
"""

import time
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from desktop_app.gui.timeline.time_line_model import TimeLine

TICK_MS = 15
PATIENCE_MS = 1_500
"""For a frame that does not come; then the newest one is asked for all the same."""


class Playback(QObject):
    """Who asks for one frame after the other.

    Signals:
        frame_wanted: the number of the frame to go to.
        playing_changed: whether it plays.
    """

    frame_wanted = Signal(int)
    playing_changed = Signal(bool)

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__()
        self._clock = clock
        self._line = TimeLine()
        self._began: tuple[float, float] | None = None  # when it began to play, and where
        self._number = self._goal = 1
        self._awaited: int | None = None
        self._wish: int | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self._tick)
        self._late = QTimer(self)
        self._late.setSingleShot(True)
        self._late.timeout.connect(self._on_late)

    @property
    def is_playing(self) -> bool:
        """Whether it plays."""
        return self._began is not None

    @property
    def goal(self) -> int:
        """The frame that was wished for last, whether it has come or not: a step goes on from there."""
        return self._goal

    def begin(self, line: TimeLine) -> None:
        """Be at the beginning of another film."""
        self.pause()
        self._late.stop()
        self._line, self._number, self._awaited, self._wish = line, 1, None, None
        self._goal = 1

    def toggle(self) -> None:
        """Play, or pause; at the end, from the beginning."""
        if self.is_playing:
            self.pause()
            return
        if self._line.count < 2:
            return
        start = 1 if self._number >= self._line.count else self._number
        self._began = (self._clock(), self._line.time_s(start))
        self._timer.start()
        self.playing_changed.emit(True)
        self.wish(start)

    def pause(self) -> None:
        """Stay where it is."""
        if self.is_playing:
            self._began = None
            self._timer.stop()
            self.playing_changed.emit(False)

    def wish(self, number: int) -> None:
        """Somebody wants a frame: at once, or as soon as the one that is on its way has come. The newest wish wins."""
        self._wish = self._goal = number
        self._go_on()

    def arrived(self, number: int, *, is_shown: bool) -> None:
        """One is at a frame now; `is_shown`: its pixels are on the screen."""
        self._number = number
        if is_shown and number == self._awaited:
            self._awaited = None
            self._late.stop()
            self._go_on()
        if is_shown and self._awaited is None:
            self._goal = number  # somebody may have come here by another way

    def _tick(self) -> None:
        if self._began is None:
            return
        since, start_s = self._began
        number = self._line.frame_at(start_s + self._clock() - since)
        if number >= self._line.count:
            self.pause()
        if number not in (self._awaited, self._number):
            self.wish(number)

    def _go_on(self) -> None:
        if self._wish is None or self._awaited is not None:
            return
        number, self._wish = self._wish, None
        self._awaited = number
        self._late.start(PATIENCE_MS)
        self.frame_wanted.emit(number)

    def _on_late(self) -> None:
        self._awaited = None
        self._go_on()
