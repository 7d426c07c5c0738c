"""Draw a film as a line: small pictures, who is hidden from when to when, where one is; and tell where somebody points.

Draws what it is told. Makes no picture and moves nobody: a press tells which frame is wanted.
"""

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QBrush, QColor, QHelpEvent, QImage, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop_app.foundation import film_clock
from desktop_app.gui.style import controls, theme
from desktop_app.gui.style.theme import Palette
from desktop_app.gui.timeline.time_line_model import MAX_LANES, Bar, TimeLine
from desktop_app.gui.words import kind_words

PICTURES_PX, LANE_PX, GAP_PX, EDGE_PX = 44, 10, 3, 10
"""Height of the pictures and of a bar, what lies between them, and the room at both ends."""

_MARK_PX = 7
_SHOWN_ALPHA = 70
"""Of the colour of what stays visible, of 255."""


class TrackCanvas(QWidget):
    """The line.

    Signals:
        frame_asked: the number of the frame that somebody points at.
        bar_chosen: index of the bar that was pressed.
    """

    frame_asked = Signal(int)
    bar_chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._line = TimeLine()
        self._number = 1
        self._bars: tuple[Bar, ...] = ()
        self._sent: tuple[int, ...] = ()
        self._chosen: tuple[int, ...] = ()
        self._pictures: dict[int, QImage] = {}
        self._palette = theme.LIGHT
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("Time line of the film"))
        self.setMouseTracking(True)

    @property
    def bars(self) -> tuple[Bar, ...]:
        """The bars that are drawn."""
        return self._bars

    @property
    def sent(self) -> tuple[int, ...]:
        """The frames that are marked as sent, in their order."""
        return self._sent

    @property
    def chosen(self) -> tuple[int, ...]:
        """The frames that are marked as those of the next question."""
        return self._chosen

    @property
    def pictures(self) -> dict[int, QImage]:
        """The small pictures that are drawn, by frame."""
        return self._pictures

    def show_line(self, line: TimeLine) -> None:
        """Be the line of another film, of which nothing is known yet."""
        self._line, self._bars, self._sent, self._chosen, self._pictures = line, (), (), (), {}
        self.update()

    def show_number(self, number: int) -> None:
        """Show where one is."""
        if number != self._number:
            self._number = number
            self.update()

    def show_bars(self, bars: tuple[Bar, ...]) -> None:
        """Show who is hidden when."""
        if bars != self._bars:
            self._bars = bars
            self.updateGeometry()
            self.update()

    def show_sent(self, numbers: tuple[int, ...]) -> None:
        """Mark the frames that a model gets, in their order."""
        if numbers != self._sent:
            self._sent = numbers
            self.update()

    def show_chosen(self, numbers: tuple[int, ...]) -> None:
        """Mark the frames that the next question is about."""
        if numbers != self._chosen:
            self._chosen = numbers
            self.update()

    def show_picture(self, number: int, image: QImage) -> None:
        """Show the small picture of a frame."""
        self._pictures[number] = image
        self.update()

    def show_palette(self, palette: Palette) -> None:
        """Take the colours of the look."""
        self._palette = palette
        self.update()

    def place_of(self, number: int) -> QPoint:
        """Return a point of the line at which a frame is seen."""
        middle = (self._line.share(number) + self._line.end_share(number)) / 2
        return QPoint(round(self._x(middle)), PICTURES_PX // 2)

    def place_of_bar(self, index: int) -> QPoint:
        """Return a point inside a bar."""
        return self._bar_rect(self._bars[index]).center().toPoint()

    def sizeHint(self) -> QSize:
        """Return the size (Qt)."""
        lanes = min(MAX_LANES, max((bar.lane + 1 for bar in self._bars), default=1))
        return QSize(200, PICTURES_PX + GAP_PX + lanes * (LANE_PX + GAP_PX) + GAP_PX)

    def minimumSizeHint(self) -> QSize:
        """Return the least size (Qt)."""
        return QSize(120, self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the line (Qt)."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._line.count:
            self._paint_pictures(painter)
            for bar in self._bars:
                self._paint_bar(painter, bar)
            self._paint_marks(painter)
            self._paint_place(painter)
        if self.hasFocus():
            painter.setPen(QPen(QColor(self._palette.accent), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose a bar, or go to a frame (Qt)."""
        if event.button() is not Qt.MouseButton.LeftButton or not self._line.count:
            return
        index = self._bar_at(event.position())
        if index is not None:
            self.bar_chosen.emit(index)
        self.frame_asked.emit(self._frame_at(event.position()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Go along with the pointer while it is pressed (Qt)."""
        if event.buttons() & Qt.MouseButton.LeftButton and self._line.count:
            self.frame_asked.emit(self._frame_at(event.position()))

    def event(self, event: QEvent) -> bool:
        """Say what a bar is when the pointer rests on it (Qt)."""
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip and self._line.count:
            index = self._bar_at(QPointF(event.pos()))
            words = film_clock.clock(self._line.time_s(self._frame_at(QPointF(event.pos()))))
            if index is not None:
                bar = self._bars[index]
                span = " – ".join(film_clock.clock(self._line.time_s(one)) for one in (bar.first, bar.last))
                words = f"{kind_words.kind_name(bar.kind)}, {span}"
            controls.show_tip(self, event.globalPos(), words)
            return True
        return super().event(event)

    def _x(self, share: float) -> float:
        """Return where a share of the time lies; a film begins where its language begins to read."""
        length = max(self.width() - 2 * EDGE_PX, 1)
        along = share * length
        return EDGE_PX + (length - along if self._is_mirrored else along)

    @property
    def _is_mirrored(self) -> bool:
        return self.layoutDirection() is Qt.LayoutDirection.RightToLeft

    def _frame_at(self, at: QPointF) -> int:
        share = (at.x() - EDGE_PX) / max(self.width() - 2 * EDGE_PX, 1)
        return self._line.frame_at_share(1 - share if self._is_mirrored else share)

    def _bar_at(self, at: QPointF) -> int | None:
        """Return the bar at a point, the chosen one first: others may lie below it."""
        hit = [index for index, bar in enumerate(self._bars) if self._bar_rect(bar).adjusted(-2, -2, 2, 2).contains(at)]
        return max(hit, key=lambda index: self._bars[index].is_chosen, default=None)

    def _bar_rect(self, bar: Bar) -> QRectF:
        ends = self._x(self._line.share(bar.first)), self._x(self._line.end_share(bar.last))
        top = PICTURES_PX + GAP_PX + bar.lane * (LANE_PX + GAP_PX)
        return QRectF(min(ends), top, max(abs(ends[1] - ends[0]), 3.0), LANE_PX)

    def _paint_pictures(self, painter: QPainter) -> None:
        """Fill the line with pictures side by side: at each place the one that is nearest in time, of those that are there."""
        frame = QRectF(EDGE_PX, 0, self.width() - 2 * EDGE_PX, PICTURES_PX - 2)
        painter.fillRect(frame, QColor(self._palette.backdrop))
        if not self._pictures:
            return
        any_image = next(iter(self._pictures.values()))
        width = max((PICTURES_PX - 2) * any_image.width() / max(any_image.height(), 1), 8.0)
        middles = {self._x(self._line.share(number)): image for number, image in self._pictures.items()}
        painter.save()
        painter.setClipRect(frame)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        for place in range(int(frame.width() / width) + 1):
            left = frame.left() + place * width
            _, nearest = min((abs(x - left - width / 2), x) for x in middles)
            painter.drawImage(QRectF(left, 0, width, PICTURES_PX - 2), middles[nearest])
        painter.restore()

    def _paint_bar(self, painter: QPainter, bar: Bar) -> None:
        rect, colour = self._bar_rect(bar), QColor(kind_words.kind_colour(bar.kind))
        if bar.is_shown:
            colour.setAlpha(_SHOWN_ALPHA)
        edge = self._palette.accent if bar.is_chosen else self._palette.quiet
        pen = QPen(QColor(edge), 2.0 if bar.is_chosen else 1.0)
        if bar.is_shown:
            pen.setStyle(Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.setBrush(colour)
        painter.drawRoundedRect(rect, 3, 3)
        if bar.is_shown:
            return
        painter.setPen(Qt.PenStyle.NoPen)
        for doubt in bar.doubts:
            ends = self._x(self._line.share(doubt.first)), self._x(self._line.end_share(doubt.last))
            stretch = QRectF(min(ends), rect.top() + 1, max(abs(ends[1] - ends[0]), 4.0), rect.height() - 2)
            painter.setBrush(QColor(self._palette.accent_wash))
            painter.drawRect(stretch)
            painter.setBrush(QBrush(QColor(self._palette.accent), Qt.BrushStyle.BDiagPattern))
            painter.drawRect(stretch)

    def _paint_marks(self, painter: QPainter) -> None:
        """Mark what is sent with small triangles from below, what is asked about from above; each frame once."""
        painter.setPen(QPen(QColor(self._palette.panel), 1))
        bottom = PICTURES_PX - 1.0
        for numbers, colour, foot, tip in (
            (self._sent, self._palette.source, bottom, bottom - _MARK_PX),
            (self._chosen, self._palette.accent, 1.0, 1.0 + _MARK_PX),
        ):
            painter.setBrush(QColor(colour))
            for number in dict.fromkeys(numbers):
                x = self._x((self._line.share(number) + self._line.end_share(number)) / 2)
                painter.drawPolygon(
                    QPolygonF([QPointF(x, tip), QPointF(x - _MARK_PX, foot), QPointF(x + _MARK_PX, foot)])
                )

    def _paint_place(self, painter: QPainter) -> None:
        x = self._x(self._line.share(self._number))
        painter.setPen(QPen(QColor(self._palette.panel), 4))
        painter.drawLine(QPointF(x, 0), QPointF(x, self.height()))
        painter.setPen(QPen(QColor(self._palette.accent), 2))
        painter.drawLine(QPointF(x, 0), QPointF(x, self.height()))
        painter.setBrush(QColor(self._palette.accent))
        painter.drawEllipse(QRect(round(x) - 4, 0, 8, 8))
