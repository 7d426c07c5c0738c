"""Judge PINs, slowly and away from the window's thread, and write every try into the audit log before anybody is let out."""

from collections.abc import Callable
from typing import TypeAlias

from PySide6.QtCore import QObject, QTimer, Signal

from desktop_app.foundation.errors import AppError
from desktop_app.gui.background import Background
from desktop_app.gui.kiosk.digit_pad import DigitPad
from desktop_app.gui.words.error_messages import error_message
from desktop_app.kiosk import pin
from desktop_app.kiosk.pin_tries import PinTries

Tell: TypeAlias = Callable[[str, dict[str, str | int]], None]
"""Writes an entry into the audit log. Raises AppError where that is demanded and not possible."""


class DoorController(QObject):
    """Who minds the door.

    Signals:
        opened: the PIN was right.
    """

    opened = Signal()

    def __init__(self, pad: DigitPad, made: str, tries: PinTries, tell: Tell, background: Background) -> None:
        super().__init__()
        self._pad = pad
        self._made = made
        self._tries = tries
        self._tell = tell
        self._background = background
        self._is_judging = False
        self._wait = QTimer(self)
        self._wait.setInterval(250)
        self._wait.timeout.connect(self._show_wait)
        pad.entered.connect(self._on_entered)

    def come(self) -> None:
        """Somebody stands before the door."""
        self._pad.clear()
        self._show_wait()

    def close(self) -> None:
        """Nobody stands there any more."""
        self._wait.stop()

    def _on_entered(self, digits: str) -> None:
        if self._is_judging or self._tries.wait_s:
            self._show_wait()
            return
        self._is_judging = True
        self._pad.show_open(is_open=False)
        self._pad.show_message(self.tr("One moment …"))
        self._background.do(lambda: self._judged(digits), self._on_judged, self._on_failed)

    def _judged(self, digits: str) -> bool:
        self._tries.begin()
        number = self._tries.wrong
        is_right = pin.is_right(digits, self._made)
        if is_right:
            self._tries.succeed()  # it was no wrong one, also where that cannot be written down and the door stays shut
        self._tell("pin_right" if is_right else "pin_wrong", {"try": number})
        return is_right

    def _on_judged(self, is_right: bool) -> None:
        self._is_judging = False
        if is_right:
            self._pad.clear()
            self._pad.show_open(is_open=True)
            self.opened.emit()
            return
        self._pad.show_message(self.tr("This is not the PIN."))
        self._show_wait()

    def _on_failed(self, error: AppError) -> None:
        self._is_judging = False
        message = error_message(error, is_about_file=False)
        self._pad.show_open(is_open=True)
        self._pad.show_message(f"{message.what} {message.why}")

    def _show_wait(self) -> None:
        """Take digits, or say how long none are taken."""
        left_s = self._tries.wait_s
        self._pad.show_open(is_open=not left_s and not self._is_judging)
        if left_s:
            words = self.tr("Not the PIN, {count} times. The next try is possible in {seconds} s.")
            self._pad.show_message(words.format(count=self._tries.wrong, seconds=int(left_s) + 1))
            self._wait.start()
        elif self._wait.isActive():
            self._wait.stop()
            self._pad.show_message("")
