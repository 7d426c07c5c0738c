"""Call the airlock: every request it knows, as a method with checked values.

Does not keep a document's state (the airlock does) and does not decide what is hidden.
"""

import contextlib
import signal
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TypeAlias, TypeVar

from desktop_app.foundation.errors import AppError
from desktop_app.runtime_client import checked, checked_films, checked_pages, checked_series
from desktop_app.runtime_client.checked_films import FoundInFilm, OnFilmProgress
from desktop_app.runtime_client.checked_pages import PageWish
from desktop_app.runtime_client.client import Client
from desktop_app.runtime_client.file_server import ServedFile
from desktop_app.runtime_client.page_size import PageSize
from desktop_app.runtime_client.served_series import ServedSeries
from desktop_app.runtime_client.values import (
    Box,
    Detection,
    FilmFormat,
    FilmPlace,
    FoundSeries,
    GreyWindow,
    MedicalFacts,
    Operator,
    OutputFormat,
    PageRegions,
    RedactedPage,
    Region,
    Size,
    SourceView,
    Word,
)
from model_runtime.protocol import film_messages, limits, messages, series_messages
from model_runtime.protocol.error_codes import ErrorCode

PATIENCE_S = 300.0
"""The airlock's processor time per request is limited by the sandbox; this is the net below it (a machine asleep)."""

FORGET_PATIENCE_S = 5.0
"""Forgetting a document takes no time; the rest is for a page that is being worked on."""

NOTHING_HIDDEN = "off"
"""The policy under which nobody looks for anything."""

EventT = TypeVar("EventT")

DocumentOpened: TypeAlias = messages.DocumentOpened


@dataclass
class OpenDocument:
    """What is known of the document that an airlock has open.

    Attributes:
        client: the process that has it open.
        sizes: native, of its pages, as far as they have been told.
        page_count: how many pages it has.
        finds_bytes: what the places take that were told of on each page, when it was looked at last.
        all_finds_bytes: on all pages together.
        found: what `find_tracks` has found in it, and under which policy.
        window: in which its pictures are shown; None: each as its file says.
    """

    client: Client
    file: ServedFile | ServedSeries | None = None
    sizes: dict[int, Size] = field(default_factory=dict)
    page_count: int = 1
    finds_bytes: dict[int, int] = field(default_factory=dict)
    all_finds_bytes: int = 0
    found: tuple[str, FoundInFilm] | None = None
    window: GreyWindow | None = None

    def weigh_finds(self, number: int, size_bytes: int) -> int:
        """Note what the places take that a look at a page has told of. Returns what those of all pages take, in bytes."""
        self.all_finds_bytes += size_bytes - self.finds_bytes.get(number, 0)
        self.finds_bytes[number] = size_bytes
        return self.all_finds_bytes


@dataclass(frozen=True)
class FilmWish:
    """How a film is to be written: see `film_messages.EncodeFilm`."""

    output: FilmFormat
    operator: Operator | None = None
    shown: tuple[int, ...] = ()
    places: tuple[FilmPlace, ...] = ()


class Airlock:
    """The airlock of one job. Holds at most one open document.

    Attributes:
        document: that one.
    """

    def __init__(self, client: Client, stop: threading.Event, least: str = NOTHING_HIDDEN) -> None:
        """Lend `client` to a job. `least`: the policy whose finds are hidden under every other one, too."""
        self._least = least
        self._client = client
        self._stop = stop
        self.document = OpenDocument(client)

    def warm_up(self, policy: str) -> None:
        """Have the child load what `policy` will need. Raises AppError."""
        self._final(messages.WarmUp(self._client.new_id(), policy, self._least), messages.Done)

    @contextlib.contextmanager
    def opened(self, file: ServedFile | ServedSeries) -> Iterator[messages.DocumentOpened]:
        """Open a document and let the airlock forget it afterwards, however the work on it ends. Raises AppError."""
        document = self.open(file)
        try:
            yield document
        finally:
            self.forget()

    def open(self, file: ServedFile | ServedSeries) -> messages.DocumentOpened:
        """Open a document; its bytes are pulled from `file` when they are wanted. Raises AppError."""
        self.document = OpenDocument(self._client, file)
        request = messages.OpenDocument(id=self._client.new_id(), size_bytes=file.size_bytes)
        try:
            opened = self._client.trusted(checked.opened, self._final(request, messages.DocumentOpened))
        except BaseException:
            self.forget()
            raise
        self.document.page_count = opened.line.count
        return opened

    def take_up(self, document: OpenDocument) -> bool:
        """Go on with what an earlier job has opened; False where the process that had it open is another one by now."""
        if document.client is not self._client or self._client.death is not None:
            return False
        self.document = document
        return True

    def render(self, number: int, max_px: int) -> SourceView:
        """Return the source page, for people only."""
        wish = PageWish(number, max_px, native=self.document.sizes.get(number))
        request = messages.RenderPage(id=self._client.new_id(), number=number, max_px=max_px)
        untrusted_view = self._final(request, messages.PageRendered).page
        view = self._client.trusted(checked_pages.source_view, untrusted_view, wish)
        self.document.sizes[number] = view.native
        return view

    def detect(
        self, number: int, policy: str, hidden: tuple[Region, ...] = (), spared: tuple[Region, ...] = ()
    ) -> Detection:
        """Return what `policy` wants hidden on a page beyond `hidden` and `spared`, and how the looks at it ended."""
        request = messages.DetectRegions(self._client.new_id(), number, policy, hidden, spared, self._least)
        event = self._final(request, messages.RegionsDetected)
        found = self._client.trusted(checked_pages.detection, event, number, self.document.sizes.get(number))
        self.document.sizes[number] = found.native
        if self.document.weigh_finds(number, checked_pages.kept_bytes(found)) > limits.MAX_DOCUMENT_REGIONS_BYTES:
            raise self._client.broken()
        return found

    def redact(self, number: int, regions: tuple[Region, ...], size: PageSize, part: Box | None = None) -> RedactedPage:
        """Return the page with `regions` hidden, as large as a model wants it: the pixels that may go to the engine."""
        wish = PageWish(number, size.max_px, part, size.square_px, self.document.sizes.get(number))
        request = messages.RedactPage(self._client.new_id(), number, regions, wish.max_px, part, wish.square_px)
        untrusted_page = self._final(request, messages.PageRedacted).page
        page = self._client.trusted(checked_pages.redacted_page, untrusted_page, wish)
        self.document.sizes[number] = page.native
        return page

    def read(self, number: int, regions: tuple[Region, ...]) -> tuple[Word, ...]:
        """Return the words that can be seen on a page once `regions` are hidden, in reading order, for people only."""
        request = messages.ReadPage(self._client.new_id(), number, regions)
        event = self._final(request, messages.PageRead)
        read = self._client.trusted(checked_pages.words, event, number, self.document.sizes.get(number))
        self.document.sizes[number] = event.native
        return read

    def size(self, number: int) -> Size:
        """Return a page's native size; asks for it where nothing has told it yet."""
        if number not in self.document.sizes:
            self.render(number, max_px=1)
        return self.document.sizes[number]

    def encode(self, pages: tuple[PageRegions, ...], output: OutputFormat) -> Iterator[bytes]:
        """Yield the pieces of a new file made from redacted pixels."""
        return self._encoded(messages.EncodeDocument(self._client.new_id(), pages, output))

    def encode_dicom(
        self, pages: tuple[PageRegions, ...], policy: str, secret: bytes, *, pixels_clean: bool
    ) -> Iterator[bytes]:
        """Yield the pieces of a new DICOM file: the open one with its header cleaned and `pages` hidden."""
        return self._encoded(
            messages.EncodeDicom(self._client.new_id(), pages, policy, secret, pixels_clean, self._least)
        )

    def preview(self, pages: tuple[PageRegions, ...], output: OutputFormat) -> Iterator[bytes]:
        """Yield the pieces of a file that shows the source with the regions drawn over it, for people only."""
        return self._encoded(messages.EncodePreview(self._client.new_id(), pages, output))

    def sort(self, files: ServedSeries) -> tuple[FoundSeries, ...]:
        """Return which of several files are pictures of one series. Nothing is open afterwards. Raises AppError."""
        self.document = OpenDocument(self._client, files)
        try:
            request = series_messages.SortFiles(self._client.new_id(), files.size_bytes)
            event = self._final(request, series_messages.FilesSorted)
            return self._client.trusted(checked_series.sorted_files, event, files.count)
        finally:
            self.forget()

    def medical_facts(self) -> MedicalFacts:
        """Return what is particular to the open document of medical pictures. Raises AppError."""
        told = self._final(series_messages.TellMedical(self._client.new_id()), series_messages.MedicalTold)
        return self._client.trusted(checked_series.facts, told, self.document.page_count)

    def show_in(self, window: GreyWindow | None) -> None:
        """Show the open document's pictures in a window from now on, for everything that is asked. Raises AppError."""
        if window != self.document.window:
            self._final(series_messages.ShowInWindow(self._client.new_id(), window), messages.Done)
            self.document.window = window

    def tags(self, number: int, policy: str) -> series_messages.TagsListed:
        """Return the header of a page, and what a copy under `policy` makes of it, for people only. Raises AppError."""
        request = series_messages.ListTags(self._client.new_id(), number, policy, self._least)
        return self._client.trusted(checked_series.tags, self._final(request, series_messages.TagsListed))

    def find_tracks(self, policy: str, on_progress: OnFilmProgress) -> FoundInFilm:
        """Look through the whole film that is open for what `policy` wants hidden; once. Raises AppError."""
        if self.document.found is not None and self.document.found[0] == policy:
            return self.document.found[1]
        count = self.document.page_count
        request = film_messages.FindTracks(self._client.new_id(), policy, self._least)
        found = FoundInFilm()
        for event in self._film_events(request, on_progress):
            match event:
                case film_messages.TracksFound():
                    found = self._client.trusted(checked_films.with_tracks, found, event, count)
                case film_messages.FilmSearched():
                    found = self._client.trusted(checked_films.searched, found, event, count)
                case _:
                    raise self._client.broken()
        self.document.found = (policy, found)
        return found

    def encode_film(self, wish: FilmWish, found: FoundInFilm, on_progress: OnFilmProgress) -> Iterator[bytes]:
        """Yield the pieces of a new film in which everything is hidden that `find_tracks` has found, but as is wished."""
        request = film_messages.EncodeFilm(self._client.new_id(), wish.output, wish.operator, wish.shown, wish.places)
        count = self.document.page_count
        bounds = checked_films.most_bytes(found.native, count), checked_pages.most_blocks(count, 0)
        yield from self._pieces(self._film_events(request, on_progress), *bounds)

    def _film_events(
        self, request: film_messages.FindTracks | film_messages.EncodeFilm, on_progress: OnFilmProgress
    ) -> Iterator[messages.AnyEvent]:
        """Yield a request's events, but for those that tell how far it is: those are passed on."""
        count = self.document.page_count
        news_left = checked_films.most_news(count)
        for event in self._events(request, checked_films.PASSES * count):
            if not isinstance(event, film_messages.FilmProgress):
                yield event
                continue
            news_left -= 1
            if news_left < 0 or event.number > count:
                raise self._client.broken()
            on_progress(event.step, event.number, count)

    def _encoded(
        self, request: messages.EncodeDocument | messages.EncodeDicom | messages.EncodePreview
    ) -> Iterator[bytes]:
        most_bytes = checked_pages.most_encoded_bytes(self.size(wanted.number) for wanted in request.pages)
        if isinstance(request, messages.EncodeDicom) and self.document.file is not None:
            most_bytes = checked_pages.most_dicom_bytes(most_bytes, self.document.file.size_bytes)
        blocks = checked_pages.most_blocks(len(request.pages), most_bytes)
        yield from self._pieces(self._events(request, len(request.pages)), most_bytes, blocks)

    def _pieces(self, events: Iterator[messages.AnyEvent], most_bytes: int, blocks_left: int) -> Iterator[bytes]:
        """Yield the pieces of an encoded file, which can be no larger and come in no more of them."""
        untrusted_total = 0
        for event in events:
            match event:
                case messages.EncodedBlock(data=data):
                    untrusted_total += len(data)
                    blocks_left -= 1
                    if untrusted_total > most_bytes or blocks_left < 0:
                        raise self._client.broken()
                    yield data
                case messages.DocumentEncoded(size_bytes=size_bytes):
                    if size_bytes != untrusted_total:
                        raise self._client.broken()
                case _:
                    raise self._client.broken()

    def forget(self) -> None:
        """Close the document, also when the job was stopped. An airlock that does not forget it in time is ended."""
        request = messages.CloseDocument(id=self._client.new_id())
        with contextlib.suppress(AppError):
            for event in self._client.ask(request, threading.Event(), FORGET_PATIENCE_S):
                if not isinstance(event, messages.Done):
                    raise self._client.broken()
        self.document = OpenDocument(self._client)

    def _final(self, request: messages.AnyRequest, wanted: type[EventT]) -> EventT:
        for event in self._events(request):
            if isinstance(event, wanted):
                return event
            break
        raise self._client.broken()

    def _events(self, request: messages.AnyRequest, page_count: int = 1) -> Iterator[messages.AnyEvent]:
        """Yield a request's events; serve the bytes it pulls; turn the airlock's death into the document's error."""
        file = self.document.file
        reads_left = checked_pages.most_reads(page_count, file.size_bytes if file is not None else 0)
        try:
            for event in self._client.ask(request, self._stop, PATIENCE_S):
                if isinstance(event, messages.ReadBlock):
                    reads_left -= 1
                    if reads_left < 0:
                        raise self._client.broken()
                    self._serve(event)
                else:
                    yield event
        except AppError as error:
            raise _document_error(error) from None

    def _serve(self, untrusted_wish: messages.ReadBlock) -> None:
        """Answer a `ReadBlock`. A file that cannot be read any more ends for the airlock, too, so that it gives up."""
        file = self.document.file
        if file is None:
            raise self._client.broken()
        try:
            data = file.block(untrusted_wish.offset, untrusted_wish.length)
        except AppError as error:
            if error.code == ErrorCode.PROTOCOL_BROKEN.value:
                raise self._client.broken() from None
            self._client.send(messages.Block(id=untrusted_wish.id, offset=untrusted_wish.offset, data=b""))
            raise
        self._client.send(messages.Block(id=untrusted_wish.id, offset=untrusted_wish.offset, data=data))


def _document_error(error: AppError) -> AppError:
    """Say of a file that killed its decoder that it did so: the file is at fault, the next one will work."""
    if error.code == ErrorCode.CHILD_DIED.value:
        is_timeout = error.facts.get("signal") == getattr(signal, "SIGXCPU", None)
        return AppError((ErrorCode.DECODE_TIMEOUT if is_timeout else ErrorCode.DECODER_DIED).value)
    return error
