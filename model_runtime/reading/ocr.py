"""Turn the pixels of a page into lines of text with places: detection, directions, recognition.

The weights are the PP-OCRv6 files inside the `rapidocr` wheel; its code is not imported (it brings `requests` and
model downloads, which have no business in a process without a network). Writes nothing, opens no connection.
"""

import hashlib
import importlib.util
import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

os.environ["ORT_DISABLE_TELEMETRY"] = "1"  # onnxruntime reads it at import

import onnxruntime as ort

from model_runtime.protocol.error_codes import ErrorCode, RequestFailed
from model_runtime.protocol.resource_files import verified
from model_runtime.reading import orientation
from model_runtime.reading.bodies import Shows, is_body
from model_runtime.reading.combs import combs_in
from model_runtime.reading.known_readings import KnownReadings
from model_runtime.reading.line_reading import SURE, LineReader, ReadLine
from model_runtime.reading.lines import Line, line_from_box
from model_runtime.reading.neighbours import beside_lines
from model_runtime.reading.page_places import places_of, standing_rows
from model_runtime.reading.strips import Strips
from model_runtime.reading.text_detection import DetectionSize, TextDetector
from model_runtime.reading.text_recognition import TextRecogniser
from model_runtime.reading.turned_lines import lines_by_turns
from model_runtime.reading.turning import Quad, Rgb, bounds, sides, turned, turned_size, upright

DETECTION_WEIGHTS = "PP-OCRv6_det_small.onnx"
RECOGNITION_WEIGHTS = "PP-OCRv6_rec_small.onnx"
WEIGHTS_SHA256 = {
    DETECTION_WEIGHTS: "090f04abcd9d9a7498bc4ebf677e4cb9bdce1fe4197ddb7e529f1ef44e1ff94f",
    RECOGNITION_WEIGHTS: "6f327246b50388f3c176ae304bd95767ea6dc0c9ae92153ef8cbe210b3c14884",
}
"""As NOTICE names them; what is loaded is what was hashed."""

_MIN_SCORE = 0.5  # RapidOCR's own limit: below it a "line" is a texture
_MIN_MORE_SCORE = 0.85  # of what is read once more in another direction because of where it stands
_GLANCE = DetectionSize(min_short_px=1, max_long_px=480, is_whole=True)
"""Where lines stand and in which direction they run can be seen in a twentieth of the pixels; where a letter ends cannot.
On 35 scans, each turned four ways, one of 140 glances was wrong, which costs time and nothing else."""

_MAX_THREADS = 4  # these networks are small; more threads wait for each other


@dataclass(frozen=True)
class OcrResult:
    """Lines of a page that run right after `turned` quarter turns; `width` and `height` are of the turned picture.

    `others` holds the lines that run in other directions, each on the page as it must be turned for them.
    """

    lines: tuple[Line, ...]
    turned: int
    width: int
    height: int
    others: tuple["OcrResult", ...] = ()

    def all_lines(self) -> tuple[Line, ...]:
        """Return the lines of all directions, those of `others` where they lie on this page, each as one whole."""
        return self.lines + tuple(self._laid(line, other) for other in self.others for line in other.lines)

    def _laid(self, line: Line, other: "OcrResult") -> Line:
        corners = upright(line.left, line.top, line.right, line.bottom)
        left, top, right, bottom = bounds(turned(corners, self.turned - other.turned, other.width, other.height))
        return replace(line_from_box(line.text, left, top, right - left, bottom - top), score=line.score, is_whole=True)


class Ocr:
    """Reads pages; holds both networks. May be used by several threads at once, each with a `known` of its own.

    Raises ResourceDamagedError from its making when a file is not the published one.
    """

    def __init__(self, folder: Path, size: DetectionSize | None = None) -> None:
        # One large picture is shared among threads; lines are small, and read side by side with a thread each.
        detection = _session(folder / DETECTION_WEIGHTS, threads=_usable_cores())
        self._detector = TextDetector(detection, size or DetectionSize())
        self._glancer = TextDetector(detection, _GLANCE)
        self._recogniser = TextRecogniser(_session(folder / RECOGNITION_WEIGHTS, threads=1))

    def read(
        self,
        picture: Rgb,
        is_cancelled: Callable[[], bool],
        known: KnownReadings | None = None,
        strips: Strips | None = None,
        *,
        shows: Shows = Shows.PAGE,
    ) -> OcrResult | None:
        """Read a page, each line in its own direction; None when cancelled on the way.

        Args:
            picture: [H, W, 3] uint8 RGB.
            is_cancelled: asked between lines, and while the page is looked at.
            known: what was read before, and is added to; None: nothing is known, and nothing stays.
            strips: which rows of a page these are, where `picture` is not the whole of it.
            shows: a slice is not glanced at, and its body does not say how it lies.
        """
        known = KnownReadings() if known is None else known
        whole = None if strips is None else (strips.height, picture.shape[1])
        turns = 0 if strips is not None else known.turned
        if turns is None:  # slices hardly ever lie turned: the full look finds those that do, and takes a second one
            turns = 0 if shows is Shows.SLICE else self._glance(picture, is_cancelled)
        picture = _turned(picture, turns)
        quads = self._detector.find(picture, is_cancelled, whole)
        if quads is None or is_cancelled():
            return None
        reader = LineReader(picture, self._recogniser, known, is_cancelled, strips)
        further = orientation.quarter_turns(_voting(quads, picture, shows), reader.certainty)
        if is_cancelled():
            return None
        if further:
            turns = (turns + further) % 4
            picture = _turned(picture, further)
            quads = self._detector.find(picture, is_cancelled, whole)
            if quads is None:
                return None
            known = known if strips is None else KnownReadings()  # strips that were turned lie nowhere on a turned page
            reader = LineReader(picture, self._recogniser, known, is_cancelled)
        if strips is None:
            known.turned = turns
        read = self._read(reader, picture, quads, is_cancelled)
        if read is None:
            return None
        height, width = picture.shape[:2]
        results = [
            OcrResult(lines, (turns + more) % 4, *turned_size(more, width, height))
            for more, lines in lines_by_turns(read).items()
        ]
        main, *others = results
        return replace(main, others=tuple(sorted(others, key=lambda result: -len(result.lines))))

    def _glance(self, picture: Rgb, is_cancelled: Callable[[], bool]) -> int:
        """Guess by how many quarter turns a page must be turned, so that a full look at it is taken only once."""
        reader = LineReader(picture, self._recogniser, KnownReadings(), is_cancelled)
        return orientation.quarter_turns(self._glancer.find(picture, is_cancelled) or (), reader.certainty)

    def _read(
        self, reader: LineReader, picture: Rgb, quads: Sequence[Quad], is_cancelled: Callable[[], bool]
    ) -> list[ReadLine] | None:
        places = places_of(quads, combs_in(picture), reader.is_spaced)
        by_place: list[list[ReadLine]] = []
        with ThreadPoolExecutor(_usable_cores(), thread_name_prefix="reader-line") as pool:
            try:
                for lines in pool.map(reader.read_place, places):
                    if is_cancelled():
                        return None
                    by_place.append(lines)
                read = [line for lines in by_place for line in lines]
                loose = [place for place, lines in zip(places, by_place, strict=True) if not _is_upright_word(lines)]
                more: list[ReadLine] = []
                for standing in pool.map(reader.read_sideways, standing_rows(loose, reader.is_spaced)):
                    if is_cancelled():
                        return None
                    more += standing
                height, width = picture.shape[:2]
                again = beside_lines([place.quad for place in places], by_place, (width, height))
                more += pool.map(lambda one: reader.read_as(*one), again)
                read += [line for line in more if line.reading.score >= _MIN_MORE_SCORE]
            finally:
                pool.shutdown(cancel_futures=True)
        return [
            line for line in read if line.reading.score >= _MIN_SCORE and (line.turns == 0 or _says_something(line))
        ]

    def places(self, picture: Rgb, is_cancelled: Callable[[], bool]) -> list[Quad] | None:
        """Give the rectangles of all lines and combs without reading them; None when cancelled on the way."""
        quads = self._detector.find(picture, is_cancelled)
        return None if quads is None else [*quads, *(comb.quad for comb in combs_in(picture))]


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


def _voting(quads: Sequence[Quad], picture: Rgb, shows: Shows) -> Sequence[Quad]:
    """Return the places that may say how a picture lies: an 8 that is a body reads as well upside down."""
    if shows is Shows.PAGE:
        return quads
    return [quad for quad in quads if not is_body(*sides(quad), picture.shape)]


def _turned(picture: Rgb, turns: int) -> Rgb:
    return np.ascontiguousarray(np.rot90(picture, turns)) if turns else picture


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


def _is_upright_word(lines: Sequence[ReadLine]) -> bool:
    """Tell whether a place holds several letters that surely run right: it is no letter of a line that stands."""
    best = lines[0]
    return best.turns == 0 and best.reading.score >= SURE and len(best.reading.text.strip()) > 1


def _says_something(line: ReadLine) -> bool:
    """Tell whether a line has a letter or a digit: a bar or a stroke is a dash in every direction."""
    return any(letter.isalnum() for letter in line.reading.text)
