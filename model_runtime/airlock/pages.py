"""Hold the pages of the open document: one as pixels, and of some more which of their words the pixels confirmed.

Confirming reads the page, which takes a second: it is done when words are about to leave or to be looked through, and once
a page. Hides nothing.
"""

from typing import TYPE_CHECKING

from model_runtime.protocol.error_codes import ErrorCode, RequestFailed

if TYPE_CHECKING:
    from model_runtime.documents.document import Document
    from model_runtime.documents.page import ConfirmedWord, SourcePage

MAX_KEPT_LETTERS = 200_000
"""Of confirmed words: a letter's place is 0.2 kB, so 40 MB; eight pages of the densest newspaper."""


class Pages:
    """The pages of `document`."""

    def __init__(self, document: "Document") -> None:
        self._document = document
        self._page: SourcePage | None = None
        self._words: dict[int, tuple[ConfirmedWord, ...]] = {}
        self._was_read = False

    def source(self, number: int) -> "SourcePage":
        """Return a page, decoded again unless it is the one that was wanted last. It may have no words yet.

        Raises:
            RequestFailed: PAGE_MISSING, or what decoding raises.
        """
        if number not in self._document.line.numbers:
            raise RequestFailed(ErrorCode.PAGE_MISSING, number=number)
        if self._page is None or self._page.number != number:
            self._page = None  # free it first: two pages of 120 megapixels are too many
            self._forget()  # a page is never read as what is new since another one
            self._page = self._document.render(number)
        return self._page

    def with_words(self, number: int) -> "SourcePage":
        """Return a page with the words that its pixels confirm.

        Raises:
            RequestFailed: as `source`; MODEL_MISSING where a page claims words and nothing can read it.
        """
        from dataclasses import replace

        self._was_read = True  # by us, or by the detectors that are given the page
        page = self.source(number)
        if not page.claims or page.words:
            return page
        if number not in self._words:
            from model_runtime.redaction import detectors
            from model_runtime.redaction.confirmed_words import confirmed

            self._keep(number, confirmed(page, detectors.reading()).words)
        self._page = replace(page, words=self._words[number])
        return self._page

    def free(self) -> None:
        """Let go of the page that is held as pixels."""
        self._page = None

    def start_over(self) -> None:
        """Let go of everything, and of what was read in this document's pages: they are shown otherwise from now on."""
        self._page = None
        self._words.clear()
        self._forget()

    def close(self) -> None:
        """Let go of everything, and of the document."""
        self.start_over()
        self._document.close()

    def _forget(self) -> None:
        """Let go of what was read."""
        if self._was_read:
            from model_runtime.redaction import detectors

            detectors.forget_readings()

    def _keep(self, number: int, words: "tuple[ConfirmedWord, ...]") -> None:
        self._words[number] = words
        while len(self._words) > 1 and sum(_letters(kept) for kept in self._words.values()) > MAX_KEPT_LETTERS:
            del self._words[next(iter(self._words))]


def _letters(words: "tuple[ConfirmedWord, ...]") -> int:
    return sum(len(word.text) for word in words)
