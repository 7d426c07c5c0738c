"""Show where files can be dropped, with a button for those who do not drag. The window itself takes the drop."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from desktop_app.gui.style import controls, icons
from desktop_app.gui.style.theme import Palette
from desktop_app.gui.words import wording


class DropView(QFrame):
    """A framed target.

    Signals:
        choose_asked: the button was pressed.
    """

    choose_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("drop")

    def show_hot(self, *, is_hot: bool) -> None:
        """Show that what is being dragged can be dropped."""
        self.setProperty("hot", is_hot)
        self.style().unpolish(self)
        self.style().polish(self)


class SmallDropView(DropView):
    """The target at the foot of the tray."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        text = controls.label(self.tr("Drop pictures or documents, or"), is_quiet=True, is_wrapped=True)
        text.setAlignment(Qt.AlignmentFlag.AlignCenter)
        choose = controls.button(self.tr("choose files"), "link", self.tr("Choose files (Ctrl+O)"))
        choose.clicked.connect(self.choose_asked)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 14, 12, 12)
        column.setSpacing(2)
        column.addWidget(text)
        column.addWidget(choose, 0, Qt.AlignmentFlag.AlignHCenter)


class LargeDropView(DropView):
    """The target that fills an empty conversation."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("large", True)
        self._drawing = controls.label()
        title = controls.label(self.tr("Drop a picture or a document here"), name="dropTitle", is_wrapped=True)
        hint = controls.label(
            self.tr("Files, folders, or a picture from the clipboard (Ctrl+V). Nothing leaves this machine."),
            is_quiet=True,
            is_wrapped=True,
        )
        kinds = controls.label(wording.ACCEPTED_KINDS, is_quiet=True, is_wrapped=True)
        choose = controls.button(self.tr("Choose files…"), "primary", self.tr("Choose files (Ctrl+O)"))
        choose.clicked.connect(self.choose_asked)
        column = QVBoxLayout(self)
        column.setContentsMargins(32, 22, 32, 22)
        column.setSpacing(10)
        column.addStretch(1)
        for label in (self._drawing, title, hint):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            column.addWidget(label)
        column.addSpacing(8)
        column.addWidget(choose, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(8)
        kinds.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column.addWidget(kinds)
        column.addStretch(1)
        self.choose = choose

    def show_palette(self, palette: Palette) -> None:
        """Take the colours of the look."""
        self._drawing.setPixmap(icons.icon("drop", palette.accent, 44).pixmap(QSize(44, 44), self.devicePixelRatioF()))
