"""Find who issued a document and where they are.

A name is weighed by its legal form, words of trade, place on the page, labels, the page's web domains and
repetition. Does not know any company. Recipients are found in `recipients.py`.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import islice

from model_runtime.engines.reader import identifiers, labels
from model_runtime.engines.reader.dates import dates_in
from model_runtime.engines.reader.finding import Finding
from model_runtime.engines.reader.labelled import labelled
from model_runtime.engines.reader.labels import LABELS, FieldName
from model_runtime.engines.reader.names import (
    POSTCODE,
    SENDER_MARK,
    has_legal_form,
    is_detail,
    is_street,
    joined_headline,
    name_piece,
    own_letters,
)
from model_runtime.engines.reader.page_view import PageView
from model_runtime.engines.reader.recipients import find_recipients, labelled_names
from model_runtime.engines.reader.text_keys import has, letters
from model_runtime.reading.lines import Line

_CONTINUES = re.compile(r"^(?:&|and\b|et\b|und\b|co\b\.?)", re.IGNORECASE)
_SAME_SIZE = 0.25  # of a letter's height
_HEAD = 0.4  # of the page's height: where an issuer introduces itself
_PLAIN_RECIPIENT = 1.5  # score from which a recipient's name is no issuer's
_PLAIN_BRAND = 2.5
_JOINED = 4.7  # more than the second line alone gains by its legal form
_LABELLED_ADDRESS = 3.0  # a labelled address may be anybody's: the issuer's own lines win where they are plain
_MOST_ADDRESS_LINES = 6
_MOST_NAMES = 300  # names are compared in pairs: a hostile page must not keep the reader busy


@dataclass(frozen=True)
class Parties:
    """The parties of one page."""

    view: PageView

    @cached_property
    def companies(self) -> list[Finding]:
        """Who may have issued the document, best first."""
        found = [self._company(name, line) for line, name in self._names]
        found += labelled_names(self.view, LABELS[FieldName.COMPANY], 4.5)
        found = [_with_brand(finding, found) for finding in found]
        return sorted(found, key=lambda finding: -finding.score)

    @cached_property
    def buyers(self) -> list[Finding]:
        """Who the document may be for, best first; an address with a town below a labelled name supports it."""
        return [self._addressed(one) for one in find_recipients(self.view)]

    @cached_property
    def buyer_addresses(self) -> list[Finding]:
        """Where the recipient may be, best first."""
        found = []
        for buyer in self.buyers[:3]:
            lines = self._address_below(buyer.pieces[-1])
            if lines:
                text = " ".join(line.text for line in lines)
                found.append(Finding(text, tuple(lines), buyer.score, buyer.supports))
        return found

    def _addressed(self, buyer: Finding) -> Finding:
        lines = self._address_below(buyer.pieces[-1]) if "label" in buyer.supports else []
        has_town = any(POSTCODE.search(line.text) for line in lines)
        return replace(buyer, supports=(*buyer.supports, "postcode")) if has_town else buyer

    @cached_property
    def addresses(self) -> list[Finding]:
        """Where the issuer may be, best first."""
        found = [
            Finding(hit.value.text, (hit.value,), _LABELLED_ADDRESS, ("label",))
            for hit in labelled(self.view, LABELS[FieldName.ADDRESS])
            if hit.place == "behind" and hit.label.text.startswith(hit.word) and re.search("[:：]", hit.label.text)
        ]
        issuers = [one for one in self.companies[:4] if letters(one.text) not in self._recipients]
        for rank, company in enumerate(issuers):
            lines = self._address_behind(company.pieces[0]) or self._address_below(company.pieces[-1])
            if lines:
                text = " ".join(line.text for line in lines)
                supports = ("postcode",) if POSTCODE.search(text) else ()
                found.append(Finding(text, tuple(lines), company.score - rank + len(supports), supports))
        return sorted(found, key=lambda finding: -finding.score)

    def _address_behind(self, name: Line) -> list[Line]:
        """The address on a sender's line, "Name - Street 1 - 12345 Town"."""
        for line in self.view.lines:
            if line.middle != name.middle or not line.left <= name.left < line.right:
                continue
            marks = list(SENDER_MARK.finditer(line.text))
            town = POSTCODE.search(line.text)
            if marks and town and marks[0].start() < town.start():
                end = next((mark.start() for mark in marks if mark.start() > town.start()), len(line.text))
                return [line.piece(marks[0].end(), end)]
        return []

    @cached_property
    def _lines(self) -> tuple[Line, ...]:
        """The page's lines; words of a widely spaced headline joined."""
        head = _HEAD * self.view.page.height
        return tuple(line for row in self.view.rows for line in (joined_headline(row) if row.top < head else row.lines))

    @cached_property
    def _names(self) -> tuple[tuple[Line, Line], ...]:
        """Lines that can hold a name, with the part that is one, top to bottom."""
        found = ((line, name) for line in self._lines if (name := name_piece(line)) is not None)
        return tuple(islice(found, _MOST_NAMES))

    def _company(self, name: Line, line: Line) -> Finding:
        """Weigh what speaks for and against a line being the issuer's name."""
        y = line.middle / max(1, self.view.page.height)
        reasons = {
            "legal_form": 4.2 if has_legal_form(name.text) else 0.0,
            "trade_word": 2.0 if has(name.text, labels.TRADE_WORDS) else 0.0,
            "top": 2.5 * max(0.0, 1.0 - y / _HEAD),
            "first": 1.2 if self._is_first(line) else 0.0,
            "domain": 1.2 if identifiers.is_in_domain(name.text, self.view.domains) else 0.0,
            "repeated": 0.8 if self._count(name.text) > 1 else 0.0,
            "sender_line": 2.0 if name.text != line.text and POSTCODE.search(line.text) else 0.0,
        }
        score = sum(reasons.values()) + 0.6 * min(1.0, max(-1.0, line.tall / max(1.0, self.view.height_px) - 1.0))
        score -= self._recipient_penalty(name.text)
        score -= 2.0 if is_street(name.text) else 0.0
        score -= 2.0 if has(name.text, labels.SALUTATIONS) and not reasons["legal_form"] else 0.0
        score -= 3.0 if self._is_other_party(line) else 0.0
        score -= 0.7 * max(0, len(name.text.split()) - 6)
        supports = [reason for reason in ("legal_form", "trade_word", "sender_line") if reasons[reason] > 0]
        stands = any(reasons[reason] > 0 for reason in ("first", "domain", "repeated"))
        supports += ["standing"] if stands else []
        supports = supports[:1] if self._may_begin_above(line) else supports
        return self._with_continuation(Finding(name.text, (name,), score, tuple(supports)), line)

    def _is_first(self, line: Line) -> bool:
        first = next((other for other, name in self._names if not is_street(name.text)), None)
        return first is not None and first.middle >= line.middle and line.top < _HEAD * self.view.page.height

    def _may_begin_above(self, line: Line) -> bool:
        """Tell whether the line above may be the first half of the name: as tall, as far left, and a name."""
        return any(
            _is_just_below(other, line)
            and abs(other.left - line.left) < line.tall
            and abs(other.tall - line.tall) < _SAME_SIZE * line.tall
            and not has_legal_form(name.text)
            for other, name in self._names
        )

    def _is_other_party(self, line: Line) -> bool:
        """Tell whether the line above says that this is a former name, an owner, a licensor."""
        above = [other for other in self._lines if 0 < line.middle - other.middle < 2.2 * line.tall]
        return any(has(other.text, labels.OTHER_PARTY_WORDS) for other in above)

    def _count(self, name: str) -> int:
        compact = letters(name)
        return sum(1 for line in self.view.lines if len(compact) > 5 and compact in letters(line.text))

    def _recipient_penalty(self, name: str) -> float:
        """The one a document is plainly for did not issue it; one in an address window did not if another could have."""
        if letters(name) in self._recipients:
            return 4.0
        addressed = {letters(one.text) for one in self.buyers}
        others = (letters(other.text) for _, other in self._names if has_legal_form(other.text))
        return 3.5 if letters(name) in addressed and any(other not in addressed for other in others) else 0.0

    @cached_property
    def _recipients(self) -> tuple[str, ...]:
        """Names that the document is plainly for."""
        return tuple(letters(one.text) for one in self.buyers[:2] if one.score >= _PLAIN_RECIPIENT)

    def _with_continuation(self, finding: Finding, line: Line) -> Finding:
        """Join the next line where a name plainly goes on there: an "&", or nothing but trade and legal form."""
        following = next((other for other in self._lines if _is_just_below(line, other)), None)
        if following is None or has_legal_form(finding.text):
            return finding
        piece = name_piece(following) or following
        is_form = has_legal_form(f"X {piece.text}") and len(own_letters(piece.text)) <= 3
        if not (is_form or _CONTINUES.match(piece.text)) or dates_in(piece) or is_detail(piece):
            return finding
        return replace(
            finding,
            text=f"{finding.text} {piece.text}",
            pieces=(*finding.pieces, piece),
            score=finding.score + _JOINED,
            supports=(*finding.supports, "legal_form"),
        )

    def _address_below(self, name: Line) -> list[Line]:
        """Lines from under a name to the first line that is no part of an address."""
        lines: list[Line] = []
        previous = name
        for other in self._lines:
            if other.middle < name.middle + 0.4 * name.tall or not _is_aligned(name, other):
                continue
            far = other.middle - previous.middle > 4.5 * max(other.tall, previous.tall)
            if far or len(lines) == _MOST_ADDRESS_LINES:
                break
            previous = other
            is_open = bool(lines) and not any(POSTCODE.search(line.text) for line in lines)
            if _is_address(other, goes_on=is_open):
                lines.append(other)
            elif lines:
                break
        return lines


def _with_brand(finding: Finding, found: Sequence[Finding]) -> Finding:
    """Let a full legal name inherit the place of the brand that stands for it at the top of the page."""
    compact = letters(finding.text)
    brands = [one for one in found if 4 <= len(letters(one.text)) < len(compact) and letters(one.text) in compact]
    is_brand_plain = max((one.score for one in brands), default=0.0) > _PLAIN_BRAND
    if not is_brand_plain or not {"legal_form", "trade_word"} & set(finding.supports):
        return finding
    return replace(finding, score=finding.score + 2.0, supports=(*finding.supports, "brand"))


def _is_just_below(line: Line, other: Line) -> bool:
    gap = other.middle - line.middle
    is_centred = abs(other.center - line.center) < 3 * line.tall or abs(other.left - line.left) < 2 * line.tall
    return 0.5 * line.tall < gap < 2.6 * line.tall and is_centred


def _is_aligned(name: Line, other: Line) -> bool:
    overlaps = min(other.right, name.right) > max(other.left, name.left)
    return overlaps or abs(other.left - name.left) < 2 * name.tall


def _is_address(line: Line, *, goes_on: bool) -> bool:
    """An address begins with a street and `goes_on` with anything up to its town; then only what looks like one."""
    if is_detail(line) or dates_in(line) or has(line.text, labels.DOCUMENT_WORDS) or identifiers.phones_in(line):
        return False
    if goes_on:
        return not line.text.rstrip().endswith(":") and any(char.isalpha() for char in line.text)
    looks_numbered = re.search(r"^\d+[A-Z]?[ ,/-]|\s\d{1,4}[a-z]?,?$|\bstr\w*\.?\s\d", line.text)
    return is_street(line.text) or bool(looks_numbered) or "," in line.text
