"""Show *Managed by your organisation*: what is locked, in words, and every key with the file that decides it. Decides nothing."""

from collections.abc import Sequence

from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from desktop_app.gui.managed.padlock import Padlock
from desktop_app.gui.managed.policy_rows_view import PolicyRowsView
from desktop_app.gui.style import controls
from desktop_app.gui.style.theme import Palette
from desktop_app.managed.listing import Row


class ManagedDialog(QDialog):
    """The page."""

    def __init__(
        self, locks: Sequence[str], rows: Sequence[Row], left_out: Sequence[str], parent: QWidget | None = None
    ) -> None:
        """Make it.

        Args:
            locks: a sentence for everything that is locked.
            rows: every key.
            left_out: a sentence for every file or key that does not count.
            parent: what it opens over.
        """
        super().__init__(parent)
        self.setWindowTitle(self.tr("Managed by your organisation"))
        self.resize(760, 560)
        self._padlocks = [Padlock() for _ in locks]
        none = self.tr("No policy of an organisation binds this computer.")
        some = self.tr("An administrator has decided what stands below. No setting of yours moves any of it.")
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 16)
        column.setSpacing(8)
        column.addWidget(controls.label(self.tr("Managed by your organisation"), name="dialogTitle"))
        is_managed = any(row.file is not None for row in rows)
        column.addWidget(controls.label(some if is_managed else none, is_quiet=True, is_wrapped=True))
        for padlock, words in zip(self._padlocks, locks, strict=True):
            padlock.show_reason(words)
            column.addWidget(padlock)
        for words in left_out:
            column.addWidget(controls.label(words, is_wrapped=True, name="leftOut"))
        listed = PolicyRowsView()
        listed.show_rows(rows)
        column.addSpacing(4)
        column.addWidget(listed, 1)
        close = controls.button(self.tr("Close"), "primary")
        close.clicked.connect(self.accept)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(close)
        column.addLayout(foot)

    def show_palette(self, palette: Palette) -> None:
        """Take the colours of the look."""
        for padlock in self._padlocks:
            padlock.show_palette(palette)
