"""Find printed labels and the values that belong to them: behind the label, right of it, or below it.

Does not know which labels there are (`labels.py`) and does not judge values (`fields.py`).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias

from model_runtime.engines.reader.page_text import Line
from model_runtime.engines.reader.page_view import PageView
from model_runtime.engines.reader.text_keys import first_of, letters

Place: TypeAlias = Literal["behind", "right", "below"]

_SEPARATORS = " \t:：;.#=>*-–—|°"
_LABEL_TAIL = re.compile(
    r"^[\s:：;.#=>*|°()\-–—]*(?:(?:no|nr|n°|number|num|nummer|id|code)\b[\s:：;.#=°)\-]*)?", re.IGNORECASE
)
_FAR = 30  # letter heights: a value further right belongs to another column


@dataclass(frozen=True)
class Labelled:
    """A value beside a label. `weight` is how many letters of the label were recognised."""

    label: Line
    word: str
    value: Line
    place: Place
    weight: int


def labelled(view: PageView, words: tuple[str, ...]) -> Iterator[Labelled]:
    """Yield values beside any of `words`, in page order; the same label may give several places."""
    for line in view.lines:
        hit = first_of(line.text, words)
        if hit is None:
            continue
        word = line.text[hit.start : hit.end]
        weight = len(letters(word))
        tail = _LABEL_TAIL.match(line.text[hit.end :])
        behind = line.piece(hit.end + (tail.end() if tail else 0), len(line.text))
        if behind.text:
            yield Labelled(line, word, behind, "behind", weight)
        for other in view.right_of(line)[:2]:
            if other.left - line.right < _FAR * line.tall:
                yield Labelled(line, word, _without_marks(other), "right", weight)
        nearest = next(view.below(line), None)
        for other in view.below(line):
            if nearest is not None and other.middle - nearest.middle < nearest.tall / 2:
                yield Labelled(line, word, _without_marks(other), "below", weight)


def _without_marks(line: Line) -> Line:
    """Drop the colon that a form prints in front of its value."""
    start = len(line.text) - len(line.text.lstrip(_SEPARATORS))
    is_signed = start and line.text[start - 1] == "-"
    return line.piece(start - 1 if is_signed else start, len(line.text)) if start < len(line.text) else line
