"""Show the words that are sent beside a page's pixels: a button that tells how many, and the words on demand.

A document's own text layer goes along as far as the pixels confirm it. Shows them as plain text and changes none.
"""

import itertools
from collections.abc import Sequence

from PySide6.QtWidgets import QFrame, QPlainTextEdit, QVBoxLayout, QWidget

from desktop_app.gui.style import controls

_SHOWN_WORDS = 5_000
"""A page of a newspaper; laying out more takes the window a second."""

_HIGHEST_PX = 160


class TravellingWordsView(QFrame):
    """The words of the page that is shown; not there while there are none."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("banner")
        self._toggle = controls.button("", "link")
        self._toggle.setCheckable(True)
        self._text = QPlainTextEdit()
        self._text.setReadOnly(True)
        self._text.setMaximumHeight(_HIGHEST_PX)
        self._text.setAccessibleName(self.tr("Words that are sent with the page"))
        self._text.hide()
        self._toggle.toggled.connect(self._text.setVisible)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 0, 16, 7)
        column.setSpacing(4)
        column.addWidget(self._toggle)
        column.addWidget(self._text)
        self.hide()

    def show_words(self, words: Sequence[str]) -> None:
        """Show what goes along with the pixels that are on the screen; nothing where nothing does."""
        one = self.tr("1 word of text is sent, too")
        many = self.tr("{count} words of text are sent, too").format(count=len(words))
        self._toggle.setText(one if len(words) == 1 else many)
        self._toggle.setAccessibleName(self._toggle.text())
        shown = " ".join("".join(filter(str.isprintable, word)) for word in itertools.islice(words, _SHOWN_WORDS))
        self._text.setPlainText(shown + (" …" if len(words) > _SHOWN_WORDS else ""))
        self.setVisible(bool(words))
