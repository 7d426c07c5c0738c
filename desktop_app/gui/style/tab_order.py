"""Decide where Tab leads: through zones in a given order, in each as its layouts go, and round again.

Asked anew at every Tab, for answers, notices and boxes come and go; Qt's own order is that in which widgets were made.
"""

from collections.abc import Iterator, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLayout, QScrollArea, QWidget


def go(window: QWidget, zones: Sequence[QWidget], *, is_forward: bool) -> bool:
    """Give the focus to the next control, or to the one before; False where there is none, or the focus is elsewhere."""
    found, focused = stops(window, zones), window.focusWidget()
    if focused not in found:
        return False
    there = found[(found.index(focused) + (1 if is_forward else -1)) % len(found)]
    there.setFocus(Qt.FocusReason.TabFocusReason if is_forward else Qt.FocusReason.BacktabFocusReason)
    parent = there.parentWidget()
    while parent is not None:
        if isinstance(parent, QScrollArea):
            parent.ensureWidgetVisible(there)
        parent = parent.parentWidget()
    return True


def stops(window: QWidget, zones: Sequence[QWidget]) -> list[QWidget]:
    """Return where Tab stops in a window: first in these zones, then in whatever else of it takes the focus.

    A control belongs to the first zone that holds it.
    """
    found: dict[QWidget, None] = {}
    for zone in zones:
        found.update(dict.fromkeys(_in_order(zone)))
    found.update(dict.fromkeys(window.findChildren(QWidget)))
    return [one for one in found if _is_stop(one, window)]


def _in_order(widget: QWidget) -> Iterator[QWidget]:
    """Walk a widget and what its layouts hold."""
    yield widget
    inside = widget.widget() if isinstance(widget, QScrollArea) else None
    if inside is not None:
        yield from _in_order(inside)
    layout = widget.layout()
    if layout is not None:
        yield from _laid_out(layout)


def _laid_out(layout: QLayout) -> Iterator[QWidget]:
    for index in range(layout.count()):
        item = layout.itemAt(index)
        if item is None:
            continue
        widget, inner = item.widget(), item.layout()
        if widget is not None:
            yield from _in_order(widget)
        elif inner is not None:
            yield from _laid_out(inner)


def _is_stop(widget: QWidget, window: QWidget) -> bool:
    takes_tab = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus) and widget.focusProxy() is None
    return takes_tab and widget.isEnabled() and widget.isVisible() and widget.window() is window
