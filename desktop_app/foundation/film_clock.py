"""Say a time of a film as its player shows it, for the command line, headings of answers and the window; and find such times.

Also how long a film is, which is said in one way everywhere.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

_CLOCK = re.compile(r"(?<![\d:.])(?:(\d{1,3}):)?(\d{1,2}):([0-5]\d(?:\.\d{1,3})?)(?![\d:])")
"""`1:02.5`, `01:02`, `1:00:02.5`; not what is part of a longer number."""

SINGLE_FRAME_S = 1 / 25
"""Of a film with one frame; copies of such films say the same."""

MAX_TIMES = 500
"""In one text; nobody presses more."""


@dataclass(frozen=True)
class Mention:
    """A time that is named in a text, from letter `start` to `end`."""

    start: int
    end: int
    time_s: float


def end_s(times_s: Sequence[float]) -> float:
    """Return when a film ends whose frames begin at these times: its last frame lasts as long as the one before it.

    What a container claims of its length is not looked at (`model_runtime/documents/film_times.py`), and copies are written so
    (`model_runtime/airlock/mp4_times.py`). 0 where there is no frame.
    """
    if len(times_s) < 2:
        return times_s[0] + SINGLE_FRAME_S if times_s else 0.0
    return 2 * times_s[-1] - times_s[-2]


def clock(time_s: float) -> str:
    """Return a time: `1:02.5`, `1:00:02.5`."""
    minutes, seconds = divmod(round(time_s, 1), 60)
    hours, minutes = divmod(int(minutes), 60)
    return f"{hours}:{minutes:02}:{seconds:04.1f}" if hours else f"{minutes}:{seconds:04.1f}"


def mentions(text: str, end_s: float) -> tuple[Mention, ...]:
    """Return the times of a film of `end_s` seconds that a text names; what is later than its end, as that is shown, is none."""
    found = []
    last_s = max(end_s, round(end_s, 1))
    for match in _CLOCK.finditer(text):
        hours, minutes, seconds = match.groups()
        time_s = int(hours or 0) * 3600 + int(minutes) * 60 + float(seconds)
        if time_s <= last_s:
            found.append(Mention(match.start(), match.end(), time_s))
        if len(found) == MAX_TIMES:
            break
    return tuple(found)
