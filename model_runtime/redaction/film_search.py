"""Look through a film for what a policy wants hidden, and follow it: first all frames, then some with all that hidden.

Faces are looked for as `film_looks.py` says, on all cores, and followed by `tracks.py`; text and codes by
`film_reading.py`. Keeps numbers and never pixels, but for the few frames that wait for a core. Hides nothing itself.
"""

from collections.abc import Callable, Container, Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

import msgspec
import numpy as np
import numpy.typing as npt

from model_runtime.documents.page import Pixels, SourcePage
from model_runtime.protocol.payloads import Region, Size
from model_runtime.redaction import detectors, faces, film_changes, looks, second_look
from model_runtime.redaction.close_ups import held_close
from model_runtime.redaction.detector import Detector
from model_runtime.redaction.film_changes import Small
from model_runtime.redaction.film_cores import FilmCores
from model_runtime.redaction.film_hidden import ORIGIN, FilmHidden, with_margin
from model_runtime.redaction.film_looks import FILM_LOOKS, FilmLook
from model_runtime.redaction.film_motion import MotionWatch
from model_runtime.redaction.film_reading import FilmReading
from model_runtime.redaction.policy import FACE_DETECTORS, KindRule, Policy
from model_runtime.redaction.redact import redacted
from model_runtime.redaction.tracks import Edges, Following, Scene, Track, followed


class Frames(Protocol):
    """A film whose frames can be had in their order, any number of times."""

    @property
    def size(self) -> Size:
        """Of every frame."""
        ...

    def all_frames(self) -> Iterator[tuple[int, Pixels]]:
        """Yield number, from 1, and pixels of every frame."""
        ...

    def some_frames(self, wanted: Container[int]) -> Iterator[tuple[int, Pixels | None]]:
        """Yield number of every frame, and pixels of those that are `wanted`."""
        ...


@dataclass(frozen=True)
class Search:
    """How to search a film.

    Attributes:
        chosen: the policy.
        frames_a_second: on average.
        on_frame: called for every frame, in each pass, with the pass (1 or 2) and the frame's number; what it raises ends the search.
    """

    chosen: Policy
    frames_a_second: float
    on_frame: Callable[[int, int], None]

    @property
    def face_look(self) -> FilmLook | None:
        """How to look for faces; None where the policy wants none hidden."""
        named = [name for name in self.chosen.detectors if name in FACE_DETECTORS]
        return FILM_LOOKS[named[0]] if named and faces.KIND in self.chosen.kinds else None

    @property
    def threshold(self) -> float:
        """Least score of a face that is hidden."""
        return self.chosen.thresholds.get(faces.KIND, 0.0)


@dataclass(frozen=True)
class _Ground:
    """What moves as a whole: the frames with which scenes begin, and [N, 2] how far each frame moved from the one before."""

    cuts: tuple[int, ...]
    moved: npt.NDArray[np.float64]


def searched(film: Frames, search: Search) -> FilmHidden:
    """Return what is to be hidden in `film`, after a look at it with that hidden. Raises what `on_frame` and looks raise."""
    cores = FilmCores()
    try:
        found, ground = _first_pass(film, search, cores)
        look = search.face_look
        return found if look is None else _looked_again(film, search, cores, look, (found, ground))
    finally:
        cores.close()


def _first_pass(film: Frames, search: Search, cores: FilmCores) -> tuple[FilmHidden, _Ground]:
    others = tuple(name for name in search.chosen.detectors if name not in FACE_DETECTORS)
    readers = looks.looks_of(msgspec.structs.replace(search.chosen, detectors=others), lambda: None)
    reading = FilmReading(readers, search.frames_a_second)
    watch, finders = MotionWatch(), _Finders(search, film.size)
    cuts: list[int] = []
    steps: list[tuple[float, float]] = []
    for number, pixels in film.all_frames():
        search.on_frame(1, number)
        step = watch.step(pixels)
        is_first = step.is_cut or not steps
        if is_first:
            cuts.append(number)
        steps += [(0.0, 0.0)] * (number - 1 - len(steps))  # frames that could not be decoded
        steps.append((step.right, step.down))
        find = finders.finder(number, pixels, is_first=is_first)
        if find is not None:
            cores.look(SourcePage(number, pixels), find)
        reading.add(number, pixels, is_first=is_first)
    ground = _Ground(tuple(cuts), np.array(steps).reshape(-1, 2))
    look, rule = search.face_look, search.chosen.kinds.get(faces.KIND, KindRule())
    tracks = () if look is None else _tracks(cores.found(), ground, look.following(search.frames_a_second))
    tracks = held_close([one for one in tracks if one.score >= search.threshold], ground.cuts, len(steps), film.size)
    hidden = FilmHidden(
        film.size.width,
        film.size.height,
        tracks,
        reading.held(ground.cuts, len(steps)),
        search.frames_a_second,
        rule.operator,
        residual=tuple(reading.residual),
        scenes=ground.cuts,
    )
    return hidden, ground


class _Finders:
    """Says which look a frame gets."""

    def __init__(self, search: Search, size: Size) -> None:
        self._frame_px = size.pixel_count
        self._look = search.face_look
        self._rate = search.frames_a_second
        self._survey_at = 0.0
        self._count = 0
        self._small: Small = np.zeros((0, 0), np.float32)  # of the frame that was looked at last
        self._chosen = search.chosen

    def finder(self, number: int, pixels: Pixels, *, is_first: bool) -> Callable[[SourcePage], Edges] | None:
        """Return how frame `number` is looked at for faces, if at all."""
        look = self._look
        if look is None:
            return None
        every = look.every(self._rate)
        if every > 1 and look.is_exact:
            small = film_changes.small_copy(pixels)
            if not is_first and number % every and film_changes.change(self._small, small) <= film_changes.CHANGED:
                return None
            self._small, every = small, 1
        if look.survey_s and (is_first or number >= self._survey_at):
            self._survey_at = number + look.survey_s * self._rate
            return self._surveyed
        if not is_first and number % every:
            return None
        self._count += 1
        light = look.light(self._frame_px, is_mirrored=self._count % 2 == 0)
        return lambda page: np.asarray(faces.glanced(page.pixels, light), dtype=np.float64)

    def _surveyed(self, page: SourcePage) -> Edges:
        """Return what a page would get; the network is loaded by whoever looks first, while the film is decoded."""
        named = next(name for name in self._chosen.detectors if name in FACE_DETECTORS)
        return _edges(detectors.load(named, self._chosen.given).detect(page))


def _looked_again(
    film: Frames, search: Search, cores: FilmCores, look: FilmLook, so_far: tuple[FilmHidden, _Ground]
) -> FilmHidden:
    """Look at frames with all that hidden, hide what is still found, and look there again: at most three times."""
    hidden, ground = so_far
    every = max(1, round(look.again_s * search.frames_a_second))
    following = Following(0.0, 0.0, 2 * every, every)  # the detector's own threshold is high
    again = detectors.faces_again()
    wanted = set(range(1, len(ground.moved) + 1, every))
    found: dict[int, Edges] = {}
    for rounds in range(1, second_look.MAX_ROUNDS + 1):
        for number, pixels in film.some_frames(wanted):
            search.on_frame(2, number)
            if pixels is not None:
                regions = hidden.regions(number)
                page = SourcePage(number, redacted(SourcePage(number, pixels), regions).pixels)
                cores.look(page, _fresh_finder(again, regions))
        found = cores.found()
        late = tuple(track for track in _tracks(found, ground, following) if track.score >= search.threshold)
        hidden = hidden.with_late(late if rounds < second_look.MAX_ROUNDS else (), rounds)
        wanted = {number for number in wanted if any(track.first <= number <= track.last for track in late)}
        if not wanted:
            return hidden
    return hidden.with_residual(_left(found, film.size))


def _fresh_finder(again: Detector, hidden: tuple[Region, ...]) -> Callable[[SourcePage], Edges]:
    return lambda page: _edges(second_look.unhidden(again.detect(page), hidden, ()))


def _tracks(found: dict[int, Edges], ground: _Ground, following: Following) -> tuple[Track, ...]:
    """Return all tracks through the finds, scene by scene."""
    tracks: list[Track] = []
    for first, end in zip(ground.cuts, (*ground.cuts[1:], len(ground.moved) + 1), strict=False):
        moved = ground.moved[first - 1 : end - 1].copy()
        moved[0] = 0.0  # what came before the cut moved something else
        finds = [found.get(number) for number in range(first, end)]
        tracks += followed(Scene(first, finds, np.cumsum(moved, axis=0)), following)
    return tuple(sorted(tracks, key=lambda track: (track.first, -track.score)))


def _edges(regions: Iterable[Region]) -> Edges:
    """Return the faces that regions were made of, [N, 5]."""
    return np.array([faces.without_margin(region) for region in regions], dtype=np.float64).reshape(-1, 5)


def _left(found: dict[int, Edges], size: Size) -> tuple[tuple[int, Region], ...]:
    """Return what the last look found, by frame."""
    left = []
    for number in sorted(found):
        for *edges, score in found[number]:
            box = with_margin(*edges).clipped(size.width, size.height)
            if box is not None:
                left.append((number, Region(faces.KIND, float(score), ORIGIN, box)))
    return tuple(left)
