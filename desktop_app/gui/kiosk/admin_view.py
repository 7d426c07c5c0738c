"""The page behind the PIN: what is decided and where, what the tests have shown, what answers, the log's head, the way out."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop_app.gui.kiosk.touch_buttons import touch_button
from desktop_app.gui.managed.policy_rows_view import PolicyRowsView
from desktop_app.gui.style import controls
from desktop_app.managed.listing import Row

_GROUP = 8


@dataclass(frozen=True)
class AdminFacts:
    """What an administrator wants to know.

    Attributes:
        left_out: a sentence each on policy files that are not read.
        audit: `SEQ:HASH` of the log's last entry; empty: no log is kept.
    """

    rows: tuple[Row, ...]
    left_out: tuple[str, ...]
    shield: str
    model: str
    audit: str


class AdminView(QWidget):
    """The page.

    Signals:
        back_asked: to the kiosk.
        leave_asked: the kiosk ends.
    """

    back_asked = Signal()
    leave_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows = PolicyRowsView()
        self._left_out = controls.label(is_wrapped=True, name="kioskMessage")
        self._shield = controls.label(is_wrapped=True, name="kioskText")
        self._model = controls.label(is_wrapped=True, name="kioskText")
        self._audit = controls.label(is_wrapped=True, name="auditHead")
        self._back = touch_button(self.tr("Back to the kiosk"), "touchPrimary")
        self._back.clicked.connect(self.back_asked)
        self._leave = touch_button(self.tr("Leave the kiosk"))
        self._leave.clicked.connect(self.leave_asked)
        self._lay_out()

    def show_facts(self, facts: AdminFacts) -> None:
        """Show how things are now."""
        self._rows.show_rows(facts.rows)
        self._left_out.setText("\n".join(facts.left_out))
        self._left_out.setVisible(bool(facts.left_out))
        self._shield.setText(facts.shield)
        self._model.setText(facts.model)
        self._audit.setText(head_words(facts.audit) or self.tr("No audit log is kept."))

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(40, 28, 40, 28)
        column.setSpacing(10)
        sections: Sequence[tuple[str, tuple[QWidget, ...]]] = (
            (self.tr("Managed by your organisation"), (self._left_out, self._rows)),
            (self.tr("Sandbox"), (self._shield,)),
            (self.tr("What answers"), (self._model,)),
            (self.tr("Head of the audit log, to be photographed"), (self._audit,)),
        )
        for title, widgets in sections:
            column.addWidget(controls.label(title, name="kioskTitle"))
            for widget in widgets:
                column.addWidget(widget, 1 if widget is self._rows else 0)
        foot = QHBoxLayout()
        foot.addWidget(self._leave)
        foot.addStretch(1)
        foot.addWidget(self._back)
        column.addSpacing(8)
        column.addLayout(foot)


def head_words(head: str) -> str:
    """Return a log's head in groups that can be read off a photograph."""
    number, _, digest = head.partition(":")
    groups = [digest[start : start + _GROUP] for start in range(0, len(digest), _GROUP)]
    return f"{number}: {' '.join(groups)}" if head else ""
