"""Show the text of an answer, as it grows, in its full height: what is new is laid out, what is there is not touched.

Plain text only: nothing in it can become a link, load a picture, or change how it looks. Where the answer is about a film,
the times of that film which it names can be pressed: we find them, not the text.
"""

from PySide6.QtCore import QMimeData, QPoint, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QGuiApplication,
    QMouseEvent,
    QResizeEvent,
    QTextBlockFormat,
    QTextCursor,
    QWheelEvent,
)
from PySide6.QtWidgets import QFrame, QSizePolicy, QTextEdit, QWidget

from desktop_app.foundation import film_clock
from desktop_app.foundation.film_clock import Mention
from desktop_app.foundation.plain_text import plain_lines

LINE_HEIGHT_PERCENT = 135.0
"""Of the font's own line height; together about 1.45 of the type size times its ascent and descent."""

LARGE_PX = 19

COPIED_WORDS = "copiedWords"
"""Name of the object on the clipboard that is ours, and must not outlive the window."""

PIECE_CHARS = 2_000
"""What is laid out at once: a few milliseconds of work, and about a screen of text."""


class AnswerText(QTextEdit):
    """A text that can be selected and copied, without scroll bars of its own.

    Signals:
        time_chosen: a time of the film, in seconds, that was pressed.
    """

    time_chosen = Signal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("answerText")
        self.setReadOnly(True)
        self.setAcceptRichText(False)
        self.setAcceptDrops(False)
        self.setUndoRedoEnabled(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setTabChangesFocus(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.document().setDocumentMargin(0)
        self._text = ""
        self._shown_chars = 0
        self._more = QTimer(self)
        self._more.setSingleShot(True)
        self._more.setInterval(0)
        self._more.timeout.connect(self._show_next_piece)
        self._is_large = False
        self._end_s: float | None = None
        self._times: tuple[Mention, ...] = ()
        self._time_colour = ""
        self.setMouseTracking(True)
        spacing = QTextBlockFormat()
        spacing.setLineHeight(LINE_HEIGHT_PERCENT, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        self.textCursor().setBlockFormat(spacing)

    @property
    def text(self) -> str:
        """What is shown, or will be in a moment."""
        return self._text

    def show_text(self, text: str) -> None:
        """Show a text; when it only continues what is shown, only the new piece costs time."""
        if text == self._text:
            return
        if not text.startswith(self._text[: self._shown_chars]):
            cursor = QTextCursor(self.document())
            cursor.select(QTextCursor.SelectionType.Document)
            cursor.removeSelectedText()
            self._shown_chars = 0
        self._text = text
        self._show_next_piece()

    def show_times(self, end_s: float, colour: str) -> None:
        """Let the times of a film of `end_s` seconds be pressed, and write them in this colour."""
        self._end_s, self._time_colour = end_s, colour
        self._mark_times()

    @property
    def times_s(self) -> tuple[float, ...]:
        """The times that can be pressed."""
        return tuple(one.time_s for one in self._times)

    def place_of_time(self, index: int) -> QPoint:
        """Return a point inside one of them."""
        cursor = QTextCursor(self.document())
        cursor.setPosition(self._times[index].start + 1)
        return self.cursorRect(cursor).center()

    def show_large(self, *, is_large: bool) -> None:
        """Show the whole text large and bold, or in running size."""
        if is_large == self._is_large:
            return
        self._is_large = is_large
        font = QFont(self.font())
        if is_large:
            font.setPixelSize(LARGE_PX)
            font.setWeight(QFont.Weight.DemiBold)
        self.document().setDefaultFont(font)
        self._fit_height()

    def sizeHint(self) -> QSize:
        """Return the size (Qt); the height is set by the text."""
        return QSize(200, self.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the height that the text needs at this width (Qt)."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._fit_height()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave scrolling to the list around (Qt)."""
        event.ignore()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show what can be pressed (Qt)."""
        super().mouseMoveEvent(event)
        is_time = self._time_at(event.position().toPoint()) is not None
        shape = Qt.CursorShape.PointingHandCursor if is_time else Qt.CursorShape.IBeamCursor
        self.viewport().setCursor(shape)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Tell that a time was pressed, unless words were selected (Qt)."""
        super().mouseReleaseEvent(event)
        pressed = self._time_at(event.position().toPoint())
        if event.button() is Qt.MouseButton.LeftButton and pressed is not None and not self.textCursor().hasSelection():
            self.time_chosen.emit(pressed.time_s)

    def createMimeDataFromSelection(self) -> QMimeData:
        """Copy words, and neither fonts nor markup (Qt)."""
        copied = QMimeData()
        copied.setObjectName(COPIED_WORDS)
        copied.setText(self.textCursor().selection().toPlainText())
        return copied

    def _show_next_piece(self) -> None:
        """Lay out a bounded piece, and the rest after whatever else the window has to do."""
        piece = self._text[self._shown_chars : self._shown_chars + PIECE_CHARS]
        cursor = QTextCursor(self.document())
        cursor.movePosition(QTextCursor.MoveOperation.End)
        cursor.insertText(plain_lines(piece))
        self._shown_chars += len(piece)
        self._fit_height()
        self._mark_times()
        if self._shown_chars < len(self._text):
            self._more.start()

    def _mark_times(self) -> None:
        """Find the times in what is shown, and write them in their colour; the text itself stays as it is."""
        if self._end_s is None:
            return
        self._times = film_clock.mentions(self.document().toPlainText(), self._end_s)
        marks = []
        for one in self._times:
            mark = QTextEdit.ExtraSelection()
            mark.cursor = QTextCursor(self.document())
            mark.cursor.setPosition(one.start)
            mark.cursor.setPosition(one.end, QTextCursor.MoveMode.KeepAnchor)
            mark.format.setForeground(QColor(self._time_colour))
            mark.format.setFontUnderline(True)
            marks.append(mark)
        self.setExtraSelections(marks)

    def _time_at(self, at: QPoint) -> Mention | None:
        place = self.cursorForPosition(at).position()
        return next((one for one in self._times if one.start <= place <= one.end), None)

    def _fit_height(self) -> None:
        height = int(self.document().size().height() + 0.99)
        if height != self.height():
            self.setFixedHeight(height)


def let_go_of_copied_words() -> None:
    """Leave what was copied to Qt as words of its own: an object of Python's ends before the clipboard of some platforms."""
    clipboard = QGuiApplication.clipboard()
    words = clipboard.text()
    if words and clipboard.mimeData().objectName() == COPIED_WORDS:
        clipboard.setText(words)
