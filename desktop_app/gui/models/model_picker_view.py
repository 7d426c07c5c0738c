"""Show which model answers, as a button that opens the list of those that could. Chooses nothing itself."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from desktop_app.gui.style import controls
from desktop_app.gui.style.theme import Palette
from desktop_app.gui.words import wording
from desktop_app.models.model_choice import PRECISIONS, READER


class ModelPickerView(controls.ToolButton):
    """The button with the model's name, and its menu.

    Signals:
        model_chosen: a name and a precision.
        add_asked: the user wants another model.
    """

    model_chosen = Signal(str, str)
    add_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._names: tuple[str, ...] = ()
        self._chosen = (READER, "auto")
        self._menu = QMenu(self)
        self._menu.setLayoutDirection(QApplication.layoutDirection())
        self.setObjectName("modelPicker")
        controls.open_menu(self, self._menu)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setLayoutDirection(Qt.LayoutDirection.RightToLeft)  # the arrow stands behind the name
        self.setProperty("drawing", "down")
        self.setIconSize(QSize(12, 12))
        self.setToolTip(self.tr("Choose the model that answers"))
        self.show_choice(READER, "auto")

    def show_choice(self, name: str, precision: str) -> None:
        """Show which model was chosen."""
        self._chosen = (name, precision)
        self.show_loaded("")

    def show_loaded(self, precision: str) -> None:
        """Show in which precision the model was loaded; empty where that says nothing."""
        title = wording.model_title(self._chosen[0])
        words = f"{title} · {precision}" if precision else title
        self.setText(words)
        self.setAccessibleName(self.tr("Model: {model}").format(model=words))
        self._fill()

    def show_models(self, names: Sequence[str]) -> None:
        """Show which imported models there are."""
        if tuple(names) != self._names:
            self._names = tuple(names)
            self._fill()

    def tick_chosen(self) -> None:
        """Tick the model that was chosen again: the menu has moved its tick to what was pressed."""
        self._fill()

    def show_palette(self, palette: Palette) -> None:
        """Take the colours of the look."""
        controls.tint(self, palette.quiet)

    def _fill(self) -> None:
        self._menu.clear()
        self._add(self._menu, wording.model_title(READER), READER, "auto")
        for name in self._names:
            menu = controls.submenu(self._menu, name)
            for precision in PRECISIONS:
                self._add(menu, wording.precision_name(precision), name, precision)
        self._menu.addSeparator()
        add = controls.menu_action(self._menu, self.tr("Add a model…"))
        add.triggered.connect(self.add_asked)

    def _add(self, menu: QMenu, words: str, name: str, precision: str) -> QAction:
        action = controls.menu_action(menu, words)
        action.setCheckable(True)
        action.setChecked((name, precision) == self._chosen)
        action.triggered.connect(lambda _=False: self.model_chosen.emit(name, precision))
        return action
