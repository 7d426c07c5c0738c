"""Say which short pieces go on a line in its direction, though alone they read as well in another one.

"00", "16" and "NN" look the same, or like something, upside down and sideways: what stands beside them decides. Works on
places; reads nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from model_runtime.reading.line_reading import ReadLine
from model_runtime.reading.turning import Quad, bounds, ordered, sides, turned, turned_size, upright

_SHORT = 5.0  # times as long as high, at most, is a piece that may be mistaken
_FEWEST_LETTERS = 3  # of a line that decides
_SURE = 0.9
_GAP = 2.5  # heights between two pieces of one line
_LEVEL = 0.35  # heights between their middles
_ALIKE = 1.7  # times as high


@dataclass(frozen=True)
class _Piece:
    left: float
    top: float
    right: float
    bottom: float
    decides: bool

    @property
    def height(self) -> float:
        return self.bottom - self.top


def beside_lines(
    quads: Sequence[Quad], read: Sequence[Sequence[ReadLine]], size: tuple[int, int]
) -> list[tuple[Quad, int]]:
    """Return lines with the pieces beside them, and the quarter turns by which the page is turned to read each.

    Args:
        quads: places on the page.
        read: how each of them was read, surest first.
        size: width and height of the page.
    """
    found = []
    for turns in sorted({lines[0].turns for lines in read if _decides(lines[0])}):
        pieces = []
        for quad, lines in zip(quads, read, strict=True):
            if _decides(lines[0]) and lines[0].turns == turns:
                pieces.append(_Piece(*bounds(lines[0].quad), decides=True))
            elif max(sides(quad)) <= _SHORT * min(sides(quad)) and all(line.turns != turns for line in lines):
                pieces.append(_Piece(*bounds(turned(quad, turns, *size)), decides=False))
        for row in _rows(pieces):
            left, top = min(piece.left for piece in row), min(piece.top for piece in row)
            right, bottom = max(piece.right for piece in row), max(piece.bottom for piece in row)
            place = turned(upright(left, top, right, bottom), -turns, *turned_size(turns, *size))
            found.append((ordered(place), turns))
    return found


def _decides(line: ReadLine) -> bool:
    return line.reading.score >= _SURE and sum(map(str.isalnum, line.reading.text)) >= _FEWEST_LETTERS


def _rows(pieces: Sequence[_Piece]) -> list[list[_Piece]]:
    """Return what stands in rows that hold pieces to be read anew and a line that decides."""
    if all(piece.decides for piece in pieces):
        return []
    rows: list[list[_Piece]] = []
    for piece in sorted(pieces, key=lambda piece: piece.left):
        home = next((row for row in reversed(rows) if _goes_on(row[-1], piece)), None)
        if home is None:
            rows.append([piece])
        else:
            home.append(piece)
    return [row for row in rows if 0 < sum(piece.decides for piece in row) < len(row)]


def _goes_on(last: _Piece, piece: _Piece) -> bool:
    low = min(last.height, piece.height)
    level = abs(last.top + last.bottom - piece.top - piece.bottom) / 2
    alike = max(last.height, piece.height) <= _ALIKE * low
    return alike and level <= _LEVEL * low and -low <= piece.left - last.right <= _GAP * low
