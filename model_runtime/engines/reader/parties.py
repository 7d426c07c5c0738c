"""Find who issued a document, who it is for, and addresses.

Names are recognised by legal forms, words of trade, place on the page, labels, web domains and repetition. Does not
know any company.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from model_runtime.engines.reader import identifiers, labels
from model_runtime.engines.reader.amounts import amounts_in
from model_runtime.engines.reader.dates import dates_in
from model_runtime.engines.reader.finding import Finding
from model_runtime.engines.reader.labelled import labelled
from model_runtime.engines.reader.labels import LABELS, FieldName
from model_runtime.engines.reader.page_text import Line
from model_runtime.engines.reader.page_view import PageView
from model_runtime.engines.reader.text_keys import find, has, letters, likeness

_REGISTRATION = re.compile(
    r"\s*[(\[]\s*(?:Co\.?\s*(?:No|Reg)\.?\s*:?\s*)?[A-Z]{0,3}\d[\dA-Z\s.-]{3,}[)\]]?\s*$", re.IGNORECASE
)
_SENDER_SPLIT = re.compile(r"\s+[-–—|•·*]\s+|\s*[|•·]\s*")
_POSTCODE = re.compile(
    r"(?<!\d)(?:[A-Z]{1,3}[- ])?\d{5}(?!\d)\s*,?\s*[A-Za-zÀ-ÿ]|(?<![\d-])\d{4}\s?[A-Z]{2}\s+[A-Za-z]|(?<!\d)\d{4}\s+[A-ZÀ-Ý][a-zà-ÿ]{2,}|\b\d{6}\b"
)
_CONTINUES = re.compile(r"^(?:&|and\b|et\b|und\b|co\b\.?)", re.IGNORECASE)
_ONLY_REGISTRATION = re.compile(
    r"^\W*(?:(?:co|company|reg|roc|no|number|registration)[.\s:#-]*)*[A-Z]{0,3}\d[\dA-Z\s.-]*\W*$", re.IGNORECASE
)
_DETAIL_WORDS = (
    "tel",
    "fax",
    "phone",
    "telephone",
    "telefon",
    "mobile",
    "email",
    "e-mail",
    "gst",
    "vat",
    "ust-idnr",
    "ust-id",
    "iban",
    "bic",
    "siret",
    "tva",
    "roc",
    "co reg",
    "reg no",
    "company no",
    "gln",
    "www",
    "http",
    "steuernummer",
    "hrb",
    "btw",
    "kvk",
    "h/p",
)


@dataclass(frozen=True)
class Parties:
    """The parties of one page."""

    view: PageView

    @cached_property
    def companies(self) -> list[Finding]:
        """Who may have issued the document, best first."""
        buyers = [letters(f.text) for f in self.buyers[:1]]
        found = []
        for line in self.view.lines:
            name = self._name_piece(line)
            if name is not None:
                score, supports = self._company_score(name, line, buyers)
                found.append(self._with_continuation(Finding(name.text, (name,), score, tuple(supports)), line))
        found += self._labelled_names(LABELS[FieldName.COMPANY], 4.0)
        return sorted(found, key=lambda finding: -finding.score)

    @cached_property
    def buyers(self) -> list[Finding]:
        """Who the document may be for, best first."""
        found = self._labelled_names(LABELS[FieldName.BUYER], 3.0) + self._address_windows()
        return sorted(found, key=lambda finding: -finding.score)

    @cached_property
    def addresses(self) -> list[Finding]:
        """Where the issuer may be, best first."""
        found = []
        for rank, company in enumerate(self.companies[:4]):
            lines = self._address_after(company.pieces[-1])
            if lines:
                text = " ".join(line.text for line in lines)
                supports = ("postcode",) if _POSTCODE.search(text) else ()
                found.append(Finding(text, tuple(lines), company.score - rank + (1.0 if supports else 0.0), supports))
        return sorted(found, key=lambda finding: -finding.score)

    def _line_of(self, piece: Line) -> Line | None:
        return next(
            (line for line in self.view.lines if line.middle == piece.middle and line.left <= piece.left < line.right),
            None,
        )

    def _name_piece(self, line: Line) -> Line | None:
        """The part of a line that can be a name: without registration number, street and sender's address."""
        end = len(line.text)
        split = _SENDER_SPLIT.search(line.text)
        if split and _POSTCODE.search(line.text) and split.start() > 2:
            end = split.start()
        registration = _REGISTRATION.search(line.text[:end])
        if registration and registration.start() > 2:
            end = registration.start()
        start = len(line.text) - len(line.text.lstrip(" .,:;*-–—>#'\"|"))
        while end > start and line.text[end - 1] in " ,:;*-–—|'\"":
            end -= 1
        piece = line.piece(start, end)
        return piece if _can_be_name(piece) else None

    def _company_score(self, name: Line, line: Line, buyers: Sequence[str]) -> tuple[float, list[str]]:
        height = max(1, self.view.page.height)
        y = line.middle / height
        score, supports = 0.0, []
        if _has_legal_form(name.text):
            score += 2.5
            supports.append("legal_form")
        elif has(name.text, labels.TRADE_WORDS):
            score += 1.0
            supports.append("trade_word")
        score += 2.5 * max(0.0, 1.0 - y / 0.4)
        if self._rank_from_top(line) == 0:
            score += 1.5
            supports.append("first")
        if self._in_domain(name.text):
            score += 1.5
            supports.append("domain")
        if (
            sum(
                1
                for other in self.view.lines
                if len(letters(name.text)) > 5 and letters(name.text) in letters(other.text)
            )
            > 1
        ):
            score += 1.0
            supports.append("repeated")
        if name.text != line.text and _SENDER_SPLIT.search(line.text) and _POSTCODE.search(line.text):
            score += 2.0
            supports.append("sender_line")
        score -= 4.0 if letters(name.text) in buyers else 0.0
        score -= 2.0 if has(name.text, labels.STREET_WORDS) and not _has_legal_form(name.text) else 0.0
        score -= 2.0 if has(name.text, labels.SALUTATIONS) else 0.0
        score -= 0.7 * max(0, len(name.text.split()) - 6)
        score += 0.6 * min(1.0, max(-1.0, line.tall / max(1.0, self.view.height_px) - 1.0))
        return score, supports

    def _rank_from_top(self, line: Line) -> int:
        """How many lines that can be names stand above."""
        return sum(1 for other in self._names_from_top if other.middle < line.middle)

    @cached_property
    def _names_from_top(self) -> list[Line]:
        limit = 0.3 * self.view.page.height
        return [line for line in self.view.lines if line.top < limit and self._name_piece(line) is not None]

    @cached_property
    def _domains(self) -> tuple[str, ...]:
        found = []
        for line in self.view.lines:
            for one in (*identifiers.emails_in(line), *identifiers.websites_in(line)):
                host = re.sub(r"^.*@|^https?://|^www\.|/.*$", "", one.text.lower())
                found += [letters(part) for part in host.split(".")[:-1] if len(part) > 3]
        return tuple(found)

    def _in_domain(self, name: str) -> bool:
        compact = letters(name)
        return any(
            len(part) > 3 and (part in compact or (len(compact) > 4 and compact in part)) for part in self._domains
        )

    def _with_continuation(self, finding: Finding, line: Line) -> Finding:
        """Join the next line where a name plainly goes on there: a lone legal form, or an "&"."""
        following = next(
            (
                other
                for other in self.view.below(line)
                if abs(other.center - line.center) < 6 * line.tall or abs(other.left - line.left) < 2 * line.tall
            ),
            None,
        )
        if following is None or _has_legal_form(finding.text):
            return finding
        piece = self._name_piece(following) or following
        goes_on = _CONTINUES.match(piece.text) or (
            _has_legal_form(piece.text) and len(_without_legal_form(piece.text)) <= 3
        )
        if not goes_on or dates_in(piece) or has(piece.text, _DETAIL_WORDS):
            return finding
        return replace(
            finding,
            text=f"{finding.text} {piece.text}",
            pieces=(*finding.pieces, piece),
            score=finding.score + 2.5,
            supports=(*finding.supports, "legal_form"),
        )

    def _labelled_names(self, words: tuple[str, ...], base: float) -> list[Finding]:
        found = []
        for hit in labelled(self.view, words):
            if len(letters(hit.label.text)) > 3 * hit.weight + 12 and hit.place != "behind":
                continue
            if hit.label.text.find(hit.word) > 3 or has(hit.value.text, _DETAIL_WORDS):
                continue
            value = self._name_below_heading(hit.label) if hit.place == "below" else self._name_piece(hit.value)
            if value is None or not _can_be_name(value):
                continue
            order = {"behind": 0.3, "right": 0.2, "below": 0.4}[hit.place]
            found.append(Finding(value.text, (value,), base + order + 0.05 * hit.weight, ("label",)))
        return found

    def _name_below_heading(self, heading: Line) -> Line | None:
        """Below "Seller": the value of "Name:" where the block has one, else its first line that can be a name."""
        reach = heading.middle + 9 * heading.tall
        column = [
            line
            for line in self.view.lines
            if heading.middle < line.middle <= reach
            and line.left < heading.right + 2 * heading.tall
            and line.right > heading.left - heading.tall
        ]
        for line in column[:6]:
            hit = find(line.text, "name")
            if hit and hit.start == 0 and len(line.text) <= 12:
                beside = self.view.right_of(line)[:1]
                return self._name_piece(beside[0]) if beside else None
        return next(
            (
                name
                for line in column[:4]
                if not line.text.rstrip().endswith(":") and (name := self._name_piece(line)) is not None
            ),
            None,
        )

    def _address_windows(self) -> list[Finding]:
        """The recipient's lines above a postcode in the upper part of a letter."""
        found = []
        for line in self.view.lines:
            y, x = line.middle / self.view.page.height, line.left / self.view.page.width
            if not 0.06 < y < 0.5 or not _POSTCODE.match(line.text) or x > 0.62 or _SENDER_SPLIT.search(line.text):
                continue
            block = self._block_above(line)
            names = [one for one in block if _can_be_name(one) and not has(one.text, labels.STREET_WORDS)]
            if len(block) < 1 or not names or any(has(one.text, _DETAIL_WORDS) for one in block):
                continue
            first = names[0]
            pieces = (
                (first, names[1])
                if len(names) > 1 and letters(first.text) in tuple(map(letters, labels.SALUTATIONS))
                else (first,)
            )
            text = " ".join(piece.text for piece in pieces)
            score = 1.6 + (1.0 if len(pieces) > 1 else 0.0) - 0.8 * x - (0.7 if _has_legal_form(first.text) else 0.0)
            score -= 1.5 if self._in_domain(text) else 0.0
            score -= 1.0 if self._has_details_below(line) else 0.0
            found.append(Finding(text, pieces, score, ("address_window",)))
        return found

    def _block_above(self, line: Line) -> list[Line]:
        """Lines that stack up above `line` with the same left edge, top first."""
        block: list[Line] = []
        lower = line
        for other in reversed([o for o in self.view.lines if o.middle < line.middle]):
            near = abs(other.left - line.left) < 1.2 * line.tall
            if near and lower.middle - other.middle < 2.3 * max(line.tall, other.tall):
                block.insert(0, other)
                lower = other
            if len(block) == 5:
                break
        return block

    def _has_details_below(self, line: Line) -> bool:
        return any(has(other.text, _DETAIL_WORDS) for other in list(self.view.below(line))[:2])

    def _address_after(self, name: Line) -> list[Line]:
        """Lines from under a name to the postcode's line or the first line that is something else."""
        base = self._line_of(name)
        if base is None:
            return []
        lines: list[Line] = []
        previous = base
        for other in [o for o in self.view.lines if o.middle > base.middle + 0.3 * base.tall]:
            aligned = (
                min(other.right, base.right) - max(other.left, base.left) > 0
                or abs(other.left - base.left) < 2 * base.tall
            )
            if not aligned:
                continue
            if other.middle - previous.middle > 4.5 * max(other.tall, previous.tall) or len(lines) >= 6:
                break
            previous = other
            if lines and (
                has(other.text, _DETAIL_WORDS) or has(other.text, labels.DOCUMENT_WORDS) or identifiers.phones_in(other)
            ):
                break
            if _is_address_line(other) and not has(other.text, _DETAIL_WORDS):
                lines.append(other)
            elif lines:
                break
        return lines


def _is_address_line(line: Line) -> bool:
    if _ONLY_REGISTRATION.match(line.text) or dates_in(line) or amounts_in(line):
        return False
    has_form = has(line.text, labels.STREET_WORDS) or bool(_POSTCODE.search(line.text)) or "," in line.text
    return has_form or bool(re.search(r"^\d+[A-Z]?[ ,]|\d{1,4}[a-z]?$|\bstr\w*\.?\s\d", line.text))


def _can_be_name(line: Line) -> bool:
    text = line.text
    alphabetic = sum(char.isalpha() for char in text)
    digits = sum(char.isdigit() for char in text)
    if alphabetic < 2 or digits > alphabetic or len(text) > 70 or line.score < 0.7:
        return False
    if (alphabetic < 3 and not any("\u2e80" <= c <= "\u9fff" for c in text)) or dates_in(line) or amounts_in(line):
        return False
    if (
        _POSTCODE.match(text)
        or text.rstrip().endswith(":")
        or (re.match(r"^\W*\d+\s?[-/]?\d*\w?\s", text) and not _has_legal_form(text))
    ):
        return False
    if identifiers.emails_in(line) or (identifiers.websites_in(line) and " " not in text):
        return False
    if _has_legal_form(text):
        return not has(text, ("formerly known as", "licensee", "owned by"))
    return not has(text, labels.NOT_A_NAME_WORDS) and not has(text, labels.DOCUMENT_WORDS)


def _has_legal_form(text: str) -> bool:
    return has(text, labels.LEGAL_FORMS)


def _without_legal_form(text: str) -> str:
    """Letters that remain when legal forms are taken away."""
    rest = text
    for form in sorted(labels.LEGAL_FORMS, key=len, reverse=True):
        hit = find(rest, form)
        if hit:
            rest = rest[: hit.start] + rest[hit.end :]
    return letters(re.sub(r"\(\w{1,3}\)", "", rest))


def same_name(text: str, other: str) -> bool:
    """Tell whether two prints are one name."""
    return likeness(text, other) >= 0.85
