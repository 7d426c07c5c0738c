"""Put lines in order: visual rows, reading order with columns, neighbours to the right and below.

Works on places only. Does not look at what the lines say.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from model_runtime.engines.reader.page_text import Line

_SAME_ROW = 0.5  # of the smaller letter height: how far two middles may be apart
_FAR_APART = 1.6  # row heights between two sections of a page
_FEWEST_LINES = 3  # of a column of running text
_PROSE_LENGTH = 18  # characters a line, on average, of running text (cells of tables are shorter)


@dataclass(frozen=True)
class Row:
    """Lines that stand side by side, left to right."""

    lines: tuple[Line, ...]

    @property
    def text(self) -> str:
        """What the row says, its pieces two blanks apart."""
        return "  ".join(line.text for line in self.lines)

    @property
    def top(self) -> float:
        """Y of the highest piece's top."""
        return min(line.top for line in self.lines)

    @property
    def bottom(self) -> float:
        """Y of the lowest piece's end."""
        return max(line.bottom for line in self.lines)


def rows(lines: Sequence[Line]) -> tuple[Row, ...]:
    """Group lines into visual rows, top to bottom."""
    groups: list[list[Line]] = []
    for line in sorted(lines, key=lambda line: line.middle):
        home = next((group for group in reversed(groups[-4:]) if _is_same_row(group, line)), None)
        if home is None:
            groups.append([line])
        else:
            home.append(line)
    return tuple(Row(tuple(sorted(group, key=lambda line: line.left))) for group in groups)


def _is_same_row(group: Sequence[Line], line: Line) -> bool:
    near = min(group, key=lambda other: abs(other.center - line.center))
    close = abs(near.middle - line.middle) <= _SAME_ROW * min(near.tall, line.tall)
    beside = all(_overlap(other.left, other.right, line.left, line.right) < 0.5 for other in group)
    return close and beside


def _overlap(left: float, right: float, other_left: float, other_right: float) -> float:
    """Shared length of two spans as a share of the shorter one."""
    shared = min(right, other_right) - max(left, other_left)
    return max(0.0, shared) / max(1e-6, min(right - left, other_right - other_left))


def reading_order(lines: Sequence[Line]) -> tuple[Row, ...]:
    """Order rows as people read: column after column where running text is set in columns, else row by row."""
    ordered: list[Row] = []
    for section in _sections(rows(lines)):
        gutter = _gutter([line for row in section for line in row.lines])
        if gutter is None:
            ordered.extend(section)
        else:
            inside = [line for row in section for line in row.lines]
            ordered += reading_order([line for line in inside if line.center < gutter])
            ordered += reading_order([line for line in inside if line.center >= gutter])
    return tuple(ordered)


def _sections(all_rows: Sequence[Row]) -> list[list[Row]]:
    """Cut where rows stand far apart: columns seldom go on over such a gap."""
    sections: list[list[Row]] = []
    for row in all_rows:
        if sections and row.top - sections[-1][-1].bottom < _FAR_APART * (row.bottom - row.top):
            sections[-1].append(row)
        else:
            sections.append([row])
    return sections


def _gutter(lines: Sequence[Line]) -> float | None:
    """The x of the blank strip between two columns of running text; None where there is none."""
    edges = sorted((line.left, line.right) for line in lines)
    reach = edges[0][1] if edges else 0.0
    best: tuple[float, float] | None = None
    for left, right in edges:
        if left > reach and (best is None or left - reach > best[0]):
            best = (left - reach, (left + reach) / 2)
        reach = max(reach, right)
    if best is None or best[0] < lines[0].tall:
        return None
    sides = [[line for line in lines if (line.center < best[1]) is is_left] for is_left in (True, False)]
    is_prose = all(len(side) >= _FEWEST_LINES and _mean_length(side) >= _PROSE_LENGTH for side in sides)
    return best[1] if is_prose else None


def _mean_length(lines: Sequence[Line]) -> float:
    return sum(len(line.text) for line in lines) / len(lines)
