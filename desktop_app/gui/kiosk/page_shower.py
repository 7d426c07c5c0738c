"""Put a page, exactly as it is sent, onto a canvas: fetch its pixels, have its picture made, draw it. Keeps one picture."""

from PySide6.QtCore import QObject, Signal

from desktop_app.gui.conversation.documents_controller import DocumentsController
from desktop_app.gui.conversation.fetch_controller import FetchController
from desktop_app.gui.page.page_canvas_view import PageCanvasView
from desktop_app.gui.page.page_items import LitSource
from desktop_app.gui.page.picture_maker import PagePicture, PictureMaker
from desktop_app.runtime_client.values import Source


class PageShower(QObject):
    """One page on one canvas.

    Signals:
        shown: a page number whose picture is on the canvas now.
    """

    shown = Signal(int)

    def __init__(
        self, documents: DocumentsController, fetch: FetchController, maker: PictureMaker, canvas: PageCanvasView
    ) -> None:
        super().__init__()
        self._documents = documents
        self._fetch = fetch
        self._maker = maker
        self._canvas = canvas
        self._number = 1
        self._key = ""
        self._picture: PagePicture | None = None
        self._sources: tuple[tuple[Source, str], ...] = ()
        self._lit: int | None = None
        documents.page_arrived.connect(self._on_arrived)
        fetch.fetched.connect(self._on_arrived)
        maker.picture_made.connect(self._on_made)
        maker.sharp_made.connect(self._on_sharp)
        maker.failed.connect(self._on_failed)
        canvas.sharp_picture_asked.connect(self._on_sharp_asked)

    @property
    def number(self) -> int:
        """The page that is looked at."""
        return self._number

    def show_page(self, number: int) -> None:
        """Look at a page of the document that is looked at."""
        self._number = number
        document = self._documents.current
        prepared = self._documents.prepared_page(document.id, number) if document is not None else None
        if document is None or prepared is None:
            return
        if prepared.key == self._key:
            self._show_sources()
            return
        page = self._fetch.sent(document.id, number)
        if page is not None:
            self._key = prepared.key
            self._maker.request_picture((self, prepared.key), page)

    def light(self, sources: tuple[tuple[Source, str], ...], lit: int | None) -> None:
        """Outline these sources and light one up, on whatever page it is."""
        self._sources, self._lit = sources, lit
        number = sources[lit][0].number if lit is not None and 0 <= lit < len(sources) else self._number
        self.show_page(number)

    def forget(self) -> None:
        """Let everything go."""
        self._number, self._key, self._picture = 1, "", None
        self._sources, self._lit = (), None
        self._canvas.show_picture(None)
        self._canvas.show_sources((), None)

    def _on_arrived(self, document_id: str, number: int) -> None:
        document = self._documents.current
        if document is not None and document.id == document_id and number == self._number:
            self.show_page(number)

    def _on_made(self, key: object, picture: PagePicture) -> None:
        if key != (self, self._key) or not self._key:
            return
        is_same = self._picture is not None and self._picture.number == picture.number
        self._picture = picture
        self._canvas.show_picture(picture, keeps_place=is_same)
        self._show_sources()
        self.shown.emit(picture.number)

    def _on_failed(self, key: object) -> None:
        if key == (self, self._key):
            self._key = ""  # whoever looks at it again asks for it again

    def _on_sharp_asked(self, width_px: int) -> None:
        if self._picture is not None and width_px < self._picture.levels[0].width():
            self._maker.request_sharp((self, self._key), self._picture, width_px)

    def _on_sharp(self, key: object, image: object) -> None:
        if key == (self, self._key) and self._key:
            self._canvas.show_sharp_picture(image)  # type: ignore[arg-type]  # a signal's argument

    def _show_sources(self) -> None:
        here = [(place, one) for place, one in enumerate(self._sources) if one[0].number == self._number]
        lit = next((index for index, (place, _) in enumerate(here) if place == self._lit), None)
        self._canvas.show_sources([LitSource(source.box, tag) for _, (source, tag) in here], lit)
