"""Tell which words of a text layer stand where lines were read from pixels, and lend their exact letters to those lines.

A word agrees with a line when the characters that were read at the places of its letters are its letters, but for what no
reading tells apart (capitals, accents, O and 0, I and l and 1, kinds of dashes and quotes), and when it stands where they
stand. One letter too many, too few, or another digit, and it does not: also where a letter that no word says was read right
beside it, for a minus sign or a digit more is another amount. Works on lines and places; reads no pixels.
"""

import bisect
import statistics
from collections.abc import Sequence
from dataclasses import dataclass, replace

from model_runtime.reading.folding import Folded, folded
from model_runtime.reading.lending import PlacedWord, lent
from model_runtime.reading.lines import Line

_SAME_PLACE = 0.9
"""Of the letters' height: how far a letter that was read may stand from where it is said to stand. Places of letters that
were read are good to half a letter."""

_SAME_PLACE_ON_AVERAGE = 0.45
"""The same for a whole word: what is misjudged letter by letter must cancel out, or a box would lie beside its word."""

_LEAST_PX = 2.0
_TALLEST = 1.5
"""Of the line's height: letters that are said to be taller are not those that were read."""

_WIDEST = 3.0
_SAYS_NOTHING = frozenset("[]{}|_~^`")
"""What the ends of rules and the edges of boxes are read as."""

_ROW_PX = 32


@dataclass(frozen=True)
class Agreement:
    """A word and what was read at its place.

    Attributes:
        word: index of the word.
        line: index of the line.
        start, end: the line's characters that say what the word says.
    """

    word: int
    line: int
    start: int
    end: int


def agreements(words: Sequence[PlacedWord], lines: Sequence[Line]) -> tuple[Agreement, ...]:
    """Return which of `words` agree with which of `lines`; no two share a character. Longer words have the choice."""
    rows = _rows(lines)
    folded_lines = [folded(line.text) for line in lines]
    taken: list[set[int]] = [set() for _ in lines]
    found = []
    for index in sorted(range(len(words)), key=lambda index: -len(words[index].text)):
        word = words[index]
        said = folded(word.text)
        if not said.text:
            continue
        middle = (min(p[1] for p in word.letters) + max(p[3] for p in word.letters)) / 2
        for at in rows.get(int(middle // _ROW_PX), ()):
            span = _span(word, said, lines[at], folded_lines[at])
            if span is not None and taken[at].isdisjoint(range(*span)):
                taken[at].update(range(*span))
                found.append(Agreement(index, at, *span))
                break
    return tuple(
        one for one in sorted(found, key=lambda one: one.word) if _is_alone(one, lines[one.line].text, taken[one.line])
    )


def spelled(line: Line, agreed: Sequence[Agreement], words: Sequence[PlacedWord], *, as_read: bool = False) -> Line:
    """Return `line` with the letters and places of the words that `agreed` with it; what no word says stays as read.

    Args:
        line: as it was read.
        agreed: of this line alone.
        words: those that `agreed` counts in.
        as_read: keep the letters that were read and take only places from the words.
    """
    characters: list[tuple[str, float, float]] = []
    taken: list[PlacedWord] = []
    done = 0
    for one in sorted(agreed, key=lambda one: one.start):
        characters += [(line.text[i], line.edges[i], line.edges[i + 1]) for i in range(done, one.start)]
        own = lent(words[one.word], line.text[one.start : one.end])
        word = words[one.word] if as_read or not own.text else own
        if done and done == one.start and not as_read:
            characters.append((" ", characters[-1][2], word.letters[0][0]))
        characters += (
            _as_read(line, one, word)
            if word is not own
            else [(letter, place[0], place[2]) for letter, place in zip(word.text, word.letters, strict=True)]
        )
        taken.append(word)
        done = one.end
    characters += [(line.text[i], line.edges[i], line.edges[i + 1]) for i in range(done, len(line.text))]
    return _with_characters(line, characters, taken)


def _as_read(line: Line, one: Agreement, word: PlacedWord) -> list[tuple[str, float, float]]:
    """Return the characters that were read, each at the place of the letter of `word` that it agrees with."""
    read, said = folded(line.text[one.start : one.end]), folded(word.text)
    letters = {at: word.letters[of] for at, of in zip(read.source, said.source, strict=True)}
    result = []
    for at in range(one.end - one.start):
        left, right = line.edges[one.start + at], line.edges[one.start + at + 1]
        place = letters.get(at)
        result.append((line.text[one.start + at], *((place[0], place[2]) if place else (left, right))))
    return result


def _with_characters(line: Line, characters: list[tuple[str, float, float]], words: Sequence[PlacedWord]) -> Line:
    """Return `line` of these characters; as tall as `words` where they are all of it and tall enough to be believed."""
    text = "".join(character for character, _, _ in characters)
    edges: list[float] = []
    for index, (character, left, _) in enumerate(characters):
        begins = characters[index - 1][2] if character.isspace() and index else left
        edges.append(max(begins, edges[-1]) if edges else begins)
    edges.append(max(characters[-1][2], edges[-1]))
    changed = replace(line, text=text, left=edges[0], width=edges[-1] - edges[0], edges=tuple(edges))
    top = min(place[1] for word in words for place in word.letters)
    bottom = max(place[3] for word in words for place in word.letters)
    letters = sum(not character.isspace() for character in text)
    is_whole = letters == sum(len(word.text) for word in words)
    if not is_whole or bottom - top < line.height / 2:
        return changed
    return replace(changed, top=top, height=bottom - top, middle=(top + bottom) / 2, tall=bottom - top)


def _span(word: PlacedWord, in_word: Folded, line: Line, in_line: Folded) -> tuple[int, int] | None:
    """Return the characters of `line` that say `word` where it stands."""
    if not _could_be(word, line):
        return None
    far = _SAME_PLACE * line.tall + _LEAST_PX
    said = [(word.letters[at][0] + word.letters[at][2]) / 2 for at in in_word.source]
    read = [(line.edges[at] + line.edges[at + 1]) / 2 for at in in_line.source]
    first, last = bisect.bisect_left(read, said[0] - far), bisect.bisect_right(read, said[0] + far)
    best: tuple[float, int] | None = None
    for at in range(first, min(last, len(read) - len(said) + 1)):
        if not in_line.text.startswith(in_word.text, at) or not in_line.is_whole(at, at + len(said)):
            continue
        offsets = [r - s for r, s in zip(read[at : at + len(said)], said, strict=True)]
        off = abs(statistics.fmean(offsets))
        is_there = max(map(abs, offsets)) <= far and off <= _SAME_PLACE_ON_AVERAGE * line.tall + _LEAST_PX
        if is_there and (best is None or off < best[0]):
            best = off, at
    if best is None:
        return None
    return in_line.source[best[1]], in_line.source[best[1] + len(said) - 1] + 1


def _is_alone(one: Agreement, text: str, taken: set[int]) -> bool:
    """Tell whether what was read right before and right after is a blank, another word's, or nothing that is written."""
    beside = [at for at in (one.start - 1, one.end) if 0 <= at < len(text) and at not in taken]
    return all(text[at].isspace() or text[at] in _SAYS_NOTHING for at in beside)


def _could_be(word: PlacedWord, line: Line) -> bool:
    """Tell whether every letter of `word` lies in the band of `line` and is no larger than its letters can be."""
    slack = line.height / 4 + _LEAST_PX
    return all(
        line.top - slack <= top
        and bottom <= line.bottom + slack
        and bottom - top <= _TALLEST * line.height
        and right - left <= _WIDEST * line.height
        for left, top, right, bottom in word.letters
    )


def _rows(lines: Sequence[Line]) -> dict[int, list[int]]:
    """Return for each strip of `_ROW_PX` which lines touch it."""
    rows: dict[int, list[int]] = {}
    for index, line in enumerate(lines):
        for row in range(int(line.top // _ROW_PX), int(line.bottom // _ROW_PX) + 1):
            rows.setdefault(row, []).append(index)
    return rows
