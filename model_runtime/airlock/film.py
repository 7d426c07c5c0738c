"""Hide people in a film from its first frame to its last: look through it once, then write it with everything hidden.

Keeps what was found while the film is open, so that frames for a person, for an engine and for a copy are hidden alike.
Looks at nothing and encodes nothing itself.
"""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import msgspec

from model_runtime.airlock.film_writer import FilmWriter
from model_runtime.documents.page import SourcePage
from model_runtime.documents.video import VideoDocument
from model_runtime.protocol.error_codes import ErrorCode, RequestFailed
from model_runtime.protocol.film_messages import EncodeFilm
from model_runtime.protocol.film_payloads import FilmStep
from model_runtime.protocol.payloads import Region, Size
from model_runtime.redaction.film_hidden import FilmHidden
from model_runtime.redaction.film_search import Search, searched
from model_runtime.redaction.policy import Policy
from model_runtime.redaction.redact import redacted

_TOLD_EVERY_S = 0.5
_USUAL_RATE = 25.0
"""Of a film of one frame, which has none."""

_MISSING_SHARE, _MISSING_ALWAYS = 0.05, 2
"""How many of the stored frames may fail to decode: a torn end, a beginning without its key frame. Beyond that a copy would
lack part of the film in silence."""

_FINDING = 1
_PASSES: dict[int, FilmStep] = {_FINDING: "finding", 2: "looking_again"}


@dataclass(frozen=True)
class Ear:
    """Who waits for a film: is told how far it is, and may have left.

    Attributes:
        go_on: called for every frame; raises RequestFailed when nobody waits any more.
        tell: called now and then with the step and the number of the frame.
    """

    go_on: Callable[[], None]
    tell: Callable[[FilmStep, int], None]


class Film:
    """An open film, and what was found in it."""

    def __init__(self, document: VideoDocument) -> None:
        self._document = document
        self._policy: Policy | None = None
        self._hidden: FilmHidden | None = None
        self._looked_to = 0
        self._told_at = 0.0

    @property
    def frames_a_second(self) -> float:
        """On average."""
        times_s = self._document.line.times_s
        return (len(times_s) - 1) / times_s[-1] if times_s[-1] > 0 else _USUAL_RATE

    def look_over(self, chosen: Policy, ear: Ear) -> FilmHidden:
        """Find what the policy wants hidden in all frames; what was found under this policy before is not looked for again.

        Raises:
            RequestFailed: as `ear.go_on`; FILM_FRAMES_MISSING where too many frames cannot be decoded.
        """
        if self._hidden is None or self._policy != chosen:
            self._hidden = None
            decoded, last = 0, 0

            def on_frame(step: int, number: int) -> None:
                nonlocal decoded, last
                ear.go_on()
                self._tell(ear, _PASSES[step], number)
                if step == _FINDING:
                    decoded, last = decoded + 1, number

            found = searched(self._document.frames, Search(chosen, self.frames_a_second, on_frame))
            self._require_most(decoded)
            self._policy, self._hidden, self._looked_to = chosen, found, last
        return self._hidden

    def size(self, number: int) -> Size:
        """Return the size of a frame, which they all have. Raises RequestFailed PAGE_MISSING where there is no such frame."""
        if number not in self._document.line.numbers:
            raise RequestFailed(ErrorCode.PAGE_MISSING, number=number)
        return self._document.frames.size

    def regions(self, number: int, chosen: Policy) -> tuple[Region, ...] | None:
        """Return what is hidden in a frame under a policy; None where nobody has looked through the film under it.

        Raises:
            RequestFailed: PAGE_MISSING for a frame behind the last one that could be decoded: nobody has looked at it.
        """
        if self._hidden is None or self._policy != chosen:
            return None
        if number > self._looked_to:
            raise RequestFailed(ErrorCode.PAGE_MISSING, number=number)
        return self._hidden.regions(number)

    def encoded(self, wanted: EncodeFilm, scratch: Path, ear: Ear) -> Iterator[bytes]:
        """Yield the pieces of a film in which everything is hidden that was found and that a person wants hidden.

        Raises:
            RequestFailed: PAGE_MISSING where nobody has looked through the film, FILM_FRAMES_MISSING where it goes on behind
                the last frame that anybody has looked at; as `FilmWriter` and `ear.go_on`.
        """
        hidden = self._hidden
        if hidden is None:
            raise RequestFailed(ErrorCode.PAGE_MISSING)
        shown = frozenset(wanted.shown)
        frames, decoded = self._document.frames, 0
        is_lossless = self._document.is_lossless
        writer = FilmWriter(scratch, wanted.format, frames.size, self.frames_a_second, is_lossless=is_lossless)
        try:
            for number, pixels in frames.all_frames():
                ear.go_on()
                if number > self._looked_to:
                    raise RequestFailed(ErrorCode.FILM_FRAMES_MISSING, found=self._looked_to, limit=number)
                self._tell(ear, "writing", number)
                places = (place.region for place in wanted.places if place.first <= number <= place.last)
                regions = (*hidden.regions(number, shown), *places)
                if wanted.operator is not None:
                    regions = tuple(msgspec.structs.replace(one, operator=wanted.operator) for one in regions)
                time_s = self._document.line.times_s[number - 1]
                writer.add(redacted(SourcePage(number, pixels), regions).pixels, time_s)
                decoded += 1
            self._require_most(decoded)
            yield from writer.pieces()
        finally:
            writer.close()

    def _require_most(self, decoded: int) -> None:
        count = self._document.line.count
        if count - decoded > max(_MISSING_ALWAYS, _MISSING_SHARE * count):
            raise RequestFailed(ErrorCode.FILM_FRAMES_MISSING, found=decoded, limit=count)

    def _tell(self, ear: Ear, step: FilmStep, number: int) -> None:
        now = time.monotonic()
        if now - self._told_at >= _TOLD_EVERY_S:
            self._told_at = now
            ear.tell(step, number)
