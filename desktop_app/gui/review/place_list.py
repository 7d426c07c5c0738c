"""List the places of one page: what each hides, how sure that is, who found it, and whether somebody agreed."""

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
from PySide6.QtGui import QColor, QFont, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from desktop_app.conversation.review import PageReview, Place
from desktop_app.gui.style import theme
from desktop_app.gui.style.theme import Palette
from desktop_app.gui.words import kind_words

PLACE_ROLE = Qt.ItemDataRole.UserRole
_ROW_PX, _SWATCH_PX, _PAD_PX = 34, 12, 10

_Index = QModelIndex | QPersistentModelIndex


class PlaceListModel(QAbstractListModel):
    """Rows of places, in the order of the review."""

    def __init__(self) -> None:
        super().__init__()
        self._places: tuple[Place, ...] = ()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """Return the number of places (Qt)."""
        return 0 if parent.isValid() else len(self._places)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what a row shows (Qt)."""
        if not index.isValid():
            return None
        place = self._places[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return kind_words.place_tag(place)
            case Qt.ItemDataRole.AccessibleTextRole:
                words = (kind_words.place_tag(place), kind_words.certainty(place), self.state(place))
                return ", ".join(words)
            case _ if role == PLACE_ROLE:
                return place
            case _:
                return None

    def state(self, place: Place) -> str:
        """Return who found a place and whether somebody agreed."""
        if place.is_undecided:
            return self.tr("not hidden yet")
        found = kind_words.finder(place)
        return self.tr("{found}, agreed").format(found=found) if place.is_accepted and not place.is_by_person else found

    def show_places(self, places: tuple[Place, ...]) -> None:
        """Show other places. Rows that stay keep their selection."""
        if len(places) != len(self._places):
            self.beginResetModel()
            self._places = places
            self.endResetModel()
        elif places != self._places:
            self._places = places
            self.dataChanged.emit(self.index(0), self.index(len(places) - 1))


class PlaceListView(QListView):
    """The list.

    Signals:
        place_chosen: index of the place whose row was chosen.
    """

    place_chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = PlaceListModel()
        self._delegate = _PlaceDelegate()
        self._is_telling = True
        self.setModel(self._model)
        self.setItemDelegate(self._delegate)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setAccessibleName(self.tr("Places that will be hidden on this page"))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.selectionModel().currentChanged.connect(self._on_current_changed)

    def show_review(self, review: PageReview) -> None:
        """Show a page's places and mark the chosen one."""
        self._is_telling = False
        self._model.show_places(review.places)
        index = self._model.index(review.chosen) if review.chosen is not None else QModelIndex()
        self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self._is_telling = True
        self._show_chosen()

    def show_palette(self, palette: Palette) -> None:
        """Take the colours of the look."""
        self._delegate.palette = palette
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the chosen place in sight (Qt)."""
        super().resizeEvent(event)
        self._show_chosen()

    def _show_chosen(self) -> None:
        if self.currentIndex().isValid():
            self.scrollTo(self.currentIndex())

    def _on_current_changed(self, index: QModelIndex) -> None:
        if self._is_telling and index.isValid():
            self.place_chosen.emit(index.row())


class _PlaceDelegate(QStyledItemDelegate):
    """The painter of the rows: swatch, kind, who found it, how sure."""

    palette = theme.LIGHT

    def sizeHint(self, _option: QStyleOptionViewItem, _index: _Index) -> QSize:
        """Return a row's size (Qt)."""
        return QSize(120, _ROW_PX)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Paint a row (Qt)."""
        place: Place = index.data(PLACE_ROLE)
        model = index.model()
        state = model.state(place) if isinstance(model, PlaceListModel) else ""
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
        self._paint_swatch(painter, QStyle.visualRect(option.direction, inside, swatch), place)
        painter.setLayoutDirection(option.direction)
        words = QStyle.visualRect(option.direction, inside, inside.adjusted(_SWATCH_PX + 8, 0, 0, 0))
        quiet = QColor(self.palette.ink if is_selected else self.palette.quiet)
        self._paint_words(painter, words, place, (state, quiet))
        painter.restore()

    def _paint_swatch(self, painter: QPainter, swatch: QRect, place: Place) -> None:
        painter.setPen(QPen(QColor(self.palette.quiet), 1.0))  # the darkest swatch must not drown in the dark look
        painter.setBrush(QColor(kind_words.place_colour(place)))
        painter.drawRoundedRect(swatch, 3, 3)
        if place.is_accepted:
            painter.setPen(QColor(theme.LIGHT.panel))
            font = QFont(painter.font())
            font.setPixelSize(10)
            font.setWeight(QFont.Weight.Bold)
            painter.save()
            painter.setFont(font)
            painter.drawText(swatch, Qt.AlignmentFlag.AlignCenter, "✓")
            painter.restore()

    def _paint_words(self, painter: QPainter, row: QRect, place: Place, state: tuple[str, QColor]) -> None:
        """Write the kind, behind it its state, and at the end of the row how sure it is."""
        metrics = painter.fontMetrics()
        leading = Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter
        words, quiet = state
        sure = kind_words.certainty(place)
        room = row.width() - metrics.horizontalAdvance(sure) - 10
        name = metrics.elidedText(kind_words.place_tag(place), Qt.TextElideMode.ElideRight, room)
        painter.setPen(QColor(self.palette.refused if place.is_undecided else self.palette.ink))
        painter.drawText(row, leading, name)
        used = metrics.horizontalAdvance(name) + 8
        rest = QStyle.visualRect(painter.layoutDirection(), row, QRect(row).adjusted(used, 0, room - row.width(), 0))
        painter.setPen(quiet)
        painter.drawText(row, Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter, sure)
        if rest.width() > 40:
            painter.drawText(rest, leading, metrics.elidedText(words, Qt.TextElideMode.ElideRight, rest.width()))
