"""Show from which slice to which the chosen box is to stand at the same place. Puts none there."""

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QHBoxLayout, QSpinBox, QWidget

from desktop_app.gui.style import controls

_NUMBER_PX = 28


class RangeRow(QWidget):
    """Two numbers and a button.

    Signals:
        range_asked: the first and the last slice.
    """

    range_asked = Signal(int, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._count = 0
        self._first, self._last = QSpinBox(), QSpinBox()
        for box, name in ((self._first, self.tr("First slice")), (self._last, self.tr("Last slice"))):
            box.setAccessibleName(name)
            box.setButtonSymbols(QSpinBox.ButtonSymbols.NoButtons)
            box.setMinimumHeight(_NUMBER_PX)
            box.setFixedWidth(box.fontMetrics().horizontalAdvance("99999") + 16)
        self._apply = controls.button(
            self.tr("Same place"), name=self.tr("Put the chosen box at the same place on these slices")
        )
        self._apply.setProperty("tight", True)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(self._apply)
        row.addWidget(controls.label(self.tr("in slices"), is_quiet=True))
        row.addWidget(self._first)
        row.addWidget(controls.label(self.tr("to"), is_quiet=True))
        row.addWidget(self._last)
        row.addStretch(1)
        self._apply.clicked.connect(lambda: self.range_asked.emit(self._first.value(), self._last.value()))

    def show_range(self, count: int, *, can_apply: bool) -> None:
        """Offer so many slices; the range that somebody has typed stays while the series is the same."""
        self._apply.setEnabled(can_apply)
        if count == self._count:
            return
        self._count = count
        for box, value in ((self._first, 1), (self._last, count)):
            with QSignalBlocker(box):
                box.setRange(1, max(count, 1))
                box.setValue(value)
