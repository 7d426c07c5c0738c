"""Answer a question that names a currency only with amounts of that currency: "the total in EUR", "how much in pounds".

An amount's currency is printed beside it, in the words of its row, over its column, or is the only one of its page. Does not
find amounts (`totals.py`) and converts none.
"""

import re
import tomllib
from collections.abc import Iterable, Sequence
from pathlib import Path

from model_runtime.engines.reader.amounts import CURRENCY
from model_runtime.engines.reader.finding import Finding
from model_runtime.engines.reader.page_view import PageView
from model_runtime.engines.reader.text_keys import has
from model_runtime.reading.lines import Line

_MONEY = tomllib.loads(Path(__file__).with_name("question_words.toml").read_text("utf-8"))["money"]
_ASKED = tuple((frozenset(entry["codes"]), tuple(entry["asked"])) for entry in _MONEY)
_PRINTED = {mark: frozenset(entry["codes"]) for entry in _MONEY for mark in entry["printed"]}
_MARK = re.compile(CURRENCY)


def asked_for(question: str) -> frozenset[str]:
    """Return the codes that the currency of a question may mean ("dollars" are many); empty where it names none."""
    named: frozenset[str] = frozenset().union(*(codes for codes, words in _ASKED if has(question, words)))
    printed = [mark for match in _MARK.finditer(question) if (mark := match[0]).isupper() or not mark.isalpha()]
    return named.union(*(_meanings(mark) for mark in printed))


def of_currency(view: PageView, findings: Iterable[Finding], asked: frozenset[str]) -> list[Finding]:
    """Keep the amounts that are of a currency."""
    return [one for one in findings if one.pieces and _is_in(view, one.pieces[0], asked)]


def _is_in(view: PageView, piece: Line, asked: frozenset[str]) -> bool:
    """Judge by the nearest place that names a currency; where several are named far away, nothing tells."""
    home = next((line for line in view.lines if _holds(line, piece)), piece)
    beside = [other for other in view.lines if _is_beside(other, home) and not view.amounts_of(other)]
    over = [line for line in view.lines if _is_over(line, piece) and not view.amounts_of(line)]
    for lines in ([piece], [_without_amounts(view, home)], beside, over[::-1]):
        marks = next((found for line in lines if (found := _marks(line.text))), [])
        if marks:
            return any(asked & mark for mark in marks)
    everywhere = [mark for line in view.lines for mark in _marks(line.text)]
    return bool(everywhere) and all(asked & mark for mark in everywhere)


def _marks(text: str) -> Sequence[frozenset[str]]:
    return [meant for match in _MARK.finditer(text) if (meant := _meanings(match[0]))]


def _meanings(mark: str) -> frozenset[str]:
    """Return the codes that a printed mark may stand for; a code stands for itself."""
    bare = mark.rstrip(".")
    return (
        _PRINTED.get(bare)
        or _PRINTED.get(bare.upper())
        or (frozenset([bare.upper()]) if bare.isalpha() else frozenset())
    )


def _holds(line: Line, piece: Line) -> bool:
    return _is_level(line, piece) and line.left <= piece.left + 1 and piece.right - 1 <= line.right


def _is_beside(other: Line, home: Line) -> bool:
    return other is not home and _is_level(other, home)


def _is_level(line: Line, other: Line) -> bool:
    return abs(line.middle - other.middle) < max(line.tall, other.tall) / 2


def _is_over(line: Line, piece: Line) -> bool:
    return line.middle < piece.top and min(line.right, piece.right) > max(line.left, piece.left)


def _without_amounts(view: PageView, line: Line) -> Line:
    """Return the words in front of the first amount of a line, which are about all of them."""
    first = min((amount.line.left for amount in view.amounts_of(line)), default=line.right)
    cut = next((place for place, edge in enumerate(line.edges) if edge >= first - 0.5), len(line.text))
    return line.piece(0, cut)
