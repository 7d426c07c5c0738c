"""Get the pictures of pages: out of the store, or made again exactly as decided where they have gone.

What is made again must be the very same: of the file that was reviewed, and with the same key. Looks for nothing to hide
and asks no engine anything.
"""

import hashlib
from collections.abc import Iterable

import msgspec

from desktop_app.foundation.errors import AppError
from desktop_app.jobs.job import Emit, Job, PagePrepared, PageShown
from desktop_app.jobs.job_tools import JobTools
from desktop_app.jobs.lease import OpenedFile
from desktop_app.jobs.page_store import PagesBeside, source_key
from desktop_app.jobs.prepared import PreparedDocument, PreparedPage
from desktop_app.runtime_client.page_size import PageSize
from desktop_app.runtime_client.values import RedactedPage, Region, SourceView


def key_of(page: RedactedPage) -> str:
    """Return a digest of everything of a page that an engine can see: equal pixels are kept and read once."""
    digest = hashlib.sha256(page.picture.pixels)
    without_pixels = msgspec.structs.replace(page.picture, pixels=b"")
    digest.update(repr(msgspec.structs.replace(page, picture=without_pixels)).encode())
    return digest.hexdigest()


def told(page: RedactedPage, hidden: tuple[Region, ...], *, is_known: bool) -> RedactedPage:
    """Return a page as an engine may see it: with word of what was hidden on it, where somebody has looked."""
    return msgspec.structs.replace(page, hidden=hidden if is_known else None)


class Pictures:
    """The pictures of one job's pages. Works with the airlock alone."""

    def __init__(self, job: Job, tools: JobTools) -> None:
        self._job = job
        self._tools = tools

    def make_again(
        self, document: PreparedDocument, pages: Iterable[PreparedPage], size: PageSize, made: PagesBeside
    ) -> None:
        """Put into `made`, of these pages, those that have gone: the first, and as many more as may be held at once.

        They are not put into the store: a document that does not fit would push its own next pages out.

        Raises:
            AppError: `file_replaced` where the file is another one, or no longer gives the same picture.
        """
        opened: OpenedFile | None = None
        for prepared in pages:
            if prepared.key in made or self._tools.store.get(prepared.key, RedactedPage) is not None:
                continue
            if made.is_full:
                break
            if self._tools.stop.is_set():
                raise AppError("cancelled")
            opened = self._tools.opened(self._job, document.sha256, opened)
            made.put(prepared.key, self._made_again(prepared, opened, size))

    def show(self, emit: Emit, size: PageSize | None) -> PreparedDocument:
        """Put what the job wants to show back into the store, and tell of each (`Job.only_shows`). Raises AppError."""
        job, tools = self._job, self._tools
        document = tools.opened(job, job.options.decided_for, None)
        for number in job.options.pages or ():
            if job.options.preview_px:
                self.show_source(number, document, emit)
            for prepared in job.prepared.pages if job.prepared is not None else ():
                if prepared.number == number and size is not None:
                    page = self._made_again(prepared, document, size)
                    tools.store.put(prepared.key, page, job.id, tools.stop)
                    emit(PagePrepared(job.id, prepared))
        return job.prepared or PreparedDocument(
            document.kind, document.line, document.sha256, job.options.policy, (), document.notes, 0.0, 0.0
        )

    def show_source(self, number: int, document: OpenedFile, emit: Emit) -> None:
        """Put a page of the open document into the store as a person may see it, and tell of it."""
        job, tools = self._job, self._tools
        key = source_key(document.sha256, number, job.options.preview_px, job.options.window)
        if tools.store.get(key, SourceView) is None:
            tools.store.put(key, document.airlock.render(number, job.options.preview_px), job.id, tools.stop)
        emit(PageShown(job.id, number, key))

    def _made_again(self, prepared: PreparedPage, document: OpenedFile, size: PageSize) -> RedactedPage:
        redacted = document.airlock.redact(prepared.number, prepared.regions, size, self._job.options.part)
        page = told(redacted, prepared.regions, is_known=prepared.tells_hidden)
        if key_of(page) != prepared.key:
            raise AppError("file_replaced")
        return page
