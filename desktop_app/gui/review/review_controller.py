"""Carry out a review: open it, keep what a person changes, and hand over what they accept.

Nothing of a page on which somebody is at work is sent until they accept it or take their changes back. Draws nothing.
"""

from collections.abc import Mapping

from PySide6.QtCore import QObject, Signal

from desktop_app.conversation.document import Document
from desktop_app.conversation.review import PageReview, page_review
from desktop_app.conversation.review_book import ReviewBook
from desktop_app.conversation.review_history import MAX_PAGES, DocumentReview, Look, Standing
from desktop_app.gui.conversation.documents_controller import DocumentsController
from desktop_app.gui.conversation.look_again_controller import LookAgainController
from desktop_app.gui.page.page_controller import PageController
from desktop_app.gui.review import review_commands
from desktop_app.gui.review.compare_controller import CompareController
from desktop_app.gui.review.region_layer import RegionLayer
from desktop_app.gui.review.review_keys import Act, Command, ReviewKeys
from desktop_app.gui.review.review_panel_view import ReviewPanelView
from desktop_app.runtime_client.values import Box, Region


class ReviewController(QObject):
    """The reviews of this conversation's documents.

    Attributes:
        book: what of them can be kept and put back.

    Signals:
        opened, closed: the review begins and ends.
        standing_changed: what there is to review has changed.
    """

    opened = Signal()
    closed = Signal()
    standing_changed = Signal()

    def __init__(
        self,
        documents: DocumentsController,
        page: PageController,
        compare: CompareController,
        looks: LookAgainController,
        views: tuple[RegionLayer, ReviewPanelView],
    ) -> None:
        super().__init__()
        self._documents = documents
        self._page = page
        self._compare = compare
        self._looks = looks
        self._layer, self._panel = views
        self._keys = ReviewKeys(self)
        self._is_open = False
        self.book = ReviewBook()
        self._reviews, self._made = self.book.reviews, self.book.made
        self._connect()

    @property
    def is_open(self) -> bool:
        """Whether a review is on the screen."""
        return self._is_open

    @property
    def keys(self) -> ReviewKeys:
        """The keys, for the widgets that take part."""
        return self._keys

    def toggle(self) -> None:
        """Open the review, or leave it."""
        if self._is_open:
            self.close()
        else:
            self.open()

    def open(self) -> None:
        """Review the page that is looked at, or the first that nothing is sent without."""
        document = self._documents.current
        if document is None:
            return
        self._is_open = True
        self._page.show_source()
        waiting = self._documents.pages_to_review(document.id)
        if waiting and self._page.number not in waiting:
            self._page.go_to(waiting[0])
        self._keys.turn(is_on=True)
        self._show()
        self.opened.emit()

    def close(self) -> None:
        """Leave the review; what was changed stays, and holds its document back."""
        if not self._is_open:
            return
        self._is_open = False
        self._keys.turn(is_on=False)
        self._on_comparison_toggled(is_on=False)
        self._layer.show_review(None)
        self._panel.show_review(None, Standing())
        self.closed.emit()

    def accept_page(self) -> None:
        """Hide exactly what is boxed on this page, and go to the next."""
        document = self._documents.current
        if document is None or self._review() is None:
            return
        number = self._page.number
        self._accept(document.id, (number,))
        required = self._documents.pages_to_review(document.id)
        later = [other for other in required if other > number]
        if required:
            self._page.go_to((later or required)[0])
        elif number < document.page_count:
            self._page.step(1)
        else:
            self.close()

    def accept_all(self) -> None:
        """Hide exactly what is boxed on every page that has come."""
        document = self._documents.current
        if document is not None and self._review() is not None:
            self._accept(document.id, tuple(self._reviews[document.id].pages))
            if not self._documents.pages_to_review(document.id):
                self.close()

    def hidden_count(self) -> int:
        """Return how many places of the current document are boxed."""
        document = self._documents.current
        pages = self._reviews[document.id].pages if document is not None and document.id in self._reviews else {}
        return sum(len(page.places) for page in pages.values())

    # -- from the documents --------------------------------------------------------------------------------------------

    def _on_page_arrived(self, document_id: str, number: int) -> None:
        prepared, document = self._documents.prepared_page(document_id, number), self._documents.document(document_id)
        if prepared is None or document is None or document.is_film:  # that is reviewed in time
            return
        review = self._reviews.get(document_id, DocumentReview())
        hidden = frozenset(prepared.regions)
        if number not in review.pages or (
            hidden != self._made[document_id, number] and number not in self._changed(document_id)
        ):
            size = (prepared.shape.native.width, prepared.shape.native.height)
            self._made[document_id, number] = hidden
            fresh = page_review(size, prepared.regions, prepared.residual)
            is_new = number not in review.pages
            take_in = review.with_new_page if is_new else review.with_page
            self._reviews[document_id] = take_in(number, fresh)
            if is_new and review.everywhere:  # a box that is wanted there, too, is a change to be accepted
                self._documents.hold(document_id, self._changed(document_id))
        self._show()

    def _on_policy_changed(self) -> None:
        self.book.clear()
        self._show()

    def _on_document_changed(self, document: Document) -> None:
        current = self._documents.current
        if current is not None and document.id == current.id:
            self._show()

    # -- from the person -----------------------------------------------------------------------------------------------

    def _on_commanded(self, command: Command) -> None:
        review = self._review()
        if review is None:
            return
        match command.act:
            case Act.UNDO | Act.REDO:
                self._go_in_time(is_back=command.act is Act.UNDO)
            case Act.MOVE | Act.RESIZE if self._compare.is_on:
                self._compare.push(command.by_x - command.by_y)
            case _:
                is_nudge = command.act in (Act.MOVE, Act.RESIZE)
                self._change(review_commands.carried_out(review, command), is_nudge=is_nudge)
                if command.act in (Act.NEXT, Act.PREVIOUS):
                    self._layer.show_chosen(is_near=True)

    def _on_place_chosen(self, index: int) -> None:
        review = self._review()
        if review is not None:
            self._change(review.choosing(index))

    def _on_box_drawn(self, box: Box) -> None:
        review = self._review()
        if review is not None:
            self._change(review.with_box(box))

    def _on_box_changed(self, box: Box) -> None:
        review = self._review()
        if review is not None:
            self._change(review.resized(box))

    def _on_kind_asked(self, kind: str, is_hidden: bool) -> None:
        review = self._review()
        if review is not None:
            self._change(review.with_kind_accepted(kind) if is_hidden else review.without_kind(kind))

    def hide_boxes(self, boxes: Mapping[int, tuple[Box, ...]]) -> None:
        """Hide these boxes on the pages that have come, for a person to accept: what they have looked for."""
        document = self._documents.current
        if document is not None and document.id in self._reviews:
            self._put(document.id, self._reviews[document.id].with_boxes(self._page.number, boxes))

    def _on_range_asked(self, first: int, last: int) -> None:
        document = self._documents.current
        if document is not None and self._review() is not None:
            self._put(document.id, self._reviews[document.id].on_pages(self._page.number, first, last))

    def _on_look_again_asked(self) -> None:
        document, review = self._documents.current, self._review()
        if document is not None and review is not None:
            self._looks.look(document.id, self._page.number, review)

    def _on_more_found(self, document_id: str, number: int, finds: tuple[Region, ...]) -> None:
        review = self._reviews.get(document_id)
        if review is not None and number in review.pages:
            self._put(document_id, review.changed(number, review.pages[number].with_late(finds)))

    def _on_comparison_toggled(self, is_on: bool) -> None:
        if is_on != self._compare.is_on:
            self._compare.turn(is_on=is_on)
            self._panel.show_comparison(is_on=is_on)
            self._show()

    def _on_see_through(self, is_on: bool) -> None:
        self._layer.show_boxes(is_on=not is_on)

    def _go_in_time(self, *, is_back: bool) -> None:
        document = self._documents.current
        if document is None:
            return
        review = self._reviews[document.id]
        other, number = review.undone() if is_back else review.redone()
        if number is not None:
            self._put(document.id, other)
            self._page.go_to(number)

    # -- keeping -------------------------------------------------------------------------------------------------------

    def _review(self) -> PageReview | None:
        """Return the review of the page that is looked at."""
        document = self._documents.current
        review = self._reviews.get(document.id) if document is not None else None
        return review.pages.get(self._page.number) if review is not None else None

    def _change(self, page: PageReview, *, is_nudge: bool = False) -> None:
        document = self._documents.current
        assert document is not None  # it has the page
        before = self._review()
        self._put(document.id, self._reviews[document.id].changed(self._page.number, page, is_nudge=is_nudge))
        if before is not None and page.chosen_place != before.chosen_place:
            self._layer.show_chosen()

    def _put(self, document_id: str, review: DocumentReview) -> None:
        self._reviews[document_id] = review
        self._documents.hold(document_id, self._changed(document_id))
        self._show()

    def _changed(self, document_id: str) -> dict[int, tuple[Region, ...]]:
        return self.book.changed(document_id)

    def _accept(self, document_id: str, numbers: tuple[int, ...]) -> None:
        review = self._reviews[document_id].all_accepted(self._page.number, numbers)
        self._reviews[document_id] = review
        decided = {number: review.pages[number].regions for number in numbers}
        for number, regions in decided.items():
            self._made[document_id, number] = frozenset(regions)
        self._documents.decide(document_id, decided)  # before the hold is taken off: nothing older may slip through
        self._documents.hold(document_id, self._changed(document_id))
        self._show()

    # -- showing -------------------------------------------------------------------------------------------------------

    def _show(self) -> None:
        current = self._documents.current
        if current is not None and self._page.source_picture is not None:
            self.book.see(current.id, self._page.number)
        self.standing_changed.emit()
        if not self._is_open:
            return
        review = self._review()
        is_drawn = review is not None and self._page.source_picture is not None
        self._layer.show_review(review if is_drawn else None)
        self._panel.show_review(review, self._standing())
        document = self._documents.current
        if review is not None and document is not None and is_drawn:
            changed = self._changed(document.id).get(self._page.number)
            boxes = tuple(region.box for region in changed) if changed is not None else None
            self._compare.show(document.id, self._documents.prepared_page(document.id, self._page.number), boxes)

    def _standing(self) -> Standing:
        document = self._documents.current
        if document is None:
            return Standing()
        review = self._reviews.get(document.id, DocumentReview())
        changed = self._changed(document.id)
        waiting = [number for number in self._documents.pages_to_review(document.id) if number not in changed]
        prepared = self._documents.prepared_page(document.id, self._page.number)
        page = review.pages.get(self._page.number)
        look = self._looks.standing(document.id, self._page.number, page) if page is not None else Look.NONE
        is_accepted = prepared is not None and prepared.is_reviewed and self._page.number not in changed
        return Standing(
            max(document.page_count, 1),
            len(waiting),
            len(changed),
            look,
            is_accepted=is_accepted,
            can_undo=bool(review.past),
            can_redo=bool(review.future),
            unseen=max(document.page_count, 1) - len(self.book.seen.get(document.id, ())),
            other_files=sum(
                other.id != document.id and bool(self._documents.pages_to_review(other.id))
                for other in self._documents.documents
            ),
            is_series=bool(document.files),
        )

    def _connect(self) -> None:
        documents, panel, layer = self._documents, self._panel, self._layer
        documents.page_arrived.connect(self._on_page_arrived)
        documents.policy_changed.connect(self._on_policy_changed)
        for gone in (documents.document_removed, documents.document_replaced):
            gone.connect(self.book.forget)
        documents.window_changed.connect(self.book.begin_anew)
        documents.document_changed.connect(self._on_document_changed)
        self._page.page_shown.connect(self._show)
        layer.place_chosen.connect(self._on_place_chosen)
        layer.box_drawn.connect(self._on_box_drawn)
        layer.box_changed.connect(self._on_box_changed)
        self._keys.commanded.connect(self._on_commanded)
        for seen in (self._keys.see_through, panel.see_through):
            seen.connect(self._on_see_through)
        for asked, act in (
            (panel.remove_asked, Act.REMOVE),
            (panel.undo_asked, Act.UNDO),
            (panel.redo_asked, Act.REDO),
        ):
            asked.connect(lambda act=act: self._on_commanded(Command(act)))
        panel.places.row_chosen.connect(self._on_place_chosen)
        panel.look_again_asked.connect(self._on_look_again_asked)
        self._looks.found.connect(self._on_more_found)
        self._looks.changed.connect(self._show)
        panel.kind_asked.connect(self._on_kind_asked)
        panel.every_page_asked.connect(lambda: self._on_range_asked(1, MAX_PAGES))
        panel.range_row.range_asked.connect(self._on_range_asked)
        panel.accept_page_asked.connect(self.accept_page)
        panel.accept_all_asked.connect(self.accept_all)
        panel.close_asked.connect(self.close)
        panel.comparison_toggled.connect(self._on_comparison_toggled)
