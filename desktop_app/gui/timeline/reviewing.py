"""Lead whoever reviews to the review of the document that is looked at: page by page, or in time. Reviews nothing itself."""

from PySide6.QtCore import QObject, Signal

from desktop_app.gui.conversation.documents_controller import DocumentsController
from desktop_app.gui.review.review_controller import ReviewController
from desktop_app.gui.timeline.film_review_controller import FilmReviewController


class Reviewing(QObject):
    """The review of the document that is looked at.

    Signals:
        opened, closed: the review begins and ends.
        standing_changed: what there is to review has changed.
    """

    opened = Signal()
    closed = Signal()
    standing_changed = Signal()

    def __init__(
        self, documents: DocumentsController, of_pages: ReviewController, of_film: FilmReviewController
    ) -> None:
        super().__init__()
        self._documents = documents
        self._of_pages = of_pages
        self._of_film = of_film
        for one in (of_pages, of_film):
            one.opened.connect(self.opened)
            one.closed.connect(self.closed)
        of_pages.standing_changed.connect(self.standing_changed)
        of_film.changed.connect(self.standing_changed)

    @property
    def is_open(self) -> bool:
        """Whether a review is on the screen."""
        return self._at_work.is_open

    @property
    def is_of_film(self) -> bool:
        """Whether it is that of a film."""
        return self._at_work is self._of_film

    def toggle(self) -> None:
        """Open the review, or leave it."""
        self._at_work.toggle()

    def open(self) -> None:
        """Review what is looked at."""
        self._at_work.open()

    def close(self) -> None:
        """Leave the review."""
        for one in (self._of_pages, self._of_film):
            one.close()

    def accept_page(self) -> None:
        """Hide exactly what is to be hidden now: on this page, or in the whole film."""
        self._at_work.accept_page()

    def hidden_count(self) -> int:
        """Return how much is hidden in the document that is looked at."""
        return self._at_work.hidden_count()

    @property
    def _at_work(self) -> ReviewController | FilmReviewController:
        document = self._documents.current
        return self._of_film if document is not None and document.is_film else self._of_pages
