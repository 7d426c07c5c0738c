"""Look at a read page as people do: rows, what is right of a line, what is below it; amounts and dates in place.

Computed once a page and kept; everything is derived from `PageText`. Does not know what any label means.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from model_runtime.engines.reader import identifiers
from model_runtime.engines.reader.amounts import Amount, amounts_on
from model_runtime.engines.reader.dates import DateReading, broken_date, dates_in
from model_runtime.engines.reader.page_text import PageText
from model_runtime.reading import layout
from model_runtime.reading.lines import Line, typical_height

_BELOW_LINES = 3.2  # how far below a label its value may stand, in letter heights
_SHARED = 0.2
_SENTENCE = 25  # characters: a shorter line is no sentence that goes on in the next
_FULL = 0.5  # of the width of the line below: a shorter line ends a paragraph


@dataclass(frozen=True)
class PageView:
    """A page with its rows and neighbours; `lines` are in row order."""

    page: PageText

    @cached_property
    def rows(self) -> tuple[layout.Row, ...]:
        """Visual rows, top to bottom."""
        return layout.rows(self.page.lines)

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """All lines by rows."""
        return tuple(line for row in self.rows for line in row.lines)

    @cached_property
    def height_px(self) -> float:
        """Typical height of letters."""
        return typical_height(self.page.lines)

    @cached_property
    def _row_of(self) -> dict[int, int]:
        return {id(line): number for number, row in enumerate(self.rows) for line in row.lines}

    @cached_property
    def amounts(self) -> tuple[tuple[Amount, Line], ...]:
        """Every amount of money with the line it stands in."""
        return amounts_on(self.lines)

    def amounts_of(self, line: Line) -> tuple[Amount, ...]:
        """Amounts of money in a line of this page."""
        return tuple(self._amounts_of.get(id(line), ()))

    @cached_property
    def _amounts_of(self) -> dict[int, list[Amount]]:
        found: dict[int, list[Amount]] = {}
        for amount, line in self.amounts:
            found.setdefault(id(line), []).append(amount)
        return found

    @cached_property
    def dates(self) -> tuple[tuple[DateReading, Line], ...]:
        """Every date with the line it stands in, or begins in."""
        return tuple(pair for line in self.lines for pair in self._dates_from(line))

    def _dates_from(self, line: Line) -> Iterator[tuple[DateReading, Line]]:
        before = self.sentence_before(line)
        broken = broken_date(before, line) if before else None
        if before and broken:
            yield broken, before
        taken = broken.rest.text if broken and broken.rest else ""
        yield from ((date, line) for date in dates_in(line) if date.start >= len(taken))

    @cached_property
    def domains(self) -> tuple[str, ...]:
        """Names in the page's web and mail addresses."""
        return identifiers.domain_names(self.lines)

    def row_number(self, line: Line) -> int:
        """Number of the row a line of this page stands in."""
        return self._row_of[id(line)]

    def right_of(self, line: Line) -> tuple[Line, ...]:
        """Lines of the same row to the right, nearest first."""
        return tuple(other for other in self.rows[self.row_number(line)].lines if other.left > line.left)

    def left_of(self, line: Line) -> tuple[Line, ...]:
        """Lines of the same row to the left, nearest first."""
        row = self.rows[self.row_number(line)].lines
        return tuple(other for other in reversed(row) if other.left < line.left)

    def sentence_before(self, line: Line) -> Line | None:
        """The line just above whose sentence goes on in `line`: as far left, long, and not at an end."""
        number = self.row_number(line)
        above = self.rows[number - 1].lines if number else ()
        return next((other for other in above if _goes_on(other, line)), None)

    def below(self, line: Line) -> Iterator[Line]:
        """Lines just below that share some of this line's width, nearest first."""
        reach = line.middle + _BELOW_LINES * max(line.tall, self.height_px)
        for row in self.rows[self.row_number(line) + 1 :]:
            for other in row.lines:
                if line.middle < other.middle <= reach and _shared(line, other) > _SHARED:
                    yield other


def _goes_on(line: Line, following: Line) -> bool:
    is_long = len(line.text) >= _SENTENCE and line.right > _FULL * following.right
    is_near = line.bottom - 0.5 * line.tall < following.top < line.bottom + 1.2 * line.tall
    return is_long and is_near and abs(line.left - following.left) < line.tall and line.text[-1] not in ".:;!?"


def _shared(line: Line, other: Line) -> float:
    """Shared width as a share of the narrower line's."""
    shared = min(line.right, other.right) - max(line.left, other.left)
    return max(0.0, shared) / max(1.0, min(line.width, other.width))
