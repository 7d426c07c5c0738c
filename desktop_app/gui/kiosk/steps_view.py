"""Show the three steps, which one it is now, and the way to be done. Shows and tells; decides nothing."""

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLayout, QWidget

from desktop_app.gui.kiosk.touch_buttons import touch_button
from desktop_app.gui.style import controls, speech
from desktop_app.gui.style.controls import Label

HEIGHT_PX = 92


class StepsView(QFrame):
    """The head of the screen.

    Signals:
        done_asked: the person has finished; everything of theirs is to go.
    """

    done_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("kioskHead")
        self.setFixedHeight(HEIGHT_PX)
        words = (self.tr("Bring a file"), self.tr("Look at what is hidden"), self.tr("Ask, or take a copy along"))
        self._words = words
        self._steps: list[tuple[Label, Label]] = []
        row = QHBoxLayout(self)
        row.setContentsMargins(24, 12, 24, 12)
        row.setSpacing(12)
        for number, text in enumerate(words, 1):
            mark, told = controls.label(str(number), name="stepMark"), controls.label(text, name="stepText")
            mark.setFixedSize(40, 40)
            row.addWidget(mark)
            row.addWidget(told)
            row.addSpacing(20)
            self._steps.append((mark, told))
        row.addStretch(1)
        row.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        self._row, self._now = row, 1
        self.done = touch_button(self.tr("I am done"))
        self.done.clicked.connect(self.done_asked)
        row.addWidget(self.done)

    def show_step(self, number: int) -> None:
        """Mark a step, from 1, as the one that it is now; those before it are done."""
        for place, (mark, told) in enumerate(self._steps, 1):
            state = "now" if place == number else "past" if place < number else "coming"
            mark.setText("\N{CHECK MARK}" if place < number else str(place))
            for label in (mark, told):
                label.setProperty("step", state)
                label.style().unpolish(label)
                label.style().polish(label)
        self._now = number
        self._fit()
        speech.announce(self, self._words[number - 1])

    def minimumSizeHint(self) -> QSize:
        """Make no screen wider than it is (Qt)."""
        return QSize(0, HEIGHT_PX)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Say as much as there is room for (Qt)."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Name all steps where that leaves room for the way out; else only the one that it is now."""
        for _, told in self._steps:
            told.show()
        if self._row.sizeHint().width() > self.width():
            for place, (_, told) in enumerate(self._steps, 1):
                told.setVisible(place == self._now)
