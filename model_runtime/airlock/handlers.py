"""Carry out what the desktop asks of the airlock: warm up, open, render, detect, redact, read, encode, close.

Keeps the current document, one rendered page and confirmed words of some, and nothing of an earlier document. Writes no file, opens
no socket, never learns a path. Heavy packages are imported with the first document, after the sandbox is closed.
"""

from pathlib import Path
from typing import TYPE_CHECKING

from model_runtime.documents import formats
from model_runtime.documents.remote_file import RemoteFile
from model_runtime.protocol import film_messages, limits, messages, payloads, series_messages
from model_runtime.protocol.error_codes import ErrorCode, RequestFailed
from model_runtime.protocol.role import Channel
from model_runtime.reading import wanted
from model_runtime.redaction import policy
from model_runtime.sandbox import freed_memory, processor_time

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from model_runtime.airlock.film import Ear, Film
    from model_runtime.airlock.made_page import MadePage
    from model_runtime.airlock.pages import Pages
    from model_runtime.airlock.preview import OutlinedPage
    from model_runtime.documents.document import Document
    from model_runtime.redaction.redact import RedactedPage

BLOCK_BYTES = 4 * 1024 * 1024
"""Largest `EncodedBlock`: a sixteenth of a frame, so that a cancel is heard between two."""


class Airlock:
    """The role of the process that may see source pixels. See `role.RoleHandler`."""

    def __init__(self, scratch: Path | None = None) -> None:
        """Begin with nothing; without `scratch` no film can be written."""
        self._scratch = scratch
        self._film: Film | None = None
        self._file: RemoteFile | None = None
        self._document: Document | None = None
        self._open_pages: Pages | None = None
        self._is_settled = False

    def handle(self, request: messages.AnyRequest, channel: Channel) -> messages.AnyEvent:
        """Carry out one request. Raises RequestFailed; the airlock goes on."""
        processor_time.allow(formats.CPU_SECONDS_TO_READ)
        if self._file is not None:
            self._file.serve_from(channel.fetch)
        try:
            with wanted.asking(lambda: _stop_when_cancelled(channel)):
                return self._handled(request, channel)
        except MemoryError:
            if self._open_pages is not None:
                self._open_pages.free()
            raise RequestFailed(ErrorCode.PAGE_TOO_LARGE) from None

    def _handled(self, request: messages.AnyRequest, channel: Channel) -> messages.AnyEvent:  # noqa: C901 - one case a request
        match request:
            case messages.WarmUp():
                return self._warm_up(request, channel)
            case messages.OpenDocument():
                return self._open(request, channel)
            case messages.RenderPage():
                return self._render(request)
            case messages.DetectRegions():
                return self._detect(request, channel)
            case messages.RedactPage():
                return self._redact(request)
            case messages.ReadPage():
                return self._read(request)
            case messages.EncodeDocument():
                return self._encode(
                    request, channel, self._redacted if request.format == "pdf" else self._without_words
                )
            case messages.EncodeDicom():
                return self._encode_dicom(request, channel)
            case messages.EncodePreview():
                return self._encode(request, channel, self._outlined)
            case film_messages.FindTracks():
                return self._find_tracks(request, channel)
            case film_messages.EncodeFilm():
                return self._encode_film(request, channel)
            case series_messages.SortFiles():
                return self._sort(request, channel)
            case series_messages.TellMedical() | series_messages.ShowInWindow() | series_messages.ListTags():
                return self._medical(request)
            case messages.CloseDocument():
                self._close()
                self._give_back()
                return messages.Done(request.id)
            case _:
                raise RequestFailed(ErrorCode.BUG)  # the server answers or refuses everything else

    def _warm_up(self, request: messages.WarmUp, channel: Channel) -> messages.Done:
        from model_runtime.airlock import outgoing  # noqa: F401 - loaded, too
        from model_runtime.airlock.warm_up import warm_up

        chosen = policy.understood(request.policy).joined(policy.understood(request.least))
        warm_up(chosen, lambda: _go_on(channel, formats.CPU_SECONDS_TO_READ))
        self._give_back()
        return messages.Done(request.id)

    def _give_back(self) -> None:
        freed_memory.give_back()
        if self._document is None and not self._is_settled:
            freed_memory.settle()
            self._is_settled = True

    def _open(self, request: messages.OpenDocument, channel: Channel) -> messages.DocumentOpened:
        from model_runtime.airlock.pages import Pages
        from model_runtime.documents.document import open_document

        self._close()
        self._file = RemoteFile(request.size_bytes, channel.fetch)
        try:
            document = self._document = open_document(self._file)
            self._open_pages = Pages(document)
            self._film = _film(document)
            self._open_pages.source(
                1
            )  # a document is open when its first page can be seen: damage is told now, not later
        except BaseException:
            self._close()
            raise
        return messages.DocumentOpened(request.id, document.kind, document.line, document.notes)

    def _render(self, request: messages.RenderPage) -> messages.PageRendered:
        from model_runtime.airlock import outgoing

        return messages.PageRendered(
            request.id, outgoing.source_view(self._pages.source(request.number), request.max_px)
        )

    def _detect(self, request: messages.DetectRegions, channel: Channel) -> messages.RegionsDetected:
        from model_runtime.redaction import looks, second_look

        def go_on() -> None:
            _go_on(channel, formats.CPU_SECONDS_TO_READ)

        chosen = policy.understood(request.policy).joined(policy.understood(request.least))
        of_film = None if self._film is None else self._film.regions(request.number, chosen)
        if self._film is not None and of_film is not None:
            return _detected_in_film(request, self._film.size(request.number), of_film, chosen)
        page = self._pages.with_words(request.number) if chosen.reads_text else self._pages.source(request.number)
        outcome = second_look.looked_over(page, looks.looks_of(chosen, go_on), request.hidden, request.spared)
        detection = payloads.Detection(
            native=page.size,
            regions=outcome.found,
            rounds=outcome.rounds,
            residual=outcome.residual,
            review=chosen.review,
            thresholds=chosen.thresholds,
        )
        return messages.RegionsDetected(request.id, request.number, detection)

    def _redact(self, request: messages.RedactPage) -> messages.PageRedacted:
        from model_runtime.airlock import outgoing

        page = self._redacted(request.number, request.regions)
        return messages.PageRedacted(
            request.id, outgoing.redacted_page(page, request.max_px, request.part, request.square_px)
        )

    def _read(self, request: messages.ReadPage) -> messages.PageRead:
        from model_runtime.airlock import outgoing, page_words
        from model_runtime.redaction import detectors

        page = self._pages.with_words(request.number)
        words = page_words.words_on(page, request.regions, detectors.reading())
        return messages.PageRead(request.id, page.number, page.size, outgoing.words_in(words, page.size.whole))

    def _encode(
        self,
        request: messages.EncodeDocument | messages.EncodePreview,
        channel: Channel,
        made: "Callable[[int, tuple[payloads.Region, ...]], MadePage]",
    ) -> messages.DocumentEncoded:
        from model_runtime.airlock import encoding

        mark = self._mark()

        def pages() -> "Iterator[MadePage]":
            for page in request.pages:
                _go_on(channel, formats.CPU_SECONDS_TO_WRITE)
                written = made(page.number, page.regions)
                yield written if mark is None else mark(written)

        way: encoding.Way = request.format
        if way == "webp" and self._document is not None and self._document.is_lossless:
            way = "lossless webp"
        return _sent(request, channel, encoding.encoded(pages(), len(request.pages), way))

    def _mark(self) -> "Callable[[MadePage], MadePage] | None":
        """Return what is done to each page of a copy made of pixels; None where it stays as it is."""
        if self._document is None or self._document.kind != "dicom":
            return None
        from model_runtime.airlock import medical

        return medical.marked

    def _encode_dicom(self, request: messages.EncodeDicom, channel: Channel) -> messages.DocumentEncoded:
        from model_runtime.airlock import dicom_copy

        def go_on() -> None:
            _go_on(channel, formats.CPU_SECONDS_TO_WRITE)

        go_on()
        return _sent(request, channel, (dicom_copy.made(self._document, request, self._redacted, go_on),))

    def _find_tracks(self, request: film_messages.FindTracks, channel: Channel) -> film_messages.FilmSearched:
        film = self._opened_film
        chosen = policy.understood(request.policy).joined(policy.understood(request.least))
        hidden = film.look_over(chosen, _ear(request, channel))
        told = hidden.told()
        for start in range(0, len(told), limits.MAX_TRACKS_AT_ONCE):
            channel.emit(film_messages.TracksFound(request.id, told[start : start + limits.MAX_TRACKS_AT_ONCE]))
        return film_messages.FilmSearched(
            request.id,
            payloads.Size(hidden.width, hidden.height),
            hidden.rounds,
            min(len(hidden.residual), limits.MAX_PAGES),
            chosen.review,
            chosen.thresholds,
            hidden.scenes[: limits.MAX_SCENES],
        )

    def _encode_film(self, request: film_messages.EncodeFilm, channel: Channel) -> messages.DocumentEncoded:
        film = self._opened_film
        if self._scratch is None:
            raise RequestFailed(ErrorCode.FORMAT_NOT_WRITABLE)
        return _sent(request, channel, film.encoded(request, self._scratch, _ear(request, channel)))

    def _sort(self, request: series_messages.SortFiles, channel: Channel) -> series_messages.FilesSorted:
        from model_runtime.airlock import medical

        self._close()
        file = RemoteFile(request.size_bytes, channel.fetch)
        found = medical.sorted_files(file, lambda: _go_on(channel, formats.CPU_SECONDS_TO_READ))
        return series_messages.FilesSorted(request.id, found)

    def _medical(
        self, request: series_messages.TellMedical | series_messages.ShowInWindow | series_messages.ListTags
    ) -> messages.AnyEvent:
        from model_runtime.airlock import medical

        pages = self._pages
        match request:
            case series_messages.TellMedical():
                return series_messages.MedicalTold(request.id, medical.facts(self._document))
            case series_messages.ShowInWindow():
                medical.show_in(self._document, request.window)
                pages.start_over()  # what was read in another window is read again
                return messages.Done(request.id)
            case series_messages.ListTags():
                chosen = policy.understood(request.policy).joined(policy.understood(request.least))
                listed = medical.tags(self._document, request.number, chosen)
                return series_messages.TagsListed(request.id, listed.tags, listed.is_cut)

    @property
    def _opened_film(self) -> "Film":
        """The open document where it is a film. Raises RequestFailed PAGE_MISSING."""
        if self._film is None:
            raise RequestFailed(ErrorCode.PAGE_MISSING)
        return self._film

    def _redacted(self, number: int, hide: tuple[payloads.Region, ...]) -> "RedactedPage":
        from model_runtime.redaction.redact import redacted

        return redacted(self._pages.with_words(number), hide)

    def _without_words(self, number: int, hide: tuple[payloads.Region, ...]) -> "RedactedPage":
        from model_runtime.redaction.redact import redacted

        return redacted(self._pages.source(number), hide)  # a picture has no room for words

    def _outlined(self, number: int, found: tuple[payloads.Region, ...]) -> "OutlinedPage":
        from model_runtime.airlock.preview import outlined

        return outlined(self._pages.source(number), found)

    @property
    def _pages(self) -> "Pages":
        """The open document's. Raises RequestFailed PAGE_MISSING when none is open."""
        if self._open_pages is None:
            raise RequestFailed(ErrorCode.PAGE_MISSING)
        return self._open_pages

    def _close(self) -> None:
        if self._open_pages is not None:
            self._open_pages.close()
        self._open_pages = self._file = self._document = self._film = None


def _sent(request: messages.Request, channel: Channel, pieces: "Iterable[bytes]") -> messages.DocumentEncoded:
    """Send an encoded file in blocks and return its end."""
    size_bytes = 0
    for piece in pieces:
        for start in range(0, len(piece), BLOCK_BYTES):
            channel.emit(messages.EncodedBlock(request.id, piece[start : start + BLOCK_BYTES]))
        size_bytes += len(piece)
    return messages.DocumentEncoded(request.id, size_bytes)


def _film(document: "Document") -> "Film | None":
    from model_runtime.airlock.film import Film
    from model_runtime.documents.video import VideoDocument

    return Film(document) if isinstance(document, VideoDocument) else None


def _detected_in_film(
    request: messages.DetectRegions, size: payloads.Size, found: tuple[payloads.Region, ...], chosen: policy.Policy
) -> messages.RegionsDetected:
    """Tell what the search through the whole film says of one frame."""
    regions = tuple(one for one in found if one not in request.hidden and one not in request.spared)
    detection = payloads.Detection(size, regions, review=chosen.review, thresholds=chosen.thresholds)
    return messages.RegionsDetected(request.id, request.number, detection)


def _ear(request: film_messages.FindTracks | film_messages.EncodeFilm, channel: Channel) -> "Ear":
    from model_runtime.airlock.film import Ear

    return Ear(
        lambda: _go_on(channel, formats.CPU_SECONDS_TO_READ),
        lambda step, number: channel.emit(film_messages.FilmProgress(request.id, step, number)),
    )


def _go_on(channel: Channel, cpu_seconds: int) -> None:
    """Allow for the next step of a request. Raises RequestFailed CANCELLED when nobody wants it any more."""
    _stop_when_cancelled(channel)
    processor_time.allow(cpu_seconds)


def _stop_when_cancelled(channel: Channel) -> None:
    if channel.is_cancelled():
        raise RequestFailed(ErrorCode.CANCELLED)
