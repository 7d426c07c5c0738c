"""Hold the chips of an answer's sources: the first few beside its facts, all others behind a button that brings them."""

from collections.abc import Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_app.gui.style import controls
from desktop_app.gui.style.flow_layout import FlowLayout


class SourceChips(QWidget):
    """The chips beyond the first; not there until they are asked for.

    Attributes:
        first: the chips that are always shown, for whoever lays them out.
        more: the button that brings the others, where there are others.
    """

    def __init__(self, chips: Sequence[QWidget], shown: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        others = chips[shown:]
        self.first = tuple(chips[:shown])
        self.more: tuple[QWidget, ...] = ()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        row = FlowLayout()
        column.addLayout(row)
        for chip in others:
            row.addWidget(chip)
        if others:
            words = self.tr("+ {count} more").format(count=len(others))
            button = controls.button(words, "link", self.tr("Show {count} more sources").format(count=len(others)))
            button.clicked.connect(lambda: self._show_all(button))
            self.more = (button,)
        self.hide()

    def _show_all(self, button: QWidget) -> None:
        self.show()
        button.hide()
        if (first := self.findChild(controls.Button)) is not None:
            first.setFocus()
