"""List what is hidden in a film: what it is, from when to when, and whether it stays visible. Decides nothing."""

from PySide6.QtWidgets import QWidget

from desktop_app.conversation.film_review import FilmReview
from desktop_app.foundation import film_clock
from desktop_app.gui.style.swatch_list import SwatchListView, SwatchRow
from desktop_app.gui.timeline.time_line_model import TimeLine
from desktop_app.gui.words import kind_words


class TrackListView(SwatchListView):
    """What was found, and then what a person drew."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("What will be hidden in this film"))
        self._shown: tuple[FilmReview | None, int] = (None, 0)

    def show_review(self, review: FilmReview | None, line: TimeLine) -> None:
        """Show a film's rows and mark the chosen one."""
        before, frames = self._shown
        self._shown = review, line.count
        if review is None:
            self.show_rows((), None)
            return
        is_same = frames == line.count and review.lists_as(before)
        rows = None if is_same else [self._row(review, row, line) for row in range(review.rows)]
        self.show_rows(rows, review.chosen)

    def _row(self, review: FilmReview, row: int, line: TimeLine) -> SwatchRow:
        tracks = review.found.tracks
        is_found = row < len(tracks)
        kind = tracks[row].kind if is_found else review.places[row - len(tracks)].region.kind
        span = " – ".join(film_clock.clock(line.time_s(number)) for number in review.span(row))
        if review.is_shown(row):
            return SwatchRow(kind_words.kind_name(kind), self.tr("stays visible"), span, "")
        state = self.tr("look at it") if is_found and tracks[row].doubts else ""
        return SwatchRow(kind_words.kind_name(kind), state, span, kind_words.kind_colour(kind))
