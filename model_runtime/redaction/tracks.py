"""Follow what was found from frame to frame: the same thing is hidden in every frame, also where it was not found.

The surest find is followed first, forwards and backwards; a find that alone would be too doubtful counts where it continues
a track. Places are compared on still ground: the picture's own motion is taken off first, so that a pan moves nobody.
A track never goes over a cut. Pure geometry: looks at no pixels, hides nothing.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

Edges: TypeAlias = npt.NDArray[np.float64]
"""[N, 5] left, top, right, bottom in pixels of the frame, score in 0..1."""


@dataclass(frozen=True)
class Scene:
    """What was found in frames between two cuts.

    Attributes:
        first: number of its first frame, from 1.
        finds: of each frame; None where nobody looked.
        motion: [N, 2] how far the ground has moved to the right and down since the first frame, in pixels.
    """

    first: int
    finds: Sequence[Edges | None]
    motion: npt.NDArray[np.float64]


@dataclass(frozen=True)
class Following:
    """How far a track reaches.

    Attributes:
        seed: least score of a find with which a track begins.
        lone: least score of one that nothing continues.
        gap: frames that may lie between two finds of one track.
        reach: frames that a track goes on at both ends, where nothing was found.
    """

    seed: float
    lone: float
    gap: int
    reach: int


@dataclass(frozen=True)
class Track:
    """One thing in frames of one scene.

    Attributes:
        first: number of the frame in which it begins.
        boxes: [N, 4] left, top, right, bottom in pixels of each frame from `first` on; they may reach beyond it.
        score: that of the surest find.
        found: which of the frames it was found in.
    """

    first: int
    boxes: npt.NDArray[np.float64]
    score: float
    found: npt.NDArray[np.bool_] = field(repr=False)

    @property
    def last(self) -> int:
        """Number of the frame in which it ends."""
        return self.first + len(self.boxes) - 1


_ALIKE = 0.3
"""Least likeness of a find to where its track should be; see `_likeness`."""

_STEADINESS = 0.5
"""How much of the motion so far the next find changes."""

_WIDER = 0.02
"""Share by which a box grows on each side for each frame since it was seen; a frame's own motion comes on top."""

_MOST_WIDER = 0.25

_NEIGHBOURS = 2
"""Frames before and after than whose boxes a box is no smaller."""


_SPEED_FRAMES = 5
"""Over how many frames at most the speed of a track is measured."""


@dataclass(frozen=True)
class _Finds:
    """What was found in a frame, on still ground; middles and sizes are asked for again and again.

    Attributes:
        edges: [N, 5].
        across, down: [N] of the middles.
        sizes: [N] sides of squares as large.
    """

    edges: Edges
    across: npt.NDArray[np.float64]
    down: npt.NDArray[np.float64]
    sizes: npt.NDArray[np.float64]


def _still(finds: Edges, moved: npt.NDArray[np.float64]) -> _Finds:
    """Return finds where they would be if the ground had not `moved`."""
    edges = np.concatenate([finds[:, :4] - np.tile(moved, 2), finds[:, 4:]], axis=1)
    left, top, right, bottom = edges[:, :4].T
    sizes = np.sqrt(np.maximum(1.0, (right - left) * (bottom - top)))
    return _Finds(edges, (left + right) / 2, (top + bottom) / 2, sizes)


def followed(scene: Scene, following: Following) -> list[Track]:
    """Return the tracks of a scene, surest first."""
    still = [None if finds is None else _still(finds, scene.motion[k]) for k, finds in enumerate(scene.finds)]
    free = [np.zeros(0, bool) if finds is None else np.ones(len(finds.edges), bool) for finds in still]
    seeds = sorted(
        (
            (float(score), k, row)
            for k, finds in enumerate(still)
            if finds is not None
            for row, score in enumerate(finds.edges[:, 4])
        ),
        key=lambda seed: (-seed[0], seed[1:]),
    )
    tracks = []
    for score, k, row in seeds:
        if score < following.seed:
            break
        if not free[k][row]:
            continue
        chain = {k: _taken(still, free, k, row)}
        for step in (1, -1):
            _grow(chain, still, free, step, following.gap)
        if len(chain) > 1 or score >= following.lone:
            tracks.append(_track(chain, score, scene, following.reach))
    return tracks


def _grow(
    chain: dict[int, Edges], still: Sequence[_Finds | None], free: Sequence[npt.NDArray[np.bool_]], step: int, gap: int
) -> None:
    """Follow a track in one direction, from frame to frame, until it is lost for longer than `gap`."""
    at = max(chain) if step > 0 else min(chain)
    speed = _speed(chain, at, step)
    k = at + step
    while 0 <= k < len(still) and abs(k - at) <= gap:
        finds = still[k]
        if finds is not None and free[k].any():
            expected = chain[at][:4] + np.tile(speed * abs(k - at), 2)
            likeness = np.where(free[k], _likeness(expected, finds, abs(k - at)), 0.0)
            best = int(np.argmax(likeness))
            if likeness[best] >= _ALIKE:
                chain[k] = _taken(still, free, k, best)
                moved = (_middle(chain[k]) - _middle(chain[at])) / abs(k - at)
                speed = _STEADINESS * speed + (1 - _STEADINESS) * moved
                at = k
        k += step


def _taken(still: Sequence[_Finds | None], free: Sequence[npt.NDArray[np.bool_]], k: int, row: int) -> Edges:
    """Return a find and leave it to nobody else, nor what overlaps it: that is the same thing seen twice."""
    finds = still[k]
    assert finds is not None
    find = finds.edges[row]
    free[k][row] = False
    free[k][_likeness(find[:4], finds, 0) >= 2 * _ALIKE] = False
    return np.asarray(find)


def _speed(chain: dict[int, Edges], at: int, step: int) -> npt.NDArray[np.float64]:
    """Return how far the track's middle moves a frame in the direction of `step`, from what is known behind it."""
    farthest = next((far for far in range(_SPEED_FRAMES, 0, -1) if at - far * step in chain), None)
    if farthest is None:
        return np.zeros(2)
    return np.asarray((_middle(chain[at]) - _middle(chain[at - farthest * step])) / farthest)


def _likeness(expected: Edges, others: _Finds, frames: int) -> npt.NDArray[np.float64]:
    """Return in 0..1 how well each of `others` [N] fits `expected` [4]: near in place, alike in size.

    For small faces that jump by their own width overlap alone says nothing, so it is the distance in face widths that
    counts; after a while without a find it may be more.
    """
    left, top, right, bottom = expected.tolist()
    size = math.sqrt(max(1.0, (right - left) * (bottom - top)))
    far = np.hypot(others.across - (left + right) / 2, others.down - (top + bottom) / 2)
    far /= np.maximum(size, others.sizes) * (1 + 0.05 * frames)
    ratio = np.minimum(size / others.sizes, others.sizes / size)
    return np.asarray(np.maximum(0.0, 1 - far) * np.minimum(1.0, np.maximum(0.0, 2 * ratio - 0.4)))


def _track(chain: dict[int, Edges], score: float, scene: Scene, reach: int) -> Track:
    """Return the track through the finds of `chain`: between them and beyond them it is where it should be, and wider."""
    known = np.array(sorted(chain))
    edges = np.array([chain[k][:4] for k in known])
    first, last = max(0, int(known[0]) - reach), min(len(scene.finds) - 1, int(known[-1]) + reach)
    frames = np.arange(first, last + 1)
    boxes = np.stack([np.interp(frames, known, edges[:, side]) for side in range(4)], axis=1)
    for end, step in ((known[0], -1), (known[-1], 1)):
        beyond = (frames - end) * step > 0
        speed = _speed(chain, int(end), step)
        boxes[beyond] += np.tile(speed, 2) * np.abs(frames[beyond] - end)[:, None]
    boxes = _as_large_as_neighbours(_widened(boxes, np.abs(frames[:, None] - known[None, :]).min(axis=1)))
    boxes += np.tile(scene.motion[frames], 2)
    return Track(scene.first + first, boxes, score, np.isin(frames, known))


def _widened(boxes: npt.NDArray[np.float64], since: npt.NDArray[np.int64]) -> npt.NDArray[np.float64]:
    """Return `boxes` [N, 4] grown by the frames `since` [N] they were seen, and by how far they move in a frame."""
    sides = boxes[:, 2:] - boxes[:, :2]
    middles = (boxes[:, 2:] + boxes[:, :2]) / 2
    moved = np.abs(np.gradient(middles, axis=0)) if len(boxes) > 1 else np.zeros_like(middles)
    grown = sides * np.minimum(_MOST_WIDER, _WIDER * since)[:, None] + moved / 2
    return np.concatenate([boxes[:, :2] - grown, boxes[:, 2:] + grown], axis=1)


def _as_large_as_neighbours(boxes: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Return each of `boxes` [N, 4] as large as the largest beside it: finds tremble, a face does not shrink."""
    middles, halves = (boxes[:, 2:] + boxes[:, :2]) / 2, (boxes[:, 2:] - boxes[:, :2]) / 2
    padded = np.pad(halves, ((_NEIGHBOURS, _NEIGHBOURS), (0, 0)), mode="edge")
    largest = np.max([padded[k : k + len(boxes)] for k in range(2 * _NEIGHBOURS + 1)], axis=0)
    return np.concatenate([middles - largest, middles + largest], axis=1)


def _middle(box: Edges) -> npt.NDArray[np.float64]:
    return np.asarray((box[:2] + box[2:4]) / 2)
