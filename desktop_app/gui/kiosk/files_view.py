"""Let somebody choose a file with a finger: where it may be from at the left, what is there at the right. Reads nothing."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QScroller, QVBoxLayout, QWidget

from desktop_app.foundation.plain_text import plain
from desktop_app.gui.kiosk.touch_buttons import touch_button
from desktop_app.gui.style import controls, icons, theme
from desktop_app.gui.style.controls import Button
from desktop_app.gui.style.theme import Palette
from desktop_app.kiosk.shown_files import Entry

ROW_PX = 72
_PLACES_PX = 340
_PATH_ROLE, _FOLDER_ROLE = Qt.ItemDataRole.UserRole, Qt.ItemDataRole.UserRole + 1


class FilesView(QWidget):
    """The first step.

    Signals:
        place_chosen: a `Path`, of a drive or a folder that is offered.
        folder_chosen: a `Path` in it.
        file_chosen: a `Path`.
        up_asked: back to the folder above.
    """

    place_chosen = Signal(object)
    folder_chosen = Signal(object)
    file_chosen = Signal(object)
    up_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._palette = theme.LIGHT
        self._places: list[Button] = []
        self._place_column = QVBoxLayout()
        self._place_column.setSpacing(12)
        self._hint = controls.label(self.tr("Plug in a USB stick now."), is_wrapped=True, name="kioskTitle")
        self._message = controls.label(is_wrapped=True, name="kioskMessage")
        self._message.hide()
        self._where = controls.label(name="kioskTitle")
        self._up = touch_button(self.tr("Folder above"))
        self._up.clicked.connect(self.up_asked)
        self._list = QListWidget()
        self._list.setObjectName("kioskFiles")
        self._list.setAccessibleName(self.tr("Files"))
        self._list.setIconSize(QSize(32, 32))
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self._list.setUniformItemSizes(True)
        QScroller.grabGesture(self._list.viewport(), QScroller.ScrollerGestureType.TouchGesture)
        self._list.itemClicked.connect(self._on_chosen)
        self._list.itemActivated.connect(self._on_chosen)
        self._lay_out()

    def show_places(self, places: Sequence[tuple[Path, str]], chosen: Path | None) -> None:
        """Offer drives and folders, by path and name."""
        for button in self._places:
            self._place_column.removeWidget(button)
            button.hide()
            button.deleteLater()
        self._places = []
        for path, name in places:
            button = touch_button(name, "touch")
            button.setCheckable(True)
            button.setChecked(path == chosen)
            button.clicked.connect(lambda _=False, one=path: self.place_chosen.emit(one))
            self._place_column.insertWidget(len(self._places), button)
            self._places.append(button)
        self._hint.setVisible(not places)
        for widget in (self._list, self._where):
            widget.setVisible(bool(places))

    def show_entries(self, where: str, entries: Sequence[Entry], *, has_above: bool) -> None:
        """Show what is in a folder."""
        self._list.clear()
        for entry in entries:
            drawing = icons.icon("tray" if entry.is_folder else "document", self._palette.quiet, 32)
            item = QListWidgetItem(drawing, plain(entry.path.name))
            item.setData(_PATH_ROLE, str(entry.path))
            item.setData(_FOLDER_ROLE, entry.is_folder)
            item.setSizeHint(QSize(0, ROW_PX))
            self._list.addItem(item)
        self._list.scrollToTop()
        self._where.setText(where if entries else self.tr("{place}: nothing here can be opened").format(place=where))
        self._up.setVisible(has_above)

    def show_message(self, text: str) -> None:
        """Say why the last choice came to nothing, or take that back."""
        self._message.setText(text)
        self._message.setVisible(bool(text))

    def clear(self) -> None:
        """Show nothing of anybody."""
        self._list.clear()
        self._list.addItem(" ")
        self._list.grab()  # Qt's style keeps the words of the row that it drew last
        self._list.clear()
        self.show_message("")
        self.show_places((), None)
        self._where.setText("")
        self._up.hide()

    def show_palette(self, palette: Palette) -> None:
        """Take the colours of the look."""
        self._palette = palette

    def _on_chosen(self, item: QListWidgetItem) -> None:
        path = Path(str(item.data(_PATH_ROLE)))
        (self.folder_chosen if item.data(_FOLDER_ROLE) else self.file_chosen).emit(path)

    def _lay_out(self) -> None:
        left = QVBoxLayout()
        left.addWidget(controls.label(self.tr("Where is your file?"), name="kioskTitle"))
        left.addLayout(self._place_column)
        left.addWidget(self._hint)
        left.addStretch(1)
        left.addWidget(
            controls.label(
                self.tr("A stick that you plug in appears here by itself."),
                is_quiet=True,
                is_wrapped=True,
                name="kioskText",
            )
        )
        sided = QWidget()
        sided.setFixedWidth(_PLACES_PX)
        left.setContentsMargins(0, 0, 0, 0)
        sided.setLayout(left)
        head = QHBoxLayout()
        head.addWidget(self._where, 1)
        head.addWidget(self._up)
        right = QVBoxLayout()
        right.setSpacing(12)
        right.addWidget(self._message)
        right.addLayout(head)
        right.addWidget(self._list, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(32, 24, 32, 24)
        row.setSpacing(32)
        row.addWidget(sided)
        listed = QWidget()  # which keeps its place while nothing is in it
        right.setContentsMargins(0, 0, 0, 0)
        right.addStretch(0)
        listed.setLayout(right)
        row.addWidget(listed, 1)
