"""Turn keys into what they do in a review, for every widget that takes part in it. Does none of it."""

from dataclasses import dataclass
from enum import Enum, auto

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QWidget

translate = QCoreApplication.translate

FAR_PX = 10
"""A push with Shift, in pixels of the page; without it is one."""


class Act(Enum):
    """What a key does."""

    ACCEPT = auto()
    REMOVE = auto()
    NEXT = auto()
    PREVIOUS = auto()
    UNDO = auto()
    REDO = auto()
    ADD = auto()
    MOVE = auto()
    RESIZE = auto()


@dataclass(frozen=True)
class Command:
    """What a key does, and for pushes how far to the right and down, in pixels of the page."""

    act: Act
    by_x: int = 0
    by_y: int = 0


_PLAIN: dict[int, Act] = {
    Qt.Key.Key_Space: Act.ACCEPT,
    Qt.Key.Key_Delete: Act.REMOVE,
    Qt.Key.Key_Backspace: Act.REMOVE,
    Qt.Key.Key_Insert: Act.ADD,
}
_WRITTEN = {"]": Act.NEXT, "[": Act.PREVIOUS}
"""Keys known by what they write: where the brackets are differs from keyboard to keyboard, and so does AltGr."""

_ARROWS: dict[int, tuple[int, int]] = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}


class ReviewKeys(QObject):
    """The keys of a review, wherever the focus is in it.

    Signals:
        commanded: a `Command`.
        see_through: whether the key is held that shows the page without boxes.
    """

    commanded = Signal(object)
    see_through = Signal(bool)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._is_on = False
        self._is_seeing = False
        self._arrow_takers: list[QObject] = []

    def listen_to(self, widget: QWidget, *, takes_arrows: bool) -> None:
        """Take the keys pressed in a widget; its arrows, too, unless it needs them itself."""
        widget.installEventFilter(self)
        if takes_arrows:
            self._arrow_takers.append(widget)

    def turn(self, *, is_on: bool) -> None:
        """Take keys while a review is open, and none else."""
        self._is_on = is_on

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take a key that means something here (Qt)."""
        if not self._is_on:
            return False
        if event.type() is QEvent.Type.FocusOut:
            self._see_through(is_on=False)  # the key may be let go elsewhere
        if not isinstance(event, QKeyEvent):
            return False
        is_press = event.type() is QEvent.Type.KeyPress
        if event.key() == Qt.Key.Key_H and not event.modifiers():
            if not event.isAutoRepeat():
                self._see_through(is_on=is_press)
            return True
        command = command_of(event, takes_arrows=watched in self._arrow_takers) if is_press else None
        if command is not None:
            self.commanded.emit(command)
        return command is not None

    def _see_through(self, *, is_on: bool) -> None:
        if is_on != self._is_seeing:
            self._is_seeing = is_on
            self.see_through.emit(is_on)


def command_of(event: QKeyEvent, *, takes_arrows: bool) -> Command | None:
    """Return what a pressed key does in a review; None where it means nothing there."""
    if event.matches(QKeySequence.StandardKey.Undo):
        return Command(Act.UNDO)
    if event.matches(QKeySequence.StandardKey.Redo):
        return Command(Act.REDO)
    if event.text() in _WRITTEN:
        return Command(_WRITTEN[event.text()])
    keys = event.modifiers()
    if keys & Qt.KeyboardModifier.ControlModifier:
        return None
    if takes_arrows and event.key() in _ARROWS:
        by_x, by_y = _ARROWS[event.key()]
        far = FAR_PX if keys & Qt.KeyboardModifier.ShiftModifier else 1
        act = Act.RESIZE if keys & Qt.KeyboardModifier.AltModifier else Act.MOVE
        return Command(act, by_x * far, by_y * far)
    act_of_key = _PLAIN.get(event.key())
    return Command(act_of_key) if act_of_key is not None else None


def key_words() -> tuple[tuple[str, str], ...]:
    """Return the keys of a review and what they do, for the list of keys."""
    return (
        (translate("review_keys", "Space"), translate("review_keys", "Agree with the box and go to the next")),
        (translate("review_keys", "Delete"), translate("review_keys", "Let it be seen")),
        ("[   ]", translate("review_keys", "Previous, next box")),
        (translate("review_keys", "Drag"), translate("review_keys", "Draw a box; with Ctrl also over another")),
        (translate("review_keys", "Insert"), translate("review_keys", "A new box in the middle")),
        (translate("review_keys", "Arrows"), translate("review_keys", "Move it; with Shift by 10, with Alt resize it")),
        (
            f"{_native(QKeySequence.StandardKey.Undo)}   {_native(QKeySequence.StandardKey.Redo)}",
            translate("review_keys", "Undo, redo"),
        ),
        ("H", translate("review_keys", "Hold: see the page without boxes")),
    )


def _native(key: QKeySequence.StandardKey) -> str:
    return QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)
