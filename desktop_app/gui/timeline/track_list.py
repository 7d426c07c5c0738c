"""List what is hidden in a film: what it is, from when to when, and whether it stays visible. Decides nothing."""

from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from desktop_app.conversation.film_review import FilmReview
from desktop_app.foundation import film_clock
from desktop_app.gui.style import theme
from desktop_app.gui.style.theme import Palette
from desktop_app.gui.timeline.time_line_model import TimeLine
from desktop_app.gui.words import kind_words

ROW_ROLE = Qt.ItemDataRole.UserRole
_ROW_PX, _SWATCH_PX, _PAD_PX = 34, 12, 10

_Index = QModelIndex | QPersistentModelIndex
_Row = tuple[str, str, str, str, bool]
"""Kind, its name, from when to when, its state, and whether it stays visible."""


class TrackListModel(QAbstractListModel):
    """Rows of a film's review."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: tuple[_Row, ...] = ()
        self._shown: tuple[FilmReview | None, int] = (None, 0)

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """Return the number of rows (Qt)."""
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what a row shows (Qt)."""
        if not index.isValid():
            return None
        _, name, span, state, _ = self._rows[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.AccessibleTextRole:
                return ", ".join(part for part in (name, span, state) if part)
            case _ if role == ROW_ROLE:
                return self._rows[index.row()]
            case _:
                return None

    def show_review(self, review: FilmReview | None, line: TimeLine) -> None:
        """Show another review. Rows that stay keep their selection."""
        before, frames = self._shown
        self._shown = review, line.count
        if review is not None and frames == line.count and review.lists_as(before):
            return
        rows = tuple(self._row(review, row, line) for row in range(review.rows)) if review is not None else ()
        if len(rows) != len(self._rows):
            self.beginResetModel()
            self._rows = rows
            self.endResetModel()
        elif rows != self._rows:
            self._rows = rows
            self.dataChanged.emit(self.index(0), self.index(len(rows) - 1))

    def _row(self, review: FilmReview, row: int, line: TimeLine) -> _Row:
        tracks = review.found.tracks
        is_found = row < len(tracks)
        kind = tracks[row].kind if is_found else review.places[row - len(tracks)].region.kind
        span = " – ".join(film_clock.clock(line.time_s(number)) for number in review.span(row))
        if review.is_shown(row):
            state = self.tr("stays visible")
        else:
            state = self.tr("look at it") if is_found and tracks[row].doubts else ""
        return kind, kind_words.kind_name(kind), span, state, review.is_shown(row)


class TrackListView(QListView):
    """The list.

    Signals:
        row_chosen: index of the row that was chosen.
    """

    row_chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = TrackListModel()
        self._delegate = _RowDelegate()
        self._is_telling = True
        self.setModel(self._model)
        self.setItemDelegate(self._delegate)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setAccessibleName(self.tr("What will be hidden in this film"))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.selectionModel().currentChanged.connect(self._on_current_changed)

    def show_review(self, review: FilmReview | None, line: TimeLine) -> None:
        """Show a film's rows and mark the chosen one."""
        self._is_telling = False
        self._model.show_review(review, line)
        chosen = review.chosen if review is not None else None
        index = self._model.index(chosen) if chosen is not None else QModelIndex()
        self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self._is_telling = True
        if index.isValid():
            self.scrollTo(index)

    def show_palette(self, palette: Palette) -> None:
        """Take the colours of the look."""
        self._delegate.palette = palette
        self.viewport().update()

    def _on_current_changed(self, index: QModelIndex) -> None:
        if self._is_telling and index.isValid():
            self.row_chosen.emit(index.row())


class _RowDelegate(QStyledItemDelegate):
    """The painter of the rows: swatch, kind, from when to when, state."""

    palette = theme.LIGHT

    def sizeHint(self, _option: QStyleOptionViewItem, _index: _Index) -> QSize:
        """Return a row's size (Qt)."""
        return QSize(120, _ROW_PX)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Paint a row (Qt)."""
        kind, name, span, state, is_shown = index.data(ROW_ROLE)
        card = QRect(option.rect).adjusted(0, 1, 0, -1)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        is_selected = bool(option.state & QStyle.StateFlag.State_Selected)
        if is_selected or option.state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(self.palette.accent_wash if is_selected else self.palette.hover))
            painter.drawRoundedRect(card, 7, 7)
        inside = card.adjusted(_PAD_PX, 0, -_PAD_PX, 0)
        swatch = QRect(inside.left(), inside.center().y() - _SWATCH_PX // 2 + 1, _SWATCH_PX, _SWATCH_PX)
        painter.setPen(QPen(QColor(self.palette.quiet), 1.0))
        painter.setBrush(Qt.BrushStyle.NoBrush if is_shown else QColor(kind_words.kind_colour(kind)))
        painter.drawRoundedRect(QStyle.visualRect(option.direction, inside, swatch), 3, 3)
        painter.setLayoutDirection(option.direction)
        row = QStyle.visualRect(option.direction, inside, inside.adjusted(_SWATCH_PX + 8, 0, 0, 0))
        quiet = QColor(self.palette.ink if is_selected else self.palette.quiet)
        self._paint_words(painter, row, (name, span, state), quiet)
        painter.restore()

    def _paint_words(self, painter: QPainter, row: QRect, words: tuple[str, str, str], quiet: QColor) -> None:
        """Write what it is, behind it its state, and at the end of the row from when to when."""
        name, span, state = words
        metrics = painter.fontMetrics()
        leading = Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter
        room = row.width() - metrics.horizontalAdvance(span) - 10
        painter.setPen(QColor(self.palette.ink))
        shown = metrics.elidedText(name, Qt.TextElideMode.ElideRight, room)
        painter.drawText(row, leading, shown)
        used = metrics.horizontalAdvance(shown) + 8
        rest = QStyle.visualRect(painter.layoutDirection(), row, QRect(row).adjusted(used, 0, room - row.width(), 0))
        painter.setPen(quiet)
        painter.drawText(row, Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter, span)
        if rest.width() > 30:
            painter.drawText(rest, leading, metrics.elidedText(state, Qt.TextElideMode.ElideRight, rest.width()))
