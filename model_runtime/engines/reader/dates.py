"""Find dates in lines: numeric ones in any order, month names of twenty languages (`months.toml`), Chinese and Japanese
dates, dates in prose ("the 17th of September 1961").

A date that can be read in two ways, day first or month first, keeps both readings. Does not decide what a date is for.
"""

import datetime as dt
import re
import tomllib
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from model_runtime.reading.lines import Line

_WITHOUT_MARK = str.maketrans({"ı": "i", "ł": "l", "ø": "o", "đ": "d"})
_ERAS = {"明治": 1867, "大正": 1911, "昭和": 1925, "平成": 1988, "令和": 2018, "民國": 1911, "民国": 1911}
"""The year before the first of each era; Japan's, and the Republic of China's."""


def _plain(text: str) -> str:
    """Return `text` in small letters without accents, as many as before, so that places stay the same."""
    return "".join((unicodedata.normalize("NFKD", char.lower()) or char)[0].translate(_WITHOUT_MARK) for char in text)


def _months(table: str) -> dict[str, tuple[int, ...]]:
    """Return the numbers of the months that a name may mean."""
    numbers: dict[str, tuple[int, ...]] = {}
    for number, names in enumerate(_MONTH_TABLES[table], 1):
        for name in dict.fromkeys(map(_plain, names)):
            numbers[name] = (*numbers.get(name, ()), number)
    return numbers


_MONTH_TABLES = tomllib.loads(Path(__file__).with_name("months.toml").read_text("utf-8"))
_ONLY_FULL = _months("with_full_year")
_MONTHS = {**_ONLY_FULL, **_months("names")}
_MONTH = f"(?P<name>{'|'.join(sorted(_MONTHS, key=len, reverse=True))})"
_FULL_YEAR = r"(?P<y>(?:1[89]|20)\d{2})"
_YEAR = r"(?P<y>(?:1[89]|20)\d{2}(?=\d{1,2}[:.]\d{2}|\D|$)|['’]?\d{2}(?!\d|[.,:]\d))"
_NAMED_DAY = r"(?P<d>\d{1,2})(?:\s?(?:st|nd|rd|th)(?![a-z])|er|[oa](?![a-z]))?"
_GAP = r"[\s.\-/,]*(?:(?:day\s+of|of|de[ln]?|di|do)\b[\s.]*)?"
_FORMS = tuple(
    re.compile(form)
    for form in (
        rf"(?<!\d){_FULL_YEAR}\s?(?P<sep>[-./])\s?(?P<m>\d{{1,2}})\s?(?P=sep)\s?(?P<d>\d{{2}}|\d)(?!\d(?!\d?:))",
        rf"{_FULL_YEAR}\s?年\s?(?P<m>\d{{1,2}})\s?月\s?(?P<d>\d{{1,2}})\s?日?",
        rf"(?P<era>{'|'.join(_ERAS)})\s?(?P<y>\d{{1,3}}|元)\s?年\s?(?P<m>\d{{1,2}})\s?月\s?(?P<d>\d{{1,2}})\s?日?",
        rf"(?<![\d.,])(?P<a>\d{{1,2}})\s?(?P<sep>[-./])\s?(?P<b>\d{{1,2}})\s?(?P=sep)\s?{_YEAR}",
        rf"(?<![\d.,])(?<!\d\s)(?P<a>\d{{2}})(?P<sep>\s)(?P<b>\d{{2}})\s{_FULL_YEAR}(?!\s?\d)",
        rf"(?<!\d){_NAMED_DAY}{_GAP}{_MONTH}(?![a-z]){_GAP}{_YEAR}",
        rf"(?<![a-z]){_MONTH}\.?[\s\-/]*(?:the\s)?{_NAMED_DAY}[\s,.\-/]+{_FULL_YEAR}(?!\d)",
        rf"(?<!\d){_FULL_YEAR}[\s.\-/,]+{_MONTH}(?![a-z])[\s.\-/,]*(?P<d>\d{{1,2}})(?!\d)",
        rf"(?<!\d)(?P<d>\d{{1,2}})\s?thang\s?(?P<m>\d{{1,2}}),?\s?nam\s?{_FULL_YEAR}",
    )
)
_UNDIVIDED = re.compile(r"(?<![\w.,/-])((?:19|20)\d{2})(\d{2})(\d{2})(?![\w/-]|[.,]\d)")
_FIRST_YEAR, _LAST_YEAR = 1880, 2099
_PIVOT = 70
"""Of two digits, those from here on are of the last century, where nothing else tells."""

_SLASHED = re.compile(r"(\d{1,2})[/-](\d{1,2})[/-]\d{2,4}$")


@dataclass(frozen=True)
class DateReading:
    """A printed date.

    Attributes:
        line: the piece of a line that it is; `rest` goes on in the next line, where a sentence is broken within it.
        start: of its first letter in the line it was found in.
        other: the second reading of an ambiguous one (month first where `day` is day first).
        is_short: its year is printed with two digits.
    """

    day: dt.date
    line: Line
    start: int = 0
    other: dt.date | None = None
    is_short: bool = False
    rest: Line | None = None

    @property
    def text(self) -> str:
        """As printed."""
        return " ".join(piece.text for piece in self.pieces)

    @property
    def pieces(self) -> tuple[Line, ...]:
        """Where it stands."""
        return (self.line,) if self.rest is None else (self.line, self.rest)

    @property
    def end(self) -> int:
        """Behind its last letter in the line it was found in."""
        return self.start + len(self.line.text)


def dates_in(line: Line) -> tuple[DateReading, ...]:
    """Find the dates of one line, left to right."""
    found: list[DateReading] = []
    text = _plain(line.text)
    for form in _FORMS:
        for match in form.finditer(text):
            readings = _readings(match)
            if readings and not any(one.start < match.end() and match.start() < one.end for one in found):
                other = readings[1] if len(readings) > 1 else None
                is_short = len(match["y"].lstrip("'’")) == 2 and "era" not in match.groupdict()
                found.append(DateReading(readings[0], line.piece(*match.span()), match.start(), other, is_short))
    return tuple(sorted(found, key=lambda one: one.start))


def broken_date(line: Line, following: Line) -> DateReading | None:
    """Find a date that begins at the end of `line` and ends in `following`, on which its sentence goes on."""
    text = _plain(f"{line.text} {following.text}")
    behind = len(line.text) + 1
    for form in _FORMS:
        for match in form.finditer(text):
            readings = _readings(match)
            if readings and match.start() < behind - 1 and match.end() > behind:
                piece, rest = line.piece(match.start(), len(line.text)), following.piece(0, match.end() - behind)
                return DateReading(readings[0], piece, match.start(), rest=rest)
    return None


def undivided_dates_in(line: Line) -> tuple[DateReading, ...]:
    """Find dates printed as eight digits, "20260815"; other numbers look so, too, where no label says what they are."""
    return tuple(
        DateReading(day, line.piece(*match.span()), match.start())
        for match in _UNDIVIDED.finditer(line.text)
        if (day := _date(int(match[1]), int(match[2]), int(match[3])))
    )


def settled(dates: Sequence[DateReading]) -> tuple[DateReading, ...]:
    """Return a page's `dates`; of two readings the first is in the order that its other slashed dates can only have."""
    month_first = _month_first(dates)
    return tuple(
        replace(date, day=date.other, other=date.day)
        if month_first and date.other is not None and _SLASHED.match(date.text)
        else date
        for date in dates
    )


def as_past(date: DateReading, latest: dt.date) -> DateReading:
    """Return `date`, whose year may be printed with two digits, in the century in which it is not after `latest`."""
    if not date.is_short:
        return date
    days = [_date(century + date.day.year % 100, date.day.month, date.day.day) for century in (2000, 1900)]
    return replace(date, day=next((day for day in days if day and day <= latest), date.day))


def _month_first(dates: Iterable[DateReading]) -> bool:
    """Tell whether a page writes the month first: it holds a slashed date that can be read no other way."""
    return any((m := _SLASHED.match(date.text)) and int(m[1]) <= 12 < int(m[2]) for date in dates)


def _readings(match: re.Match[str]) -> list[dt.date]:
    groups = match.groupdict()
    year = _year(groups["y"], groups.get("era"))
    if groups.get("name"):
        name = groups["name"]
        if year is None or (name in _ONLY_FULL and len(groups["y"]) < 4):
            return []
        pairs = [(month, int(groups["d"])) for month in _MONTHS[name]]
    elif groups.get("m"):
        pairs = [(int(groups["m"]), int(groups["d"]))]
    else:
        first, second = int(groups["a"]), int(groups["b"])
        pairs = [(second, first), (first, second)]
    days = [day for month, number in dict.fromkeys(pairs) if (day := _date(year, month, number))]
    if len(days) == 2 and groups.get("sep") in (".", " "):  # dots mean day first everywhere, and so do blanks
        return days[:1]
    return days


def _year(printed: str, era: str | None) -> int | None:
    if era:
        return _ERAS[era] + (1 if printed == "元" else int(printed))
    year = int(printed.lstrip("'’"))
    return year if year >= 100 else (2000 + year if year < _PIVOT else 1900 + year)


def _date(year: int | None, month: int, day: int) -> dt.date | None:
    if year is None or not _FIRST_YEAR <= year <= _LAST_YEAR:
        return None
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None
