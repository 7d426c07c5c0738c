"""Find amounts of money in lines and say what they are worth.

An amount has two decimals, or a currency beside it; where money has no decimals (yen), thousands in groups are enough.
Percentages, dates, times and bare counts are none. An amount in brackets of its own, with a minus on either side or marked
as a credit is negative. Does not decide what an amount is for.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from model_runtime.reading.lines import Line

_SIGNS = r"€|[A-Z]{0,2}\$|£|¥|￥|₹|₩|₫|฿|₱|₺|₪|元|円|원"
_CODES = (
    "EURO?|USD|GBP|CHF|RM|MYR|SGD|INR|Rs|RMB|CNY|JPY|KRW|HKD|TWD|AUD|CAD|NZD|SEK|NOK|DKK|ISK|PLN|CZK|HUF|RON|BGN|TRY|BRL|"
    "MXN|ZAR|AED|SAR|ILS|THB|IDR|PHP|VND"
)
_NAMES = r"SFr|Fr|kr|zł|Kč|Ft|lei|Rp"  # in their own letters' case: "FR" begins an IBAN
CURRENCY = rf"(?:{_SIGNS}|(?<![A-Za-z])(?:(?i:{_CODES})|{_NAMES})(?![A-Za-z])\.?)"
"""A sign or a code of money."""

_WITHOUT_DECIMALS = re.compile(r"[¥￥円₩원₫]|(?<![A-Za-z])(?:JPY|KRW|VND|IDR|ISK|HUF|Ft|Rp)(?![A-Za-z])")
_GROUP = r"[.,'’‘´`\s]"
_GROUPED = rf"(?:\d{{1,3}}(?:{_GROUP}\d{{3}})+|\d{{1,2}}(?:,\d{{2}})+,\d{{3}})"  # 1,234,567 and, in lakhs, 12,34,567
_NUMBER = rf"(?:{_GROUPED}|\d+)"
_NO_AMOUNT_BEHIND = r"(?![\d%]|[.,:/]\d|\s?%|[-]\d|\s?[-–]\s?\d{1,2}[.:]\d{2}\s?(?i:Uhr)|\s?(?i:Uhr|h\b|am\b|pm\b))"
_AMOUNT = re.compile(
    rf"(?P<open>\(\s?)?(?P<minus>[-−–]\s?)?(?P<before>{CURRENCY}\s?)?(?P<minus2>[-−–]\s?)?"
    rf"(?<![\d.,/])(?<!\d:)(?P<number>{_NUMBER}\s?[.,]\s?\d{{2}}|[.,]\d{{2}}|{_NUMBER}(?:[.,][-–])?)"
    rf"{_NO_AMOUNT_BEHIND}(?P<minus3>[-−](?!\w))?(?P<after>\s?{CURRENCY}(?![A-Za-z]))?(?P<minus4>[-−](?!\w))?"
    r"(?P<credit>\s?(?i:CR)(?![A-Za-z]))?(?P<close>\s?\))?"
)
_WHOLE = re.compile(rf"(?P<minus>[-−]\s?)?(?<![\d.,/:-])(?:{_GROUPED}|^\d+$)(?![\d%]|[.,:/-]\d|\s?%)")
_DECIMALS = re.compile(r"[.,]\s?\d{2}$")
_MOST = Decimal(10) ** 11


@dataclass(frozen=True)
class Amount:
    """A number that may be money. `line` is what is printed, with the currency where one stands beside it."""

    value: Decimal
    line: Line
    has_currency: bool

    @property
    def text(self) -> str:
        """As printed."""
        return self.line.text


def amounts_in(line: Line) -> tuple[Amount, ...]:
    """Find the amounts of one line, left to right."""
    found = []
    for match in _AMOUNT.finditer(line.text):
        has_currency = bool(match["before"] or match["after"])
        has_decimals = bool(_DECIMALS.search(match["number"]))
        if not has_currency and not has_decimals:
            continue
        if not has_currency and line.text[match.end() : match.end() + 1] == ".":
            continue  # a day and month, "19.12."
        value = value_of(match["number"])
        if value is not None and value < _MOST:
            found.append(_signed(match, value, line, has_currency=has_currency))
    return tuple(found)


def amounts_on(lines: Sequence[Line]) -> tuple[tuple[Amount, Line], ...]:
    """Find the amounts of a page, each with the line it stands in; also those of money that has no decimals."""
    found = tuple((amount, line) for line in lines for amount in amounts_in(line))
    is_whole = any(_WITHOUT_DECIMALS.search(line.text) for line in lines)
    if not is_whole or any(_DECIMALS.search(amount.text) for amount, _ in found):
        return found
    return tuple((amount, line) for line in lines for amount in amounts_in(line) or _whole_amounts_in(line))


def _whole_amounts_in(line: Line) -> tuple[Amount, ...]:
    """Find the numbers in groups of thousands, and a number that stands alone."""
    found = []
    for match in _WHOLE.finditer(line.text):
        value = value_of(match[0].strip("-− "))
        if value is not None and value < _MOST:
            found.append(Amount(-value if match["minus"] else value, line.piece(*match.span()), has_currency=False))
    return tuple(found)


def _signed(match: re.Match[str], value: Decimal, line: Line, *, has_currency: bool) -> Amount:
    """Read the sign: brackets mean a minus where nothing else stands in them and in their line."""
    in_brackets = bool(match["open"] and match["close"]) and (value < 1 or not _around(line, match))
    is_negative = in_brackets or any(match[sign] for sign in ("minus", "minus2", "minus3", "minus4", "credit"))
    start = match.start() + (0 if in_brackets else len(match["open"] or ""))
    end = match.end() - (0 if in_brackets else len(match["close"] or ""))
    return Amount(-value if is_negative else value, line.piece(start, end), has_currency)


def _around(line: Line, match: re.Match[str]) -> str:
    return (line.text[: match.start()] + line.text[match.end() :]).strip()


def value_of(number: str) -> Decimal | None:
    """Read digits with either convention of marks: `1.163,40`, `1,163.40`, `1 163,40`, `12`; None if it is no number."""
    digits = re.sub(r"[\s'’‘´`]", "", number).rstrip("-–.,")
    decimals = re.search(r"[.,](\d{2})$", digits)
    whole = digits[: decimals.start()] if decimals else digits
    whole = re.sub(r"[.,]", "", whole) or "0"
    if not whole.isdigit() or not whole.isascii():
        return None
    return Decimal(f"{whole}.{decimals[1]}" if decimals else whole)
