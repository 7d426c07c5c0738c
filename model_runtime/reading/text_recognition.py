"""Read lines of text that were cut out of a picture, by PP-OCR's recognition network and greedy CTC decoding.

Gives each character its place along the line. Does not find lines.
"""

import itertools
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt
import onnxruntime as ort

from model_runtime.reading.turning import Quad, Rgb

_HEIGHT_PX = 48
_MIN_WIDTH_PX = 96
_MAX_WIDTH_PX = 3200  # a longer line is squeezed: bounds memory for a hostile page
_BLANK = 0


@dataclass(frozen=True)
class Reading:
    """What a line says.

    Attributes:
        text: the characters, blanks at its ends included.
        score: mean certainty of the characters, in 0..1.
        edges: in 0..1 along the line, where each character begins and the last one ends; one more than characters.
        middles: in 0..1 along the line, one for each character.
    """

    text: str
    score: float
    edges: tuple[float, ...]
    middles: tuple[float, ...] = ()


class TextRecogniser:
    """Reads lines; may be called from several threads at once."""

    def __init__(self, session: ort.InferenceSession) -> None:
        self._session = session
        self._input = session.get_inputs()[0].name
        characters = session.get_modelmeta().custom_metadata_map["character"].splitlines()
        self._characters = ["", *characters, " "]

    def read(self, crop: Rgb) -> Reading:
        """Read one line; batches of padded lines took twice the time on a processor."""
        width = min(_MAX_WIDTH_PX, max(8, round(_HEIGHT_PX * crop.shape[1] / crop.shape[0])))
        resized = cv2.resize(crop[:, :, ::-1], (width, _HEIGHT_PX))
        batch = np.zeros(
            (1, 3, _HEIGHT_PX, max(_MIN_WIDTH_PX, width)), np.float32
        )  # blue green red, -1..1; grey behind
        batch[0, :, :, :width] = resized.astype(np.float32).transpose(2, 0, 1) / 127.5 - 1.0
        chances = self._session.run(None, {self._input: batch})[0][0]  # [T, characters]
        steps = width * chances.shape[0] / batch.shape[3]
        return self._decoded(chances.argmax(axis=1), chances.max(axis=1), steps)

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
        return Reading(text, score, (0.0, *between, 1.0), tuple(middles))


def cut_out(picture: Rgb, quad: Quad) -> Rgb:
    """Cut a turned rectangle out and lay it flat, its first side on top."""
    width = max(1, round(float(max(np.linalg.norm(quad[0] - quad[1]), np.linalg.norm(quad[3] - quad[2])))))
    height = max(1, round(float(max(np.linalg.norm(quad[0] - quad[3]), np.linalg.norm(quad[1] - quad[2])))))
    target = np.array([[0, 0], [width, 0], [width, height], [0, height]], dtype=np.float32)
    flat: Rgb = cv2.warpPerspective(
        picture,
        cv2.getPerspectiveTransform(quad, target),
        (width, height),
        flags=cv2.INTER_CUBIC,
        borderMode=cv2.BORDER_REPLICATE,
    )
    return flat
