"""See what a person at the window sees: words, buttons, pixels, what can be pressed. Touches nothing (`hands.py` does).

What only pixels would tell (which picture, which boxes, where the line of the comparison is) is read where it is drawn:
here, and in no other file of the tests.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from PySide6.QtCore import QAbstractItemModel, QPoint, QPointF, Qt
from PySide6.QtWidgets import QAbstractButton, QGraphicsItem, QLabel, QListView, QMenu, QPlainTextEdit, QToolButton

from desktop_app.conversation.document import Document, DocumentState
from desktop_app.conversation.review import PageReview, Place
from desktop_app.gui.answers.turn_view import TurnView
from desktop_app.gui.intake.document_list_model import DOCUMENT_ROLE, SUBTITLE_ROLE
from desktop_app.gui.main_window import MainWindow
from desktop_app.gui.page.page_items import SourceItem
from desktop_app.gui.page.picture_maker import PagePicture
from desktop_app.gui.review.compare_items import AfterItem, DividerItem
from desktop_app.gui.review.region_items import RegionsItem
from desktop_app.runtime_client.values import Box, Region
from desktop_app.settings.presets import all_presets
from tests.helpers import finding
from tests.helpers.seen_turn import SeenTurn

Item = TypeVar("Item", bound=QGraphicsItem)


@dataclass(frozen=True)
class Comparison:
    """A page before and after: the words at both sides of the line, where that is (0..1), what is drawn black."""

    words: tuple[str, str]
    share: float
    boxes: tuple[Box, ...]


class Eyes:
    """Somebody who looks at a window.

    Attributes:
        window: which one.
    """

    def __init__(self, window: MainWindow) -> None:
        self.window = window

    # -- documents -------------------------------------------------------------------------------------------------

    @property
    def documents(self) -> list[Document]:
        """The documents in the tray."""
        rows = self._rows
        return [rows.index(row, 0).data(DOCUMENT_ROLE) for row in range(rows.rowCount())]

    @property
    def names(self) -> list[str]:
        """What the tray calls them."""
        rows = self._rows
        return [rows.index(row, 0).data() for row in range(rows.rowCount())]

    @property
    def subtitles(self) -> list[str]:
        """The quiet line below each."""
        rows = self._rows
        return [rows.index(row, 0).data(SUBTITLE_ROLE) for row in range(rows.rowCount())]

    @property
    def current(self) -> str:
        """The one that is looked at."""
        return str(self.tray_list.currentIndex().data() or "")

    @property
    def are_ready(self) -> bool:
        """Whether there are documents, and all can be asked about."""
        return bool(self.documents) and all(one.state is DocumentState.READY for one in self.documents)

    def is_ready(self, row: int) -> bool:
        """Tell whether this document can be asked about."""
        return self.documents[row].state is DocumentState.READY

    @property
    def is_at_start(self) -> bool:
        """Whether there is only the place to drop something."""
        return self.window.start.isVisible()

    @property
    def tray_list(self) -> QListView:
        """The rows of the tray."""
        return self.window.tray.findChildren(QListView)[0]

    # -- the page --------------------------------------------------------------------------------------------------

    @property
    def drop_progress(self) -> str:
        """How far what was dropped is; empty where nothing waits."""
        view = self.window.tray.progress
        return " | ".join(found.text() for found in view.findChildren(QLabel)) if not view.isHidden() else ""

    @property
    def has_page(self) -> bool:
        """Whether there is a page."""
        return not self.window.page.canvas.page_rect.isEmpty()

    @property
    def picture(self) -> PagePicture | None:
        """The pixels of the page."""
        return self.window.page.canvas._page._picture

    @property
    def shown_page(self) -> int:
        """The number of the page whose pixels are to be seen; 0 where there are none."""
        is_seen = self.picture is not None and self.window.page.canvas.isVisible()
        return self.picture.number if self.picture is not None and is_seen else 0

    @property
    def page_number(self) -> str:
        """Which page of how many."""
        typed = finding.typed_in(self.window.page, "pageNumber")
        return f"{typed} {finding.words_of(self.window.page, 'pageCount')}".strip()

    @property
    def page_message(self) -> str:
        """Why there is no page."""
        return finding.words_of(self.window.page, "pageMessage")

    @property
    def banner(self) -> str:
        """The line above what the model sees."""
        return finding.words_of(self.window.page, "bannerText")

    @property
    def warning(self) -> str:
        """What is wrong with what the model sees."""
        return finding.words_of(self.window.page, "bannerWarning")

    @property
    def outlined(self) -> list[Box]:
        """The sources that are outlined on the page."""
        return [item._source.box for item in self._items(SourceItem)]

    @property
    def lit(self) -> list[Box]:
        """Those of them that are lit."""
        return [item._source.box for item in self._items(SourceItem) if item._is_lit]

    def on_screen(self, x: float, y: float) -> QPoint:
        """Return where a point of the page is on the screen."""
        canvas = self.window.page.canvas
        return canvas.viewport().mapToGlobal(canvas.mapFromScene(QPointF(x, y)))

    # -- the review ------------------------------------------------------------------------------------------------

    @property
    def is_reviewing(self) -> bool:
        """Whether the review is open."""
        return self.window.review.isVisible()

    @property
    def review(self) -> PageReview | None:
        """The review of the page, as it is drawn."""
        return self.window.regions._review

    @property
    def place_list(self) -> QListView:
        """The rows of its places."""
        return self.window.review.places

    @property
    def places(self) -> tuple[Place, ...]:
        """The places in it."""
        return self.review.places if self.review is not None else ()

    @property
    def chosen(self) -> int | None:
        """Which of them is chosen."""
        return self.review.chosen if self.review is not None else None

    @property
    def boxes(self) -> tuple[Region, ...]:
        """What they hide."""
        return self.review.regions if self.review is not None else ()

    @property
    def shows_boxes(self) -> bool:
        """Whether the boxes are drawn over the page."""
        return any(item.isVisible() for item in self._items(RegionsItem))

    @property
    def review_words(self) -> list[str]:
        """What the review says."""
        return finding.words_in(self.window.review)

    @property
    def looked(self) -> str:
        """What it says about another look."""
        return finding.words_of(self.window.review, "reviewLooked")

    @property
    def review_button(self) -> QToolButton:
        """The button above the page that opens it."""
        buttons = self.window.page.tool_bar.findChildren(QToolButton)
        return next(one for one in buttons if one.text().startswith("Review"))

    @property
    def comparison(self) -> Comparison | None:
        """The page before and after."""
        (line,), (after,) = self._items(DividerItem), self._items(AfterItem)
        return Comparison(line._words, line._share, after._boxes) if line.isVisible() else None

    @property
    def compared_picture(self) -> PagePicture | None:
        """The pixels at the right of the line."""
        (after,) = self._items(AfterItem)
        return after._picture

    # -- questions and answers -------------------------------------------------------------------------------------

    @property
    def question_box(self) -> QPlainTextEdit:
        """Where one types."""
        return next(one for one in self.window.side.findChildren(QPlainTextEdit) if one.objectName() == "questionText")

    @property
    def draft(self) -> str:
        """What stands in it."""
        return self.question_box.toPlainText()

    @property
    def turns(self) -> list[SeenTurn]:
        """The questions about the document, also behind an open review."""
        return [SeenTurn(one) for one in self.window.side.answers.findChildren(TurnView) if not one.isHidden()]

    @property
    def answers(self) -> list[str]:
        """What was answered so far."""
        return [turn.answer for turn in self.turns if turn.answer]

    @property
    def is_answering(self) -> bool:
        """Whether there is something to stop."""
        return finding.has_button(self.window.side.question, "Stop")

    @property
    def waits_for(self) -> str:
        """What sending waits for."""
        return finding.words_of(self.window.side.question, "waitsFor")

    @property
    def chips(self) -> list[str]:
        """The names of the ready questions that are offered."""
        offered = {
            one.text() for one in finding.seen(self.window.side, QAbstractButton) if one.property("kind") == "chip"
        }
        return [preset.name for preset in all_presets() if preset.title in offered]

    # -- the rest --------------------------------------------------------------------------------------------------

    @property
    def notice(self) -> str:
        """What a notice says that has happened."""
        return finding.words_of(self.window.side.notice, "noticeWhat")

    @property
    def notice_why(self) -> str:
        """And why."""
        return finding.words_of(self.window.side.notice, "noticeWhy")

    @property
    def remedies(self) -> list[str]:
        """What it offers to do."""
        buttons: Sequence[QAbstractButton] = finding.seen(self.window.side.notice, QAbstractButton)
        return [one.text() for one in buttons if one.text()]

    @property
    def toast(self) -> str:
        """What was just done and can be taken back."""
        return finding.words_of(self.window.toast, "toastText")

    @property
    def tray_menu(self) -> list[str]:
        """What the menu of a document offers, while it is open."""
        menus = [one for one in self.window.tray.findChildren(QMenu) if one.isVisible()]
        return [action.text().partition("\t")[0] for menu in menus for action in menu.actions()]

    @property
    def model_menu(self) -> QMenu:
        """What could answer."""
        return self.window.status.model.menu()

    @property
    def model(self) -> str:
        """What answers."""
        return self.window.status.model.text()

    @property
    def policy_menu(self) -> QMenu:
        """What could be hidden, as the review offers it or, where it is closed, the tool bar of the page."""
        return (self.window.review.picker if self.is_reviewing else self.window.page.tool_bar.picker).menu()

    @property
    def policy(self) -> str:
        """What is hidden, as the tool bar of the page says."""
        return self.window.page.tool_bar.picker.text()

    @property
    def load(self) -> str:
        """How far a model is loaded."""
        return finding.words_of(self.window.status, "modelLoad")

    @property
    def speed(self) -> str:
        """How fast the last answer came."""
        return finding.words_of(self.window.status, "speed")

    @property
    def _rows(self) -> QAbstractItemModel:
        return self.tray_list.model()

    def _items(self, kind: type[Item]) -> list[Item]:
        items = self.window.page.canvas.scene().items(Qt.SortOrder.AscendingOrder)
        return [item for item in items if isinstance(item, kind)]
