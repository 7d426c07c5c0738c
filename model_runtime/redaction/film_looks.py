"""Say how the presets look at a film for faces: how often, how large, and how far a track goes on without a find.

A film shows each face in many frames, so each frame gets a cheap look, every second one at its mirror image, and now and
then one gets all that a page would get: what that sees is followed through the frames around it. Looks at nothing. Chosen
on labelled films: pans, zooms, cuts and shaking hands (tests/benchmarks/video_redaction.py measures the choice).
"""

from dataclasses import dataclass

from model_runtime.redaction.face_looks import FaceLook, Network
from model_runtime.redaction.policy import DetectorName
from model_runtime.redaction.tracks import Following

_MEGAPIXEL = 1e6
_LOW = 0.15
"""Least score of a find that may continue a track; far too doubtful to begin one."""

_SMALL_PX = 0.15 * _MEGAPIXEL
"""Frames smaller than that are looked at enlarged."""


@dataclass(frozen=True)
class FilmLook:
    """What a preset does with the frames of a film.

    Attributes:
        zoom, area_px: of the look that each frame gets, as in `FaceLook`.
        rate: how many frames a second get it, at most.
        is_exact: of faster films the frames in between get it as well where the picture has changed: somebody may be in
            one of them and in no other.
        survey_s: one frame in so many seconds, and the first of each scene, gets all that a page gets instead; 0: none.
        again_s: one frame in so many seconds is looked at again with everything hidden.
        seed, lone, gap_s, reach_s: as in `Following`, in seconds.
    """

    zoom: float
    area_px: float
    rate: float
    survey_s: float
    seed: float = 0.35
    lone: float = 0.5
    gap_s: float = 0.8
    reach_s: float = 0.2
    again_s: float = 0.4
    is_exact: bool = False

    def light(self, frame_px: int, *, is_mirrored: bool) -> FaceLook:
        """Return the look at a frame of so many pixels."""
        zoom = 2 * self.zoom if frame_px < _SMALL_PX else self.zoom
        return FaceLook(Network.CENTERFACE, zoom, self.area_px, _LOW, is_mirrored=is_mirrored)

    def following(self, frames_a_second: float) -> Following:
        """Return how far tracks reach in frames."""
        gap, reach = (max(2, round(seconds * frames_a_second)) for seconds in (self.gap_s, self.reach_s))
        return Following(self.seed, self.lone, gap, reach)

    def every(self, frames_a_second: float) -> int:
        """Return that each so-many-th frame gets the light look."""
        return max(1, round(frames_a_second / self.rate))


FILM_LOOKS = {
    DetectorName.FACES_FAST: FilmLook(1.0, 0.4 * _MEGAPIXEL, rate=8.0, survey_s=0.0, again_s=1.2),
    DetectorName.FACES: FilmLook(1.0, 0.8 * _MEGAPIXEL, rate=30.0, survey_s=3.0, is_exact=True),
    DetectorName.FACES_THOROUGH: FilmLook(
        1.5, 1.3 * _MEGAPIXEL, rate=30.0, survey_s=0.5, seed=0.25, lone=0.4, is_exact=True
    ),
}
