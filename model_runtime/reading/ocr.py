"""Turn the pixels of a page into lines of text with places: detection, orientation, recognition.

The weights are the PP-OCRv6 files inside the `rapidocr` wheel; its code is not imported (it brings `requests` and
model downloads, which have no business in a process without a network). Writes nothing, opens no connection.
"""

import hashlib
import importlib.util
import math
import os
import statistics
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np

os.environ["ORT_DISABLE_TELEMETRY"] = "1"  # onnxruntime reads it at import

import onnxruntime as ort

from model_runtime.protocol.error_codes import ErrorCode, RequestFailed
from model_runtime.protocol.resource_files import verified
from model_runtime.reading import orientation
from model_runtime.reading.lines import Line
from model_runtime.reading.text_detection import DetectionSize, Quad, Rgb, TextDetector
from model_runtime.reading.text_recognition import Reading, TextRecogniser, cut_out

DETECTION_WEIGHTS = "PP-OCRv6_det_small.onnx"
RECOGNITION_WEIGHTS = "PP-OCRv6_rec_small.onnx"
WEIGHTS_SHA256 = {
    DETECTION_WEIGHTS: "090f04abcd9d9a7498bc4ebf677e4cb9bdce1fe4197ddb7e529f1ef44e1ff94f",
    RECOGNITION_WEIGHTS: "6f327246b50388f3c176ae304bd95767ea6dc0c9ae92153ef8cbe210b3c14884",
}
"""As NOTICE names them; what is loaded is what was hashed."""

_MIN_SCORE = 0.5  # RapidOCR's own limit: below it a "line" is a texture
_MAX_THREADS = 4  # these networks are small; more threads wait for each other


@dataclass(frozen=True)
class OcrResult:
    """Lines of a page after `turned` quarter turns; `width` and `height` are of the turned picture."""

    lines: tuple[Line, ...]
    turned: int
    width: int
    height: int


class Ocr:
    """Reads pages; holds both networks. Not safe for several threads at once.

    Raises ResourceDamagedError from its making when a file is not the published one.
    """

    def __init__(self, folder: Path, size: DetectionSize | None = None) -> None:
        # One large picture is shared among threads; lines are small, and read side by side with a thread each.
        detection = _session(folder / DETECTION_WEIGHTS, threads=_usable_cores())
        self._detector = TextDetector(detection, size or DetectionSize())
        self._recogniser = TextRecogniser(_session(folder / RECOGNITION_WEIGHTS, threads=1))

    def read(self, picture: Rgb, is_cancelled: Callable[[], bool]) -> OcrResult | None:
        """Read a page; None when cancelled on the way."""
        quads = self._detector.find(picture)
        turned = orientation.quarter_turns(picture, quads, self._recogniser)
        if is_cancelled():
            return None
        if turned:
            picture = np.ascontiguousarray(np.rot90(picture, turned))
            quads = self._detector.find(picture)
        tilt = _tilt(quads)
        lines: list[Line] = []
        pool = ThreadPoolExecutor(_usable_cores(), thread_name_prefix="reader-line")
        try:
            readings = pool.map(lambda quad: self._recogniser.read(cut_out(picture, quad)), quads)
            for quad, reading in zip(quads, readings, strict=True):
                if is_cancelled():
                    return None
                if reading.score >= _MIN_SCORE:
                    lines.append(_line(reading, quad, tilt))
        finally:
            pool.shutdown(cancel_futures=True)
        return OcrResult(tuple(lines), turned, picture.shape[1], picture.shape[0])

    def places(self, picture: Rgb) -> list[Quad]:
        """Give the rectangles of all lines, top to bottom, without reading them."""
        return self._detector.find(picture)


def weights_folder() -> Path:
    """Find the weights inside the installed wheel without importing it. Raises RequestFailed (MODEL_MISSING)."""
    spec = importlib.util.find_spec("rapidocr")
    if spec is None or spec.origin is None:
        raise RequestFailed(ErrorCode.MODEL_MISSING)
    folder = Path(spec.origin).parent / "models"
    if not all(path.is_file() for path in weight_files(folder)):
        raise RequestFailed(ErrorCode.MODEL_MISSING)
    return folder


def weight_files(folder: Path) -> tuple[Path, Path]:
    """The files of both networks."""
    return folder / DETECTION_WEIGHTS, folder / RECOGNITION_WEIGHTS


def weights_digest(folder: Path) -> str:
    """SHA-256 over both weight files, one after the other, as lower-case hexadecimal. Raises ResourceDamagedError."""
    digest = hashlib.sha256()
    for path in weight_files(folder):
        digest.update(verified(path, WEIGHTS_SHA256[path.name]))
    return digest.hexdigest()


def _session(path: Path, threads: int) -> ort.InferenceSession:
    options = ort.SessionOptions()
    options.log_severity_level = 4
    options.enable_cpu_mem_arena = False  # pages differ in size; the arena would keep the largest of each for ever
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")  # waiting threads must not burn a core
    options.intra_op_num_threads = threads
    weights = verified(path, WEIGHTS_SHA256[path.name])
    return ort.InferenceSession(weights, sess_options=options, providers=["CPUExecutionProvider"])


def _usable_cores() -> int:
    """Cores to use, at most `_MAX_THREADS`; Linux says which this process may run on, elsewhere all are counted."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(_MAX_THREADS, cores)


def _tilt(quads: Sequence[Quad]) -> float:
    """The page's tilt as a slope (dy/dx), the median of its long lines."""
    slopes = []
    for quad in quads:
        across, down = (float(v) for v in quad[1] - quad[0])
        if across > 0 and math.hypot(across, down) > 4 * float(np.linalg.norm(quad[3] - quad[0])):
            slopes.append(down / across)
    return statistics.median(slopes) if slopes else 0.0


def _line(reading: Reading, quad: Quad, tilt: float) -> Line:
    left, top = (float(v) for v in quad.min(axis=0))
    right, bottom = (float(v) for v in quad.max(axis=0))
    width, height = right - left, bottom - top
    stripped = reading.text.strip()
    start = reading.text.index(stripped)
    edges = tuple(left + width * e for e in reading.edges[start : start + len(stripped) + 1])
    middle = (top + bottom) / 2 - tilt * (left + right) / 2
    tall = float(np.linalg.norm(quad[3] - quad[0]))
    return Line(stripped, left, top, width, height, edges, middle, reading.score, min(tall, height))
