"""Read lines of text that were cut out of a picture, by PP-OCR's recognition network and greedy CTC decoding.

Gives each character its place along the line. Does not find lines.
"""

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt
import onnxruntime as ort

from model_runtime.engines.reader.text_detection import Quad, Rgb

_HEIGHT_PX = 48
_MIN_WIDTH_PX = 320
_MAX_WIDTH_PX = 3200  # a longer line is squeezed: bounds memory for a hostile page
_BATCH = 6
_BLANK = 0
_UPRIGHT_RATIO = 1.5  # a box this much taller than wide holds a line that runs downwards


@dataclass(frozen=True)
class Reading:
    """What a line says. `edges` are in 0..1 along the line, one more than characters; `score` in 0..1."""

    text: str
    score: float
    edges: tuple[float, ...]


class TextRecogniser:
    """Reads lines; not safe for several threads at once."""

    def __init__(self, session: ort.InferenceSession) -> None:
        self._session = session
        self._input = session.get_inputs()[0].name
        characters = session.get_modelmeta().custom_metadata_map["character"].splitlines()
        self._characters = ["", *characters, " "]

    def read(self, crops: Sequence[Rgb]) -> Iterator[tuple[int, Reading]]:
        """Yield (index of the crop, reading), a batch of similar widths at a time, narrow ones first."""
        order = sorted(range(len(crops)), key=lambda i: crops[i].shape[1] / crops[i].shape[0])
        for start in range(0, len(order), _BATCH):
            chosen = order[start : start + _BATCH]
            yield from zip(chosen, self._read_batch([crops[i] for i in chosen]), strict=True)

    def _read_batch(self, crops: list[Rgb]) -> list[Reading]:
        widths = [min(_MAX_WIDTH_PX, max(8, round(_HEIGHT_PX * c.shape[1] / c.shape[0]))) for c in crops]
        shape = (len(crops), 3, _HEIGHT_PX, max(_MIN_WIDTH_PX, *widths))
        batch = np.zeros(shape, np.float32)  # [B, 3, 48, W], blue green red in -1..1, padded with middle grey
        for row, (crop, width) in enumerate(zip(crops, widths, strict=True)):
            resized = cv2.resize(crop[:, :, ::-1], (width, _HEIGHT_PX))
            batch[row, :, :, :width] = resized.astype(np.float32).transpose(2, 0, 1) / 127.5 - 1.0
        chances = self._session.run(None, {self._input: batch})[0]  # [B, T, characters]
        best, certainty = chances.argmax(axis=2), chances.max(axis=2)
        steps_per_px = chances.shape[1] / shape[3]
        return [self._decoded(best[i], certainty[i], width * steps_per_px) for i, width in enumerate(widths)]

    def _decoded(self, best: npt.NDArray[np.int64], certainty: npt.NDArray[np.float32], steps: float) -> Reading:
        """Drop repeats and blanks (CTC); a character sits in the middle of its run of steps."""
        starts = np.flatnonzero(np.diff(best, prepend=-1) != 0)
        ends = np.append(starts[1:], len(best))
        runs = [(s, e) for s, e in zip(starts, ends, strict=True) if best[s] != _BLANK]
        text = "".join(self._characters[best[s]] for s, _ in runs)
        if not text.strip():
            return Reading("", 0.0, ())
        score = float(np.mean([certainty[s] for s, _ in runs]))
        middles = [min(1.0, (s + e) / 2 / steps) for s, e in runs]
        between = [(a + b) / 2 for a, b in itertools.pairwise(middles)]
        return Reading(text, score, (0.0, *between, 1.0))


def cut_out(picture: Rgb, quad: Quad) -> Rgb:
    """Cut a turned rectangle out and lay it flat; a line that runs downwards is turned to run right."""
    width = max(1, round(float(max(np.linalg.norm(quad[0] - quad[1]), np.linalg.norm(quad[3] - quad[2])))))
    height = max(1, round(float(max(np.linalg.norm(quad[0] - quad[3]), np.linalg.norm(quad[1] - quad[2])))))
    target = np.array([[0, 0], [width, 0], [width, height], [0, height]], dtype=np.float32)
    flat = cv2.warpPerspective(
        picture,
        cv2.getPerspectiveTransform(quad, target),
        (width, height),
        flags=cv2.INTER_CUBIC,
        borderMode=cv2.BORDER_REPLICATE,
    )
    return np.ascontiguousarray(np.rot90(flat)) if height >= _UPRIGHT_RATIO * width else flat
