"""Show the text of an answer, as it grows, in its full height: what is new is laid out, what is there is not touched.

Plain text only: nothing in it can become a link, load a picture, or change how it looks.
"""

from PySide6.QtCore import QMimeData, QSize, Qt, QTimer
from PySide6.QtGui import QFont, QResizeEvent, QTextBlockFormat, QTextCursor, QWheelEvent
from PySide6.QtWidgets import QFrame, QSizePolicy, QTextEdit, QWidget

from desktop_app.foundation.plain_text import plain_lines

LINE_HEIGHT_PERCENT = 135.0
"""Of the font's own line height; together about 1.45 of the type size times its ascent and descent."""

LARGE_PX = 19

COPIED_WORDS = "copiedWords"
"""Name of the object on the clipboard that is ours, and must not outlive the window."""

PIECE_CHARS = 2_000
"""What is laid out at once: a few milliseconds of work, and about a screen of text."""


class AnswerText(QTextEdit):
    """A text that can be selected and copied, without scroll bars of its own."""

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
        if self._shown_chars < len(self._text):
            self._more.start()

    def _fit_height(self) -> None:
        height = int(self.document().size().height() + 0.99)
        if height != self.height():
            self.setFixedHeight(height)
