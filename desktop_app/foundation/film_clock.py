"""Say a time of a film as its player shows it, for the command line, headings of answers and the window; and find such times."""

import re
from dataclasses import dataclass

_CLOCK = re.compile(r"(?<![\d:.])(?:(\d{1,3}):)?(\d{1,2}):([0-5]\d(?:\.\d{1,3})?)(?![\d:])")
"""`1:02.5`, `01:02`, `1:00:02.5`; not what is part of a longer number."""

MAX_TIMES = 500
"""In one text; nobody presses more."""


@dataclass(frozen=True)
class Mention:
    """A time that is named in a text, from letter `start` to `end`."""

    start: int
    end: int
    time_s: float


def clock(time_s: float) -> str:
    """Return a time: `1:02.5`, `1:00:02.5`."""
    minutes, seconds = divmod(round(time_s, 1), 60)
    hours, minutes = divmod(int(minutes), 60)
    return f"{hours}:{minutes:02}:{seconds:04.1f}" if hours else f"{minutes}:{seconds:04.1f}"


def mentions(text: str, end_s: float) -> tuple[Mention, ...]:
    """Return the times of a film of `end_s` seconds that a text names; what is later than its end is none."""
    found = []
    for match in _CLOCK.finditer(text):
        hours, minutes, seconds = match.groups()
        time_s = int(hours or 0) * 3600 + int(minutes) * 60 + float(seconds)
        if time_s <= end_s:
            found.append(Mention(match.start(), match.end(), time_s))
        if len(found) == MAX_TIMES:
            break
    return tuple(found)
