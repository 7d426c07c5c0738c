"""Show the question box with its Ask button, Stop while an answer is coming, and what sending waits for."""

import math

from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from desktop_app.gui.style import controls

MAX_QUESTION_CHARS = 8_000
"""More is not a question; the wire would carry it, the reader could not use it."""

_HEIGHT_PX = 100
_LINES_AT_REST, _MOST_LINES = 2, 8
"""Lines that the box has room for while it is empty, and to which it grows; of a longer question the rest scrolls."""
_MARGINS_PX, _SPACING_PX, _FRAME_PX, _DOCUMENT_MARGIN_PX = (10, 8, 8, 8), 4, 1, 2
_SLACK_PX = 2
"""Below the last line, or Qt would scroll by a pixel, and that is by a line."""


class QuestionView(QFrame):
    """The question box.

    Signals:
        asked: the question's text, stripped and not empty.
        stop_asked: the Stop button was pressed.
        files_pasted: a `QMimeData` that is not text.
        scope_forgotten: the user took back what the question was to be about.
        review_asked: the user wants to see what will be hidden.
    """

    asked = Signal(str)
    stop_asked = Signal()
    files_pasted = Signal(object)
    scope_forgotten = Signal()
    review_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("questionBox")
        self._text = _QuestionEdit()
        self._text.setObjectName("questionText")
        self._text.setMinimumHeight(1)  # Qt's own would take room from what stands above it
        self._text.setAccessibleName(self.tr("Question about this document"))
        self._text.setPlaceholderText(self.tr("Ask about this document…"))
        self._scope = controls.button("", "source")
        self._scope.hide()
        self._ask = controls.button(self.tr("Ask"), "primary")
        self._ask.setToolTip(self.tr("Ask (Enter); Shift+Enter breaks the line"))
        self._stop = controls.button(self.tr("Stop"), "outlined")
        self._stop.setToolTip(self.tr("Stop (Esc)"))
        self._can_ask = True
        self._waits = QFrame()
        self._waits.setObjectName("waits")
        self._waits_for = controls.label(is_wrapped=True, name="waitsFor")
        self._review = controls.button(self.tr("Review"), "primary", self.tr("Review what will be hidden (Ctrl+R)"))
        self._review.setProperty("tight", True)
        waits = QHBoxLayout(self._waits)
        waits.setContentsMargins(10, 4, 4, 4)
        waits.addWidget(self._waits_for, 1)
        waits.addWidget(self._review)
        self._waits.hide()
        foot = QHBoxLayout()
        foot.addWidget(self._scope)
        foot.addStretch(1)
        foot.addWidget(self._stop)
        foot.addWidget(self._ask)
        column = QVBoxLayout(self)
        column.setContentsMargins(*_MARGINS_PX)
        column.setSpacing(_SPACING_PX)
        column.addWidget(self._waits)
        column.addWidget(self._text, 1)
        column.addLayout(foot)
        self._connect()
        self._fit_height()
        self.show_busy(is_busy=False)
        self._on_text_changed()

    @property
    def draft(self) -> str:
        """The text in the box."""
        return self._text.toPlainText()

    def show_draft(self, text: str) -> None:
        """Put text into the box, unless the user has begun another question."""
        if not self.draft.strip():
            self._text.setPlainText(text)
            self._text.moveCursor(self._text.textCursor().MoveOperation.End)

    def clear(self) -> None:
        """Empty the box."""
        self._text.clear()

    def show_busy(self, *, is_busy: bool) -> None:
        """Offer Stop while an answer is coming."""
        self._stop.setVisible(is_busy)

    def show_can_ask(self, *, can_ask: bool) -> None:
        """Tell whether there is a document to ask about."""
        self._can_ask = can_ask
        hint = self.tr("Ask about this document…") if can_ask else self.tr("Drop a document, then ask about it…")
        self._text.setPlaceholderText(hint)
        self._text.viewport().update()  # Qt draws a new placeholder only at the next paint
        self._on_text_changed()

    def show_scope(self, words: str) -> None:
        """Say what the question is about, where that is not the whole document; then `words` are not empty."""
        self._scope.setText(f"{words} ✕")
        self._scope.setAccessibleName(self.tr("{words}: forget that").format(words=words))
        self._scope.setVisible(bool(words))

    def show_waits_for(self, words: str) -> None:
        """Say what sending waits for, beside a button that opens the review; nothing for empty words."""
        self._waits_for.setText(words)
        self._waits.setVisible(bool(words))
        self._fit_height()

    def focus_box(self) -> None:
        """Put the cursor into the box."""
        self._text.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def ask(self) -> None:
        """Ask what is in the box, as if the button had been pressed."""
        text = self.draft.strip()[:MAX_QUESTION_CHARS]
        if text and self._can_ask:
            self._text.clear()
            self.asked.emit(text)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep room for every line of the question, and of what sending waits for (Qt)."""
        super().resizeEvent(event)
        self._fit_height()

    def _fit_height(self) -> None:
        waits_px = 0
        if not self._waits.isHidden():
            left, _, right, _ = _MARGINS_PX
            waits_px = self._waits.heightForWidth(self.width() - left - right - 2 * _FRAME_PX) + _SPACING_PX
        lines = int(self._text.document().size().height())  # of this document Qt counts lines, not pixels
        first = self._text.document().firstBlock()
        line_px = self._text.document().documentLayout().blockBoundingRect(first).height() / max(1, first.lineCount())
        seen_px = (
            math.ceil(max(_LINES_AT_REST, min(lines, _MOST_LINES)) * line_px) + 2 * _DOCUMENT_MARGIN_PX + _SLACK_PX
        )
        _, top, _, bottom = _MARGINS_PX
        around_px = top + bottom + _SPACING_PX + 2 * _FRAME_PX + self._ask.sizeHint().height()
        bar = Qt.ScrollBarPolicy.ScrollBarAsNeeded if lines > _MOST_LINES else Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        self._text.setVerticalScrollBarPolicy(bar)  # one that comes and goes would break the lines anew
        self.setFixedHeight(max(_HEIGHT_PX, around_px + seen_px) + waits_px)

    def _connect(self) -> None:
        self._text.textChanged.connect(self._on_text_changed)
        self._text.document().documentLayout().documentSizeChanged.connect(lambda _: self._fit_height())
        self._text.files_pasted.connect(self.files_pasted)
        self._text.enter_pressed.connect(self.ask)
        self._text.focus_changed.connect(self._on_focus_changed)
        self._ask.clicked.connect(self.ask)
        self._stop.clicked.connect(self.stop_asked)
        self._scope.clicked.connect(self.scope_forgotten)
        self._review.clicked.connect(self.review_asked)

    def _on_text_changed(self) -> None:
        self._ask.setEnabled(self._can_ask and bool(self.draft.strip()))

    def _on_focus_changed(self, has_focus: bool) -> None:
        self.setProperty("hot", has_focus)
        self.style().unpolish(self)
        self.style().polish(self)


class _QuestionEdit(QPlainTextEdit):
    """A text box that leaves files to the window, sends on Enter and breaks the line on Shift+Enter."""

    files_pasted = Signal(object)
    enter_pressed = Signal()
    focus_changed = Signal(bool)

    def __init__(self) -> None:
        super().__init__()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setTabChangesFocus(True)
        self.setAcceptDrops(False)
        self.document().setDocumentMargin(_DOCUMENT_MARGIN_PX)

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        """Accept everything; what is not text goes to the window (Qt)."""
        return source.hasText() or source.hasUrls() or source.hasImage()

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Paste text here, files and pictures into the conversation (Qt)."""
        if source.hasUrls() or (source.hasImage() and not source.hasText()):
            self.files_pasted.emit(source)
        else:
            self.insertPlainText(source.text()[:MAX_QUESTION_CHARS])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Send on Enter, alone or with Ctrl; with Shift it breaks the line (Qt)."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
                self.insertPlainText("\n")
            elif not event.isAutoRepeat():  # a key held down has been meant once
                self.enter_pressed.emit()
            return
        super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Light the frame (Qt)."""
        super().focusInEvent(event)
        self.focus_changed.emit(True)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Dim the frame (Qt)."""
        super().focusOutEvent(event)
        self.focus_changed.emit(False)
