"""Decide what the centre shows: which page, in which pixels, with which sources lit.

Keeps a few ready pictures; draws nothing itself.
"""

from collections import OrderedDict
from dataclasses import dataclass

import msgspec
from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from desktop_app.gui.document import Document, DocumentState
from desktop_app.gui.page_items import LitSource
from desktop_app.gui.page_view import PageView
from desktop_app.gui.picture_maker import PagePicture, PictureMaker
from desktop_app.gui.session_controller import SessionController
from desktop_app.jobs.job import PreparedPage
from desktop_app.runtime_client.values import Box, Page, Source

_KEPT_PICTURES = 6
"""A large page is 26 MB as a picture; this many keep turning pages quick."""

_SMALL_TEXT_RATIO = 2.0
"""Scaled down by more than this, 8-point print falls under 10 pixels and is often misread."""


@dataclass(frozen=True)
class _Key:
    """Which picture: of a page as it is (no `sent`), or of the pixels with that key, just as they are sent."""

    document_id: str
    page: int
    sent: str = ""

    @property
    def is_model_view(self) -> bool:
        """Whether it shows what the model sees."""
        return bool(self.sent)


class PageController(QObject):
    """What the centre shows.

    Signals:
        part_chosen: a page number and a `Box`; None takes it back.
        page_shown: whatever the centre shows has changed, or is shown once more.
    """

    part_chosen = Signal(int, object)
    page_shown = Signal()

    def __init__(self, session: SessionController, maker: PictureMaker, view: PageView) -> None:
        super().__init__()
        self._session = session
        self._maker = maker
        self._view = view
        self._number = 1
        self._is_model_view = False
        self._image_tokens = 0
        self._shown: _Key | None = None
        self._pictures: OrderedDict[_Key, PagePicture] = OrderedDict()
        self._sources: tuple[tuple[Source, str], ...] = ()
        self._lit: int | None = None
        self._is_closed = False
        session.current_changed.connect(self._on_current_changed)
        session.document_changed.connect(self._on_document_changed)
        session.page_arrived.connect(self._on_page_arrived)
        session.document_removed.connect(self._forget)
        maker.picture_made.connect(self._on_picture_made)
        maker.sharp_made.connect(self._on_sharp_made)
        view.canvas.sharp_picture_asked.connect(self._on_sharp_picture_asked)
        view.page_step_asked.connect(self.step)
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
        """The page as it is, while just that is on the screen."""
        if self._shown is None or self._shown.is_model_view:
            return None
        return self._pictures.get(self._shown)

    def go_to(self, number: int) -> None:
        """Look at a page."""
        self.step(number - self._number)

    def show_source(self) -> None:
        """Show the page as it is."""
        if self._is_model_view:
            self.toggle_model_view()

    def step(self, by: int) -> None:
        """Turn pages."""
        document = self._session.current
        if document is not None and 1 <= self._number + by <= max(document.page_count, 1):
            self._number += by
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
            self._number = sources[lit][0].page
        self._show()

    def show_image_tokens(self, count: int) -> None:
        """Tell what a picture costs the model; 0: it does not count in tokens."""
        self._image_tokens = count
        self._show()

    def forget_part(self) -> None:
        """Take the chosen part back."""
        self._view.show_part_mode(is_on=False)

    def _show(self) -> None:
        document = self._session.current
        if document is not None:
            self._show_page(document)
        self.page_shown.emit()

    def _show_page(self, document: Document) -> None:
        self._view.tool_bar.show_pages(self._number, document.page_count)
        prepared = self._session.prepared_page(document.id, self._number) if self._is_model_view else None
        key = _Key(document.id, self._number, prepared.key if prepared is not None else "")
        page = self._page(key) if key.is_model_view == self._is_model_view else None
        self._show_banner(prepared)
        if page is None:
            self._shown = None
            self._view.show_message(self._missing_words(document))
            return
        picture = self._pictures.get(key)
        if picture is None:
            self._maker.request_picture(key, _in_its_own_shape(page) if key.is_model_view else page)
            return
        self._pictures.move_to_end(key)
        if key != self._shown:
            is_same_page = self._shown is not None and (key.document_id, key.page) == (
                self._shown.document_id,
                self._shown.page,
            )
            self._shown = key
            self._view.canvas.show_picture(picture, keeps_place=is_same_page)
            self._view.show_canvas()
        self._show_sources()

    def _page(self, key: _Key) -> Page | None:
        if key.is_model_view:
            prepared = self._session.prepared_page(key.document_id, key.page)
            return prepared.page if prepared is not None and prepared.key == key.sent else None
        return self._session.source_page(key.document_id, key.page)

    def _missing_words(self, document: Document) -> str:
        if document.state is DocumentState.FAILED:
            return self.tr("This file cannot be shown.")
        if document.state is DocumentState.STOPPED:
            return self.tr("Stopped. Ask a question to go on.")
        return self.tr("Preparing the page…") if self._is_model_view else self.tr("Opening…")

    def _show_sources(self) -> None:
        if self._squashed_page() is not None:
            self._view.canvas.show_sources([], None)  # the places are the page's, not the square's
            return
        here = [(index, source) for index, source in enumerate(self._sources) if source[0].page == self._number]
        several = len({source.page for source, _ in self._sources}) > 1
        lit = [place for place, (index, _) in enumerate(here) if index == self._lit]
        self._view.canvas.show_sources(
            [LitSource(source.box, self._tag(source, name, has_pages=several)) for _, (source, name) in here],
            lit[0] if lit else None,
        )

    def _tag(self, source: Source, name: str, *, has_pages: bool) -> str:
        words = name or self.tr("Answer")
        return self.tr("{words} · page {number}").format(words=words, number=source.page) if has_pages else words

    def _show_banner(self, prepared: PreparedPage | None) -> None:
        if prepared is None:
            self._view.show_banner("", "")
            return
        page = prepared.page
        hidden = self._hidden_words(len(prepared.regions))
        text = self.tr("Original {from_width} × {from_height} → sent {width} × {height} · {hidden}").format(
            from_width=page.part_width or page.native_width,
            from_height=page.part_height or page.native_height,
            width=page.width,
            height=page.height,
            hidden=hidden,
        )
        if self._image_tokens:
            text += self.tr(" · {count} tokens").format(count=self._image_tokens)
        ratio = max(
            (page.part_width or page.native_width) / page.width, (page.part_height or page.native_height) / page.height
        )
        warning = self.tr("Small print may be lost. Ask about a part to send it at full size.")
        self._view.show_banner(text, warning if ratio > _SMALL_TEXT_RATIO else "")

    def _hidden_words(self, count: int) -> str:
        if count == 0:
            return self.tr("nothing hidden")
        return self.tr("1 place hidden") if count == 1 else self.tr("{count} places hidden").format(count=count)

    def _forget(self, document_id: str) -> None:
        for key in [key for key in self._pictures if key.document_id == document_id]:
            del self._pictures[key]
        if self._shown is not None and self._shown.document_id == document_id:
            self._shown = None

    def _on_current_changed(self, document: Document | None) -> None:
        self._number, self._sources, self._lit = 1, (), None
        self.forget_part()
        self._show()

    def _on_document_changed(self, document: Document) -> None:
        current = self._session.current
        if current is None or document.id != current.id:
            return
        if document.state is DocumentState.WAITING:
            self._forget(document.id)  # prepared anew: nothing old may stay on the screen
        self._show()

    def _on_page_arrived(self, document_id: str, number: int) -> None:
        current = self._session.current
        if current is not None and (document_id, number) == (current.id, self._number):
            self._show()

    def _on_picture_made(self, key: object, picture: PagePicture) -> None:
        if self._is_closed or not isinstance(key, _Key) or self._page(key) is None:
            return  # somebody else's, or removed or prepared anew meanwhile
        self._pictures[key] = picture
        while len(self._pictures) > _KEPT_PICTURES:
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
        page = self._squashed_page()
        self.part_chosen.emit(self._number, box if page is None else _on_upright_page(page, box))

    def _squashed_page(self) -> Page | None:
        """Return the page that is shown, when it is shown in another shape than its own."""
        page = self._page(self._shown) if self._shown is not None and self._shown.is_model_view else None
        return page if page is not None and _is_squashed(page) else None

    def _on_model_view_toggled(self, is_on: bool) -> None:
        if is_on != self._is_model_view:
            self.toggle_model_view()


def _is_squashed(page: Page) -> bool:
    """Tell whether the pixels have another shape than what they show; rounding to whole pixels does not count."""
    width, height = page.part_width or page.native_width, page.part_height or page.native_height
    return abs(page.width * height - page.height * width) > max(width, height)


def _in_its_own_shape(page: Page) -> Page:
    """Return a page that draws as the pixels are, when the model squashes what they show."""
    if not _is_squashed(page):
        return page
    return msgspec.structs.replace(
        page,
        native_width=page.width,
        native_height=page.height,
        offset_left=0,
        offset_top=0,
        part_width=page.width,
        part_height=page.height,
    )


def _on_upright_page(page: Page, box: Box) -> Box:
    """Return where a box drawn on the squashed pixels lies on the upright page; at least a pixel, never outside."""
    width, height = page.part_width or page.native_width, page.part_height or page.native_height
    left, top = box.left * width // page.width, box.top * height // page.height
    right = (box.left + box.width) * width // page.width
    foot = (box.top + box.height) * height // page.height
    return Box(page.offset_left + left, page.offset_top + top, max(1, right - left), max(1, foot - top))
