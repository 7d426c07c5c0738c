"""Find identifiers that carry their own proof or form: IBAN, BIC, VAT numbers, e-mail, web and telephone numbers.

Check digits are computed by python-stdnum. Does not decide whose they are.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from stdnum import iban
from stdnum.eu import vat
from stdnum.in_ import gstin
from stdnum.jp import cn as jp_cn

from model_runtime.engines.reader.dates import dates_in
from model_runtime.engines.reader.text_keys import letters
from model_runtime.reading.lines import Line

_IBAN = re.compile(r"(?<![A-Za-z0-9])[A-Z]{2}\s?\d{2}(?:\s?[A-Z0-9]{2,4}){2,8}(?:\s?[A-Z0-9]{1,4})?(?![A-Za-z0-9])")
_BIC = re.compile(
    r"(?<![A-Za-z0-9])[A-Z]{4}(?:AT|BE|CH|CY|CZ|DE|DK|ES|FI|FR|GB|GR|HU|IE|IT|LU|MY|NL|NO|PL|PT|RO|SE|SG|US|CN|HK|IN)[A-Z0-9]{2}(?:[A-Z0-9]{3})?(?![A-Za-z0-9])"
)
_VAT = re.compile(
    r"(?<![A-Za-z0-9])(?:AT\s?U|BE|BG|CHE|CY|CZ|DE|DK|EE|EL|ES|FI|FR|GB|HR|HU|IE|IT|LT|LU|LV|MT|NL|PL|PT|RO|SE|SI|SK)"
    r"[\s-]?(?=[0-9A-Z]{0,2}[\s.]?\d)[0-9A-Z](?:[\s.]?[0-9A-Z]){6,13}(?![A-Za-z0-9])"
)
_VAT_ELSEWHERE = re.compile(
    r"(?<![A-Za-z0-9])(?:T\d{13}|\d{2}[A-Z]{5}\d{4}[A-Z][0-9A-Z]Z[0-9A-Z])(?![A-Za-z0-9])"
)  # Japan's registration number, India's GSTIN
_EMAIL = re.compile(r"[\w.+-]+\s?@\s?[\w-]+(?:\.[\w-]+)+")
_WEB = re.compile(
    r"(?:https?://|www\.)[^\s|,;]+|(?<![@\w.])[a-z0-9-]+(?:\.[a-z0-9-]+)*\.(?:com|net|org|de|fr|eu|nl|at|ch|co\.uk|cn|com\.my|my)(?:/[^\s|,;]*)?(?![\w@])",
    re.IGNORECASE,
)
_PHONE = re.compile(
    r"(?<![\w.,])(?:\+\s?\d{1,3}|\(?0\d*\)?|1[38]00|1[-. ]|\(\d{2,5}\))(?:[\s\-/.()]{0,3}\d){5,12}(?![\w])"
)
_MOST_IBAN_LETTERS = 34
_SHORTEST_DOMAIN = 4


@dataclass(frozen=True)
class Identifier:
    """An identifier as printed; `is_proven`: its check digits are right."""

    line: Line
    is_proven: bool = False

    @property
    def text(self) -> str:
        """As printed."""
        return self.line.text


def ibans_in(line: Line) -> tuple[Identifier, ...]:
    """Find account numbers; one with wrong check digits is kept, unproven, when its form is right."""
    found = []
    for match in _IBAN.finditer(line.text):
        piece = _longest_valid(line, match)
        if piece is not None:
            found.append(piece)
    return tuple(found)


def vat_ids_in(line: Line) -> tuple[Identifier, ...]:
    """Find value-added-tax numbers: Europe's, Japan's and India's."""
    found = []
    for match in _VAT.finditer(line.text):
        text = re.sub(r"[\s.-]", "", match[0])
        if sum(c.isdigit() for c in text) >= 7 and not ibans_in(line.piece(*match.span())):
            found.append(Identifier(line.piece(*match.span()), bool(vat.is_valid(text))))
    for match in _VAT_ELSEWHERE.finditer(line.text):
        is_proven = bool(gstin.is_valid(match[0]) or jp_cn.is_valid(match[0].lstrip("T")))
        found.append(Identifier(line.piece(*match.span()), is_proven))
    return tuple(found)


def bics_in(line: Line) -> tuple[Identifier, ...]:
    """Find bank identifier codes."""
    return tuple(Identifier(line.piece(*match.span())) for match in _BIC.finditer(line.text))


def emails_in(line: Line) -> tuple[Identifier, ...]:
    """Find e-mail addresses."""
    return tuple(Identifier(line.piece(*match.span())) for match in _EMAIL.finditer(line.text))


def websites_in(line: Line) -> tuple[Identifier, ...]:
    """Find web addresses."""
    spans = [
        match.span() for match in _WEB.finditer(line.text) if "@" not in line.text[: match.end()].rsplit(" ", 1)[-1]
    ]
    return tuple(Identifier(line.piece(*span)) for span in spans)


def phones_in(line: Line) -> tuple[Identifier, ...]:
    """Find telephone numbers; a date is none, and neither is a part of an account number."""
    others = [date.line for date in dates_in(line)] + [account.line for account in ibans_in(line)]
    pieces = [line.piece(*match.span()) for match in _PHONE.finditer(line.text)]
    return tuple(
        Identifier(one) for one in pieces if not any(one.left < it.right and it.left < one.right for it in others)
    )


def domain_names(lines: Iterable[Line]) -> tuple[str, ...]:
    """Give the names in web and mail addresses, `shop` of `info@shop.example`, reduced to letters."""
    found = []
    for line in lines:
        for one in (*emails_in(line), *websites_in(line)):
            host = re.sub(r"^.*@|^https?://|^www\.|/.*$", "", one.text.lower())
            found += [letters(part) for part in host.split(".")[:-1] if len(part) >= _SHORTEST_DOMAIN]
    return tuple(found)


def is_in_domain(name: str, domains: Iterable[str]) -> bool:
    """Tell whether a name and one of `domains` are, or contain, each other."""
    compact = letters(name)
    return any(part in compact or (len(compact) >= _SHORTEST_DOMAIN and compact in part) for part in domains)


def _longest_valid(line: Line, match: re.Match[str]) -> Identifier | None:
    """Trim words from the end until the check digits are right; a number beside the IBAN may have been caught."""
    start, end = match.span()
    ends = [end, *(start + m.start() for m in reversed(list(re.finditer(r"\s", match[0]))))]
    for stop in ends:
        compact = re.sub(r"\s", "", line.text[start:stop])
        if iban.is_valid(compact):
            return Identifier(line.piece(start, stop), is_proven=True)
    end -= len(re.search(r"(?:\s[A-Z]+)*$", match[0])[0])  # type: ignore[index]  # a word, "BIC", is no part of it
    compact = re.sub(r"\s", "", line.text[start:end])
    looks_right = 15 <= len(compact) <= _MOST_IBAN_LETTERS and sum(c.isdigit() for c in compact) >= 12
    return Identifier(line.piece(start, end)) if looks_right else None
