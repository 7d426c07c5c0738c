"""Hold a document open in the airlock while somebody works on it, so that reviewing and seeking do not open it each time.

One document at a time: whoever wants another one ends the lease, and so does some time in which nobody came. A file that is
not the very same any more is opened anew, and hashed. Decides nothing about pages (`page_pictures.py`, `pipeline.py`).
"""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from desktop_app.foundation.errors import AppError
from desktop_app.runtime_client.airlock import Airlock, OpenDocument
from desktop_app.runtime_client.file_server import HAS_CHANGE_TIME, Mark, ServedFile
from desktop_app.runtime_client.served_series import Opened, ServedSeries, mark_of_any, served
from desktop_app.runtime_client.values import GreyWindow, MedicalFacts, PageLine

MEDICAL_KIND = "dicom"
"""Of documents of medical pictures: files of one series, or a single one."""

KEPT_S = 60.0
"""How long a document stays open for somebody who may come back to it. It takes memory in the airlock, one page at least."""

MAX_HASHES = 100
"""That are known; a film is opened in two airlocks, and again after a pause."""

SETTLED_NS = 2_000_000_000
"""Since a file was written: longer than a tick of any file system's clock."""


@dataclass(frozen=True)
class OpenedFile:
    """A document that the airlock holds open.

    Attributes:
        sha256: hex digest of its bytes.
        airlock: that of the job that asked.
        document: what airlocks of the same child take up.
        facts: what is particular to medical pictures; of all other documents nothing is.
    """

    kind: str
    line: PageLine
    notes: tuple[str, ...]
    sha256: str
    airlock: Airlock
    document: OpenDocument
    facts: MedicalFacts = field(default_factory=MedicalFacts)


@dataclass(frozen=True)
class _Held:
    source: Opened
    file: ServedFile | ServedSeries
    opened: OpenedFile


class Lease:
    """The document that the airlock holds open. All but `give_up` belongs to the thread that works with the airlock."""

    def __init__(
        self, kept_s: float = 0.0, clock: Callable[[], float] = time.monotonic, hashes: dict[Mark, str] | None = None
    ) -> None:
        """Begin with none.

        Args:
            kept_s: how long one stays when nobody works on it.
            clock: what time it is, in seconds.
            hashes: of files by their marks, for leases that share them: a film of gigabytes is hashed once.
        """
        self._kept_s = kept_s
        self._hashes: dict[Mark, str] = {} if hashes is None else hashes
        self._clock = clock
        self._held: _Held | None = None
        self._ends_at = 0.0
        self._lock = threading.Lock()
        self._given_up: set[Opened] = set()

    def opened(
        self,
        source: Opened,
        decided_for: str,
        airlock: Airlock,
        so_far: OpenedFile | None = None,
        window: GreyWindow | None = None,
    ) -> OpenedFile:
        """Return the document as this job's airlock has it open. Raises AppError.

        Args:
            source: where the file is, or the files.
            decided_for: the hash that it must have; empty: any.
            airlock: whose wish to stop counts.
            so_far: as this very job has had it open. It goes on with those bytes, whatever is there by now.
            window: in which medical pictures are shown to whoever works on them now.
        """
        self.end_what_was_given_up()
        held = self._held
        if held is None or not _is_still(held, source, so_far) or not airlock.take_up(held.opened.document):
            self.end()
            held = self._held = self._opened(source, decided_for, airlock)
        if decided_for and held.opened.sha256 != decided_for:
            raise AppError("file_replaced")
        if held.opened.kind == MEDICAL_KIND:
            airlock.show_in(window)
        self._ends_at = self._clock() + self._kept_s
        return replace(held.opened, airlock=airlock)

    def give_up(self, source: Opened) -> None:
        """Nobody works on this any more; any thread. It is closed when the airlock is free."""
        with self._lock:
            self._given_up.add(source)

    def end_what_was_given_up(self) -> None:
        """Close the document where nobody works on its file any more."""
        with self._lock:
            given_up, self._given_up = self._given_up, set()
        if self._held is not None and self._held.source in given_up:
            self.end()

    def rest(self) -> float | None:
        """Nobody wants the airlock now: close what has been open for long enough. Returns when to come again, if at all."""
        self.end_what_was_given_up()
        if self._held is None:
            return None
        left_s = self._ends_at - self._clock()
        if left_s > 0:
            return left_s
        self.end()
        return None

    def end(self) -> None:
        """Close the document, if there is one, and let the airlock forget it."""
        held, self._held = self._held, None
        if held is not None:
            held.opened.airlock.forget()
            held.file.close()

    def _opened(self, source: Opened, decided_for: str, airlock: Airlock) -> _Held:
        """Open a file in the airlock if it is the one that was decided about. Raises AppError."""
        file = served(source)
        try:
            sha256 = self._hash_of(file)
            if decided_for and sha256 != decided_for:
                raise AppError("file_replaced")
            document = airlock.open(file)
            facts = airlock.medical_facts() if document.kind == MEDICAL_KIND else MedicalFacts()
        except BaseException:
            file.close()
            raise
        opened = OpenedFile(document.kind, document.line, document.notes, sha256, airlock, airlock.document, facts)
        return _Held(source, file, opened)

    def _hash_of(self, file: ServedFile | ServedSeries) -> str:
        """Return the hash of a file, which is not reckoned again while the file has a mark that no program can set.

        One that was written just now may be written once more without another mark: clocks of file systems are coarse.
        """
        if not (HAS_CHANGE_TIME and isinstance(file, ServedFile)):
            return file.sha256()
        sha256 = self._hashes.get(file.mark)
        if sha256 is not None:
            file.known_sha256 = sha256
            return sha256
        is_settled = time.time_ns() - file.mark[-1] > SETTLED_NS
        sha256 = file.sha256()
        if is_settled and len(self._hashes) < MAX_HASHES:
            self._hashes[file.mark] = sha256
        return sha256


def _is_still(held: _Held, source: Opened, so_far: OpenedFile | None) -> bool:
    if so_far is not None and so_far.document is held.opened.document:
        return True
    return held.source == source and held.file.mark == mark_of_any(source)
