"""Say what a person has decided about a whole film: who may be seen, and which places are hidden from one frame to another.

Pure. Who is hidden at all is found in the airlock; what nobody has decided about stays hidden.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import msgspec

from desktop_app.runtime_client.values import Detection, FilmPlace, FilmTrack, Region


@dataclass(frozen=True)
class FilmDecision:
    """What a person has decided about a film.

    Attributes:
        shown: tracks that stay visible. They are named by all that is known of them, not by their numbers alone: where another
            look finds other tracks, nobody has decided about those.
        places: what is hidden besides.
        is_reviewed: a person has accepted the film as it is then.
    """

    shown: frozenset[FilmTrack] = frozenset()
    places: tuple[FilmPlace, ...] = ()
    is_reviewed: bool = False

    def shown_numbers(self, tracks: Iterable[FilmTrack]) -> tuple[int, ...]:
        """Return the numbers of those of `tracks` that stay visible, in order. What has no number cannot."""
        return tuple(sorted(track.number for track in tracks if track.number and track in self.shown))

    def places_at(self, number: int) -> tuple[Region, ...]:
        """Return what is hidden besides on a frame."""
        return tuple(place.region for place in self.places if place.first <= number <= place.last)


NOTHING_DECIDED = FilmDecision()


def decided(detection: Detection, number: int, decision: FilmDecision, tracks: Iterable[FilmTrack]) -> Detection:
    """Return what is hidden on frame `number`: what the look through the film says, as a person has decided."""
    shown = set(decision.shown_numbers(tracks))
    found = tuple(region for region in detection.regions if region.track not in shown)
    return msgspec.structs.replace(detection, regions=(*found, *decision.places_at(number)))


def spared(detection: Detection, decision: FilmDecision, tracks: Iterable[FilmTrack]) -> tuple[Region, ...]:
    """Return what the look through the film has found on a frame and a person lets be seen."""
    shown = set(decision.shown_numbers(tracks))
    return tuple(region for region in detection.regions if region.track in shown)
