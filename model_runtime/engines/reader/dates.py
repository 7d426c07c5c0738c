"""Find dates in lines: numeric ones in any order, month names in English, German, French and Dutch, Chinese dates.

A numeric date that can be read day first or month first keeps both readings. Does not decide what a date is for.
"""

import datetime as dt
import re
from dataclasses import dataclass

from model_runtime.reading.lines import Line

_MONTH_NAMES = (
    "jan january januar janv janvier januari",
    "feb february februar fev fév février fevrier februari",
    "mar march märz maerz marz mrz mars maart",
    "apr april avr avril",
    "may mai mei",
    "jun june juni juin",
    "jul july juli juil juillet",
    "aug august août aout augustus",
    "sep sept september septembre",
    "oct okt october oktober octobre",
    "nov november novembre",
    "dec dez december dezember décembre decembre",
)
_MONTHS = {name: number for number, names in enumerate(_MONTH_NAMES, 1) for name in names.split()}
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_YEAR = r"(?P<y>(?:19|20)\d{2}(?=\d{1,2}[:.]\d{2}|\D|$)|['’]?\d{2}(?!\d))"
_FORMS = (
    re.compile(
        r"(?<!\d)(?P<y>(?:19|20)\d{2})\s?(?P<sep>[-./])\s?(?P<m>\d{1,2})\s?(?P=sep)\s?(?P<d>\d{2}|\d)(?!\d(?!\d?:))"
    ),
    re.compile(r"(?P<y>(?:19|20)\d{2})\s?年\s?(?P<m>\d{1,2})\s?月\s?(?P<d>\d{1,2})\s?日?"),
    re.compile(rf"(?<![\d.,])(?P<a>\d{{1,2}})\s?(?P<sep>[-./])\s?(?P<b>\d{{1,2}})\s?(?P=sep)\s?{_YEAR}"),
    re.compile(
        rf"(?<!\d)(?P<d>\d{{1,2}})(?:st|nd|rd|th|er)?[\s.\-/,]*(?P<name>{_MONTH})\.?[\s.\-/,]*{_YEAR}", re.IGNORECASE
    ),
    re.compile(
        rf"(?<![A-Za-z])(?P<name>{_MONTH})\.?[\s\-/]*(?P<d>\d{{1,2}})(?:st|nd|rd|th)?[\s,.\-/]+(?P<y>(?:19|20)\d{{2}})(?!\d)",
        re.IGNORECASE,
    ),
)
_FIRST_YEAR, _LAST_YEAR = 1970, 2069


@dataclass(frozen=True)
class DateReading:
    """A printed date. `other` is the second reading of an ambiguous one (month first where `day` is day first)."""

    day: dt.date
    line: Line
    other: dt.date | None = None

    @property
    def text(self) -> str:
        """As printed."""
        return self.line.text


def dates_in(line: Line) -> tuple[DateReading, ...]:
    """Find the dates of one line, left to right."""
    found: dict[int, DateReading] = {}
    taken: list[tuple[int, int]] = []
    for form in _FORMS:
        for match in form.finditer(line.text):
            readings = _readings(match)
            if readings and not any(s < match.end() and match.start() < e for s, e in taken):
                taken.append(match.span())
                other = readings[1] if len(readings) > 1 else None
                found[match.start()] = DateReading(readings[0], line.piece(*match.span()), other)
    return tuple(found[start] for start in sorted(found))


def month_first(dates: tuple[DateReading, ...]) -> bool:
    """Tell whether a page writes the month first: it holds a slashed date that can be read no other way."""
    return any(
        (m := re.match(r"(\d{1,2})[/-](\d{1,2})[/-]\d{2,4}$", date.text)) and int(m[1]) <= 12 < int(m[2])
        for date in dates
    )


def _readings(match: re.Match[str]) -> list[dt.date]:
    groups = match.groupdict()
    year = _year(groups["y"])
    if groups.get("name"):
        pairs = [(_MONTHS[groups["name"].lower()], int(groups["d"]))]
    elif groups.get("m"):
        pairs = [(int(groups["m"]), int(groups["d"]))]
    else:
        first, second = int(groups["a"]), int(groups["b"])
        pairs = [(second, first), (first, second)]
    days = [day for month, number in dict.fromkeys(pairs) if (day := _date(year, month, number))]
    if len(days) == 2 and groups["sep"] == ".":  # dots mean day first everywhere
        return days[:1]
    return days


def _year(printed: str) -> int:
    year = int(printed.lstrip("'’"))
    return year if year >= 100 else (2000 + year if year < 70 else 1900 + year)


def _date(year: int, month: int, day: int) -> dt.date | None:
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        return None
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None
