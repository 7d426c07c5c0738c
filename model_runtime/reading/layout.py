"""Put lines in order: visual rows, reading order with columns, neighbours to the right and below.

Works on places only. Does not look at what the lines say.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from model_runtime.reading.lines import Line

_SAME_ROW = 0.5  # of the smaller letter height: how far two middles may be apart


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
