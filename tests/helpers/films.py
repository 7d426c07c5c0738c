"""Make films for tests, with OpenCV's own encoders, and tell their frames apart again by pixels."""

import itertools
from collections.abc import Iterable
from pathlib import Path

import cv2
import numpy as np
from PIL import Image

from model_runtime.documents.page import Pixels

FILMS = Path(__file__).resolve().parent.parent / "data" / "video"
_CODES = {".webm": "VP80", ".mp4": "mp4v", ".mkv": "FFV1", ".avi": "MJPG"}
_BITS = 8


def numbered_frame(number: int, width: int = 160, height: int = 96) -> Pixels:
    """Return a frame that says its number in eight grey fields of its upper half; no compression makes it unreadable."""
    frame = np.full((height, width, 3), 128, np.uint8)
    for bit in range(_BITS):
        frame[: height // 2, bit * width // _BITS : (bit + 1) * width // _BITS] = 230 if number >> bit & 1 else 25
    return frame


def number_in(frame: Pixels) -> int:
    """Return the number that `numbered_frame` wrote."""
    height, width = frame.shape[:2]
    fields = [frame[height // 8 : height // 3, (2 * bit + 1) * width // (2 * _BITS)] for bit in range(_BITS)]
    return sum(int(field.mean() > 128) << bit for bit, field in enumerate(fields))


def written(path: Path, frames: Iterable[Pixels], rate: float = 25.0) -> bytes:
    """Write a film of `frames` [H, W, 3] RGB at `path`, by the format that its suffix says, and return its bytes."""
    coming = iter(frames)
    first = next(coming)
    height, width = first.shape[:2]
    code = cv2.VideoWriter_fourcc(*_CODES[path.suffix])  # type: ignore[attr-defined]
    writer = cv2.VideoWriter(str(path), cv2.CAP_FFMPEG, code, rate, (width, height))
    for frame in itertools.chain([first], coming):
        writer.write(cv2.cvtColor(frame, cv2.COLOR_RGB2BGR))
    writer.release()
    return path.read_bytes()


def numbered_film(path: Path, count: int, rate: float = 25.0) -> bytes:
    """Write a film of `count` numbered frames."""
    return written(path, [numbered_frame(number) for number in range(1, count + 1)], rate)


def face_film(path: Path, count: int = 8, rate: float = 25.0) -> bytes:
    """Write a film over which a face moves to the left, 4 pixels a frame."""
    return written(path, [face_frame(number) for number in range(1, count + 1)], rate)


def face_frame(number: int) -> Pixels:
    """Return one of its frames, 400 x 300; the face lies in `face_box(number)`."""
    picture = np.asarray(Image.open(FILMS.parent / "faces" / "astronaut.jpg").convert("RGB"))[:300]
    return np.ascontiguousarray(picture[:, 4 * number : 4 * number + 400])


def face_box(number: int) -> tuple[slice, slice]:
    """Return rows and columns of the face in a frame."""
    return slice(80, 170), slice(190 - 4 * number, 260 - 4 * number)


def read_back(path: Path) -> list[tuple[float, Pixels]]:
    """Return time in seconds and pixels of every frame of a film, by a decoder of its own."""
    film, frames = cv2.VideoCapture(str(path)), []
    while film.grab():
        picture = film.retrieve()[1]
        frames.append((film.get(cv2.CAP_PROP_POS_MSEC) / 1000, cv2.cvtColor(picture, cv2.COLOR_BGR2RGB)))
    return frames
