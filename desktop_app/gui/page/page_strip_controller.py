"""Fill the strip of pages: with the pictures of those whose pixels are there, as they come. Has no page made for it.

Keeps the small pictures, for pixels go: of a document that is removed as long as it can be brought back, and no longer.
"""

from dataclasses import dataclass

from PySide6.QtCore import QObject
from PySide6.QtGui import QImage

from desktop_app.conversation.document import Document
from desktop_app.gui.conversation.documents_controller import DocumentsController
from desktop_app.gui.page.page_controller import PageController
from desktop_app.gui.page.page_strip_view import MAX_KEPT, PageStripView
from desktop_app.gui.page.picture_maker import PictureMaker


@dataclass(frozen=True)
class _Key:
    """The small picture of a page of a document."""

    document_id: str
    number: int


class PageStripController(QObject):
    """The strip of the document that is looked at; of a single page there is none."""

    def __init__(
        self, documents: DocumentsController, page: PageController, maker: PictureMaker, view: PageStripView
    ) -> None:
        super().__init__(view)
        self._documents = documents
        self._page = page
        self._maker = maker
        self._view = view
        self._shown = ("", 0)
        self._made: dict[_Key, QImage] = {}
        documents.current_changed.connect(self._show)
        documents.document_changed.connect(self._on_document_changed)
        documents.page_arrived.connect(self._on_page_arrived)
        page.page_shown.connect(self._on_page_shown)
        maker.thumbnail_made.connect(self._on_thumbnail_made)
        view.page_asked.connect(page.go_to)

    def forget_removed(self) -> None:
        """Keep no picture of documents that have gone for good."""
        self._made = {key: made for key, made in self._made.items() if self._documents.document(key.document_id)}

    def _show(self, document: Document | None) -> None:
        has_strip = document is not None and document.page_count > 1 and not document.is_film  # that has a time line
        count = document.page_count if document is not None and has_strip else 0
        shown = (document.id if document is not None else "", count)
        if shown == self._shown:
            return
        self._shown = shown
        self._view.pages.show_count(count)
        self._view.setVisible(count > 0)
        for number in range(1, count + 1):
            if (made := self._made.get(_Key(shown[0], number))) is not None:
                self._view.pages.show_picture(number, made)
            self._request(shown[0], number)
        self._on_page_shown()

    def _on_document_changed(self, document: Document) -> None:
        current = self._documents.current
        if current is not None and current.id == document.id:
            self._show(document)

    def _on_page_arrived(self, document_id: str, number: int) -> None:
        """Make a page's picture when it is first seen, and not once more when it has been prepared."""
        is_shown = document_id == self._shown[0] and self._shown[1] > 0
        is_new = self._documents.prepared_page(document_id, number) is None
        if is_shown and (is_new or _Key(document_id, number) not in self._made):
            self._request(document_id, number)

    def _request(self, document_id: str, number: int) -> None:
        page = self._documents.source_page(document_id, number)
        if page is not None:
            self._maker.request_thumbnail(_Key(document_id, number), page)

    def _on_page_shown(self) -> None:
        if self._shown[1]:
            self._view.show_number(self._page.number)

    def _on_thumbnail_made(self, key: object, image: QImage) -> None:
        if not isinstance(key, _Key) or self._documents.document(key.document_id) is None:
            return
        self._made.pop(key, None)
        self._made[key] = image
        while len(self._made) > MAX_KEPT:
            del self._made[next(iter(self._made))]
        if key.document_id == self._shown[0] and key.number <= self._shown[1]:
            self._view.pages.show_picture(key.number, image)
