"""Show a header beside the page, to be searched: what stands in it, and what becomes of it in a copy. Reads no file."""

from collections import Counter
from collections.abc import Sequence

from PySide6.QtCore import QSortFilterProxyModel, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from desktop_app.gui.page.page_view import Guest
from desktop_app.gui.series import series_words
from desktop_app.gui.series.tag_list_model import FATE, NAME, VALUE, TagListModel
from desktop_app.gui.style import controls
from desktop_app.gui.style.theme import Palette
from desktop_app.runtime_client.values import Fate, Tag

WIDTH_PX = 380
_ROW_PX = 26
_MAX_WANTED_CHARS = 100
_TOLD: tuple[Fate, ...] = ("removed", "replaced", "cleaned", "shifted", "emptied", "kept")


class TagsView(Guest):
    """The list.

    Signals:
        close_asked: it is not wanted any more.
    """

    close_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("tagList")
        self.setFixedWidth(WIDTH_PX)
        self.setAccessibleName(self.tr("Header of the picture"))
        self._title = controls.label(self.tr("Header of this picture"), name="reviewTitle")
        self._close = controls.icon_button(self.tr("Close the header"), "close")
        self._wanted = QLineEdit()
        self._wanted.setMaxLength(_MAX_WANTED_CHARS)
        self._wanted.setPlaceholderText(self.tr("Search names and values"))
        self._wanted.setAccessibleName(self.tr("Search names and values"))
        self._state = controls.label(is_quiet=True, is_wrapped=True, name="tagState")
        self._model = TagListModel()
        self._found = QSortFilterProxyModel(self)
        self._found.setSourceModel(self._model)
        self._found.setFilterKeyColumn(-1)
        self._found.setFilterCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self._table = _table(self._found)
        self._table.setAccessibleName(self.tr("Elements of the header"))
        self._lay_out()
        self._wanted.textChanged.connect(self._found.setFilterFixedString)
        self._close.clicked.connect(self.close_asked)
        self.hide()

    def show_tags(self, tags: Sequence[Tag], *, is_cut: bool) -> None:
        """Show a header. `is_cut`: there is more of it."""
        at = self._table.verticalScrollBar().value()
        self._model.show_tags(tags)
        self._table.verticalScrollBar().setValue(at)  # the next slice has the same elements
        counts = Counter(tag.fate for tag in tags)
        told = [f"{counts[word]} {series_words.fate(word)}" for word in _TOLD if counts[word]]
        more = [self.tr("there are more than are listed")] if is_cut else []
        self._state.setText(" · ".join((*told, *more)))

    def show_waiting(self) -> None:
        """Show that the header is on its way; that of another picture may not stand here."""
        self._model.show_tags(())
        self._state.setText(self.tr("Reading the header…"))

    def focus_search(self) -> None:
        """Put the cursor into the search."""
        self._wanted.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_palette(self, palette: Palette) -> None:
        """Take the colours of the look."""
        controls.tint(self._close, palette.ink)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self._title, 1)
        head.addWidget(self._close)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 8, 8)
        column.setSpacing(6)
        column.addLayout(head)
        column.addWidget(self._wanted)
        column.addWidget(self._state)
        column.addWidget(self._table, 1)


def _table(model: QSortFilterProxyModel) -> QTableView:
    table = QTableView()
    table.setObjectName("tagTable")
    table.setModel(model)
    table.setShowGrid(False)
    table.setAcceptDrops(False)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    table.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    table.setTabKeyNavigation(False)
    table.setFrameShape(QFrame.Shape.NoFrame)
    table.verticalHeader().setDefaultSectionSize(_ROW_PX)
    table.verticalHeader().hide()
    head = table.horizontalHeader()
    head.setHighlightSections(False)
    head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter)
    for column, width_px in ((NAME, 130), (VALUE, 118)):
        head.resizeSection(column, width_px)
    head.setSectionResizeMode(FATE, QHeaderView.ResizeMode.Stretch)
    return table
