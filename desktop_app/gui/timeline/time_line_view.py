"""Show a film's time line below the page: play and steps, when one is, how far the look through it is, and the line itself.

Tells what is pressed. Knows no document: `time_line_controller.py` does.
"""

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop_app.foundation import film_clock
from desktop_app.gui.page.page_view import Guest
from desktop_app.gui.style import controls
from desktop_app.gui.style.theme import Palette
from desktop_app.gui.timeline.time_line_model import TimeLine
from desktop_app.gui.timeline.track_canvas import TrackCanvas

translate = QCoreApplication.translate

SECOND_S = 1.0
WIDE_PX = 430
"""A narrower control has no room for the number of the frame."""

WITH_WORDS_PX = 600
"""A narrower one has none for words on a button."""

_DOUBTS = {"[": -1, "]": 1}


class TimeLineView(Guest):
    """The control.

    Attributes:
        canvas: the line, shown through its own methods.

    Signals:
        frame_asked: the number of the frame that is wanted.
        frame_step_asked: -1 or 1.
        second_step_asked: -1.0 or 1.0, seconds.
        play_asked: play, or pause.
        frame_choice_asked: the next question is to be about this frame, or not any more.
        doubt_asked: -1 or 1: the doubtful stretch before or after.
        stop_asked: the look through the film, or the writing of it, is to be stopped.
    """

    frame_asked = Signal(int)
    frame_step_asked = Signal(int)
    second_step_asked = Signal(float)
    play_asked = Signal()
    frame_choice_asked = Signal()
    doubt_asked = Signal(int)
    stop_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("timeLine")
        self._line = TimeLine()
        self.canvas = TrackCanvas()
        self._second_back = controls.icon_button(self.tr("A second back (Shift+Left)"), "second-back")
        self._frame_back = controls.icon_button(self.tr("The frame before (Page Up)"), "frame-back")
        self._play = controls.icon_button(self.tr("Play"), "play")
        self._frame_on = controls.icon_button(self.tr("The next frame (Page Down)"), "frame-on")
        self._second_on = controls.icon_button(self.tr("A second on (Shift+Right)"), "second-on")
        self._ask = controls.tool_button(
            self.tr("Ask about this frame"),
            self.tr("Ask about this frame, and others that you choose"),
            is_checkable=True,
        )
        self._ask.setProperty("drawing", "part")
        self._clock = controls.label(name="filmClock")
        self._frame = controls.label(is_quiet=True, name="filmFrame")
        self._words = controls.label(is_quiet=True, is_wrapped=True, name="filmWords")
        self._stop = controls.button(self.tr("Stop"), "link", self.tr("Stop looking through the film"))
        self._palette: Palette | None = None
        self._lay_out()
        self._connect()
        self.show_words("")
        self.hide()

    def show_line(self, line: TimeLine) -> None:
        """Be the line of another film; one without frames is not there."""
        self._line = line
        self.canvas.show_line(line)
        self.setVisible(line.count > 0)
        if line.count:
            longest = film_clock.clock(line.end_s)
            width = self._clock.fontMetrics().horizontalAdvance(f"{longest} / {longest}")
            self._clock.setMinimumWidth(width + 8)
            self.show_number(1)

    def show_number(self, number: int) -> None:
        """Show where one is."""
        if not self._line.count:
            return
        now, end = (film_clock.clock(time_s) for time_s in (self._line.time_s(number), self._line.end_s))
        self._clock.setText(f"{now} / {end}")
        self._frame.setText(self.tr("frame {number} of {count}").format(number=number, count=self._line.count))
        self.canvas.setAccessibleDescription(f"{self._clock.text()}, {self._frame.text()}")
        self.canvas.show_number(number)

    def show_chosen(self, numbers: tuple[int, ...], *, is_here: bool) -> None:
        """Mark the frames that the next question is about, and whether one is at such a frame."""
        self._ask.setChecked(is_here)
        self.canvas.show_chosen(numbers)

    def show_playing(self, *, is_on: bool) -> None:
        """Show whether it plays."""
        self._play.setProperty("drawing", "pause" if is_on else "play")
        words = self.tr("Pause") if is_on else self.tr("Play")
        self._play.setAccessibleName(words)
        self._play.setToolTip(words)
        if self._palette is not None:
            controls.tint(self._play, self._palette.ink)

    def show_words(self, text: str, *, can_stop: bool = False, is_writing: bool = False) -> None:
        """Say what is being done with the film, and whether that can be stopped."""
        self._words.setText(text)
        self._stop.setVisible(can_stop)
        looking, writing = self.tr("Stop looking through the film"), self.tr("Stop writing the hidden copy")
        self._stop.setAccessibleName(writing if is_writing else looking)

    def show_palette(self, palette: Palette) -> None:
        """Take the colours of the look."""
        self._palette = palette
        for button in (self._second_back, self._frame_back, self._play, self._frame_on, self._second_on, self._ask):
            controls.tint(button, palette.ink)
        self.canvas.show_palette(palette)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave out the frame's number, then words, where there is no room for them (Qt)."""
        super().resizeEvent(event)
        width = event.size().width()
        self._frame.setVisible(width >= WIDE_PX)
        whole, icon = Qt.ToolButtonStyle.ToolButtonTextOnly, Qt.ToolButtonStyle.ToolButtonIconOnly
        self._ask.setToolButtonStyle(whole if width >= WITH_WORDS_PX else icon)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Step along with keys (Qt)."""
        is_far = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        towards = {int(Qt.Key.Key_Left): -1, int(Qt.Key.Key_Right): 1}.get(event.key())
        if self.layoutDirection() is Qt.LayoutDirection.RightToLeft and towards is not None:
            towards = -towards
        if towards is not None and is_far:
            self.second_step_asked.emit(towards * SECOND_S)
        elif towards is not None:
            self.frame_step_asked.emit(towards)
        elif event.key() == Qt.Key.Key_Home:
            self.frame_asked.emit(1)
        elif event.key() == Qt.Key.Key_End:
            self.frame_asked.emit(max(self._line.count, 1))
        elif event.key() == Qt.Key.Key_Space:
            self.play_asked.emit()
        elif event.text() in _DOUBTS:
            self.doubt_asked.emit(_DOUBTS[event.text()])
        else:
            super().keyPressEvent(event)

    def _lay_out(self) -> None:
        tools = QHBoxLayout()
        tools.setContentsMargins(8, 2, 12, 0)
        tools.setSpacing(2)
        for button in (self._second_back, self._frame_back, self._play, self._frame_on, self._second_on):
            tools.addWidget(button)
        tools.addSpacing(6)
        tools.addWidget(self._clock)
        tools.addStretch(1)
        tools.addWidget(self._frame)
        tools.addSpacing(6)
        tools.addWidget(self._ask)
        foot = QHBoxLayout()
        foot.setContentsMargins(10, 0, 12, 0)
        foot.addWidget(self._words, 1)
        foot.addWidget(self._stop)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 2, 0, 4)
        column.setSpacing(2)
        column.addLayout(tools)
        column.addWidget(self.canvas)
        column.addLayout(foot)

    def _connect(self) -> None:
        self._second_back.clicked.connect(lambda: self.second_step_asked.emit(-SECOND_S))
        self._second_on.clicked.connect(lambda: self.second_step_asked.emit(SECOND_S))
        self._frame_back.clicked.connect(lambda: self.frame_step_asked.emit(-1))
        self._frame_on.clicked.connect(lambda: self.frame_step_asked.emit(1))
        self._play.clicked.connect(self.play_asked)
        self._ask.clicked.connect(self.frame_choice_asked)
        self._stop.clicked.connect(self.stop_asked)
        self.canvas.frame_asked.connect(self.frame_asked)


def key_words() -> tuple[tuple[str, str], ...]:
    """Return the keys of a film and what they do, for the list of keys."""
    return (
        (translate("film", "Left, Right"), translate("film", "A frame back or on")),
        (translate("film", "Shift+Left, Right"), translate("film", "A second back or on")),
        (translate("film", "Space"), translate("film", "Play or pause")),
        ("[   ]", translate("film", "In its review: the doubtful stretch before or after")),
    )
