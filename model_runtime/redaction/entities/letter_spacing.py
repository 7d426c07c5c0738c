"""Close up letters that were set one by one: "D E 8 9 3 7", "M a r g u e r i t e", "D|E|8|9", one letter to a box.

Every letter of the closed line keeps its place on the page, so that what is found in it lies where it is printed. What is
one word and where the next begins is told by the gaps. Recognises nothing.
"""

import itertools
import re
import statistics
from collections.abc import Iterator, Sequence

from model_runtime.reading.lines import Line, join

_FEWEST = 5
"""Letters in a row: "a b c" is a list, "1 x 2" a size."""

_SPACED = re.compile(
    r"(?<!\S)(?:[^\s|_]{1,2}[\s|_]+){4,}[^\s|_]{1,2}(?!\S)|(?<!\S)\|?(?:[^\s|]{1,2}\s?\|\s?){4,}[^\s|]{0,2}"
)
_SINGLE_SHARE = 0.7  # of the pieces of a spaced run: some letters stand so close that they are read as one piece
_WIDER = 1.55  # times the usual distance: an empty box, or a blank between two words
_FAR = 4.0  # letter heights between two boxes of one field
_SHORT = 2  # letters of a piece that may be a box


def closed_up(line: Line) -> Line | None:
    """Return `line` with its spaced letters closed up; None where it has none."""
    signs: list[int] = []
    text: list[str] = []
    done = 0
    for match in _SPACED.finditer(line.text):
        run = [at for at in range(match.start(), match.end()) if line.text[at] not in " |_\t\u00a0"]
        if not _is_spaced(match[0]) or _counts_up("".join(line.text[at] for at in run)):
            continue
        _take(line, range(done, match.start()), signs, text)
        for at, is_apart in _with_gaps(line, run):
            if is_apart:
                signs.append(at)
                text.append(" ")
            signs.append(at)
            text.append(line.text[at])
        done = match.end()
    if not done:
        return None
    _take(line, range(done, len(line.text)), signs, text)
    edges = (*(line.edges[at] for at in signs), line.right)
    return Line("".join(text), line.left, line.top, line.width, line.height, edges, line.middle, line.score, line.tall)


def boxes_joined(row: Sequence[Line]) -> Iterator[Line]:
    """Yield the lines of a row, those of one letter each that stand at equal distances joined to one."""
    run: list[Line] = []
    for line in row:
        if run and not (_is_box(line) and _is_box(run[-1]) and line.left - run[-1].right < _FAR * line.tall):
            yield from _run_joined(run)
            run = []
        run.append(line)
    yield from _run_joined(run)


def _run_joined(run: Sequence[Line]) -> Sequence[Line]:
    if len(run) < _FEWEST:
        return run
    joined = run[0]
    for line in run[1:]:
        joined = join(joined, line)
    return [joined]


def _is_box(line: Line) -> bool:
    return len(line.text) <= _SHORT


def _is_spaced(run: str) -> bool:
    pieces = re.split(r"[\s|_]+", run.strip(" |_"))
    return len(pieces) >= _FEWEST and sum(len(piece) == 1 for piece in pieces) >= _SINGLE_SHARE * len(pieces)


def _counts_up(run: str) -> bool:
    """Tell whether the letters are those of a scale or of the alphabet."""
    return run.isalnum() and all(ord(after) - ord(before) == 1 for before, after in itertools.pairwise(run))


def _with_gaps(line: Line, run: Sequence[int]) -> Iterator[tuple[int, bool]]:
    """Yield each letter of the run, and whether a word begins with it: it stands further off than the others do."""
    steps = [line.edges[after] - line.edges[before] for before, after in itertools.pairwise(run)]
    usual = statistics.median(steps)
    yield run[0], False
    for step, before, after in zip(steps, run, run[1:], strict=False):
        is_name_start = line.text[before].islower() and line.text[after].isupper()
        yield after, step > _WIDER * usual or is_name_start


def _take(line: Line, places: range, signs: list[int], text: list[str]) -> None:
    signs.extend(places)
    text.extend(line.text[at] for at in places)
