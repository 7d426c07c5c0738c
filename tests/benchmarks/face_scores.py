"""Score what a detector of faces hides against labelled pictures, by the pixels of each face. Runs no detector."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from model_runtime.protocol.payloads import Box
from model_runtime.redaction import regions

COVERED_SHARE = 0.8
"""Of a face's box that must be hidden."""

SIZES_PX = ((0, 12), (12, 20), (20, 40), (40, 80), (80, 10**6))
"""Classes of height; the upper bound is not in the class."""

CLEAR_PX = 20
"""Faces from this height on are those that somebody could know again."""


@dataclass(frozen=True)
class LabelledPicture:
    """A picture of a manifest: faces to hide, and faces that count neither way (too small or doubtful to label)."""

    path: Path
    split: str
    width: int
    height: int
    faces: tuple[Box, ...]
    ignored: tuple[Box, ...]


@dataclass
class Score:
    """What was counted so far.

    Attributes:
        faces, covered: by height, `SIZES_PX`.
        right, wrong: regions that overlap a labelled face, and those that overlap none, ignored ones included.
        empty_shares: hidden share of each picture without faces.
    """

    faces: list[int] = field(default_factory=lambda: [0] * len(SIZES_PX))
    covered: list[int] = field(default_factory=lambda: [0] * len(SIZES_PX))
    right: int = 0
    wrong: int = 0
    empty_shares: list[float] = field(default_factory=list)

    def add(self, picture: LabelledPicture, hidden: Iterable[Box]) -> None:
        """Count one picture on which `hidden` is hidden."""
        clipped = (box.clipped(picture.width, picture.height) for box in hidden)
        boxes = [box for box in clipped if box is not None]
        for face in picture.faces:
            size = next(index for index, (least, most) in enumerate(SIZES_PX) if least <= face.height < most)
            self.faces[size] += 1
            self.covered[size] += hidden_share(face, boxes) >= COVERED_SHARE
        for box in boxes:
            if any(regions.intersects(box, face) for face in picture.faces):
                self.right += 1
            elif not any(regions.intersects(box, face) for face in picture.ignored):
                self.wrong += 1
        if not picture.faces and not picture.ignored:
            self.empty_shares.append(hidden_share(Box(0, 0, picture.width, picture.height), boxes))

    def coverage(self, from_px: int = 0) -> float:
        """Return the share of faces covered among those of a height class from `from_px` on; 1 without faces."""
        chosen = [index for index, (least, _) in enumerate(SIZES_PX) if least >= from_px]
        return _share(sum(self.covered[index] for index in chosen), sum(self.faces[index] for index in chosen))

    @property
    def precision(self) -> float:
        """The share of regions that overlap a labelled face; a floor, as labels miss faces."""
        return _share(self.right, self.right + self.wrong)

    @property
    def empty_area(self) -> float:
        """The mean hidden share of pictures without faces."""
        return float(np.mean(self.empty_shares)) if self.empty_shares else 0.0


def hidden_share(area: Box, hidden: Iterable[Box]) -> float:
    """Return the share of the pixels of `area` that `hidden` covers together."""
    mask = np.zeros((area.height, area.width), dtype=np.bool_)
    for box in hidden:
        shared = Box(box.left - area.left, box.top - area.top, box.width, box.height).clipped(area.width, area.height)
        if shared is not None:
            mask[shared.rows, shared.columns] = True
    return float(mask.mean())


def pictures_in(folder: Path) -> Iterator[LabelledPicture]:
    """Yield the pictures of `folder/manifest.jsonl`: id (path), split, width, height, boxes (xywh, ignore)."""
    for line in (folder / "manifest.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        size = (row["width"], row["height"])
        faces, ignored = (
            tuple(
                box
                for label in row["boxes"]
                if label["ignore"] is is_ignored and (box := _whole(*label["xywh"]).clipped(*size)) is not None
            )
            for is_ignored in (False, True)
        )
        yield LabelledPicture(folder / row["id"], row["split"], *size, faces, ignored)


def _whole(left: float, top: float, width: float, height: float) -> Box:
    x, y = round(left), round(top)
    return Box(x, y, max(1, round(left + width) - x), max(1, round(top + height) - y))


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 1.0
