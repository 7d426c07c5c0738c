"""Carry out the review of a film: open it, keep what a person changes, walk the doubtful stretches, hand over what they accept.

While something is not accepted nothing of the film is sent or written. Draws nothing and plays nothing.
"""

from PySide6.QtCore import QObject, Signal

from desktop_app.conversation.document import Document
from desktop_app.conversation.film_review import FilmReview, film_review
from desktop_app.conversation.review import PageReview, Place
from desktop_app.gui.conversation.documents_controller import DocumentsController
from desktop_app.gui.conversation.frames_controller import FramesController
from desktop_app.gui.page.page_controller import PageController
from desktop_app.gui.review.compare_controller import CompareController
from desktop_app.gui.review.region_layer import RegionLayer
from desktop_app.gui.review.review_controller import ReviewController
from desktop_app.gui.review.review_keys import Act, Command, ReviewKeys
from desktop_app.gui.timeline.film_review_view import FilmReviewView
from desktop_app.gui.timeline.frame_places import FramePlaces, places_at
from desktop_app.gui.timeline.time_line_model import TimeLine
from desktop_app.jobs.film_decision import FilmDecision
from desktop_app.runtime_client.values import Box

_HELD = {1: ()}
"""What holds a film back while a person is at work on it, whichever frames are looked at."""


class FilmReviewController(QObject):
    """The reviews of this conversation's films.

    Attributes:
        keys: the keys, for the widgets that take part.

    Signals:
        opened, closed: the review begins and ends.
        changed: what there is to review has changed, or what is looked at.
        seek_asked: the number of a frame to go to.
    """

    opened = Signal()
    closed = Signal()
    changed = Signal()
    seek_asked = Signal(int)

    def __init__(
        self,
        documents: DocumentsController,
        frames: FramesController,
        page: PageController,
        pages: tuple[ReviewController, CompareController],
        views: tuple[RegionLayer, FilmReviewView],
    ) -> None:
        super().__init__()
        self._documents = documents
        self._frames = frames
        self._page = page
        self._of_pages, self._compare = pages
        self._layer, self._panel = views
        self._reviews: dict[str, FilmReview] = {}
        self._drawn = FramePlaces()
        self._is_open = False
        self.keys = ReviewKeys(self)
        self._connect()

    @property
    def is_open(self) -> bool:
        """Whether the review of a film is on the screen."""
        return self._is_open

    @property
    def review(self) -> FilmReview | None:
        """The review of the film that is looked at; None until it has been looked through, and of anything else."""
        document = self._film
        return self._reviews.get(document.id) if document is not None else None

    def hidden_count(self) -> int:
        """Return how many things are hidden in the film that is looked at."""
        return self.review.hidden_count if self.review is not None else 0

    def toggle(self) -> None:
        """Open the review, or leave it."""
        if self._is_open:
            self.close()
        else:
            self.open()

    def open(self) -> None:
        """Review the film that is looked at."""
        if self._film is None or self._is_open:
            return
        self._is_open = True
        self._page.show_source()
        self.keys.turn(is_on=True)
        self._show()
        self.opened.emit()

    def close(self) -> None:
        """Leave the review; what was changed stays, and holds the film back."""
        if not self._is_open:
            return
        self._is_open = False
        self.keys.turn(is_on=False)
        self._on_comparison_toggled(is_on=False)
        self._layer.show_review(None)
        self.closed.emit()

    def accept_page(self) -> None:
        """Hide exactly what is to be hidden now, in the whole film, and leave the review."""
        document, review = self._film, self.review
        if document is None or review is None:
            return
        decision = review.decision(is_reviewed=True)
        if decision != self._documents.film_decision(document.id):
            self._documents.decide_film(document.id, decision)
        else:
            self._documents.hold(document.id, {})
        self.close()

    def choose(self, row: int) -> None:
        """Look at something that is hidden, where it is."""
        review = self.review
        if review is not None:
            self._put(review.choosing(row))
            self._seek_into(*review.span(row))

    def walk(self, by: int) -> None:
        """Look at the next or the previous doubtful stretch."""
        review = self.review
        if review is None:
            return
        walked = review.walked(by, self._page.number)
        self._put(walked)
        if walked.stretch is not None:
            stretch = walked.stretches[walked.stretch]
            self.seek_asked.emit((stretch.first + stretch.last) // 2)

    # -- from the documents --------------------------------------------------------------------------------------------

    @property
    def _film(self) -> Document | None:
        document = self._documents.current
        return document if document is not None and document.is_film else None

    def _on_document_changed(self, document: Document) -> None:
        before = self._reviews.get(document.id)
        if document.found is None:
            self._reviews.pop(document.id, None)
        elif before is None or before.found != document.found:
            self._reviews[document.id] = film_review(document.found, self._documents.film_decision(document.id))
        current = self._documents.current
        if current is not None and current.id == document.id:
            self._on_current_changed(document)

    def _on_current_changed(self, document: Document | None) -> None:
        """One document is reviewed page by page, another in time: the review that is open is of the one looked at."""
        if document is not None and document.is_film:
            if self._of_pages.is_open:
                self._of_pages.close()
                self.open()
        else:
            self.close()
        self._show()

    def _on_page_arrived(self, document_id: str, number: int) -> None:
        if self._film is not None and (document_id, number) == (self._film.id, self._page.number):
            self._show()

    def _forget(self, document_id: str) -> None:
        self._reviews.pop(document_id, None)

    # -- from the person -----------------------------------------------------------------------------------------------

    def _on_commanded(self, command: Command) -> None:
        review = self.review
        if review is None:
            return
        match command.act:
            case Act.NEXT | Act.PREVIOUS:
                self.walk(1 if command.act is Act.NEXT else -1)
            case Act.REMOVE if review.chosen_place is not None:
                self._put(review.without_chosen_place())
            case Act.REMOVE if review.chosen is not None:
                self._put(review.with_chosen_shown(is_shown=not review.is_shown(review.chosen)))
            case Act.ACCEPT:
                self._put(review.with_chosen_shown(is_shown=False))
                self.walk(1)
            case Act.UNDO:
                self._put(review.undone())
            case Act.ADD:
                native = review.found.native
                self._on_box_drawn(Box(native.width // 3, native.height // 3, native.width // 3, native.height // 3))
            case Act.MOVE if self._compare.is_on:
                self._compare.push(command.by_x - command.by_y)
            case _:
                pass

    def _on_place_chosen(self, index: int) -> None:
        if self.review is not None:
            rows = self._drawn.rows
            self._put(self.review.choosing(rows[index] if 0 <= index < len(rows) else None))

    def _on_box_drawn(self, box: Box) -> None:
        """Hide a box from the frame that is seen to the end of its scene; `From here` and `To here` say otherwise."""
        review, document = self.review, self._film
        if review is None or document is None:
            return
        number = self._page.number
        ends = (first - 1 for first in (*review.found.scenes, document.page_count + 1) if first > number)
        self._put(review.with_place(box, number, next(ends)))

    def _on_box_changed(self, box: Box) -> None:
        if self.review is not None:
            self._put(self.review.with_chosen_box(box))

    def _on_span_asked(self, *, is_start: bool) -> None:
        if self.review is not None:
            number = self._page.number
            self._put(self.review.with_chosen_from(number) if is_start else self.review.with_chosen_to(number))

    def _on_shown_asked(self, is_shown: bool) -> None:
        if self.review is not None:
            self._put(self.review.with_chosen_shown(is_shown=is_shown))

    def _on_comparison_toggled(self, is_on: bool) -> None:
        if is_on != self._compare.is_on:
            self._compare.turn(is_on=is_on)
            self._panel.show_comparison(is_on=is_on)
            self._show()

    def _on_see_through(self, is_on: bool) -> None:
        self._layer.show_boxes(is_on=not is_on)

    # -- keeping and showing -------------------------------------------------------------------------------------------

    def _put(self, review: FilmReview) -> None:
        document = self._film
        if document is None:
            return
        self._reviews[document.id] = review
        self._documents.hold(document.id, _HELD if self._is_changed(document.id, review) else {})
        self._show()

    def _is_changed(self, document_id: str, review: FilmReview) -> bool:
        decision = self._documents.film_decision(document_id)
        decided = film_review(review.found, decision)
        return (review.shown, review.places) != (decided.shown, decided.places)

    def _seek_into(self, first: int, last: int) -> None:
        if not first <= self._page.number <= last:
            self.seek_asked.emit(first)

    def _show(self) -> None:
        document, review = self._film, self.review
        if document is None:
            return
        self.changed.emit()
        number = self._page.number
        if self._is_open or self._page.is_model_view:
            self._frames.want(document, number)
        if not self._is_open:
            return
        decision, line = (
            self._documents.film_decision(document.id),
            TimeLine(document.line.times_s if document.line else ()),
        )
        is_changed = review is not None and self._is_changed(document.id, review)
        self._panel.show_review(review, line, is_changed=is_changed, is_reviewed=decision.is_reviewed)
        self._show_frame(document, review, decision, is_changed=is_changed)

    def _show_frame(
        self, document: Document, review: FilmReview | None, decision: FilmDecision, *, is_changed: bool
    ) -> None:
        """Draw what is hidden on the frame that is seen, as soon as its pixels are there and it is known."""
        number = self._page.number
        prepared = self._documents.prepared_page(document.id, number)
        if review is None or prepared is None or self._page.source_picture is None:
            self._drawn = FramePlaces()
            self._layer.show_review(None)
            return
        self._drawn = places_at(review, prepared, number)
        native, chosen = review.found.native, self._drawn.index_of(review.chosen)
        places = tuple(Place(region, is_accepted=decision.is_reviewed) for region in self._drawn.regions)
        self._layer.show_review(PageReview(native.width, native.height, places, (), chosen))
        boxes = tuple(region.box for region in self._drawn.regions) if is_changed else None
        self._compare.show(document.id, prepared, boxes)

    def _connect(self) -> None:
        documents, panel, layer = self._documents, self._panel, self._layer
        documents.document_changed.connect(self._on_document_changed)
        documents.current_changed.connect(self._on_current_changed)
        for gone in (documents.document_removed, documents.document_replaced):
            gone.connect(self._forget)
        documents.policy_changed.connect(self._reviews.clear)
        documents.page_arrived.connect(self._on_page_arrived)
        self._page.page_shown.connect(self._show)
        layer.place_chosen.connect(self._on_place_chosen)
        layer.box_drawn.connect(self._on_box_drawn)
        layer.box_changed.connect(self._on_box_changed)
        self.keys.commanded.connect(self._on_commanded)
        for seen in (self.keys.see_through, panel.see_through):
            seen.connect(self._on_see_through)
        panel.tracks.row_chosen.connect(self.choose)
        panel.shown_asked.connect(self._on_shown_asked)
        panel.from_asked.connect(lambda: self._on_span_asked(is_start=True))
        panel.to_asked.connect(lambda: self._on_span_asked(is_start=False))
        panel.remove_asked.connect(lambda: self._on_commanded(Command(Act.REMOVE)))
        panel.undo_asked.connect(lambda: self._on_commanded(Command(Act.UNDO)))
        panel.doubt_asked.connect(self.walk)
        panel.accept_asked.connect(self.accept_page)
        panel.close_asked.connect(self.close)
        panel.comparison_toggled.connect(self._on_comparison_toggled)
