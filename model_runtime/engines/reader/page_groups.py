"""Tell which pages of a file are one document: a scan of eight invoices is eight, an invoice of three pages is one.

A page begins a document when it states another number than the pages before, says that it is the first, or states a total
and a date of its own. Does not answer anything.
"""

import re
from collections.abc import Sequence

from model_runtime.engines.reader.confidence import confidence
from model_runtime.engines.reader.labels import FieldName
from model_runtime.engines.reader.read_page import ReadPage
from model_runtime.engines.reader.text_keys import letters

_PLAIN_NUMBER = 2.5  # score from which a number is plainly the document's
_PLAIN_ISSUER = 5.0  # score from which a name is plainly that of who wrote the page
_PAGE_OF = re.compile(
    r"(?:page|seite|blatt|pagina|página|sida|side|strona|str\.?)\s*:?\s*(\d{1,3})\s*(?:/|of|von|de|sur|van|di|av|z)\s*\d{1,3}"
    r"|第\s*(\d{1,3})\s*[页頁]",
    re.IGNORECASE,
)


class _Document:
    """A document as far as its pages are known.

    Attributes:
        pages: in order.
        numbers: under which it calls itself.
        stated: which of total and date it has.
        text: all that is printed on it.
    """

    def __init__(self) -> None:
        self.pages: list[ReadPage] = []
        self.numbers: set[str] = set()
        self.stated: set[FieldName] = set()
        self.text = ""

    def add(self, page: ReadPage) -> None:
        """Let it go on on `page`."""
        self.pages.append(page)
        self.numbers |= {letters(number)} if (number := _number(page)) else set()
        self.stated |= {name for name in (FieldName.TOTAL, FieldName.DATE) if page.findings(name)}
        self.text += "".join(f"{line.text}\n" for line in page.view.lines)

    def has_printed(self, text: str) -> bool:
        """Tell whether `text` stands on one of the pages, not as a part of a word or number."""
        return bool(re.search(rf"(?<!\w){re.escape(text)}(?!\w)", self.text))


def documents_of(pages: Sequence[ReadPage]) -> list[list[ReadPage]]:
    """Group `pages`, which are in order, by document."""
    found: list[_Document] = []
    for page in pages:
        if not found or _begins(page, found[-1]):
            found.append(_Document())
        found[-1].add(page)
    return [document.pages for document in found]


def _begins(page: ReadPage, before: _Document) -> bool:
    position = _position(page)
    if position is not None:
        return position == 1
    number = _number(page)
    if number and before.numbers:
        return letters(number) not in before.numbers
    if number and before.has_printed(number):
        return False
    return _states_its_own(page, before)


def _position(page: ReadPage) -> int | None:
    """The number that a page gives itself, "page 2 of 3"."""
    matches = (match for line in page.view.lines if (match := _PAGE_OF.search(line.text)))
    return next((int(match[1] or match[2]) for match in matches), None)


def _number(page: ReadPage) -> str:
    """The document's number on a page, where it is plain."""
    return page.numbers[0].text if page.numbers and page.numbers[0].score >= _PLAIN_NUMBER else ""


def _states_its_own(page: ReadPage, before: _Document) -> bool:
    """Tell whether a page has a total and a date that stand on none of the pages before, which have theirs.

    The total must be sure, or somebody else's.
    """
    totals, days = page.findings(FieldName.TOTAL), page.findings(FieldName.DATE)
    if not totals or not days or before.stated != {FieldName.TOTAL, FieldName.DATE}:
        return False
    if any(before.has_printed(one[0].text) for one in (totals, days)):
        return False
    return confidence(totals) == "sure" or _has_other_issuer(page, before)


def _has_other_issuer(page: ReadPage, before: _Document) -> bool:
    issuer = next(iter(page.findings(FieldName.COMPANY)), None)
    is_plain = issuer is not None and "legal_form" in issuer.supports and issuer.score >= _PLAIN_ISSUER
    return issuer is not None and is_plain and not before.has_printed(issuer.text)
