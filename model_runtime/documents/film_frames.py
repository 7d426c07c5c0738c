"""Decode a film's frames: one after the other, or the one that begins a page of the line of times.

What a container claims of count and rate is never believed. Frames come upright, in sRGB, in the size of the first one.
Lists no times (`film_times.py`), hides nothing.
"""

import bisect
from collections.abc import Container, Iterator, Sequence

import cv2
import numpy as np

from model_runtime.documents import film_stream
from model_runtime.documents.page import Pixels
from model_runtime.documents.remote_file import RemoteFile
from model_runtime.protocol.error_codes import ErrorCode, RequestFailed
from model_runtime.protocol.payloads import Size

FAR = 48
"""Frames: what lies further ahead is sought, what is nearer is reached by decoding. Films have a key frame every 1 to 10 s."""

SAME_S = 0.0015
"""Two times of one frame: containers round to milliseconds."""


class FilmFrames:
    """A decoder of `file` that knows where it is on the line `times_s`.

    Attributes:
        size: of every frame, upright.
        number: of the frame that was decoded last, from 1; 0 before the first.
    """

    def __init__(self, file: RemoteFile, times_s: Sequence[float]) -> None:
        """Open the film and decode its first frame. Raises RequestFailed FILM_FORMAT_UNREADABLE where there is none."""
        self._file = file
        self._times_s = times_s
        self._capture: cv2.VideoCapture = _decoder(file)
        first = self._decoded()
        if first is None:
            fourcc = int(self._capture.get(cv2.CAP_PROP_FOURCC)) & 0xFFFF_FFFF
            raise file.failure or RequestFailed(ErrorCode.FILM_FORMAT_UNREADABLE, fourcc=fourcc)
        self.number = 1
        self._shift_s = self._time_s() - times_s[0]  # some files count from a later frame than they list
        height, width = first.shape[:2]
        self.size = Size(width, height)
        self._first: Pixels | None = first

    def frame(self, number: int) -> Pixels:
        """Return the frame that begins page `number`. Raises RequestFailed PAGE_MISSING where nothing can be decoded."""
        if number == self.number and self._first is not None:
            return self._first
        if not self.number < number <= self.number + FAR:
            self._seek(number)
        self._first = None
        while self.number < number - 1:
            if not self._capture.grab():
                raise self._missing(number)
            self._count()
        pixels = self._next()
        if pixels is None:
            raise self._missing(number)
        return pixels

    def all_frames(self) -> Iterator[tuple[int, Pixels]]:
        """Yield number and pixels of every frame that can be decoded, from the first to the last.

        Raises:
            RequestFailed: FILM_FRAMES_MISSING where there are more than the line lists.
        """
        if self.number != 1 or self._first is None:
            self._restart()
            pixels = self._next()
        else:
            pixels, self._first = self._first, None
        while pixels is not None:
            self._require_listed()
            yield self.number, pixels
            pixels = self._next()

    def some_frames(self, wanted: Container[int]) -> Iterator[tuple[int, Pixels | None]]:
        """Yield number of every frame as `all_frames` does, and pixels of those that are `wanted`: the rest get none made.

        Raises:
            RequestFailed: as `all_frames`; PAGE_MISSING where a wanted frame is there and cannot be had.
        """
        self._restart()
        while self._capture.grab():
            self._count()
            self._require_listed()
            pixels = self._retrieved() if self.number in wanted else None
            if pixels is None and self.number in wanted:
                raise self._missing(self.number)
            yield self.number, pixels

    def close(self) -> None:
        """Let go of the decoder and its frames."""
        self._first = None
        del self._capture

    def _next(self) -> Pixels | None:
        pixels = self._decoded()
        if pixels is not None:
            self._count()
        return pixels

    def _require_listed(self) -> None:
        if self.number > len(self._times_s):
            # its container told of another film; no frame may be left out in silence
            raise RequestFailed(ErrorCode.FILM_FRAMES_MISSING, found=self.number, limit=len(self._times_s))

    def _decoded(self) -> Pixels | None:
        return self._retrieved() if self._capture.grab() else None

    def _retrieved(self) -> Pixels | None:
        """Return the picture that the decoder has just come to."""
        is_there, picture = self._capture.retrieve()
        if not is_there or picture is None:
            return None
        pixels = cv2.cvtColor(picture, cv2.COLOR_BGR2RGB)
        if hasattr(self, "size") and pixels.shape[:2] != (self.size.height, self.size.width):
            # a film that changes size half-way is shown in one size, as players do
            pixels = cv2.resize(pixels, (self.size.width, self.size.height), interpolation=cv2.INTER_AREA)
        pixels.setflags(write=False)
        result: Pixels = np.asarray(pixels)
        return result

    def _count(self) -> None:
        """Note that one more frame was decoded: the next one, unless its time says that some before it were lost."""
        self.number += 1
        later = self._listed()
        if later is not None and later > self.number:
            self.number = later

    def _seek(self, number: int) -> None:
        """Go to a frame before `number`; the decoder lands on a key frame near the time, and time tells which it is."""
        ahead = 1
        while number - ahead > 1:
            wanted_s = self._times_s[number - 1 - ahead] + self._shift_s
            self._capture.set(cv2.CAP_PROP_POS_MSEC, wanted_s * 1000)
            if self._capture.grab():
                landed = self._listed()
                if landed is not None and landed < number:
                    self.number = landed
                    return
            ahead *= 4
        self._restart()

    def _restart(self) -> None:
        del self._capture
        self._capture = _decoder(self._file)
        self.number = 0
        self._first = None

    def _listed(self) -> int | None:
        """Return the number of the frame that has the time of the one just decoded; None where the line has no such time."""
        time_s = self._time_s() - self._shift_s
        after = bisect.bisect_left(self._times_s, time_s)
        nearest = min(
            range(max(0, after - 1), min(len(self._times_s), after + 1)), key=lambda i: abs(self._times_s[i] - time_s)
        )
        return nearest + 1 if abs(self._times_s[nearest] - time_s) <= SAME_S else None

    def _time_s(self) -> float:
        return float(self._capture.get(cv2.CAP_PROP_POS_MSEC)) / 1000

    def _missing(self, number: int) -> RequestFailed:
        return self._file.failure or RequestFailed(ErrorCode.PAGE_MISSING, number=number)


def _decoder(file: RemoteFile) -> cv2.VideoCapture:
    capture = film_stream.opened(file)
    if capture is None:
        raise file.failure or RequestFailed(ErrorCode.FILM_WITHOUT_PICTURES)
    return capture
