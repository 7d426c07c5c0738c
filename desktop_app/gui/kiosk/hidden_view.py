"""Show a page exactly as a model would get it, and let somebody hide more of it with a finger. Shows and tells."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from desktop_app.gui.kiosk.touch_buttons import touch_button
from desktop_app.gui.kiosk.touch_scroll import TouchScroll
from desktop_app.gui.page.page_canvas_view import PageCanvasView
from desktop_app.gui.style import controls
from desktop_app.gui.style.theme import Palette

_SIDE_PX = 380


class HiddenView(QWidget):
    """The second step.

    Attributes:
        canvas: the page.

    Signals:
        accepted: what is hidden is enough.
        box_drawn: a `Box` on this page is to be hidden, too.
        undo_asked: the last box that was drawn is to go.
        step_asked: -1 or 1, to another page.
        back_asked: another file.
    """

    accepted = Signal()
    box_drawn = Signal(object)
    undo_asked = Signal()
    step_asked = Signal(int)
    back_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.canvas = PageCanvasView()
        self.canvas.fit_page()
        self._title = controls.label(is_wrapped=True, name="kioskTitle")
        self._counts = controls.label(is_wrapped=True, name="kioskText")
        self._unseen = controls.label(is_wrapped=True, name="kioskMessage")
        self._unseen.hide()
        self._more = touch_button(self.tr("Hide something more"))
        self._more.setCheckable(True)
        self._more.toggled.connect(self._on_more)
        self._undo = touch_button(self.tr("Take my last box away"))
        self._undo.clicked.connect(self.undo_asked)
        self._before, self._after = touch_button(self.tr("Page before")), touch_button(self.tr("Next page"))
        self._before.clicked.connect(lambda: self.step_asked.emit(-1))
        self._after.clicked.connect(lambda: self.step_asked.emit(1))
        self._page = controls.label(name="kioskText")
        self._page.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._back = touch_button(self.tr("Another file"))
        self._back.clicked.connect(self.back_asked)
        self._accept = touch_button(self.tr("Good, go on"), "touchPrimary")
        self._accept.setMinimumHeight(88)
        self._accept.clicked.connect(self.accepted)
        self.canvas.part_chosen.connect(self.box_drawn)
        self._lay_out()

    def show_working(self, text: str) -> None:
        """Say what is being done; nothing can be accepted meanwhile."""
        self._title.setText(text)
        self._counts.setText("")
        self._hint.hide()  # there is no page yet on which anything could be seen
        for button in (self._accept, self._more, self._undo):
            button.setEnabled(False)

    def show_counts(self, counts: Sequence[tuple[str, int]], *, has_own: bool, is_ready: bool) -> None:
        """Say how much of which kind is hidden on all pages."""
        count = sum(number for _, number in counts)
        one, many = self.tr("1 place is hidden."), self.tr("{count} places are hidden.")
        none = self.tr("Nothing was found that must be hidden.")
        self._title.setText(none if not count else one if count == 1 else many.format(count=count))
        self._counts.setText("\n".join(f"{kind}: {number}" for kind, number in counts))
        self._counts.setVisible(bool(counts))
        self._hint.show()
        self._accept.setEnabled(is_ready)
        self._more.setEnabled(True)
        self._undo.setEnabled(has_own)
        self._undo.setVisible(has_own)

    def show_unseen(self, count: int) -> None:
        """Say how many other pages have to be looked at first."""
        one, many = self.tr("Please look at the other page, too."), self.tr("Please look at {count} more pages, too.")
        self._unseen.setText(one if count == 1 else many.format(count=count))
        self._unseen.setVisible(count > 0)

    def show_page_number(self, number: int, count: int) -> None:
        """Say which page it is."""
        for widget in (self._before, self._after, self._page):
            widget.setVisible(count > 1)
        self._page.setText(self.tr("Page {number} of {count}").format(number=number, count=count))
        self._before.setEnabled(number > 1)
        self._after.setEnabled(number < count)

    def clear(self) -> None:
        """Show nothing of anybody."""
        self._more.setChecked(False)
        self.canvas.show_picture(None)
        self.canvas.show_sources((), None)
        self.show_page_number(1, 1)
        self.show_working("")
        self._undo.hide()
        self._unseen.hide()

    def end_drawing(self) -> None:
        """The box is taken; the next touch moves the page again."""
        self._more.setChecked(False)

    def show_palette(self, palette: Palette) -> None:
        """Take the colours of the look."""
        self.canvas.show_palette(palette)

    def _on_more(self, is_on: bool) -> None:
        self.canvas.take_part(is_on=is_on)
        self._more.setText(self.tr("Draw over it with a finger") if is_on else self.tr("Hide something more"))

    def _lay_out(self) -> None:
        hint = self.tr("This is exactly what is looked at when you ask. Is a face or a name still to be seen?")
        side = QVBoxLayout()
        side.setContentsMargins(0, 0, 0, 0)
        side.setSpacing(12)
        self._hint = controls.label(hint, is_quiet=True, is_wrapped=True, name="kioskText")
        side.addWidget(self._told(), 1)
        side.addWidget(self._more)
        side.addWidget(self._undo)
        side.addWidget(self._unseen)
        side.addWidget(self._page)
        pages = QHBoxLayout()
        pages.setSpacing(12)
        pages.addWidget(self._before)
        pages.addWidget(self._after)
        side.addLayout(pages)
        foot = QHBoxLayout()
        foot.setSpacing(12)
        foot.addWidget(self._back, 0, Qt.AlignmentFlag.AlignBottom)
        foot.addWidget(self._accept, 1)
        side.addLayout(foot)
        sided = QWidget()
        sided.setFixedWidth(_SIDE_PX)
        sided.setLayout(side)
        row = QHBoxLayout(self)
        row.setContentsMargins(32, 20, 32, 20)
        row.setSpacing(24)
        row.addWidget(self.canvas, 1)
        row.addWidget(sided)
        self.clear()

    def _told(self) -> TouchScroll:
        """Return what is said of the page."""
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        for label in (self._title, self._counts, self._hint):
            column.addWidget(label)
        column.addStretch(1)
        told = TouchScroll(inside, self.tr("What is hidden"))
        told.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        return told
