"""Lay widgets out like words: in rows, wrapped at the edge, from the right in right-to-left languages."""

from collections.abc import Sequence

from PySide6.QtCore import QMargins, QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget


class FlowLayout(QLayout):
    """Rows of widgets, `gap_px` apart; from the edge, or each in the middle."""

    def __init__(self, parent: QWidget | None = None, gap_px: int = 6, *, is_centred: bool = False) -> None:
        super().__init__(parent)
        self._is_centred = is_centred
        self._items: list[QLayoutItem] = []
        self._gap_px = gap_px
        self._heights: dict[int, int] = {}  # by width: Qt asks often, and the answer costs a walk through all items
        self.setContentsMargins(QMargins(0, 0, 0, 0))

    def addItem(self, item: QLayoutItem) -> None:
        """Take an item at the end (Qt)."""
        self._items.append(item)

    def put_first(self, widgets: Sequence[QWidget]) -> None:
        """Put widgets before those that are there."""
        earlier = self._items
        self._items = []
        for widget in widgets:
            self.addWidget(widget)
        self._items += earlier

    def count(self) -> int:
        """Return the number of items (Qt)."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        """Return an item (Qt)."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        """Give an item away (Qt)."""
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        """Want no more room than needed (Qt)."""
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        """Tell that the height follows from the width (Qt)."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height of all rows at this width (Qt)."""
        if width not in self._heights:
            self._heights[width] = self._arrange(QRect(0, 0, width, 0), is_real=False)
        return self._heights[width]

    def invalidate(self) -> None:
        """Forget what was measured (Qt)."""
        self._heights.clear()
        super().invalidate()

    def setGeometry(self, rect: QRect) -> None:
        """Place every item (Qt)."""
        super().setGeometry(rect)
        self._arrange(rect, is_real=True)

    def sizeHint(self) -> QSize:
        """Return the size that is needed at least (Qt)."""
        return self.minimumSize()

    def minimumSize(self) -> QSize:
        """Return the size of the largest item (Qt)."""
        size = QSize()
        for item in self._items:
            size = size.expandedTo(item.minimumSize())
        return size

    def _arrange(self, rect: QRect, *, is_real: bool) -> int:
        left, top, row_height = rect.left(), rect.top(), 0
        row: list[tuple[QLayoutItem, QRect]] = []
        owner = self.parentWidget()
        is_mirrored = owner is not None and owner.isRightToLeft()

        def end_row() -> None:
            spare_px = rect.width() - (left - self._gap_px - rect.left()) if self._is_centred else 0
            _place(row, row_height, (-spare_px if is_mirrored else spare_px) // 2)

        for item in self._items:
            if item.isEmpty():
                continue  # hidden
            wanted = item.sizeHint()
            size = wanted.boundedTo(QSize(max(rect.width(), 1), 10_000))
            if size.width() < wanted.width() and item.hasHeightForWidth():
                size.setHeight(item.heightForWidth(size.width()))  # words that wrap
            if left > rect.left() and left + size.width() > rect.right() + 1:
                end_row()
                left, top, row_height, row = rect.left(), top + row_height + self._gap_px, 0, []
            if is_real:
                x = rect.right() + 1 - (left - rect.left()) - size.width() if is_mirrored else left
                row.append((item, QRect(QPoint(x, top), size)))
            left += size.width() + self._gap_px
            row_height = max(row_height, size.height())
        end_row()
        return top + row_height - rect.top()


def tight_row(*buttons: QWidget) -> FlowLayout:
    """Return small buttons side by side."""
    row = FlowLayout(gap_px=6)
    for button in buttons:
        button.setProperty("tight", True)
        row.addWidget(button)
    return row


def _place(row: list[tuple[QLayoutItem, QRect]], height: int, right_px: int) -> None:
    """Put a row's items on one middle line, so far to the right."""
    for item, place in row:
        item.setGeometry(place.translated(right_px, (height - place.height()) // 2))
