"""Choose the pages of a document that a job works on: by number, one every so many seconds, or one of each scene of a film.

Pure: knows a document's line of pages and nothing else of it. Prepares nothing.
"""

from collections.abc import Sequence

from desktop_app.foundation.errors import AppError
from desktop_app.jobs.job import JobOptions
from desktop_app.runtime_client.values import PageLine

MAX_PAGES_AT_ONCE = 200
"""Pages of one document that are prepared in one job. A page takes seconds; more are asked for with `--pages`."""


def chosen(line: PageLine, options: JobOptions, scenes: Sequence[int] = ()) -> Sequence[int]:
    """Return the numbers of the pages to prepare. Raises AppError for a page that is not there or too many at once.

    Where nobody chose, of a film one of each of its `scenes`, which are told by their first pages.
    """
    numbers: Sequence[int] = options.pages or ()
    if not numbers:
        numbers = every(line, options.every_s) if options.every_s else each_scene(line, scenes) or line.numbers
    if max(numbers) > line.count:
        raise AppError("page_missing", found=max(numbers), limit=line.count)
    if len(numbers) > MAX_PAGES_AT_ONCE:
        raise AppError("too_many_pages", found=len(numbers), limit=MAX_PAGES_AT_ONCE)
    return numbers


def every(line: PageLine, seconds: float) -> Sequence[int]:
    """Return the first page of each stretch of `seconds` that has one, counted from the first page; all without times."""
    if not line.times_s:
        return line.numbers
    stretches = [(time_s - line.times_s[0]) // seconds for time_s in line.times_s]
    return [number for number in line.numbers if number == 1 or stretches[number - 1] != stretches[number - 2]]


def each_scene(line: PageLine, scenes: Sequence[int]) -> Sequence[int]:
    """Return the page in the middle of each scene: what comes in bit by bit is there by then. Evenly, where there are too many."""
    ends = [*scenes[1:], line.count + 1]
    middles = [(first + end - 1) // 2 for first, end in zip(scenes, ends, strict=False)]
    share = -(-len(middles) // MAX_PAGES_AT_ONCE)
    return middles[:: max(1, share)]
