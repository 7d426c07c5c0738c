"""Show the turns of one document, newest at the foot, and keep the newest in sight while it grows."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from desktop_app.conversation.document import Turn
from desktop_app.gui.answers.turn_view import TurnView
from desktop_app.gui.style import controls, theme
from desktop_app.gui.style.theme import Palette

_NEAR_FOOT_PX = 40


class AnswersView(QScrollArea):
    """The list of turns.

    Signals:
        source_chosen: a turn's id and the place in its list of sources.
        time_chosen: a turn's id and a time of the film, in seconds.
        copy_asked, save_asked, again_asked: a turn's id.
    """

    source_chosen = Signal(str, int)
    time_chosen = Signal(str, float)
    copy_asked = Signal(str)
    save_asked = Signal(str)
    again_asked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("answers")
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(self.tr("Questions and answers"))
        self._palette = theme.LIGHT
        self._turns: dict[str, TurnView] = {}
        self._follows = True
        inside = self._inside = QWidget()
        inside.setObjectName("side")
        self._column = QVBoxLayout(inside)
        self._column.setContentsMargins(14, 12, 14, 12)
        self._column.setSpacing(12)
        self._hint = controls.label(is_quiet=True, is_wrapped=True)
        self._column.addWidget(self._hint)
        self._column.addStretch(1)
        self.setWidget(inside)
        bar = self.verticalScrollBar()
        bar.rangeChanged.connect(self._on_range_changed)
        bar.valueChanged.connect(self._on_value_changed)

    @property
    def newest_first(self) -> list[QWidget]:
        """What shows the turns, in the order in which Tab leads to them from the question."""
        return list(reversed(self._turns.values()))

    def show_turns(self, turns: Sequence[Turn]) -> None:
        """Show another document's turns."""
        for view in self._turns.values():
            self._column.removeWidget(view)
            view.hide()
            view.deleteLater()
        self._turns.clear()
        self._follows = True
        for turn in turns:
            self.show_turn(turn)
        self._hint.setVisible(not turns)

    def show_turn(self, turn: Turn) -> None:
        """Show a turn's newest state, or a new turn."""
        known = self._turns.get(turn.id)
        if known is not None:
            known.show_turn(turn)
            return
        view = TurnView(turn)
        view.source_chosen.connect(self.source_chosen)
        view.time_chosen.connect(self.time_chosen)
        view.copy_asked.connect(self.copy_asked)
        view.save_asked.connect(self.save_asked)
        view.again_asked.connect(self.again_asked)
        view.show_palette(self._palette)
        self._turns[turn.id] = view
        self._column.insertWidget(self._column.count() - 1, view)
        self._hint.hide()
        self._follows = True

    def show_lit(self, turn_id: str | None, source: int | None) -> None:
        """Mark the chip of the source that is lit."""
        for known_id, view in self._turns.items():
            view.show_lit(source if known_id == turn_id else None)

    def show_copied(self, turn_id: str) -> None:
        """Say of a turn that its answer is on the clipboard."""
        view = self._turns.get(turn_id)
        if view is not None:
            view.show_copied()

    def show_hint(self, text: str) -> None:
        """Show words where there is no turn yet."""
        self._hint.setText(text)

    def show_palette(self, palette: Palette) -> None:
        """Take the colours of the look."""
        self._palette = palette
        for view in self._turns.values():
            view.show_palette(palette)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the turns as wide as what is seen of them, however long a word is: there is no bar to go aside (Qt)."""
        self._inside.setMaximumWidth(self.viewport().width())
        super().resizeEvent(event)

    def _on_range_changed(self, _low: int, high: int) -> None:
        if self._follows:
            self.verticalScrollBar().setValue(high)

    def _on_value_changed(self, value: int) -> None:
        self._follows = value >= self.verticalScrollBar().maximum() - _NEAR_FOOT_PX
