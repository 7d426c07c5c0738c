"""Show an answer that is a table as one: cells of plain text that can be chosen and copied. Computes nothing."""

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QSize, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QFrame, QTableView, QWidget

from desktop_app.export.answers_csv import safe_cell
from desktop_app.export.taken_answers import Table

_HIGHEST_PX, _WIDEST_PX = 320, 220
_Index = QModelIndex | QPersistentModelIndex


class _TableModel(QAbstractTableModel):
    """The cells; the first row stands above the others."""

    def __init__(self, table: Table) -> None:
        super().__init__()
        self._head, *self._rows = table

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """Return the number of rows below the first (Qt)."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """Return the number of columns (Qt)."""
        return 0 if parent.isValid() else len(self._head)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return a cell's words (Qt)."""
        return self._rows[index.row()][index.column()] if role == Qt.ItemDataRole.DisplayRole else None

    def headerData(self, section: int, direction: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return the first row's words, or a row's number (Qt)."""
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        return self._head[section] if direction is Qt.Orientation.Horizontal else str(section + 1)


class AnswerTable(QTableView):
    """The table."""

    def __init__(self, table: Table, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = _TableModel(table)
        self.setObjectName("answerTable")
        self.setAccessibleName(self.tr("Answer as a table"))
        self.setModel(self._model)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setTabKeyNavigation(False)  # Tab leads on
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.horizontalHeader().setMaximumSectionSize(_WIDEST_PX)
        self.resizeColumnsToContents()
        self.horizontalHeader().setStretchLastSection(True)
        rows_px = self.verticalHeader().length() + self.horizontalHeader().sizeHint().height()
        self.setFixedHeight(min(_HIGHEST_PX, rows_px + self.horizontalScrollBar().sizeHint().height() + 4))

    def sizeHint(self) -> QSize:
        """Want no more width than there is (Qt)."""
        return QSize(200, self.height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Copy what is chosen, as cells that a spreadsheet takes apart and computes nothing of (Qt)."""
        if not event.matches(QKeySequence.StandardKey.Copy):
            super().keyPressEvent(event)
            return
        chosen = sorted((index.row(), index.column()) for index in self.selectedIndexes())
        rows: dict[int, list[str]] = {}
        for row, column in chosen:
            words = str(self._model.index(row, column).data() or "")
            rows.setdefault(row, []).append(safe_cell(" ".join(words.split())))
        QGuiApplication.clipboard().setText("\n".join("\t".join(cells) for cells in rows.values()))
