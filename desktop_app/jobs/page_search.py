"""Find what is to be hidden on a page of a copy. Nobody is asked, and no pixels come here: the airlock looks."""

from desktop_app.foundation.errors import AppError
from desktop_app.jobs import hiding
from desktop_app.jobs.copy_report import PageReport
from desktop_app.jobs.job import JobOptions
from desktop_app.jobs.job_tools import JobTools
from desktop_app.runtime_client.airlock import Airlock
from desktop_app.runtime_client.values import PageRegions, Region


def searched(options: JobOptions, number: int, airlock: Airlock, tools: JobTools) -> PageReport:
    """Return what is found on page `number` of the open document. Raises AppError, `cancelled` where nobody wants it any more."""
    if tools.stop.is_set():
        raise AppError("cancelled")
    given = _given(options, number, airlock)
    found = airlock.detect(number, options.policy, given)
    return PageReport(PageRegions(number, hiding.with_operator((*given, *found.regions), options.operator)), found)


def _given(options: JobOptions, number: int, airlock: Airlock) -> tuple[Region, ...]:
    """Return what a person wants hidden on every page, as far as it lies on this one."""
    if not options.everywhere:
        return ()
    size = airlock.size(number)
    boxes = (box.clipped(size.width, size.height) for box in options.everywhere)
    return tuple(Region(hiding.MARKED, 1.0, hiding.PERSON, box) for box in boxes if box is not None)
