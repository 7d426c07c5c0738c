"""Show the controls above the page: zoom, turn, pages, part, redaction and its review, what the model sees."""

from PySide6.QtCore import QEvent, QPoint, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QMenu, QToolButton, QWidget

from desktop_app.gui.copies.copy_button_view import CopyButtonView
from desktop_app.gui.policy.policy_picker_view import PolicyPickerView
from desktop_app.gui.style import controls
from desktop_app.gui.style.theme import Palette

_ICON_PX = 36
"""Width of a button that shows its icon only."""


class PageToolBarView(QFrame):
    """The tool bar of the page.

    Attributes:
        picker, copies: the redaction policy, and the hidden copy to be saved; each by its own methods and signals.
        review: opens the review.

    Signals:
        zoom_in_asked, zoom_out_asked, turn_asked: one of the buttons was pressed.
        fit_asked, fit_page_asked, full_size_asked: how large the page is to be, from the menu behind the zoom.
        page_step_asked: -1 or 1.
        page_asked: the number of a page that was typed.
        part_toggled, model_view_toggled: the switch's new state.
        review_asked, find_asked: the review, or the search, is to be opened, or left.
    """

    zoom_in_asked = Signal()
    zoom_out_asked = Signal()
    fit_asked = Signal()
    fit_page_asked = Signal()
    full_size_asked = Signal()
    page_asked = Signal(int)
    turn_asked = Signal()
    page_step_asked = Signal(int)
    part_toggled = Signal(bool)
    model_view_toggled = Signal(bool)
    review_asked = Signal()
    find_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("pageToolBar")
        self.setFixedHeight(44)
        self._zoom_out = controls.icon_button(self.tr("Zoom out"), "minus")
        self._scale = controls.tool_button("100 %", self.tr("How large the page is"))
        self._scale.setFixedWidth(self._scale.fontMetrics().horizontalAdvance("1600 %") + 14)
        self._sizes = QMenu(self._scale)
        self._sizes.setToolTipsVisible(True)
        self._zoom_in = controls.icon_button(self.tr("Zoom in"), "plus")
        self._turn = controls.icon_button(self.tr("Turn the view"), "rotate")
        self._previous = controls.icon_button(self.tr("Previous page"), "previous")
        self._page = QLineEdit()
        self._page.setObjectName("pageNumber")
        self._page.setAccessibleName(self.tr("Page number"))
        self._page.setMaxLength(5)
        self._page.setFixedWidth(self._page.fontMetrics().horizontalAdvance("9999") + 14)
        self._page.setAlignment(Qt.AlignmentFlag.AlignRight)
        self._count = controls.label(name="pageCount")
        self._count.setContentsMargins(4, 0, 2, 0)
        self._shown_number = 1
        self._next = controls.icon_button(self.tr("Next page"), "next")
        self._part = controls.tool_button(
            self.tr("Ask about a part"), self.tr("Draw a rectangle on the page"), is_checkable=True
        )
        self.picker = PolicyPickerView()
        self.review = controls.tool_button(
            "", self.tr("See and change what will be hidden (Ctrl+R)"), is_checkable=True
        )
        self._model_view = controls.tool_button(
            self.tr("What the model sees"), self.tr("Show exactly the pixels that are sent (Ctrl+M)"), is_checkable=True
        )
        self._find = controls.icon_button(self.tr("Find, select and copy text (Ctrl+F)"), "find")
        self._find.setCheckable(True)
        self.copies = CopyButtonView()
        self._absent: set[QToolButton] = set()
        self._more = controls.icon_button(self.tr("More tools"), "more")
        self._lay_out()
        self._connect()
        self.show_pages(1, 1)
        self.show_review(0, is_waiting=False)

    def show_scale(self, scale: float) -> None:
        """Show the zoom; 1.0 is 100 %."""
        self._scale.setText(f"{scale * 100:.0f} %")
        self._scale.setAccessibleName(self.tr("Zoom {percent} %").format(percent=f"{scale * 100:.0f}"))

    def show_pages(self, number: int, count: int) -> None:
        """Show which page of how many; one page needs no buttons."""
        for widget in (self._page, self._count):
            widget.setVisible(count > 1)
        steps = {self._previous, self._next}
        absent = self._absent - steps if count > 1 else self._absent | steps
        if absent != self._absent:  # else there is nothing to fit anew: pages are turned quickly
            self._absent = absent
            self._fit()
        self._shown_number = number
        self._page.setText(str(number))
        self._count.setText(f"/ {count}")
        self._page.setAccessibleName(self.tr("Page number, of {count}").format(count=count))
        self._previous.setEnabled(number > 1)
        self._next.setEnabled(number < count)

    def show_review(self, count: int | None, *, is_waiting: bool) -> None:
        """Show how many places are hidden (None: nobody has looked yet), and whether sending waits for a person."""
        words = self.tr("Review (looking…)") if count is None else self.tr("Review ({count})").format(count=count)
        looking = self.tr("Review; still looking for what will be hidden")
        waits = self.tr("Review, {count} places hidden; sending waits for it")
        calm = self.tr("Review, {count} places hidden")
        if count == 1:
            waits = self.tr("Review, 1 place hidden; sending waits for it")
            calm = self.tr("Review, 1 place hidden")
        name = looking if count is None else (waits if is_waiting else calm).format(count=count)
        self._show_review(words, name, is_waiting=is_waiting)

    def show_nobody_looked(self) -> None:
        """Count nothing: what is to be hidden has not been looked for, and nobody is at it."""
        name = self.tr("Review; nothing has been looked for that is to be hidden")
        self._show_review(self.tr("Review"), name, is_waiting=False)

    def show_has_page(self, *, has_page: bool) -> None:
        """Offer what can be done with a page only where there is one; what is hidden can be chosen all the same."""
        page = (self._zoom_out, self._scale, self._zoom_in, self._turn, self._part, self._find)
        for widget in (*page, self.review, self._model_view, self.copies):
            widget.setEnabled(has_page)

    def show_review_open(self, *, is_open: bool) -> None:
        """Show whether the page is being reviewed; then a drag draws a box, and no part."""
        self.review.setChecked(is_open)
        self._absent = self._absent | {self._part} if is_open else self._absent - {self._part}
        self._fit()
        self.picker.setVisible(not is_open)  # the review has its own

    def show_find(self, *, is_on: bool) -> None:
        """Show whether words can be looked for and selected."""
        self._find.setChecked(is_on)

    def show_model_view(self, *, is_on: bool) -> None:
        """Show whether the page is what the model sees."""
        self._model_view.setChecked(is_on)

    def show_part_mode(self, *, is_on: bool) -> None:
        """Show whether the next drag takes a part."""
        self._part.setChecked(is_on)

    def show_palette(self, palette: Palette) -> None:
        """Take the colours of the look."""
        for widget in (self._zoom_out, self._zoom_in, self._turn, self._previous, self._next, self._find, self._more):
            controls.tint(widget, palette.ink)
        for button in (self._part, self._model_view):
            controls.tint(button, palette.ink)
        self.picker.show_palette(palette)
        self.copies.show_palette(palette)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Shorten what does not fit (Qt)."""
        super().resizeEvent(event)
        self._fit()

    def event(self, event: QEvent) -> bool:
        """Shorten what does not fit any more, or write out what does (Qt)."""
        is_done = super().event(event)
        if event.type() is QEvent.Type.LayoutRequest:
            self._fit()
        return is_done

    def _show_review(self, words: str, name: str, *, is_waiting: bool) -> None:
        if (words, is_waiting) == (self.review.text(), self.review.property("waits")):
            return  # told often, while pages come
        self.review.setText(words)
        self.review.setAccessibleName(name)
        self.review.setProperty("waits", is_waiting)
        self.review.style().unpolish(self.review)
        self.review.style().polish(self.review)

    def _fit(self) -> None:
        """Where the bar is too narrow, put tools into the menu at its end, one after the other.

        What is hidden, and its review, stay whole: first the two longest buttons become icons, then the rest goes.
        """
        for button in self._going:
            if button not in self._whole_px:
                self._whole_px[button] = button.sizeHint().width()  # while it has its words
        margins, row = self._row.contentsMargins(), [self._row.itemAt(index) for index in range(self._row.count())]
        fixed = [
            item
            for item in row
            if item is not None and not item.isEmpty() and item.widget() not in (self._more, *self._going)
        ]
        room = self.width() - margins.left() - margins.right() - sum(item.sizeHint().width() for item in fixed)
        present = [button for button in self._going if button not in self._absent]
        needed = sum(self._whole_px[button] for button in present)
        short, dropped = set[QToolButton](), set[QToolButton]()
        for button in present:
            if button in self._with_words and needed > room:
                short.add(button)
                needed -= self._whole_px[button] - _ICON_PX
        if needed > room:
            needed += self._more.sizeHint().width()  # the menu's own button
        for button in present:
            if needed > room:
                dropped.add(button)
                needed -= _ICON_PX if button in short else self._whole_px[button]
        self._show_fitted(short, dropped)

    def _show_fitted(self, short: set[QToolButton], dropped: set[QToolButton]) -> None:
        for button in self._with_words:
            style = Qt.ToolButtonStyle.ToolButtonIconOnly if button in short else Qt.ToolButtonStyle.ToolButtonTextOnly
            if button.toolButtonStyle() is not style:
                button.setToolButtonStyle(style)
        for button, action in self._in_menu.items():
            button.setVisible(button not in dropped and button not in self._absent)
            action.setVisible(button in dropped and button not in self._absent)
        self._more.setVisible(bool(dropped))

    def _show_usable(self) -> None:
        for button, action in self._in_menu.items():
            action.setEnabled(button.isEnabled())

    def _on_page_typed(self) -> None:
        """Ask for the page whose number was typed; one that there is not leaves the page that is shown."""
        if self._page.text().isdigit():
            self.page_asked.emit(int(self._page.text()))
        self._page.setText(str(self._shown_number))

    def _lay_out(self) -> None:
        self._part.setProperty("drawing", "part")
        self._model_view.setProperty("drawing", "eye")
        self._with_words = (self._part, self._model_view)  # in the order of shortening
        small = (self._zoom_out, self._zoom_in, self._turn, self.copies, self._find)  # in the order of going
        steps = (self._previous, self._next)  # the last to go: a page can be reached by its number, too
        self._going = (*small, *self._with_words, *steps, self._scale)
        self._whole_px: dict[QToolButton, int] = {}
        self._tools = QMenu(self._more)
        self._tools.setToolTipsVisible(True)
        names = {self._scale: self.tr("Zoom")}  # its own name tells how much
        self._in_menu = {
            button: controls.menu_action(self._tools, names.get(button, button.accessibleName()))
            for button in self._going
        }
        for long in self._with_words:
            long.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        row = self._row = QHBoxLayout(self)
        row.setContentsMargins(8, 0, 8, 0)
        row.setSpacing(0)
        for widget in (self._zoom_out, self._scale, self._zoom_in, self._turn):
            row.addWidget(widget)
        row.addSpacing(4)
        for part in (self._previous, self._page, self._count, self._next):
            row.addWidget(part)
        row.addStretch(1)
        for button in (self._part, self.picker, self.review, self._model_view, self._find, self.copies, self._more):
            row.addWidget(button)

    def _connect(self) -> None:
        self._zoom_out.clicked.connect(self.zoom_out_asked)
        self._zoom_in.clicked.connect(self.zoom_in_asked)
        for words, keys, asked in (
            (self.tr("Fit the width"), "Ctrl+0", self.fit_asked),
            (self.tr("Fit the whole page"), "Ctrl+2", self.fit_page_asked),
            (self.tr("Full size"), "Ctrl+1", self.full_size_asked),
        ):
            controls.menu_action(self._sizes, words, behind=keys).triggered.connect(asked)
        self._scale.clicked.connect(lambda: self._sizes.popup(self._scale.mapToGlobal(QPoint(0, self.height()))))
        self._page.returnPressed.connect(self._on_page_typed)
        self._page.editingFinished.connect(lambda: self._page.setText(str(self._shown_number)))
        self._turn.clicked.connect(self.turn_asked)
        self._previous.clicked.connect(lambda: self.page_step_asked.emit(-1))
        self._next.clicked.connect(lambda: self.page_step_asked.emit(1))
        self._part.toggled.connect(self.part_toggled)
        self.review.clicked.connect(self.review_asked)
        self._find.clicked.connect(self.find_asked)
        for button, action in self._in_menu.items():
            action.triggered.connect(button.click)
        self._tools.aboutToShow.connect(self._show_usable)
        self._more.clicked.connect(lambda: self._tools.popup(self._more.mapToGlobal(QPoint(0, self._more.height()))))
        self._model_view.toggled.connect(self.model_view_toggled)
