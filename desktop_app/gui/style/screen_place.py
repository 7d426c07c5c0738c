"""Say where a window goes, so that all of it can be seen and reached: within one screen, as large as that allows.

Knows rectangles only; asks no screen and moves nothing.
"""

from collections.abc import Sequence

from PySide6.QtCore import QMargins, QRect, QSize

FRAME = QMargins(4, 36, 4, 4)
"""What a window manager puts around a window, about: its title must not stand above the screen."""


def within(wanted: QRect, screens: Sequence[QRect], least: QSize) -> QRect:
    """Return where a window goes that would like to be at `wanted`.

    Args:
        wanted: without its frame.
        screens: what windows may cover of each, the preferred one first.
        least: the window cannot be smaller; on a smaller screen its top left corner is seen.
    """
    if not screens:
        return wanted
    screen = max(screens, key=lambda one: _shared(one, wanted))  # of several equal ones max takes the first
    room = screen.marginsRemoved(FRAME)
    size = wanted.size().boundedTo(room.size()).expandedTo(least)
    left = max(room.left(), min(wanted.left(), room.right() + 1 - size.width()))
    top = max(room.top(), min(wanted.top(), room.bottom() + 1 - size.height()))
    return QRect(left, top, size.width(), size.height())


def _shared(screen: QRect, wanted: QRect) -> int:
    both = screen.intersected(wanted)
    return both.width() * both.height() if both.isValid() else 0
