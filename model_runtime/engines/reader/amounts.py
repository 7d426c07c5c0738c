"""Find amounts of money in lines and say what they are worth.

An amount has two decimals, or a currency beside it. Percentages, dates, times and bare counts are none.
Does not decide what an amount is for.
"""

import re
from dataclasses import dataclass
from decimal import Decimal

from model_runtime.reading.lines import Line

_CURRENCY = r"(?:€|\$|£|¥|￥|₹|元|EUR|EURO|USD|US\$|GBP|CHF|RM|MYR|SGD|S\$|INR|Rs\.?|RMB|CNY|JPY|HKD|HK\$|kr|SEK|NOK|DKK|PLN|zł)"
_NUMBER = r"(?:\d{1,3}(?:[.,'’ ]\d{3})+|\d+)"
_AMOUNT = re.compile(
    rf"(?P<open>\()?(?P<minus>[-−–]\s?)?(?P<before>{_CURRENCY}\s?)?(?P<minus2>[-−–]\s?)?"
    rf"(?<![\d.,/])(?<!\d:)(?P<number>{_NUMBER}[.,]\s?\d{{2}}|[.,]\d{{2}}|{_NUMBER}(?:[.,][-–])?)"
    rf"(?![\d%]|[.,:/]\d|\s?%|[-]\d|\s?[-–]\s?\d{{1,2}}[.:]\d{{2}}\s?Uhr|\s?(?:Uhr|h\b|am\b|pm\b))(?P<minus3>-(?![\w]))?(?P<after>\s?{_CURRENCY}(?![A-Za-z]))?",
    re.IGNORECASE,
)
_MOST = Decimal(10) ** 9


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
        number = match["number"]
        if not has_currency and not re.search(r"[.,]\s?\d{2}$", number):
            continue
        if not has_currency and line.text[match.end() : match.end() + 1] == ".":
            continue  # a day and month, "19.12."
        value = value_of(number)
        if value is None or value >= _MOST:
            continue
        in_brackets = bool(match["open"]) and line.text[match.end() : match.end() + 1] == ")" and value < 1
        if match["minus"] or match["minus2"] or match["minus3"] or in_brackets:
            value = -value
        start = match.start() + (1 if match["open"] else 0)
        found.append(Amount(value, line.piece(start, match.end()), has_currency))
    return tuple(found)


def value_of(number: str) -> Decimal | None:
    """Read digits with either convention of marks: `1.163,40`, `1,163.40`, `1 163,40`, `12`; None if it is no number."""
    digits = re.sub(r"[\s'’]", "", number).rstrip("-–.,")
    decimals = re.search(r"[.,](\d{2})$", digits)
    whole = digits[: decimals.start()] if decimals else digits
    whole = re.sub(r"[.,]", "", whole) or "0"
    if not whole.isdigit() or not whole.isascii():
        return None
    return Decimal(f"{whole}.{decimals[1]}" if decimals else whole)
