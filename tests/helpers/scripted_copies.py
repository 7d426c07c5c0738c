"""Copy pages as a script says (`scripted_runner.py`): files that tell how much is hidden."""

from desktop_app.foundation.errors import AppError
from desktop_app.jobs import copy_places
from desktop_app.jobs.copy_places import Place
from desktop_app.jobs.copy_report import PageReport, RedactedCopy
from desktop_app.jobs.job import Job
from desktop_app.jobs.prepared import PreparedDocument
from desktop_app.runtime_client.values import Detection, PageRegions


def copied(job: Job, document: PreparedDocument, place: Place) -> RedactedCopy:
    """Write a file that says how many places are hidden on each page."""
    if job.path.name.startswith("unwritten"):
        raise AppError("disk_full")
    target = copy_places.target(job.path, place, document.kind, document.line.count)
    path = target.path if target.is_named else next(path for path in target.names() if not path.exists())
    path.write_text(" ".join(str(len(page.regions)) for page in document.pages))
    reports = tuple(
        PageReport(PageRegions(page.number, page.regions), Detection(page.shape.native, page.regions))
        for page in document.pages
    )
    return RedactedCopy(path, None, document.sha256, "1" * 64, reports, (), ())
