"""Make films of labelled pictures, in which it is known where each face is in each frame: pans, zooms, a cut, a shaking hand.

The pictures are those of `tests/data/faces/labelled`. Scores nothing.
"""

import json
import math
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt

from tests.helpers.films import FILMS, written

PICTURES = FILMS.parent / "faces" / "labelled"
WIDTH, HEIGHT, RATE = 480, 360, 25.0
_LEAST_SEEN = 0.5
"""Of a face: what is cut off by the edge for more is not counted."""

_LEAST_PX = 8
"""Of a face's height: a smaller one is told from no other."""

Edges = tuple[float, float, float, float]


@dataclass(frozen=True)
class LabelledFilm:
    """A film on disk, and left, top, right, bottom of every face in every frame."""

    path: Path
    faces: tuple[tuple[Edges, ...], ...]


@dataclass(frozen=True)
class _Shot:
    """One picture, and how the camera goes over it: share of the way, from 0 to 1, to middle, zoom and turn in degrees."""

    name: str
    across: float = 0.0
    down: float = 0.0
    zoom: tuple[float, float] = (1.4, 1.4)
    shake: float = 0.0


_FILMS: dict[str, tuple[_Shot, ...]] = {
    "pan": (_Shot("stock/solvay1927.jpg", across=1.0, zoom=(1.9, 1.9)),),
    "zoom": (_Shot("stock/Thailand.jpg", zoom=(2.0, 3.4)),),
    "cut": (_Shot("stock/014_5.jpg", across=0.7), _Shot("stock/016_8.jpg", across=-0.7)),
    "shake": (_Shot("stock/identification1.jpg", zoom=(1.5, 1.5), shake=1.0),),
}


def labelled_films(folder: Path, frames: int) -> Iterator[LabelledFilm]:
    """Write each film into `folder`, with that many frames."""
    rows = (json.loads(line) for line in (PICTURES / "manifest.jsonl").read_text("utf-8").splitlines())
    boxes = {row["id"]: [box["xywh"] for box in row["boxes"] if not box["ignore"]] for row in rows}
    for name, shots in _FILMS.items():
        pictures, faces = [], []
        for shot in shots:
            source = cv2.cvtColor(cv2.imread(str(PICTURES / shot.name)), cv2.COLOR_BGR2RGB)
            for k in range(frames // len(shots)):
                matrix = _camera(shot, source.shape, k / max(1, frames // len(shots) - 1), k)
                pictures.append(cv2.warpAffine(source, matrix, (WIDTH, HEIGHT), borderMode=cv2.BORDER_REFLECT))
                faces.append(tuple(seen for box in boxes[shot.name] if (seen := _seen(box, matrix)) is not None))
        path = folder / f"{name}.mkv"
        written(path, pictures, RATE)
        yield LabelledFilm(path, tuple(faces))


def _camera(shot: _Shot, shape: tuple[int, ...], way: float, k: int) -> npt.NDArray[np.float64]:
    """Return the matrix [2, 3] that takes the picture to what the camera sees."""
    height, width = shape[:2]
    zoom = max(WIDTH / width, HEIGHT / height) * (shot.zoom[0] + way * (shot.zoom[1] - shot.zoom[0]))
    start = 0.5 - shot.across / 2
    middle = np.array([start + way * shot.across, 0.4 + way * shot.down])
    middle += shot.shake * 0.02 * np.array([math.sin(1.3 * k), math.cos(0.9 * k)])
    room = np.maximum(0.0, np.array([width, height]) - np.array([WIDTH, HEIGHT]) / zoom)
    centre = np.array([WIDTH, HEIGHT]) / zoom / 2 + np.clip(middle, 0, 1) * room
    matrix = cv2.getRotationMatrix2D((float(centre[0]), float(centre[1])), shot.shake * 3 * math.sin(0.5 * k), zoom)
    matrix[:, 2] += np.array([WIDTH, HEIGHT]) / 2 - centre
    return np.asarray(matrix)


def _seen(box: list[float], matrix: npt.NDArray[np.float64]) -> Edges | None:
    """Return where a face of the picture lies in the frame; None where most of it does not."""
    left, top, wide, tall = box
    corners = np.array([(left, top), (left + wide, top), (left + wide, top + tall), (left, top + tall)])
    placed = corners @ matrix[:, :2].T + matrix[:, 2]
    (x0, y0), (x1, y1) = placed.min(axis=0), placed.max(axis=0)
    inside = (max(0.0, x0), max(0.0, y0), min(WIDTH, x1), min(HEIGHT, y1))
    seen = max(0.0, inside[2] - inside[0]) * max(0.0, inside[3] - inside[1])
    return inside if y1 - y0 >= _LEAST_PX and seen > _LEAST_SEEN * (x1 - x0) * (y1 - y0) else None
