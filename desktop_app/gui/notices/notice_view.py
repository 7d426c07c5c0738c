"""Show one notice: what happened, why, and buttons for what to do now. Blocks nothing and takes no keys."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from desktop_app.gui.style import controls
from desktop_app.gui.style.flow_layout import FlowLayout
from desktop_app.gui.style.theme import Palette


class NoticeView(QFrame):
    """An error or a refusal; hidden until there is one.

    Signals:
        action_chosen: the id of the button pressed.
        dismissed: the cross was pressed.
    """

    action_chosen = Signal(str)
    dismissed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("notice")
        self._what = controls.label(is_wrapped=True, name="noticeWhat")
        self._why = controls.label(is_wrapped=True, name="noticeWhy")
        self._close = controls.icon_button(self.tr("Close this message"), "close")
        self._close.clicked.connect(self._on_close)
        self._buttons = FlowLayout()
        self._said: tuple[str, str, tuple[tuple[str, str], ...]] = ("", "", ())
        head = QHBoxLayout()
        head.addWidget(self._what, 1)
        head.addWidget(self._close)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 8, 8, 12)
        column.setSpacing(4)
        column.addLayout(head)
        column.addWidget(self._why)
        column.addSpacing(4)
        column.addLayout(self._buttons)
        self.hide()

    def show_notice(self, what: str, why: str, actions: Sequence[tuple[str, str]]) -> None:
        """Show a notice with buttons `(id, words)`."""
        if (what, why, tuple(actions)) == self._said and not self.isHidden():
            return  # who reads it, or is about to press one of its buttons, is not disturbed
        self._said = (what, why, tuple(actions))
        self._what.setText(what)
        self._why.setText(why)
        self._why.setVisible(bool(why))
        while (item := self._buttons.takeAt(0)) is not None:
            old = item.widget()
            assert old is not None  # only buttons were put in
            old.hide()
            old.deleteLater()
        for action_id, words in actions:
            made = controls.button(words)
            made.clicked.connect(lambda _=False, chosen=action_id: self.action_chosen.emit(chosen))
            self._buttons.addWidget(made)
        self.show()

    def show_palette(self, palette: Palette) -> None:
        """Take the colours of the look."""
        controls.tint(self._close, palette.ink)

    def _on_close(self) -> None:
        self.hide()
        self.dismissed.emit()
