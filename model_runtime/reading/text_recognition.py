"""Read lines of text that were cut out of a picture, by PP-OCR's recognition network and greedy CTC decoding.

Gives each character its place along the line. Does not find lines.
"""

import itertools
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt
import onnxruntime as ort

from model_runtime.reading import line_pieces
from model_runtime.reading.turning import Quad, Rgb

_HEIGHT_PX = 48
_MIN_WIDTH_PX = 96
_MAX_WIDTH_PX = 3200  # of one look: bounds memory for a hostile page
_MAX_SQUEEZE = 1.5
"""A line that is longer by no more than this is squeezed into one look; print three times as narrow as it was says nothing."""

_MAX_PIECES = 16
"""Of one line: 1,000 times as long as it is high. Pieces of a longer one are squeezed."""

TALL_PX = 8 * _HEIGHT_PX
"""A line at least twice as tall is cut out smaller, but not smaller than that: the network sees 48 rows of it."""

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
        """Read one line, a long one in pieces; batches of padded lines took twice the time on a processor."""
        pieces = line_pieces.spans(crop, round(_MAX_WIDTH_PX * crop.shape[0] / _HEIGHT_PX), _MAX_SQUEEZE, _MAX_PIECES)
        if len(pieces) == 1:
            return self._look(crop)
        return _joined([(self._look(crop[:, start:end]), start, end) for start, end in pieces], crop.shape[1])

    def _look(self, crop: Rgb) -> Reading:
        """Show a line to the network."""
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


def _joined(pieces: list[tuple[Reading, int, int]], width: int) -> Reading:
    """Return what the pieces of a line say together, `width` pixels long: they were cut where a blank is."""
    text, middles, certain = "", list[float](), 0.0
    for read, start, end in pieces:
        if not read.text:
            continue
        if text:
            text += " "
            middles.append(start / width)
        text += read.text
        middles += [(start + middle * (end - start)) / width for middle in read.middles]
        certain += read.score * len(read.text)
    if not text:
        return Reading("", 0.0, ())
    between = [(a + b) / 2 for a, b in itertools.pairwise(middles)]
    said = sum(len(read.text) for read, _, _ in pieces)
    return Reading(text, certain / said, (0.0, *between, 1.0), tuple(middles))


def shrunk_by(quad: Quad) -> int:
    """Return how many pixels of the page make one of what is cut out of it; 1 but for lines as tall as posters."""
    return max(1, int(min(_sides(quad))) // TALL_PX)


def cut_out(picture: Rgb, quad: Quad) -> Rgb:
    """Cut a turned rectangle out and lay it flat, its first side on top, `shrunk_by` so much."""
    shrunk = shrunk_by(quad)
    if shrunk > 1:
        picture, quad = _shrunk(picture, quad, shrunk)
    width, height = (max(1, round(side)) for side in _sides(quad))
    target = np.array([[0, 0], [width, 0], [width, height], [0, height]], dtype=np.float32)
    flat: Rgb = cv2.warpPerspective(
        picture,
        cv2.getPerspectiveTransform(quad, target),
        (width, height),
        flags=cv2.INTER_CUBIC,
        borderMode=cv2.BORDER_REPLICATE,
    )
    return flat


def _sides(quad: Quad) -> tuple[float, float]:
    """Return width and height of a turned rectangle."""
    width = max(np.linalg.norm(quad[0] - quad[1]), np.linalg.norm(quad[3] - quad[2]))
    height = max(np.linalg.norm(quad[0] - quad[3]), np.linalg.norm(quad[1] - quad[2]))
    return float(width), float(height)


def _shrunk(picture: Rgb, quad: Quad, by: int) -> tuple[Rgb, Quad]:
    """Return the rows and columns of a page that a rectangle lies on, in fewer pixels, and the rectangle on these."""
    height, width = picture.shape[:2]
    low, high = np.floor(quad.min(axis=0)).astype(int), np.ceil(quad.max(axis=0)).astype(int)
    left, top = (int(min(max(at, 0), side - 1)) for at, side in zip(low, (width, height), strict=True))
    right, bottom = (int(min(max(at, 1), side)) for at, side in zip(high, (width, height), strict=True))
    rows = picture[top : max(bottom, top + 1), left : max(right, left + 1)]
    size = (max(1, rows.shape[1] // by), max(1, rows.shape[0] // by))
    small: Rgb = cv2.resize(rows, size, interpolation=cv2.INTER_AREA)
    scale = np.array([size[0] / rows.shape[1], size[1] / rows.shape[0]])
    return small, ((quad - (left, top)) * scale).astype(np.float32)
