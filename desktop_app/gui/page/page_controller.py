"""Decide what the centre shows: page, pixels, lit sources. Keeps a few ready pictures; draws nothing itself."""

from collections import OrderedDict
from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from desktop_app.conversation.document import Document, DocumentState
from desktop_app.gui.conversation.documents_controller import DocumentsController
from desktop_app.gui.conversation.fetch_controller import FetchController
from desktop_app.gui.page import page_words, squashed_pages
from desktop_app.gui.page.page_items import LitSource
from desktop_app.gui.page.page_standings import PageStandings
from desktop_app.gui.page.page_view import PageView
from desktop_app.gui.page.picture_maker import PagePicture, PictureMaker
from desktop_app.gui.words import wording
from desktop_app.jobs.page_shape import PageShape
from desktop_app.jobs.page_store import StoredPage
from desktop_app.jobs.prepared import PreparedPage
from desktop_app.runtime_client.values import Box, RedactedPage, Source

# Of ready pictures, some 32 MB each: a few keep turning pages quick. The one on the screen is always kept.
_KEPT_BYTES = 128 * 1024 * 1024


@dataclass(frozen=True)
class _Key:
    """Which picture: of a page as a person may see it (key `seen`), or of the pixels just as they are `sent`."""

    document_id: str
    page: int
    sent: str = ""
    seen: str = ""

    @property
    def is_model_view(self) -> bool:
        """Whether it shows what the model sees."""
        return bool(self.sent)


class PageController(QObject):
    """What the centre shows.

    Attributes:
        standings: how documents stand that are not looked at.

    Signals:
        part_chosen: a page number and a `Box`; None takes it back.
        page_shown: whatever the centre shows has changed, or is shown once more.
    """

    part_chosen = Signal(int, object)
    page_shown = Signal()

    def __init__(
        self, documents: DocumentsController, fetch: FetchController, maker: PictureMaker, view: PageView
    ) -> None:
        super().__init__()
        self._documents = documents
        self._fetch = fetch
        self._maker = maker
        self._view = view
        self._number = 1
        self.standings = PageStandings()
        self._is_model_view = False
        self._image_tokens = 0
        self._shown: _Key | None = None
        self._pictures: OrderedDict[_Key, PagePicture] = OrderedDict()
        self._making: set[_Key] = set()
        self._words: dict[_Key, tuple[str, ...]] = {}  # sent with the pictures that are kept
        self._sources: tuple[tuple[Source, str], ...] = ()
        self._lit: int | None = None
        self._is_closed = False
        documents.current_changed.connect(self._on_current_changed)
        documents.document_changed.connect(self._on_document_changed)
        documents.page_arrived.connect(self._on_page_arrived)
        documents.document_removed.connect(self._forget)
        documents.emptied.connect(self._on_emptied)
        fetch.fetched.connect(self._on_page_arrived)
        maker.picture_made.connect(self._on_picture_made)
        maker.sharp_made.connect(self._on_sharp_made)
        maker.failed.connect(self._making.discard)
        view.canvas.sharp_picture_asked.connect(self._on_sharp_picture_asked)
        view.page_step_asked.connect(self.step)
        view.page_asked.connect(self.go_to)
        view.turn_asked.connect(self._on_turn_asked)
        view.part_chosen.connect(self._on_part_chosen)
        view.tool_bar.model_view_toggled.connect(self._on_model_view_toggled)

    def close(self) -> None:
        """Show nothing any more: pictures that are still on their way find no window."""
        self._is_closed = True

    @property
    def number(self) -> int:
        """The page that is looked at."""
        return self._number

    @property
    def source_picture(self) -> PagePicture | None:
        """The page as it is, while just that is on the screen: not the one before, which stays until it is there."""
        if self._shown is None or self._shown.is_model_view or self._shown.page != self._number:
            return None
        return self._pictures.get(self._shown)

    @property
    def is_upright(self) -> bool:
        """Whether a page is on the screen in its own shape, so that places on it are where they are."""
        return self._shown is not None and self._squashed_shape() is None

    @property
    def is_model_view(self) -> bool:
        """Whether the pixels that are sent are wanted on the screen."""
        return self._is_model_view

    def go_to(self, number: int) -> None:
        """Look at a page."""
        self.step(number - self._number)

    def show_source(self) -> None:
        """Show the page as it is."""
        self._on_model_view_toggled(is_on=False)

    def step(self, by: int) -> None:
        """Turn pages."""
        document = self._documents.current
        if document is not None and 1 <= self._number + by <= max(document.page_count, 1):
            self._turn_to(self._number + by)
            self._show()

    def toggle_model_view(self) -> None:
        """Swap the page for exactly what is sent, or back."""
        self._is_model_view = not self._is_model_view
        self._view.tool_bar.show_model_view(is_on=self._is_model_view)
        self._show()

    def light(self, sources: tuple[tuple[Source, str], ...], lit: int | None) -> None:
        """Outline these sources and light one up, on whatever page it is."""
        self._sources, self._lit = sources, lit
        if lit is not None and 0 <= lit < len(sources):
            self._turn_to(sources[lit][0].number)
        self._show()

    def show_image_tokens(self, count: int) -> None:
        """Tell what a picture costs the model; 0: it does not count in tokens."""
        self._image_tokens = count
        self._show()

    def forget_part(self) -> None:
        """Take the chosen part back."""
        self._view.show_part_mode(is_on=False)

    def forget_removed(self) -> None:
        """Forget how documents stood that cannot come back."""
        self.standings.keep(document.id for document in self._documents.documents)

    def _turn_to(self, number: int) -> None:
        self._number, document = number, self._documents.current
        if document is not None and not document.is_film:  # that begins anew
            self.standings.turn_to(document.id, number)

    def _show(self) -> None:
        document = self._documents.current
        if document is not None:
            self._show_page(document)
        self.page_shown.emit()

    def _show_page(self, document: Document) -> None:
        self._view.tool_bar.show_pages(self._number, 1 if document.is_film else document.page_count)
        prepared = self._documents.prepared_page(document.id, self._number) if self._is_model_view else None
        seen = self._documents.source_key(document.id, self._number) if prepared is None else ""
        key = _Key(document.id, self._number, prepared.key if prepared is not None else "", seen)
        self._show_banner(prepared)
        picture = self._pictures.get(key)
        is_known = key.is_model_view == self._is_model_view and self._is_known(key)
        if self._shown is not None and self._shown.document_id != document.id:
            self._show_nothing()  # a page of one document may not stand under the name of another
        if is_known and key in self._making:
            return
        fetch = self._fetch.sent if key.is_model_view else self._fetch.source
        page = fetch(key.document_id, key.page) if is_known and picture is None else None
        if page is not None:
            self._making.add(key)
            self._keep_words(key, page)
            self._maker.request_picture(
                key, squashed_pages.in_its_own_shape(page) if isinstance(page, RedactedPage) else page
            )
            return
        if picture is None or not is_known:
            is_like_it = self._shown is not None and self._shown.is_model_view == self._is_model_view
            if not (document.is_film and is_like_it):  # the last frame of a film stays until the next is there
                self._show_nothing()
                self._view.show_message(self._missing_words(document))
            self._have_ahead(document)
            return
        self._pictures.move_to_end(key)
        if key != self._shown:
            before, self._shown = self._shown, key
            is_same_page = before is not None and (
                document.is_film or replace(before, sent=key.sent, seen=key.seen) == key
            )
            self._view.canvas.show_picture(picture, keeps_place=is_same_page)
            self._view.show_canvas()
        self._view.words.show_words(self._words.get(key, ()) if key.is_model_view else ())
        self._show_sources()

    def _have_ahead(self, document: Document) -> None:
        """Somebody looks at a page before its turn has come: it is shown at once, though it cannot be sent yet."""
        is_its_turn_far = document.state is DocumentState.OPENING and 1 < self._number <= document.page_count
        if (is_its_turn_far or document.is_film) and not self._is_model_view:
            self._fetch.ahead(document.id, self._number)

    def _keep_words(self, key: _Key, page: StoredPage) -> None:
        """Keep what is sent with the pictures that are kept or made, and nothing else."""
        self._words = {one: words for one, words in self._words.items() if one in self._pictures or one in self._making}
        self._words[key] = tuple(word.text for word in page.words) if isinstance(page, RedactedPage) else ()

    def _is_known(self, key: _Key) -> bool:
        """Tell whether a page is still what it was when somebody asked for it under that key."""
        if key.is_model_view:
            prepared = self._documents.prepared_page(key.document_id, key.page)
            return prepared is not None and prepared.key == key.sent
        return bool(key.seen) and key.seen == self._documents.source_key(key.document_id, key.page)

    def _missing_words(self, document: Document) -> str:
        if document.state is DocumentState.FAILED:
            return self.tr("This file cannot be shown.")
        if document.state is DocumentState.STOPPED:
            return self.tr("Stopped. Ask a question to go on.")
        if self._fetch.is_lost(document.id, self._number, is_sent=self._is_model_view):
            return self.tr("This page cannot be shown any more.")
        return self.tr("Preparing the page…") if self._is_model_view else self.tr("Opening…")

    def _show_sources(self) -> None:
        if self._squashed_shape() is not None:
            self._view.canvas.show_sources([], None)  # the places are the page's, not the square's
            return
        here = [(index, source) for index, source in enumerate(self._sources) if source[0].number == self._number]
        document = self._documents.current
        several = len({source.number for source, _ in self._sources}) > 1
        tags = [
            wording.source_tag(document, name, source.number) if document and several else name or self.tr("Answer")
            for _, (source, name) in here
        ]
        lit = [place for place, (index, _) in enumerate(here) if index == self._lit]
        self._view.canvas.show_sources(
            [LitSource(source.box, tag) for (_, (source, _)), tag in zip(here, tags, strict=True)],
            lit[0] if lit else None,
        )

    def _show_banner(self, prepared: PreparedPage | None) -> None:
        self._view.show_banner(*(page_words.banner(prepared, self._image_tokens) if prepared is not None else ("", "")))

    def _forget(self, document_id: str) -> None:
        for key in [key for key in self._pictures if key.document_id == document_id]:
            del self._pictures[key]
            self._words.pop(key, None)
        if self._shown is not None and self._shown.document_id == document_id:
            self._show_nothing()

    def _forget_made(self, document_id: str) -> None:
        """Forget the pixels that were made to be sent; the page itself is as it was."""
        for key in [key for key in self._pictures if key.document_id == document_id and not self._is_known(key)]:
            del self._pictures[key]
            self._words.pop(key, None)
        if self._shown is not None and self._shown.document_id == document_id and not self._is_known(self._shown):
            self._show_nothing()

    def _show_nothing(self) -> None:
        """Take the pixels of the page away, also where they would only lie behind a message."""
        self._shown = None
        self._view.words.show_words(())
        self._view.canvas.show_sources([], None)
        self._view.canvas.show_picture(None)

    def _on_emptied(self) -> None:
        """Nothing of the last page may stay, not even behind the start screen."""
        self._pictures.clear()
        self._words.clear()
        self._show_nothing()

    def _on_current_changed(self, document: Document | None) -> None:
        self._sources, self._lit = (), None
        standing = self.standings.of(document.id if document is not None else "")
        self._number = standing.number
        self._view.canvas.show_turned(standing.degrees)
        self.forget_part()
        self._show()

    def _on_turn_asked(self) -> None:
        """Turn the document that is looked at by a quarter; the others stay as they are."""
        document = self._documents.current
        if document is not None:
            self._view.canvas.show_turned(self.standings.turn(document.id))

    def _on_document_changed(self, document: Document) -> None:
        current = self._documents.current
        if current is None or document.id != current.id:
            return
        if document.state is DocumentState.WAITING:
            self._forget_made(document.id)  # prepared anew: what was made to be sent may not stay on the screen
        self._show()

    def _on_page_arrived(self, document_id: str, number: int) -> None:
        if (current := self._documents.current) is not None and (document_id, number) == (current.id, self._number):
            self._show()

    def _on_picture_made(self, key: object, picture: PagePicture) -> None:
        if isinstance(key, _Key):
            self._making.discard(key)
        if self._is_closed or not isinstance(key, _Key) or not self._is_known(key):
            return  # somebody else's, or removed or prepared anew meanwhile
        self._pictures[key] = picture
        while len(self._pictures) > 1 and sum(one.size_bytes for one in self._pictures.values()) > _KEPT_BYTES:
            self._pictures.popitem(last=False)
        self._show()

    def _on_sharp_picture_asked(self, width_px: int) -> None:
        picture = self._pictures.get(self._shown) if self._shown is not None else None
        if picture is not None and width_px < picture.levels[0].width():
            self._maker.request_sharp(self._shown, picture, width_px)

    def _on_sharp_made(self, key: object, image: QImage) -> None:
        if key == self._shown and not self._is_closed:
            self._view.canvas.show_sharp_picture(image)

    def _on_part_chosen(self, box: Box) -> None:
        shape = self._squashed_shape()
        self.part_chosen.emit(self._number, box if shape is None else squashed_pages.on_upright_page(shape, box))

    def _squashed_shape(self) -> PageShape | None:
        """Return the shape of the page that is shown, when it is shown in another than its own."""
        if self._shown is None or not self._shown.is_model_view:
            return None
        prepared = self._documents.prepared_page(self._shown.document_id, self._shown.page)
        return prepared.shape if prepared is not None and prepared.shape.is_squashed else None

    def _on_model_view_toggled(self, is_on: bool) -> None:
        if is_on != self._is_model_view:
            self.toggle_model_view()
