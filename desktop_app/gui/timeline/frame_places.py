"""Say which boxes are hidden on one frame of a film under review, and to which row of the review each belongs. Pure."""

from dataclasses import dataclass

from desktop_app.conversation.film_review import FilmReview
from desktop_app.jobs.hiding import PERSON
from desktop_app.jobs.prepared import PreparedPage
from desktop_app.runtime_client.values import Region


@dataclass(frozen=True)
class FramePlaces:
    """The boxes on one frame.

    Attributes:
        regions: what is hidden.
        rows: of each, the row of the review; None where it has none of its own.
    """

    regions: tuple[Region, ...] = ()
    rows: tuple[int | None, ...] = ()

    def index_of(self, row: int | None) -> int | None:
        """Return which box belongs to a row."""
        return self.rows.index(row) if row is not None and row in self.rows else None


def places_at(review: FilmReview, prepared: PreparedPage, number: int) -> FramePlaces:
    """Return what is hidden on frame `number` as the review stands; `prepared`: what was found there, and last decided."""
    shown = {track.number for track in review.shown}
    row_of_track = {
        track.number: row
        for row, track in enumerate(review.found.tracks)
        if track.first <= number <= track.last and track.number
    }
    found = [region for region in (*prepared.regions, *prepared.spared) if region.origin != PERSON]
    pairs: list[tuple[Region, int | None]] = [
        (region, row_of_track.get(region.track) if region.track else _row_of_place(review, region, number))
        for region in found
        if not region.track or region.track not in shown
    ]
    drawn = len(review.found.tracks)
    pairs += [
        (place.region, drawn + index)
        for index, place in enumerate(review.places)
        if place.first <= number <= place.last
    ]
    return FramePlaces(tuple(region for region, _ in pairs), tuple(row for _, row in pairs))


def _row_of_place(review: FilmReview, region: Region, number: int) -> int | None:
    """Return the row of something that stays where it is: it has no number, but a kind, a score and a time."""
    return next(
        (
            row
            for row, track in enumerate(review.found.tracks)
            if not track.number
            and (track.kind, track.score) == (region.kind, region.score)
            and track.first <= number <= track.last
        ),
        None,
    )
