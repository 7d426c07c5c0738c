"""Say what is hidden in each frame of a film: people along their tracks, and places from one frame to another.

Also which stretches a person should look at, and why. Finds nothing and hides nothing.
"""

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import msgspec
import numpy as np

from model_runtime.protocol import limits
from model_runtime.protocol.film_payloads import Doubt, FilmTrack
from model_runtime.protocol.payloads import Box, Operator, Region
from model_runtime.redaction import faces, regions
from model_runtime.redaction.film_reading import Held
from model_runtime.redaction.tracks import Track

ORIGIN = "film"
"""Of a place along a track: several looks, and what lies between them, decided where it is."""

_DOUBTFUL_SCORE = 0.5
_DOUBTFUL_GAP_S = 0.4


@dataclass(frozen=True)
class FilmHidden:
    """What is hidden in a film whose frames have this size.

    Attributes:
        tracks: of faces; a track's number is its place here, from 1.
        late: how many of the tracks, the last ones, only the look after hiding has found.
        held: everything else.
        residual: finds of the last look that nobody has hidden, by frame.
        frames_a_second: on average.
        rounds: looks taken at frames in which something had been hidden.
        scenes: the frames with which the scenes begin.
    """

    width: int
    height: int
    tracks: tuple[Track, ...]
    held: tuple[Held, ...]
    frames_a_second: float
    operator: Operator = "fill"
    late: int = 0
    residual: tuple[tuple[int, Region], ...] = ()
    rounds: int = 0
    scenes: tuple[int, ...] = (1,)

    def regions(self, number: int, shown: frozenset[int] = frozenset()) -> tuple[Region, ...]:
        """Return what is hidden in frame `number`, without the tracks that a person has shown."""
        found = []
        for index, track in enumerate(self.tracks, start=1):
            if track.first <= number <= track.last and index not in shown:
                edges = track.boxes[number - track.first]
                box = with_margin(*edges).clipped(self.width, self.height)
                if box is not None:
                    found.append(Region(faces.KIND, track.score, ORIGIN, box, self.operator, index))
        for region in (region for held in self.held for region in held.at(number)):
            box = region.box.clipped(self.width, self.height)
            if box is not None:
                found.append(msgspec.structs.replace(region, box=box))
        return tuple(found)

    def with_late(self, tracks: Sequence[Track], rounds: int) -> "FilmHidden":
        """Return this with what the look after hiding has found; it was the `rounds`-th."""
        return replace(self, tracks=(*self.tracks, *tracks), late=self.late + len(tracks), rounds=rounds)

    def with_residual(self, found: Sequence[tuple[int, Region]]) -> "FilmHidden":
        """Return this with what the last look found, which nobody has hidden."""
        return replace(self, residual=(*self.residual, *found))

    def told(self) -> tuple[FilmTrack, ...]:
        """Return the tracks, and then the places, as they travel: no boxes, which a frame's regions have."""
        tracks = [
            FilmTrack(index, faces.KIND, track.score, ORIGIN, track.first, track.last, self._doubts(index, track))
            for index, track in enumerate(self.tracks, start=1)
        ]
        places = [
            FilmTrack(0, region.kind, region.score, region.origin, held.first, held.last)
            for held in self.held
            for region in held.regions
        ]
        return (*tracks, *places)

    def _doubts(self, index: int, track: Track) -> tuple[Doubt, ...]:
        """Return the stretches of a track that a person should look at."""
        if index > len(self.tracks) - self.late:
            return (Doubt(track.first, track.last, "late"),)
        if track.score < _DOUBTFUL_SCORE:
            return (Doubt(track.first, track.last, "unsure"),)
        seen = [-1, *np.flatnonzero(track.found), len(track.found)]  # a close-up goes on where nothing is found
        gaps = [
            Doubt(track.first + int(one) + 1, track.first + int(other) - 1, "gap")
            for one, other in itertools.pairwise(seen)
            if other - one > _DOUBTFUL_GAP_S * self.frames_a_second
        ]
        return tuple(gaps[: limits.MAX_DOUBTS])


def with_margin(left: float, top: float, right: float, bottom: float) -> Box:
    """Return what is hidden of a face at these edges, in whole pixels; it may reach beyond the frame."""
    whole = Box(
        math.floor(left), math.floor(top), math.ceil(right) - math.floor(left), math.ceil(bottom) - math.floor(top)
    )
    return regions.grown(whole, faces.MARGIN)
