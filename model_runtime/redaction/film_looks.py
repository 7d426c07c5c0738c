"""Say how the presets look at a film for faces: how often, how large, and how far a track goes on without a find.

A film shows each face in many frames, so each frame gets a cheap look and, now and then, one gets all that a page would
get: what that sees is followed through the frames around it. Looks at nothing. Measured by tests/benchmarks/video_redaction.py.
"""

from dataclasses import dataclass, replace

from model_runtime.redaction.face_looks import FaceLook, Network
from model_runtime.redaction.policy import DetectorName
from model_runtime.redaction.tracks import Following

_MEGAPIXEL = 1e6
_LOW = 0.1
"""Least score of a find that may continue a track; far too doubtful to begin one."""

AGAIN_S = 0.2
"""One frame in so many seconds is looked at again with everything hidden."""


@dataclass(frozen=True)
class FilmLook:
    """What a preset does with the frames of a film.

    Attributes:
        light: the look that frames get.
        rate: how many frames a second get it, at most.
        survey_s: one frame in so many seconds, and the first of each scene, gets all that a page gets instead; 0: none.
        seed, lone, gap_s, reach_s: as in `Following`, in seconds.
    """

    light: FaceLook
    rate: float
    survey_s: float
    seed: float = 0.3
    lone: float = 0.45
    gap_s: float = 0.8
    reach_s: float = 0.24

    @property
    def mirrored(self) -> FaceLook:
        """The light look at the mirror image, which a network judges a little otherwise: every second frame gets it."""
        return replace(self.light, is_mirrored=True)

    def following(self, frames_a_second: float) -> Following:
        """Return how far tracks reach in frames."""
        gap, reach = (max(2, round(seconds * frames_a_second)) for seconds in (self.gap_s, self.reach_s))
        return Following(self.seed, self.lone, gap, reach)

    def every(self, frames_a_second: float) -> int:
        """Return that each so-many-th frame gets the light look."""
        return max(1, round(frames_a_second / self.rate))


FILM_LOOKS = {
    DetectorName.FACES_FAST: FilmLook(
        FaceLook(Network.CENTERFACE, 1.0, 0.4 * _MEGAPIXEL, _LOW), rate=13.0, survey_s=0.0
    ),
    DetectorName.FACES: FilmLook(
        FaceLook(Network.CENTERFACE, 1.5, 0.7 * _MEGAPIXEL, _LOW),
        rate=30.0,
        survey_s=1.0,
    ),
    DetectorName.FACES_THOROUGH: FilmLook(
        FaceLook(Network.CENTERFACE, 2.0, 1.3 * _MEGAPIXEL, _LOW),
        rate=30.0,
        survey_s=0.5,
        seed=0.25,
        lone=0.4,
    ),
}
