"""Encode frames with OpenCV: into a file without a name, in one go or in stretches side by side on all cores.

OpenCV encodes VP8 on one core, which takes longer than finding faces. So a film is cut into stretches, each begun by a key
frame; their frames wait in memory. Where frames are too large for that, all of them are one stretch, encoded as they come:
beside the decoding of the next ones. Gives packets no times (`film_packets.py`).
"""

import os
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import TypeAlias

import cv2
import numpy as np
import numpy.typing as npt

from model_runtime.airlock.scratch_file import ScratchFile

MAX_THREADS = 4
MAX_WAITING_BYTES = 200_000_000
"""Of frames that wait for a core, those of the stretch that is being filled among them."""

LENGTH = 12
"""Of a stretch, in frames: OpenCV has a key frame at every twelfth in any case, so that cuts cost hardly anything."""

BEHIND = 2
"""Frames that wait for a film that is encoded in one go."""

Frame: TypeAlias = npt.NDArray[np.uint8]
"""[H, W, 3] RGB."""


class Encoding:
    """Frames on their way into a file. `close` it, however it ends."""

    def __init__(self, path: Path, letters: str, rate: float, size: tuple[int, int]) -> None:
        """Begin. Raises RequestFailed FORMAT_NOT_WRITABLE where no file came to be."""
        code = cv2.VideoWriter.fourcc(*letters)
        self.file, self._writer = ScratchFile.made(
            path, lambda name: cv2.VideoWriter(name, cv2.CAP_FFMPEG, code, rate, size, list[int]())
        )
        self.count = 0

    def write(self, frame: Frame) -> None:
        """Encode the next frame."""
        self._writer.write(cv2.cvtColor(frame, cv2.COLOR_RGB2BGR))
        self.count += 1

    def finish(self) -> None:
        """Write what the encoder still holds back; then the file is whole."""
        self._writer.release()

    def close(self) -> None:
        """Let go of it; nothing of it is left."""
        self._writer.release()
        self.file.close()


class EncodingBeside:
    """An encoding on a thread of its own, a few frames behind. `close` it, however it ends, unless it was finished."""

    def __init__(self, encoding: Encoding) -> None:
        self._encoding = encoding
        self._thread = ThreadPoolExecutor(1, "encoding")
        self._waiting: deque[Future[None]] = deque()

    def write(self, frame: Frame) -> None:
        """Have the next frame encoded, once there is room. Raises what encoding an earlier one raised."""
        while len(self._waiting) >= BEHIND:
            self._waiting.popleft().result()
        self._waiting.append(self._thread.submit(self._encoding.write, frame))

    def finished(self) -> Encoding:
        """Wait for the rest and return what is whole then, and is the caller's to close. Raises likewise."""
        while self._waiting:
            self._waiting.popleft().result()
        self._thread.shutdown()
        self._encoding.finish()
        return self._encoding

    def close(self) -> None:
        """End the thread, and let go of what was encoded."""
        self._thread.shutdown(wait=True, cancel_futures=True)
        self._encoding.close()


class Stretches:
    """The stretches of one film. `close` it, however it ends; whoever takes a stretch out closes that."""

    def __init__(self, begun: Callable[[], Encoding], frame_bytes: int) -> None:
        """Begin; `begun` makes the file of the next stretch, on any thread."""
        self._begun = begun
        threads = min(MAX_THREADS, os.cpu_count() or 1)
        self._most = threads + 1  # one is ready for whichever core is free first
        is_fitting = (self._most + 1) * LENGTH * frame_bytes <= MAX_WAITING_BYTES
        self._length = LENGTH if is_fitting and threads > 1 else 0
        self._pool = ThreadPoolExecutor(threads, "encoding")
        self._frames: list[Frame] = []
        self._encoded: deque[Future[Encoding]] = deque()
        self._only: EncodingBeside | None = None

    def add(self, frame: Frame) -> Encoding | None:
        """Take the next frame; return the next stretch in order when there is no room for more. Raises as `Encoding`."""
        if not self._length:
            if self._only is None:
                self._only = EncodingBeside(self._begun())
            self._only.write(frame)
            return None
        self._frames.append(frame)
        if len(self._frames) < self._length:
            return None
        self._submit()
        return self._encoded.popleft().result() if len(self._encoded) >= self._most else None

    def rest(self) -> Iterator[Encoding]:
        """Yield the stretches that have not been taken out yet, in order. Raises as `Encoding`."""
        if self._only is not None:
            only = self._only.finished()
            self._only = None
            yield only
        if self._frames:
            self._submit()
        while self._encoded:
            yield self._encoded.popleft().result()

    def close(self) -> None:
        """End the threads, and let go of what nobody took out."""
        self._pool.shutdown(wait=True, cancel_futures=True)
        for future in self._encoded:
            if not future.cancelled() and future.exception() is None:
                future.result().close()
        self._encoded.clear()
        if self._only is not None:
            self._only.close()
            self._only = None

    def _submit(self) -> None:
        frames, self._frames = self._frames, []
        self._encoded.append(self._pool.submit(self._encode, frames))

    def _encode(self, frames: list[Frame]) -> Encoding:
        encoding = self._begun()
        try:
            for frame in frames:
                encoding.write(frame)
            encoding.finish()
        except BaseException:
            encoding.close()
            raise
        return encoding
