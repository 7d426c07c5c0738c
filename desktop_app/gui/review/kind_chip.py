"""Show a kind of what is hidden on a page, and how often; behind it, what can be done with all of that kind at once."""

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QMenu, QWidget

from desktop_app.gui.style import controls, theme
from desktop_app.gui.words import kind_words


class KindChip(controls.Button):
    """The chip.

    Signals:
        all_asked: the kind, and whether all of it is to be hidden (or seen).
    """

    all_asked = Signal(str, bool)

    def __init__(self, kind: str, count: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        name = kind_words.kind_name(kind)
        self.setObjectName("kindChip")
        self.setText(f"{name} {count}")
        self.setAccessibleName(self.tr("{kind}, {count} on this page: hide or show all").format(kind=name, count=count))
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setStyleSheet(f"background: {kind_words.kind_colour(kind)}; color: {theme.LIGHT.panel};")
        menu = QMenu(self)
        menu.setToolTipsVisible(True)
        menu.setStyleSheet(f"background: {theme.LIGHT.panel}; color: {theme.LIGHT.ink};")
        hide = controls.menu_action(menu, self.tr("Agree with all: {kind}").format(kind=name))
        show = controls.menu_action(menu, self.tr("Let all be seen: {kind}").format(kind=name))
        hide.triggered.connect(lambda: self.all_asked.emit(kind, True))
        show.triggered.connect(lambda: self.all_asked.emit(kind, False))
        self.clicked.connect(lambda: menu.popup(self.mapToGlobal(QPoint(0, self.height()))))
