"""Show the centre of the window: tool bar, a line about what is shown, and the page itself or why there is none."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from desktop_app.gui.notices.notice_view import NoticeView
from desktop_app.gui.page.find_bar_view import FindBarView
from desktop_app.gui.page.page_canvas_view import WHEEL_STEP, PageCanvasView
from desktop_app.gui.page.page_strip_view import PageStripView
from desktop_app.gui.page.page_tool_bar_view import PageToolBarView
from desktop_app.gui.page.travelling_words_view import TravellingWordsView
from desktop_app.gui.style import controls
from desktop_app.gui.style.theme import Palette


class Guest(QFrame):
    """What another room puts at the page."""

    def show_palette(self, palette: Palette) -> None:
        """Take the colours of the look."""


class PageView(QWidget):
    """The page with its tool bar. Canvas and tool bar are shown through their own `show_…` methods.

    Attributes:
        tool_bar, find_bar, strip, words, canvas: the parts; words are those sent with the pixels that are shown.

    Signals:
        part_chosen: a `Box` the user drew.
        page_step_asked: -1 or 1.
        page_asked: a page number.
        turn_asked: the view is to be turned by a quarter.
    """

    part_chosen = Signal(object)
    page_step_asked = Signal(int)
    page_asked = Signal(int)
    turn_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.tool_bar = PageToolBarView()
        self.canvas = PageCanvasView()
        self.words = TravellingWordsView()
        self.find_bar = FindBarView()
        self.strip = PageStripView()
        self._guests: list[Guest] = []
        self._banner = QFrame()
        self._banner.setObjectName("banner")
        self._banner_text = controls.label(name="bannerText", is_wrapped=True)
        self._banner_warning = controls.label(name="bannerWarning", is_wrapped=True)
        self._message = controls.label(is_quiet=True, is_wrapped=True, name="pageMessage")
        self._message.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._message)
        self._stack.addWidget(self.canvas)
        self._lay_out()
        self._connect()
        self.show_banner("", "")

    def show_canvas(self) -> None:
        """Show the page."""
        self._stack.setCurrentWidget(self.canvas)

    def show_message(self, text: str) -> None:
        """Show words where the page will be."""
        self._message.setText(text)
        self._stack.setCurrentWidget(self._message)

    def show_banner(self, text: str, warning: str) -> None:
        """Show a line above the page; nothing when `text` is empty."""
        self._banner_text.setText(text)
        self._banner_warning.setText(warning)
        self._banner_warning.setVisible(bool(warning))
        self._banner.setVisible(bool(text))

    def show_part_mode(self, *, is_on: bool) -> None:
        """Let the next drag take a part, or not."""
        self.tool_bar.show_part_mode(is_on=is_on)
        self.canvas.take_part(is_on=is_on)

    def take_notice(self, notice: NoticeView) -> None:
        """Give the notice a place above the page: what goes wrong while the page is reviewed must be seen there."""
        self._column.insertWidget(1, notice)

    def take_below(self, control: Guest) -> None:
        """Give a control of the line of pages its place below the page."""
        self._column.addWidget(control)
        self._guests.append(control)

    def take_beside(self, control: Guest) -> None:
        """Give a list that belongs to the page its place beside it."""
        self._pages.addWidget(control)
        self._guests.append(control)

    def show_palette(self, palette: Palette) -> None:
        """Take the colours of the look."""
        for guest in self._guests:
            guest.show_palette(palette)
        self.tool_bar.show_palette(palette)
        self.find_bar.show_palette(palette)
        self.canvas.show_palette(palette)

    def _lay_out(self) -> None:
        banner = QVBoxLayout(self._banner)
        banner.setContentsMargins(16, 7, 16, 7)
        banner.setSpacing(2)
        banner.addWidget(self._banner_text)
        banner.addWidget(self._banner_warning)
        column = self._column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.tool_bar)
        column.addWidget(self.find_bar)
        column.addWidget(self._banner)
        column.addWidget(self.words)
        pages = self._pages = QHBoxLayout()
        pages.setSpacing(0)
        pages.addWidget(self.strip)
        pages.addWidget(self._stack, 1)
        column.addLayout(pages, 1)

    def _connect(self) -> None:
        self.tool_bar.zoom_in_asked.connect(lambda: self.canvas.zoom_by(WHEEL_STEP))
        self.tool_bar.zoom_out_asked.connect(lambda: self.canvas.zoom_by(1 / WHEEL_STEP))
        self.tool_bar.fit_asked.connect(self.canvas.fit)
        self.tool_bar.fit_page_asked.connect(self.canvas.fit_page)
        self.tool_bar.full_size_asked.connect(self.canvas.show_actual_size)
        self.tool_bar.turn_asked.connect(self.turn_asked)
        self.tool_bar.page_asked.connect(self.page_asked)
        self.tool_bar.part_toggled.connect(lambda is_on: self.canvas.take_part(is_on=is_on))
        self.canvas.scale_changed.connect(self.tool_bar.show_scale)
        self.canvas.part_chosen.connect(self.part_chosen)
        self.canvas.page_step_asked.connect(self.page_step_asked)
        self.tool_bar.page_step_asked.connect(self.page_step_asked)
