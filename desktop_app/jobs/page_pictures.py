"""Get the pictures of pages: out of the store, or made again exactly as decided where they have gone.

What is made again must be the very same: of the file that was reviewed, and with the same key. Looks for nothing to hide
and asks no engine anything.
"""

import contextlib
import hashlib
from collections.abc import Generator, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import msgspec

from desktop_app.foundation.errors import AppError
from desktop_app.jobs.job import Emit, Job, PagePrepared, PageShown, PreparedDocument, PreparedPage
from desktop_app.jobs.job_tools import JobTools
from desktop_app.jobs.page_store import source_key
from desktop_app.runtime_client.airlock import Airlock
from desktop_app.runtime_client.engine import Engine
from desktop_app.runtime_client.file_server import ServedFile
from desktop_app.runtime_client.values import PageLine, RedactedPage, Region, SourceView


@dataclass(frozen=True)
class OpenedFile:
    """A document that the airlock holds open; it holds one at a time.

    Attributes:
        sha256: hex digest of its bytes.
    """

    kind: str
    line: PageLine
    notes: tuple[str, ...]
    sha256: str
    airlock: Airlock


@contextlib.contextmanager
def opened(path: Path, decided_for: str, airlock: Airlock) -> Iterator[OpenedFile]:
    """Open a file in the airlock if it is the one that was decided about (empty: any). Raises AppError."""
    with ServedFile(path) as file:
        sha256 = file.sha256()
        if decided_for and sha256 != decided_for:
            raise AppError("file_replaced")
        with airlock.opened(file) as document:
            yield OpenedFile(document.kind, document.line, document.notes, sha256, airlock)


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
    """The pictures of one job's pages."""

    def __init__(self, job: Job, tools: JobTools, engine: Engine) -> None:
        self._job = job
        self._tools = tools
        self._engine = engine

    def of(
        self, document: PreparedDocument, pages: Iterable[PreparedPage], now_open: OpenedFile | None = None
    ) -> Generator[tuple[PreparedPage, RedactedPage], None, None]:
        """Yield each of these pages with its picture; the file is opened only where one has gone, and then once.

        What is made again is not put into the store: a document that does not fit would push its own next pages out.

        Args:
            document: whose pages they are.
            pages: which of them.
            now_open: the document, where the airlock holds it open.

        Raises:
            AppError: `file_replaced` where the file is another one, or no longer gives the same picture.
        """
        with contextlib.ExitStack() as stack:
            for prepared in pages:
                page = self._tools.store.get(prepared.key, RedactedPage)
                if page is None:
                    if self._tools.stop.is_set():
                        raise AppError("cancelled")
                    if now_open is None:
                        now_open = stack.enter_context(opened(self._job.path, document.sha256, self._tools.airlock()))
                    page = self._made_again(prepared, now_open)
                yield prepared, page

    def show(self, emit: Emit) -> PreparedDocument:
        """Put what the job wants to show back into the store, and tell of each (`Job.only_shows`). Raises AppError."""
        job, tools = self._job, self._tools
        with opened(job.path, job.options.decided_for, tools.airlock()) as document:
            for number in job.options.pages or ():
                if job.options.preview_px:
                    self.show_source(number, document, emit)
                for prepared in job.prepared.pages if job.prepared is not None else ():
                    if prepared.number == number:
                        page = self._made_again(prepared, document)
                        tools.store.put(prepared.key, page, job.id, tools.stop)
                        emit(PagePrepared(job.id, prepared))
        return job.prepared or PreparedDocument(
            document.kind, document.line, document.sha256, job.options.policy, (), document.notes, 0.0, 0.0
        )

    def show_source(self, number: int, document: OpenedFile, emit: Emit) -> None:
        """Put a page of the open document into the store as a person may see it, and tell of it."""
        job, tools = self._job, self._tools
        key = source_key(document.sha256, number, job.options.preview_px)
        if tools.store.get(key, SourceView) is None:
            tools.store.put(key, document.airlock.render(number, job.options.preview_px), job.id, tools.stop)
        emit(PageShown(job.id, number, key))

    def _made_again(self, prepared: PreparedPage, document: OpenedFile) -> RedactedPage:
        part = self._job.options.part
        redacted = document.airlock.redact(prepared.number, prepared.regions, self._engine.load(), part)
        page = told(redacted, prepared.regions, is_known=prepared.tells_hidden)
        if key_of(page) != prepared.key:
            raise AppError("file_replaced")
        return page
