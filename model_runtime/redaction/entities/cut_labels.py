"""Find the value of a label that a line's end cuts in two: "the patient's date of", below it "birth is 03/03/1984".

Numbers and dates only: labels of people and places are too often words of running text. Values that are cut themselves
are `wrapping.py`'s.
"""

from collections.abc import Iterator, Sequence

from model_runtime.reading.layout import Row
from model_runtime.reading.lines import Line
from model_runtime.redaction.entities.entity import EntityKind
from model_runtime.redaction.entities.found import Found
from model_runtime.redaction.entities.labels import label_words, labels_in, may_cut_label
from model_runtime.redaction.entities.readable import Readable
from model_runtime.redaction.entities.values import value_at

_SCORE = 0.65
_LONGEST = 60  # letters of a label, in each of the lines
_APART = 2.4  # letter heights between the middles of two lines of one paragraph or cell
_INDENT = 2.0  # letter heights that the second line may begin further left or right
_ROWS_BELOW = 2  # a line of a neighbouring column may stand between
_WORDS = (EntityKind.PERSON, EntityKind.ADDRESS, EntityKind.SIGNATURE)


def behind_cut_labels(page: Sequence[Row]) -> Iterator[Found]:
    """Yield the values of `page` whose label begins in the line above."""
    for number, row in enumerate(page):
        for line in row.lines:
            below = next(
                (
                    one
                    for other in page[number + 1 : number + 1 + _ROWS_BELOW]
                    for one in other.lines
                    if _goes_on(line, one)
                ),
                None,
            )
            if below is not None and may_cut_label(Readable(line.text), Readable(below.text)):
                yield from _value(line.text[-_LONGEST:], below)


def _goes_on(line: Line, other: Line) -> bool:
    tall = max(line.tall, other.tall)
    is_near = 0.5 * tall < other.middle - line.middle <= _APART * tall
    return is_near and line.left - _INDENT * tall <= other.left < line.right


def _value(tail: str, below: Line) -> Iterator[Found]:
    text = Readable(f"{tail} {below.text}")
    at = len(tail)
    cut = {start for kind, start, end in label_words(text) if kind not in (None, *_WORDS) and start < at < end}
    labels = labels_in(text)
    for label in labels:
        if label.start not in cut or label.kind is None:
            continue
        stop = min((one.start for one in labels if one.start >= label.end), default=len(text.text))
        place = value_at(label.kind, text, label.end, stop)
        if place is not None and place[0] > at:
            yield Found(label.kind, _SCORE, "label", below.piece(place[0] - at - 1, place[1] - at - 1))
