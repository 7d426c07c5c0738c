"""Make words that come from outside plain: names of files, what a child says, what stands on a page, a licence's text.

What cannot be seen, turns the direction of what is around it, ends a line or drives a terminal is taken out, or shown as
U+FFFD where somebody could miss it. Letters of every script, their marks and emoji stay. Markup stays, too, letter by
letter: whoever shows these words shows them as they are (the window: `gui/style/controls.py`). Knows neither Qt nor a terminal.
"""

import re

LINE_CHARS = 500
"""Of one line. Longer than any name of a file, shorter than what makes a window stand still while it is laid out."""

TEXT_CHARS = 4_000_000
"""Of several lines: more than the longest answer that a child may give."""

_GAP = "…"
_SHOWN = "\N{REPLACEMENT CHARACTER}"
_JOINERS = "\u200c\u200d"

_LINE_ENDS = "\n\v\f\r\x1c\x1d\x1e\x85\u2028\u2029"
_VANISHING = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f\u2060-\u2065\u206a-\u206f\u3164\ufeff\uffa0"
    "\ufff0-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
"""Marks, fillers, joiners and tags that nobody sees: dropped."""
_TELLING = "\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff"
"""Controls, ESC and C1 among them; what embeds, overrides or isolates a direction; halves of characters: shown as U+FFFD."""

_ODD = re.compile(f"\r\n|[{_LINE_ENDS}\t{_JOINERS}{_VANISHING}{_TELLING}]")
_VANISHES = re.compile(f"[{_VANISHING}]")


def plain(text: str, limit: int = LINE_CHARS) -> str:
    """Return `text` as one line of at most `limit` characters; what is too long loses its middle, for a name ends in its kind."""
    if len(text) > 2 * limit:
        text = text[:limit] + text[-limit:]
    line = text if text.isascii() and text.isprintable() else _ODD.sub(_in_a_line, text).strip()
    if len(line) <= limit:
        return line
    tail = limit // 3
    return f"{line[: limit - tail - len(_GAP)]}{_GAP}{line[len(line) - tail :]}"


def plain_lines(text: str, limit: int = TEXT_CHARS) -> str:
    """Return `text` with its tabs, its line ends as newlines, of at most `limit` characters; what is too long loses its end."""
    is_cut = len(text) > limit
    if is_cut:
        text = text[: max(0, limit - len(_GAP))] + _GAP
    return _ODD.sub(_in_lines, text)


def _in_a_line(found: re.Match[str]) -> str:
    made = _in_lines(found)
    return " " if made in ("\n", "\t") else made


def _in_lines(found: re.Match[str]) -> str:
    odd = found.group()
    if odd == "\t":
        return odd
    if odd == "\r\n" or odd in _LINE_ENDS:
        return "\n"
    if odd in _JOINERS:
        return odd if _joins(found.string, found.start()) else ""
    return "" if _VANISHES.match(odd) else _SHOWN


def _joins(text: str, place: int) -> bool:
    """Tell whether a joiner stands between two characters that it can join: Persian and Indian letters, parts of an emoji."""
    if not 0 < place < len(text) - 1:
        return False
    return all(
        not char.isascii() and not char.isspace() and not _ODD.match(char)
        for char in (text[place - 1], text[place + 1])
    )
