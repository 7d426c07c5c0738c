"""Find telephone numbers: by an international prefix, by the way they are grouped, or by what a region's plan allows.

Numbering plans are those of `phonenumbers` (Google's libphonenumber, Apache-2.0). A bare run of digits that some plan
would allow is a telephone number only where nothing else on the line says what it is: order, invoice and serial numbers
look the same. Numbers behind a telephone's label are found by `labelled.py`.
"""

import re
from collections.abc import Iterator

import phonenumbers

from model_runtime.redaction.entities.entity import Entity, EntityKind
from model_runtime.redaction.entities.labels import labels_in
from model_runtime.redaction.entities.readable import Readable
from model_runtime.sandbox.freed_memory import remembered

_BARE_REGIONS = ("US", "ES", "CN")
"""Where numbers are dialled and printed without a leading 0, so that only the plan tells them from other numbers."""
_EXTENSION = r"(?: ?(?:x|ext\.?|extension|poste|ext|Durchwahl|分机) ?\d{1,6})?"
_INTERNATIONAL = re.compile(
    r"(?<![\w+])(?<!\d[.,])(?:\+ ?|00 ?(?=[1-9])|001-)[1-9]\d{0,2}(?:[ .\-/]{0,3}(?:\(\d{1,5}\)|\d+)){1,7}" + _EXTENSION
)
_GROUPED = re.compile(
    r"(?:(?<![\w.,/+\-(])|(?<=\d{4}[/,]))(?:"
    r"(?:1[ .\-])?(?:\(\d{3}\) ?|\d{3}[ .\-])\d{3}[ .\-]\d{4}"  # North America
    r"|\(\d{3}\)\d{3}[ .\-]?\d{4}"
    r"|\(0\d{2,5}\) ?\d{3,8}(?:[ \-]\d{2,8}){0,3}"  # Europe, area code in brackets
    r"|\(\d{3,4}\) ?\d{7,8}"  # China
    r"|0\d{2,5} ?/ ?\d{3,8}(?:[ \-]\d{1,8}){0,3}"  # Germany
    r"|0\d{2,4}[ \-]\d{3,9}(?:[ \-]\d{2,6}){0,3}"
    r"|0\d(?:[ .\-]\d{2}){4}"  # France
    r"|[6789]\d{2}(?:[ .\-]\d{3}){2}|[6789]\d{2}(?:[ .\-]\d{2}){3}|[89]\d(?: \d{3} \d{2} \d{2})"  # Spain
    r"|1[3-9]\d[ \-]\d{4}[ \-]\d{4}|[48]00-\d{3}-\d{4}|0\d{2,3}-\d{7,8}"  # China
    r")" + _EXTENSION + r"(?!\w|[.\-]\d|[,/][1-9])"
)
_BARE = re.compile(r"(?<![\w.,/+\-#(])\d{9,12}" + _EXTENSION + r"(?![\w]|[.,/\-]\d|\s?[€$£%¥])")
_CJK_BARE = re.compile(r"(?<![\d.,\-+A-Za-z])1[3-9]\d{9}(?![\d.,])")
_FEWEST_DIFFERENT = 2
_DATE = re.compile(r"\d{1,4}([.\-/])\d{1,2}\1\d{1,4}")
_AMOUNT = re.compile(r" \d{1,6}[.,]\d{2}$")
_TRUNK = re.compile(r" ?/? ?(?<!\d)0(?=\d)")
"""How a second number begins: with the digit that leads out of the town."""

_WHOLE = 10
"""Digits from which on a number may be whole, with the 0 in front of it."""
_LEAST_DIGITS, _LEAST_DIGITS_DIALLED, _MOST_DIGITS = (
    7,
    11,
    21,
)  # a bare number of 15 digits (ITU-T E.164) and an extension


def phones_in(line: Readable) -> Iterator[Entity]:
    """Yield telephone numbers with their extensions."""
    text = line.digits
    other_data = [label.end for label in labels_in(line) if label.kind is not EntityKind.PHONE]
    for pattern, score, origin in ((_INTERNATIONAL, 0.85, "phone-prefix"), (_GROUPED, 0.7, "phone-grouping")):
        for start, end in _places(pattern, text):
            if _is_plausible(text[start:end]) and not _is_behind(text, start, other_data):
                yield Entity(EntityKind.PHONE, start, end, score, origin)
    for match in (*_BARE.finditer(text), *_CJK_BARE.finditer(text)):
        if not _is_behind(text, match.start(), other_data) and _is_allowed(match[0]):
            yield Entity(EntityKind.PHONE, match.start(), match.end(), 0.6, "phone-plan")


def _places(pattern: re.Pattern[str], text: str) -> Iterator[tuple[int, int]]:
    """Yield start and end of what may be telephone numbers: each alone where several stand side by side.

    The whole counts as well: where the second is none, its figures are the first one's.
    """
    at = 0
    while (match := pattern.search(text, at)) is not None:
        start = match.start()
        amount = _AMOUNT.search(text, start, match.end())
        end = amount.start() if amount and _digits(text[start : amount.start()]) >= _WHOLE else match.end()
        yield start, end
        after = (next_one.start() for next_one in _TRUNK.finditer(text, start + 1, end))
        at = next((place for place in after if _digits(text[start:place]) >= _WHOLE), end)
        if at < end:
            yield start, at


def _digits(text: str) -> int:
    return sum(sign.isdigit() for sign in text)


def _is_plausible(number: str) -> bool:
    if len(set(re.sub(r"\D", "", number))) <= _FEWEST_DIFFERENT:
        return False
    least = _LEAST_DIGITS_DIALLED if number.startswith("00") else _LEAST_DIGITS
    return least <= _digits(number) <= _MOST_DIGITS and not _DATE.fullmatch(number)


def _is_behind(text: str, start: int, places: list[int]) -> bool:
    """Tell whether a label of other data stands just before `start`: the number is that datum."""
    return any(place <= start and not text[place:start].strip(" :=#.-") for place in places)


@remembered(1024)
def _is_allowed(number: str) -> bool:
    """Tell whether a numbering plan has this number as it is dialled inside the country."""
    digits = re.split(r"[^\d]", number, maxsplit=1)[0]
    if digits.startswith("0"):
        return len(set(digits)) > _FEWEST_DIFFERENT  # a trunk prefix: amounts and counts do not start so
    return any(_is_in_plan(digits, region) for region in _BARE_REGIONS)


def _is_in_plan(digits: str, region: str) -> bool:
    try:
        return bool(phonenumbers.is_valid_number_for_region(phonenumbers.parse(digits, region), region))
    except phonenumbers.NumberParseException:
        return False  # a carrier's prefix and no number behind it
