"""Let the text of a document be selected, copied and found: have pages read when somebody wants their words, and no sooner.

What is read is what is left to be seen after hiding, as the pages are sent. Keeps the words of one page; the rest lies in the
`PageStore`. Draws nothing.
"""

from dataclasses import dataclass

from PySide6.QtCore import QObject, QPointF, Signal
from PySide6.QtGui import QGuiApplication

from desktop_app.conversation.document import Document
from desktop_app.conversation.page_text import PageText
from desktop_app.foundation.plain_text import plain_lines
from desktop_app.gui.conversation.documents_controller import DocumentsController
from desktop_app.gui.page.page_controller import PageController
from desktop_app.gui.page.page_reading import PageReading
from desktop_app.gui.page.page_view import PageView
from desktop_app.gui.page.text_layer import TextLayer
from desktop_app.runtime_client.values import Box


@dataclass(frozen=True, order=True)
class _Find:
    """Where something is said: from which word of which page to which."""

    page: int
    first: int
    last: int


class TextController(QObject):
    """The text of the document that is looked at.

    Signals:
        hide_asked: by page number, the boxes of everything that was found.
    """

    hide_asked = Signal(object)

    def __init__(
        self,
        reading: PageReading,
        documents: DocumentsController,
        page: PageController,
        views: tuple[TextLayer, PageView],
    ) -> None:
        super().__init__()
        self._reading = reading
        self._documents = documents
        self._page = page
        self._layer, view = views
        self._bar, self._tool_bar = view.find_bar, view.tool_bar
        self._is_open = False
        self._wanted = ""
        self._shown_key = ""
        self._text: tuple[str, PageText] = ("", PageText(()))
        self._selected: tuple[int, int] | None = None
        self._word_at: QPointF | None = None  # wanted as soon as the page has been read
        self._finds: list[_Find] = []
        self._at: _Find | None = None
        self._connect()

    def toggle(self) -> None:
        """Begin to look for words, or leave."""
        if self._is_open:
            self.close()
        else:
            self.open()

    def open(self) -> None:
        """Show the bar, have the page read, and let its words be selected."""
        if self._documents.current is None:
            return
        self._is_open = True
        self._bar.show_reviewing(is_on=not self._layer.is_free)
        self._bar.show()
        self._bar.focus_box()
        self._layer.turn(is_on=True)
        self._search()
        self._tool_bar.show_find(is_on=True)

    def close(self) -> None:
        """Look for nothing any more."""
        if not self._is_open:
            return
        self._is_open = False
        self._bar.hide()
        self._layer.turn(is_on=False)
        self._reading.stop()
        self._finds, self._at, self._selected = [], None, None
        self._show()
        self._tool_bar.show_find(is_on=False)

    # -- from the person -----------------------------------------------------------------------------------------------

    def _on_wanted_changed(self, wanted: str) -> None:
        self._wanted, self._at = wanted, None
        self._search()

    def _on_step_asked(self, by: int) -> None:
        if not self._finds:
            return
        if self._at is None:
            here = _Find(self._page.number, 0, 0)
            later = [find for find in self._finds if find >= here] if by > 0 else []
            self._at = (later or self._finds)[0] if by > 0 else self._finds[-1]
        else:
            self._at = self._finds[(self._finds.index(self._at) + by) % len(self._finds)]
        self._page.go_to(self._at.page)
        self._show()

    def _on_select_begun(self, at: QPointF) -> None:
        word = self._text_here.nearest(at.x(), at.y())
        self._select(None if word is None else (word, word))

    def _on_select_moved(self, at: QPointF) -> None:
        word = self._text_here.nearest(at.x(), at.y())
        if self._selected is not None and word is not None:
            self._select((self._selected[0], word))

    def _on_word_asked(self, at: QPointF) -> None:
        if self._text_here.words:
            word = self._text_here.word_at(at.x(), at.y())
            self._select(None if word is None else (word, word))
        else:
            self._word_at = at
            self._reading.read([self._page.number])

    def _on_all_asked(self) -> None:
        count = len(self._text_here.words)
        if count:
            self._select((0, count - 1))
        else:
            self._reading.read([self._page.number])

    def _on_copy_asked(self) -> None:
        if self._selected is not None:
            self._copy(self._text_here.text(*self._selected))

    def _on_hide_all_asked(self) -> None:
        document = self._documents.current
        if document is None:
            return
        boxes: dict[int, tuple[Box, ...]] = {}
        for find in self._finds:
            read = self._reading.words(document.id, find.page)
            words = read.words[find.first : find.last + 1] if read is not None else ()
            boxes[find.page] = (*boxes.get(find.page, ()), *(_with_air(word.box) for word in words))
        self.hide_asked.emit(boxes)

    def _copy(self, text: str) -> None:
        if text:
            QGuiApplication.clipboard().setText(plain_lines(text))

    # -- reading -------------------------------------------------------------------------------------------------------

    def _search(self) -> None:
        """Find what is wanted in the pages that have been read, and have the others read; the one looked at first."""
        self._finds = []
        self._reading.stop()
        self._read_on()
        self._look_at_first()
        self._show()

    def _read_on(self) -> None:
        """Have those pages read that are wanted, have been prepared, and were not read yet; nothing while some are."""
        document = self._documents.current
        if document is None or not self._is_open or self._reading.is_busy:
            return
        here = self._page.number
        wanted = range(1, document.page_count + 1) if self._wanted.strip() else (here,)
        missing = [number for number in wanted if not self._find_on(document, number)]
        self._reading.read(sorted(missing, key=lambda number: (number != here, number)))

    def _find_on(self, document: Document, number: int) -> bool:
        """Look for what is wanted on a page; False where it has not been read."""
        words = self._reading.words(document.id, number)
        if words is None:
            return False
        found = PageText(words.words).found(self._wanted)
        self._finds = sorted({*self._finds, *(_Find(number, words.start, words.stop - 1) for words in found)})
        return True

    def _on_page_read(self, number: int) -> None:
        document = self._documents.current
        if document is None:
            return
        if self._wanted.strip() and self._is_open:
            self._find_on(document, number)
            self._look_at_first()
        if number == self._page.number and self._word_at is not None:
            at, self._word_at = self._word_at, None
            self._show()
            self._on_word_asked(at)
        self._show()

    def _on_ended(self) -> None:
        self._read_on()
        self._show()

    def _look_at_first(self) -> None:
        """Look at the first find on the page that is on the screen, or behind it, while nobody has chosen one."""
        if self._at not in self._finds:
            self._at = next((find for find in self._finds if find.page == self._page.number), None)

    # -- showing -------------------------------------------------------------------------------------------------------

    def _on_page_shown(self) -> None:
        """Another page, or the same one made anew: what was selected is no longer there, and its words may have gone."""
        document = self._documents.current
        prepared = self._documents.prepared_page(document.id, self._page.number) if document is not None else None
        key = prepared.key if prepared is not None else ""
        if key != self._shown_key:
            self._shown_key = key
            self._reading.come_back_to(key)
            if self._is_open and not self._reading.is_busy:
                self._search()
        self._show()

    def _on_current_changed(self) -> None:
        self._reading.forget()
        self._finds, self._at, self._selected, self._word_at = [], None, None, None
        if self._documents.current is None:
            self.close()
        else:
            self._search()

    @property
    def _text_here(self) -> PageText:
        return self._text[1]

    def _select(self, selected: tuple[int, int] | None) -> None:
        self._selected = selected
        self._show()

    def _take_text(self) -> None:
        """Know the words of the page that is on the screen, and no others."""
        document = self._documents.current
        prepared = self._documents.prepared_page(document.id, self._page.number) if document is not None else None
        words = self._reading.words(document.id, self._page.number) if document is not None else None
        key = prepared.key if prepared is not None and words is not None and self._page.is_upright else ""
        if key != self._text[0]:
            self._text = (key, PageText(words.words if words is not None and key else ()))
            self._selected = None
            self._layer.show_text(self._text_here.whole)

    def _show(self) -> None:
        self._take_text()
        number = self._page.number
        here = [find for find in self._finds if find.page == number]
        self._layer.show_found(
            [box for find in here for box in self._boxes(find.first, find.last)],
            self._boxes(self._at.first, self._at.last) if self._at is not None and self._at.page == number else (),
        )
        self._layer.show_selected(self._boxes(*self._selected) if self._selected is not None else ())
        if self._is_open:
            self._bar.show_state(self._state_words(), has_finds=bool(self._finds), has_text=bool(self._text_here.words))

    def _boxes(self, first: int, last: int) -> tuple[Box, ...]:
        low, high = sorted((first, last))
        return tuple(word.box for word in self._text_here.words[low : high + 1])

    def _state_words(self) -> str:
        left = self._reading.left
        if left > 0 and not self._finds:
            one, many = self.tr("Reading the page…"), self.tr("Reading {count} pages…").format(count=left)
            return one if left == 1 else many
        if self._finds:
            at = self._finds.index(self._at) + 1 if self._at in self._finds else 0
            words = self.tr("{at} of {count}").format(at=at, count=len(self._finds))
            return words + ("…" if left > 0 else "")
        if self._wanted.strip():
            return self.tr("Not found")
        return self.tr("Drag over words to select them") if self._text_here.words else self.tr("No text was found here")

    def _connect(self) -> None:
        layer, bar = self._layer, self._bar
        self._reading.page_read.connect(self._on_page_read)
        self._reading.ended.connect(self._on_ended)
        self._page.page_shown.connect(self._on_page_shown)
        self._documents.page_arrived.connect(lambda *_: self._read_on())
        self._documents.current_changed.connect(lambda _: self._on_current_changed())
        self._documents.policy_changed.connect(self._on_current_changed)
        layer.select_begun.connect(self._on_select_begun)
        layer.select_moved.connect(self._on_select_moved)
        layer.word_asked.connect(self._on_word_asked)
        layer.all_asked.connect(self._on_all_asked)
        layer.copy_asked.connect(self._on_copy_asked)
        self._tool_bar.find_asked.connect(self.toggle)
        bar.open_asked.connect(self.open)
        bar.wanted_changed.connect(self._on_wanted_changed)
        bar.step_asked.connect(self._on_step_asked)
        bar.copy_asked.connect(lambda: self._copy(self._text_here.whole))
        bar.hide_all_asked.connect(self._on_hide_all_asked)
        bar.close_asked.connect(self.close)


def _with_air(box: Box) -> Box:
    """Return the place of a word, a little larger: strokes reach beyond where letters are said to stand."""
    air = max(2, box.height // 8)
    return Box(box.left - air, box.top - air, box.width + 2 * air, box.height + 2 * air)
