"""Make of what was read lines with places, one set for each direction in which a page's writing runs.

Every line lies on the page as it stands after the turns that make that line run right. Reads nothing.
"""

import itertools
import math
import statistics
from collections.abc import Sequence

from model_runtime.reading.line_reading import ReadLine
from model_runtime.reading.lines import Line
from model_runtime.reading.turning import Quad, bounds, sides

_STEEP = 0.1  # dy/dx: below it the whole height of a line is taken for each of its pieces


def lines_by_turns(read: Sequence[ReadLine]) -> dict[int, tuple[Line, ...]]:
    """Return the lines for each number of quarter turns; those of no turn first, in the order in which they came."""
    by_turns: dict[int, tuple[Line, ...]] = {0: ()}
    for turns, group in itertools.groupby(sorted(read, key=lambda line: line.turns), key=lambda line: line.turns):
        lines = list(group)
        tilt = _tilt([line.quad for line in lines])
        by_turns[turns] = tuple(_line(line, tilt) for line in lines)
    return by_turns


def _tilt(quads: Sequence[Quad]) -> float:
    """The page's tilt as a slope (dy/dx), the median of its long lines."""
    slopes = []
    for quad in quads:
        across, down = (float(v) for v in quad[1] - quad[0])
        if across > 0 and math.hypot(across, down) > 4 * sides(quad)[1]:
            slopes.append(down / across)
    return statistics.median(slopes) if slopes else 0.0


def _line(read: ReadLine, tilt: float) -> Line:
    """Place the characters; on a tilted line each of them reaches from its edge by `slant` to the right."""
    reading, quad = read.reading, read.quad
    left, top, right, bottom = bounds(quad)
    across, down = (float(v) for v in quad[1] - quad[0])
    slant = abs(float(quad[3][0] - quad[0][0]))
    stripped = reading.text.strip()
    start = reading.text.index(stripped)
    edges = tuple(left + (right - left - slant) * e for e in reading.edges[start : start + len(stripped) + 1])
    slope = down / across if across > 0 else 0.0
    return Line(
        text=stripped,
        left=left,
        top=top,
        width=right - left,
        height=bottom - top,
        edges=edges,
        middle=(top + bottom) / 2 - tilt * (left + right) / 2,
        score=reading.score,
        tall=min(sides(quad)[1], bottom - top),
        slant=slant,
        slope=slope if abs(slope) > _STEEP else 0.0,
    )
