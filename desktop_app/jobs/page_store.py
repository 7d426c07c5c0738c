"""Keep the pictures of pages by key, within a bound in bytes; those used longest ago go first.

The one place of a process where pages' pixels and words stay: everything else names a page by its key, and what has gone
is made again (`page_pictures.py`). Makes nothing and knows no document.
"""

import threading
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeAlias, TypeVar

from desktop_app.foundation.machine import this_machine
from desktop_app.runtime_client.values import GreyWindow, RedactedPage, SourceView, Word

MEGABYTE = 1024 * 1024

CEILING_BYTES = 192 * MEGABYTE
"""On any machine, unless a person wants more: seven A4 pages at 300 dpi just as they are sent, enough to turn pages quickly."""

FLOOR_BYTES = 96 * MEGABYTE
"""On the smallest machine: the largest page that a frame can carry and what is shown of it."""

MEMORY_SHARE = 32
"""One part in so many of the machine's memory: the children need the rest more."""

PAGE_BYTES, WORD_BYTES = 1024, 300
"""What a page costs beside its pixels, and a word of its text layer beside its letters, about."""

BESIDE_SHARE = 0.25
"""Of the store's room, what pages may take that are held beside it until they are sent, those of all jobs together."""


@dataclass(frozen=True)
class PageWords:
    """The words that a person can see on a page after hiding, in reading order; they go to no engine."""

    number: int
    words: tuple[Word, ...]


StoredPage: TypeAlias = SourceView | RedactedPage
PageT = TypeVar("PageT", SourceView, RedactedPage, PageWords)


def limit_for(memory_bytes: int, wanted_mb: int = 0) -> int:
    """Return how much may be kept on a machine with that much memory (0: it does not say).

    `wanted_mb` is what a person chose; 0: what suits the machine. Less than what one page takes is of no use.
    """
    if wanted_mb:
        return max(wanted_mb * MEGABYTE, FLOOR_BYTES)
    return min(max(memory_bytes // MEMORY_SHARE, FLOOR_BYTES), CEILING_BYTES)


def size_bytes(page: StoredPage | PageWords) -> int:
    """Return what a page, or what was read on it, takes in memory, about."""
    words = () if isinstance(page, SourceView) else page.words
    pixels_bytes = 0 if isinstance(page, PageWords) else len(page.picture.pixels)
    return PAGE_BYTES + pixels_bytes + sum(WORD_BYTES + 4 * len(word.text) for word in words)


def source_key(sha256: str, number: int, max_px: int, window: GreyWindow | None = None) -> str:
    """Return the key of a source page, as a person may see it: of which file, which page, how large at most, in which window."""
    seen_in = "" if window is None else f"-{window.center!r}-{window.width!r}"
    return f"source-{sha256}-{number}-{max_px}{seen_in}"


def words_key(prepared_key: str) -> str:
    """Return the key of the words on a page that is kept under another one as it is sent."""
    return f"words-{prepared_key}"


@dataclass(frozen=True)
class _Kept:
    page: StoredPage | PageWords
    job_id: str
    size_bytes: int


class PageStore:
    """Pages by key; any thread.

    Attributes:
        limit_bytes: what all of them may take together.
    """

    def __init__(self, limit_bytes: int | None = None) -> None:
        """Begin empty; without a bound, with that of this machine."""
        self.limit_bytes = limit_for(this_machine().memory_bytes) if limit_bytes is None else limit_bytes
        self._lock = threading.Lock()
        self._kept: OrderedDict[str, _Kept] = OrderedDict()
        self._size_bytes = 0
        self._beside_bytes = 0

    def __len__(self) -> int:
        with self._lock:
            return len(self._kept)

    @property
    def size_bytes(self) -> int:
        """What is taken now."""
        with self._lock:
            return self._size_bytes

    def put(self, key: str, page: StoredPage | PageWords, job_id: str, stop: threading.Event) -> None:
        """Keep a page that a job has made, and let older ones go until all fit; one that never fits is not kept.

        Nothing of a job that has been stopped is kept: who stopped it has already forgotten what it had made before.
        """
        kept = _Kept(page, job_id, size_bytes(page))
        gone: list[_Kept] = []  # freed when the lock is: to give 20 MB back takes a while
        with self._lock:
            if stop.is_set():
                return
            if key in self._kept:
                self._kept.move_to_end(key)
                return
            self._kept[key] = kept
            self._size_bytes += kept.size_bytes
            gone += self._beyond_the_limit()

    def limit(self, limit_bytes: int) -> None:
        """Keep no more than this from now on."""
        with self._lock:
            self.limit_bytes = limit_bytes
            gone = self._beyond_the_limit()
        del gone

    def get(self, key: str, kind: type[PageT]) -> PageT | None:
        """Return a page of this kind and count it as used; None if it has gone: a page of the other kind is none."""
        with self._lock:
            kept = self._kept.get(key)
            if kept is None or not isinstance(kept.page, kind):
                return None
            self._kept.move_to_end(key)
            return kept.page

    def forget(self, keys: Iterable[str] = (), job_ids: Iterable[str] = ()) -> None:
        """Let these pages go, and all that these jobs have made."""
        makers = set(job_ids)
        with self._lock:
            made = {key for key, kept in self._kept.items() if kept.job_id in makers}
            gone = [self._taken_out(key) for key in made.union(keys) if key in self._kept]
        del gone

    def clear(self) -> None:
        """Let everything go."""
        with self._lock:
            gone, self._kept, self._size_bytes = self._kept, OrderedDict(), 0
        del gone

    @property
    def is_full_beside(self) -> bool:
        """Whether no more is to be held beside it."""
        with self._lock:
            return self._beside_bytes > BESIDE_SHARE * self.limit_bytes

    def hold_beside(self, more_bytes: int) -> None:
        """Count what somebody holds beside it, or, less than 0, does no longer."""
        with self._lock:
            self._beside_bytes += more_bytes

    def _beyond_the_limit(self) -> list[_Kept]:
        """Take out those used longest ago, until the rest fits."""
        gone = []
        while self._size_bytes > self.limit_bytes:
            gone.append(self._taken_out(next(iter(self._kept))))
        return gone

    def _taken_out(self, key: str) -> _Kept:
        kept = self._kept.pop(key)
        self._size_bytes -= kept.size_bytes
        return kept


class PagesBeside:
    """Pages that one job holds beside the store until it sends them: they would push each other out of it."""

    def __init__(self, store: PageStore) -> None:
        """Begin with none."""
        self._store = store
        self._pages: dict[str, RedactedPage] = {}

    def __contains__(self, key: str) -> bool:
        return key in self._pages

    @property
    def is_full(self) -> bool:
        """Whether no more should come: one page is always held, however many jobs hold theirs."""
        return bool(self._pages) and self._store.is_full_beside

    def put(self, key: str, page: RedactedPage) -> None:
        """Hold one more."""
        self._pages[key] = page
        self._store.hold_beside(size_bytes(page))

    def take(self, key: str) -> RedactedPage | None:
        """Let a page go and return it; None where it is not held."""
        page = self._pages.pop(key, None)
        if page is not None:
            self._store.hold_beside(-size_bytes(page))
        return page

    def clear(self) -> None:
        """Let all go."""
        for key in list(self._pages):
            self.take(key)
