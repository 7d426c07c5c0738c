"""Show the controls of medical pictures below the page: slice, window, header, and what they are not for. Decides nothing."""

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QApplication, QDoubleSpinBox, QHBoxLayout, QMenu, QSlider, QToolButton, QWidget

from desktop_app.gui.page.page_view import Guest
from desktop_app.gui.series import series_words
from desktop_app.gui.style import controls
from desktop_app.gui.style.theme import Palette
from desktop_app.runtime_client.values import GreyWindow

_MOST = 1e6
_MIN_SLIDER_PX = 64
_NUMBER_PX = 28


class SeriesBarView(Guest):
    """The bar.

    Signals:
        slice_asked: the number of a slice that is to be seen.
        window_chosen: a `GreyWindow`, or None for that of each file.
        tags_toggled: whether the header is to be listed beside the page.
    """

    slice_asked = Signal(int)
    window_chosen = Signal(object)
    tags_toggled = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("seriesBar")
        self._slider = QSlider(Qt.Orientation.Horizontal)
        self._slider.setMinimumWidth(_MIN_SLIDER_PX)
        self._slider.setPageStep(1)
        self._slider.setInvertedControls(True)  # Page Down and the wheel go on, as they do on the page
        self._slider.setAccessibleName(self.tr("Slice"))
        self._place = controls.label(name="slicePlace")
        about = self.tr("In which window the values are seen and sent")
        self._picker = controls.tool_button("", about)
        self._picker.setAccessibleName(about)
        self._picker.setObjectName("windowPicker")
        self._picker.setAccessibleName(self._picker.toolTip())
        self._picker.setProperty("drawing", "down")
        self._picker.setLayoutDirection(Qt.LayoutDirection.RightToLeft)  # the arrow stands behind the name
        self._picker.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._menu = QMenu(self._picker)
        self._menu.setLayoutDirection(QApplication.layoutDirection())
        self._menu.setToolTipsVisible(True)
        self._picker.setMenu(self._menu)
        self._level = _number(self.tr("Level: the middle of the window"), -_MOST)
        self._breadth = _number(self.tr("Width of the window"), 1.0)
        self._level_name = controls.label(self.tr("L"), is_quiet=True)
        self._breadth_name = controls.label(self.tr("W"), is_quiet=True)
        self._tags = controls.tool_button(
            self.tr("Header"), self.tr("What stands in the header, and what a copy makes of it"), is_checkable=True
        )
        self._windows: tuple[GreyWindow, ...] = ()
        self._lay_out()
        self._slider.valueChanged.connect(self.slice_asked)
        for number in (self._level, self._breadth):
            number.valueChanged.connect(self._on_numbers_changed)
        self._tags.toggled.connect(self.tags_toggled)
        self.hide()

    def show_line(self, number: int, count: int, *, is_series: bool) -> None:
        """Show which slice, or frame, of how many; one alone needs no slider."""
        with QSignalBlocker(self._slider):
            self._slider.setRange(1, max(count, 1))
            self._slider.setValue(number)
        words = self.tr("Slice {number} of {count}") if is_series else self.tr("Frame {number} of {count}")
        self._place.setText(words.format(number=number, count=count))
        self._slider.setAccessibleDescription(self._place.text())
        for widget in (self._slider, self._place):
            widget.setVisible(count > 1)

    def show_windows(self, windows: Sequence[GreyWindow]) -> None:
        """Offer windows; none where pictures have no levels."""
        if tuple(windows) == self._windows:
            return
        self._windows = tuple(windows)
        self._menu.clear()
        group = QActionGroup(self._menu)
        for window in (None, *windows):
            name = series_words.window_name(window)
            gist = "" if window is None else f"{window.center:g} / {window.width:g}"
            line = controls.menu_action(self._menu, name, behind=gist)
            line.setCheckable(True)
            line.setData(window)
            line.triggered.connect(lambda _=False, chosen=window: self.window_chosen.emit(chosen))
            group.addAction(line)

    def show_window(self, window: GreyWindow | None) -> None:
        """Show the window in force; None: each file's own, of which the first is told."""
        shown = window or next(iter(self._windows), None)
        has_levels = shown is not None
        for widget in (self._picker, self._level, self._breadth, self._level_name, self._breadth_name):
            widget.setVisible(has_levels)
        if shown is None:
            return
        for number, value in ((self._level, shown.center), (self._breadth, shown.width)):
            with QSignalBlocker(number):
                number.setValue(value)
        name = series_words.window_name(window)
        self._picker.setText(self.tr("Window: {name}").format(name=name))
        self._picker.setAccessibleName(self._picker.text())
        for line in self._menu.actions():
            line.setChecked(line.data() == window)

    def show_tags(self, *, is_on: bool) -> None:
        """Show whether the header is listed."""
        self._tags.setChecked(is_on)

    def show_palette(self, palette: Palette) -> None:
        """Take the colours of the look."""
        controls.tint(self._picker, palette.ink)

    def _on_numbers_changed(self) -> None:
        self.window_chosen.emit(GreyWindow(self._level.value(), self._breadth.value()))

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 4, 8, 4)
        row.setSpacing(6)
        row.addWidget(self._slider, 1)
        row.addWidget(self._place)
        row.addStretch(0)
        for widget in (self._picker, self._level_name, self._level, self._breadth_name, self._breadth, self._tags):
            row.addWidget(widget)


def _number(name: str, least: float) -> QDoubleSpinBox:
    """Return a box for a level; it tells what is typed only when it is whole."""
    box = QDoubleSpinBox()
    box.setRange(least, _MOST)
    box.setDecimals(0)
    box.setSingleStep(10)
    box.setKeyboardTracking(False)
    box.setAccessibleName(name)
    box.setToolTip(controls.tip(name))
    box.setButtonSymbols(QDoubleSpinBox.ButtonSymbols.NoButtons)
    box.setFixedWidth(box.fontMetrics().horizontalAdvance("-99999") + 24)
    box.setMinimumHeight(_NUMBER_PX)
    box.setAlignment(Qt.AlignmentFlag.AlignRight)
    return box
