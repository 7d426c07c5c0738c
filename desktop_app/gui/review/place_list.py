"""List the places of one page: what each hides, how sure that is, who found it, and whether somebody agreed."""

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget

from desktop_app.conversation.review import PageReview, Place
from desktop_app.gui.style.swatch_list import SwatchListView, SwatchRow
from desktop_app.gui.words import kind_words

_LOWEST_PX = 102
"""Three places; the rest by scrolling, where there is no more room."""


class PlaceListView(SwatchListView):
    """The places, in the order of the review."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Places that will be hidden on this page"))
        self.setMinimumHeight(_LOWEST_PX)

    def sizeHint(self) -> QSize:
        """Want no more room than is there: what is above and below is seen first (Qt)."""
        return QSize(super().sizeHint().width(), _LOWEST_PX)

    def show_review(self, review: PageReview) -> None:
        """Show a page's places and mark the chosen one."""
        self.show_rows([self._row(place) for place in review.places], review.chosen)

    def _row(self, place: Place) -> SwatchRow:
        return SwatchRow(
            kind_words.place_tag(place),
            self._state(place),
            kind_words.certainty(place),
            kind_words.place_colour(place),
            is_ticked=place.is_accepted,
            is_urgent=place.is_undecided,
        )

    def _state(self, place: Place) -> str:
        """Return who found a place and whether somebody agreed."""
        if place.is_undecided:
            return self.tr("not hidden yet")
        found = kind_words.finder(place)
        return self.tr("{found}, agreed").format(found=found) if place.is_accepted and not place.is_by_person else found
