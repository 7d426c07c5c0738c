"""Divide a window into zones whose borders can be moved with the pointer and with the arrow keys."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QRegion
from PySide6.QtWidgets import QSplitter, QSplitterHandle, QWidget

from desktop_app.gui.style import theme
from desktop_app.gui.style.theme import Palette

STEP_PX, LONG_STEP_PX = 16, 96
"""How far an arrow key moves a border, alone and with Ctrl."""

_LIGHTS = (QEvent.Type.FocusIn, QEvent.Type.FocusOut, QEvent.Type.Enter, QEvent.Type.Leave, QEvent.Type.Resize)
"""What changes how a border looks, or makes Qt clip it to its fine line again."""


class ZoneSplitter(QSplitter):
    """Zones beside each other.

    Attributes:
        colours: those of its borders.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.colours = theme.LIGHT
        self.setHandleWidth(1)  # Qt lets the pointer take it two pixels beside, too
        self.setChildrenCollapsible(False)

    @property
    def borders(self) -> list[QSplitterHandle]:
        """The borders, from the first to the last; none before the first zone."""
        return [self.handle(index) for index in range(1, self.count())]

    def name_borders(self, names: Sequence[str]) -> None:
        """Tell a screen reader what each border is."""
        for border, name in zip(self.borders, names, strict=True):
            border.setAccessibleName(name)

    def show_palette(self, palette: Palette) -> None:
        """Take the colours of the look."""
        self.colours = palette
        for border in self.borders:
            border.update()

    def createHandle(self) -> QSplitterHandle:
        """Return a new border (Qt)."""
        return _Border(self)


class _Border(QSplitterHandle):
    """A fine line between two zones; a thick one, over their edges, while the keys or the pointer have it."""

    def __init__(self, splitter: ZoneSplitter) -> None:
        super().__init__(splitter.orientation(), splitter)
        self._splitter = splitter
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move with the arrows (Qt)."""
        step_px = LONG_STEP_PX if event.modifiers() & Qt.KeyboardModifier.ControlModifier else STEP_PX
        match event.key():
            case Qt.Key.Key_Left:
                self._move(-step_px)
            case Qt.Key.Key_Right:
                self._move(step_px)
            case _:
                super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Be thick or fine (Qt)."""
        is_done = super().event(event)
        if event.type() in _LIGHTS:
            self._show_lit()
        return is_done

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw it (Qt)."""
        colours = self._splitter.colours
        QPainter(self).fillRect(self.rect(), QColor(colours.accent if self._is_lit else colours.line))

    @property
    def _is_lit(self) -> bool:
        return self.hasFocus() or self.underMouse()

    def _show_lit(self) -> None:
        if self._is_lit:
            self.clearMask()
            self.raise_()
        else:
            self.setMask(QRegion(self.contentsRect()))
        self.update()

    def _move(self, by_px: int) -> None:
        self.moveSplitter(self.pos().x() + self.contentsMargins().left() + by_px)
