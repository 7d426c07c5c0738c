"""Say when nobody has touched anything for too long: first counting aloud, so that a touch can stop it, then the end.

Ends nothing itself. While the machine works somebody waits for it, and no time runs, but not for ever.
"""

import math
import time
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

COUNTDOWN_S = 20
"""Of the idle time its last part, or half of it where it is short, is counted aloud."""

LONGEST_WORK_S = 600.0
"""Nobody stands before a screen for longer without touching it."""

_LOOK_EVERY_MS = 200


class IdleWatch(QObject):
    """Counts while it runs.

    Signals:
        counted: how many seconds are left; 0: none is counted any more, since somebody is there.
        ended: nobody is.
    """

    counted = Signal(int)
    ended = Signal()

    def __init__(
        self, idle_s: int, is_working: Callable[[], bool], clock: Callable[[], float] = time.monotonic
    ) -> None:
        super().__init__()
        self._idle_s = idle_s
        self._is_working = is_working
        self._clock = clock
        self._touched_at = self._since = clock()
        self._told = 0
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_EVERY_MS)
        self._timer.timeout.connect(self.look)

    @property
    def countdown_s(self) -> int:
        """How long is counted aloud."""
        return min(COUNTDOWN_S, self._idle_s // 2)

    def start(self) -> None:
        """Somebody has begun."""
        self.touch()
        self._timer.start()

    def stop(self) -> None:
        """Nobody is expected to do anything."""
        self._timer.stop()
        self._tell(0)

    def touch(self) -> None:
        """Somebody is there."""
        self._touched_at = self._since = self._clock()
        self._tell(0)

    def hurry(self) -> None:
        """Somebody has probably left: begin to count aloud now."""
        self._since = min(self._since, self._clock() - (self._idle_s - self.countdown_s))
        self._touched_at = self._since
        self.look()

    def look(self) -> None:
        """See what time it is."""
        now = self._clock()
        if self._is_working() and now - self._touched_at < LONGEST_WORK_S and not self._told:
            self._since = now
            return
        left_s = self._idle_s - (now - self._since)
        if left_s <= 0:
            self.stop()
            self.ended.emit()
        elif left_s <= self.countdown_s:
            self._tell(math.ceil(left_s))

    def _tell(self, seconds: int) -> None:
        if seconds != self._told:
            self._told = seconds
            self.counted.emit(seconds)
