"""Show an empty conversation: the large drop target, and below it the start-up tasks with their ticks."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from desktop_app.gui.intake.drop_view import LargeDropView
from desktop_app.gui.style import controls, icons, theme
from desktop_app.gui.style.flow_layout import FlowLayout
from desktop_app.gui.style.theme import Palette


class StartView(QFrame):
    """What the centre shows before there is a document.

    Attributes:
        drop: the target.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.drop = LargeDropView()
        self._palette = theme.LIGHT
        self._done = (False, False, False)
        self._marks = [controls.label() for _ in self._done]
        names = (self.tr("Sandbox proven"), self.tr("Hardware found"), "")
        self._names = [controls.label(name, is_quiet=True) for name in names]
        tasks = FlowLayout(gap_px=6, is_centred=True)  # one under the other where they would be clipped
        for mark, name in zip(self._marks, self._names, strict=True):
            tasks.addWidget(_task(mark, name))
        column = QVBoxLayout(self)
        column.setContentsMargins(40, 28, 40, 18)
        column.setSpacing(14)
        column.addWidget(self.drop, 1)
        column.addLayout(tasks)

    def show_tasks(self, done: tuple[bool, bool, bool]) -> None:
        """Tick what is done: sandbox, hardware, model."""
        self._done = done
        for mark, name, is_done in zip(self._marks, self._names, done, strict=True):
            drawing, colour = ("tick", self._palette.proven) if is_done else ("waiting", self._palette.quiet)
            mark.setPixmap(icons.icon(drawing, colour, 16).pixmap(QSize(16, 16), self.devicePixelRatioF()))
            mark.setAlignment(Qt.AlignmentFlag.AlignVCenter)
            name.setAccessibleDescription(self.tr("done") if is_done else self.tr("waiting"))

    def show_model(self, name: str) -> None:
        """Show which model the last task is about."""
        self._names[-1].setText(self.tr("{model} ready").format(model=name))

    def show_palette(self, palette: Palette) -> None:
        """Take the colours of the look."""
        self._palette = palette
        self.drop.show_palette(palette)
        self.show_tasks(self._done)


def _task(mark: QWidget, name: QWidget) -> QWidget:
    made = QWidget()
    row = QHBoxLayout(made)
    row.setContentsMargins(6, 0, 6, 0)
    row.setSpacing(6)
    row.addWidget(mark)
    row.addWidget(name)
    return made
