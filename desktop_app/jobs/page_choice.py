"""Choose the pages of a document that a job works on: by number, one every so many seconds, by a model's rule, or by scenes.

Pure: knows a document's line of pages and nothing else of it. Prepares nothing.
"""

from collections.abc import Sequence

from desktop_app.foundation.errors import AppError
from desktop_app.jobs import frame_choice
from desktop_app.jobs.frame_choice import SCENES
from desktop_app.jobs.job import JobOptions
from desktop_app.runtime_client.values import PageLine, Sampling

MAX_PAGES_AT_ONCE = 200
"""Pages of one document that are prepared in one job. A page takes seconds; more are asked for with `--pages`."""


def first(line: PageLine, options: JobOptions) -> int:
    """Return the first page that `chosen` returns, whatever the model wants: a film is seen from its first frame on.

    Raises AppError as `chosen` does, where that does not depend on the model.
    """
    depends = line.times_s and not (options.pages or options.every_s or options.sampling)
    return 1 if depends else chosen(line, options)[0]


def chosen(line: PageLine, options: JobOptions, wanted: Sampling = "", scenes: Sequence[int] = ()) -> Sequence[int]:
    """Return the numbers of the pages to prepare; see `asked`.

    Raises AppError for a page that is not there or too many at once.
    """
    numbers = tuple(dict.fromkeys(number for group in groups(line, options, wanted, scenes) for number in group))
    if max(numbers) > line.count:
        raise AppError("page_missing", found=max(numbers), limit=line.count)
    if len(numbers) > MAX_PAGES_AT_ONCE:
        raise AppError("too_many_pages", found=len(numbers), limit=MAX_PAGES_AT_ONCE)
    return numbers


def asked(line: PageLine, options: JobOptions, wanted: Sampling = "", scenes: Sequence[int] = ()) -> Sequence[int]:
    """Return the numbers of the pages in the order in which they are asked about: one may come more than once.

    Where nobody chose, of a film what the model wants by its own rule (`wanted`); where it has none, one page of each of the
    `scenes`, which are told by their first pages.
    """
    if options.pages:
        return options.pages
    if options.every_s:
        return every(line, options.every_s)
    rule = options.sampling or wanted
    if line.times_s and rule and rule != SCENES:
        return frame_choice.sampled(line.times_s, rule)
    return each_scene(line, scenes) or line.numbers


def groups(
    line: PageLine, options: JobOptions, wanted: Sampling = "", scenes: Sequence[int] = ()
) -> tuple[tuple[int, ...], ...]:
    """Return the numbers of the pages that are asked about together: all of them, or those of each scene."""
    if options.sampling != SCENES or not line.times_s or not scenes:
        return (tuple(asked(line, options, wanted, scenes)),)
    share = -(-len(scenes) // MAX_PAGES_AT_ONCE)
    kept = scenes[:: max(1, share)]
    cuts_s = [line.times_s[number - 1] for number in kept]
    return frame_choice.scenes(line.times_s, cuts_s, max(1, MAX_PAGES_AT_ONCE // max(1, len(kept))))


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
