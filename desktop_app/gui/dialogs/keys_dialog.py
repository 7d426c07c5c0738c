"""Show the keys, as they are bound, and those that mean something in a review only."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from desktop_app.gui.page import page_keys
from desktop_app.gui.review import review_keys
from desktop_app.gui.series import series_words
from desktop_app.gui.style import controls
from desktop_app.gui.timeline import time_line_view


class KeysDialog(QDialog):
    """The list of keys."""

    def __init__(
        self, actions: Sequence[QAction], typed: Sequence[tuple[str, str]], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Keys"))
        native = QKeySequence.SequenceFormat.NativeText
        always = [(action.shortcut().toString(native), action.text()) for action in actions] + [*page_keys.key_words()]
        beside = QVBoxLayout()
        beside.setSpacing(18)
        beside.addLayout(_list(self.tr("Here and there"), typed))
        beside.addLayout(_list(self.tr("In the review"), review_keys.key_words()))
        beside.addLayout(_list(self.tr("On medical pictures"), series_words.key_words()))
        beside.addLayout(_list(self.tr("On the time line of a film"), time_line_view.key_words()))
        beside.addStretch(1)
        both = QHBoxLayout()
        both.setSpacing(48)
        both.addLayout(_list(self.tr("Everywhere"), always))
        both.addLayout(beside)
        close = controls.button(self.tr("Close"), "primary")
        close.clicked.connect(self.accept)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(close)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 16)
        column.setSpacing(14)
        column.addWidget(controls.label(self.tr("Keys"), name="dialogTitle"))
        column.addLayout(both)
        column.addLayout(foot)


def _list(title: str, rows: Sequence[tuple[str, str]]) -> QVBoxLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(24)
    grid.setVerticalSpacing(8)
    grid.setColumnStretch(1, 1)
    for row, (keys, words) in enumerate(rows):
        grid.addWidget(controls.label(keys, name="keyName"), row, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(controls.label(words), row, 1)
    column = QVBoxLayout()
    column.setSpacing(10)
    column.addWidget(controls.label(title.upper(), name="section"))
    column.addLayout(grid)
    column.addStretch(1)
    return column
