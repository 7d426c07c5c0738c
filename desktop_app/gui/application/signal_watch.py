"""Close the window when the system asks for its end: SIGTERM, a closed terminal, Ctrl+C where it was started.

While Qt waits for events no Python runs, so a signal's handler would wait for the next movement of the mouse. The system
therefore writes each signal's number into a pipe, which Qt listens to. On Windows, whose pipes Qt cannot listen to,
signals wait. Tidies up nothing: who runs the window does, when it has ended.
"""

import os
import signal
import sys
from types import FrameType

from PySide6.QtCore import QObject, QSocketNotifier, Signal

from desktop_app.foundation import endings


class SignalWatch(QObject):
    """Listens while it lives; `close` gives the signals back.

    Signals:
        ended: somebody asks for the end; the exit code by which shells know it.
    """

    ended = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._pipe: tuple[int, int] | None = None
        if sys.platform == "win32":
            return
        self._pipe = os.pipe()
        for end in self._pipe:
            os.set_blocking(end, False)
        self._before = {one: signal.signal(one, _on_signal) for one in endings.signals()}
        self._fd_before = signal.set_wakeup_fd(self._pipe[1], warn_on_full_buffer=False)
        self._notifier = QSocketNotifier(self._pipe[0], QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._on_readable)

    def close(self) -> None:
        """Stop listening."""
        if self._pipe is None:
            return
        self._notifier.setEnabled(False)
        signal.set_wakeup_fd(self._fd_before)
        for one, handler in self._before.items():
            signal.signal(one, handler)
        for end in self._pipe:
            os.close(end)
        self._pipe = None

    def _on_readable(self) -> None:
        if self._pipe is None:
            return
        for number in os.read(self._pipe[0], 64):
            if number in tuple(self._before):
                endings.note(number)
                self.ended.emit(128 + number)


def _on_signal(_number: int, _frame: FrameType | None) -> None:
    """Do nothing: the number is in the pipe already. A signal without a handler of Python's would not be written there."""
