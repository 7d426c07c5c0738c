"""Show a page before and after: which two pictures, and where the line between them is."""

from dataclasses import dataclass

from PySide6.QtCore import QObject

from desktop_app.gui.conversation.fetch_controller import FetchController
from desktop_app.gui.page.page_controller import PageController
from desktop_app.gui.page.picture_maker import PagePicture, PictureMaker
from desktop_app.gui.review.region_layer import RegionLayer
from desktop_app.jobs.prepared import PreparedPage
from desktop_app.runtime_client.values import Box

_STEP = 0.01
"""What an arrow key moves the line, as a share of the page's width; with Shift ten times as far."""


@dataclass(frozen=True)
class _Key:
    """The picture of the pixels with that key."""

    sent: str


class CompareController(QObject):
    """The comparison over a page."""

    def __init__(self, page: PageController, fetch: FetchController, maker: PictureMaker, layer: RegionLayer) -> None:
        super().__init__()
        self._page = page
        self._fetch = fetch
        self._maker = maker
        self._layer = layer
        self._is_on = False
        self._share = 0.5
        self._made: tuple[_Key, PagePicture] | None = None
        self._wanted: _Key | None = None
        self._making: _Key | None = None
        self._words = ("", "")
        maker.picture_made.connect(self._on_picture_made)
        maker.failed.connect(self._on_failed)
        layer.divider_moved.connect(self._on_divider_moved)

    @property
    def is_on(self) -> bool:
        """Whether the line is over the page."""
        return self._is_on

    def turn(self, *, is_on: bool) -> None:
        """Begin or end a comparison."""
        self._is_on = is_on
        self._share = 0.5
        if not is_on:
            self._wanted = self._made = None
            self._layer.show_comparison(None)

    def show(self, document_id: str, prepared: PreparedPage | None, changed: tuple[Box, ...] | None) -> None:
        """Compare the page with what is sent of it; with the boxes as they are `changed`, where that is not made yet."""
        if not self._is_on:
            return
        before = self.tr("The page")
        if prepared is None or changed is not None:
            self._wanted = None
            self._words = (before, self.tr("Once you accept"))
            self._draw(self._page.source_picture, changed or ())
            return
        self._words = (before, self.tr("As it is sent"))
        key = self._wanted = _Key(prepared.key)
        if self._made is not None and self._made[0] == key:
            self._draw(self._made[1])
        elif key != self._making and (page := self._fetch.sent(document_id, prepared.number)) is not None:
            self._making = key
            self._maker.request_picture(key, page)

    def push(self, by: int) -> None:
        """Move the line by so many small steps."""
        self._on_divider_moved(min(max(self._share + by * _STEP, 0.0), 1.0))

    def _draw(self, picture: PagePicture | None, boxes: tuple[Box, ...] = ()) -> None:
        self._layer.show_comparison(picture, boxes)
        self._layer.show_divider(self._share, self._words)

    def _on_picture_made(self, key: object, picture: PagePicture) -> None:
        if key == self._making:
            self._making = None
        if isinstance(key, _Key) and key == self._wanted:
            self._made = (key, picture)
            self._draw(picture)

    def _on_failed(self, key: object) -> None:
        if key == self._making:
            self._making = None  # whoever compares again asks for it again

    def _on_divider_moved(self, share: float) -> None:
        self._share = share
        self._layer.show_divider(share, self._words)
