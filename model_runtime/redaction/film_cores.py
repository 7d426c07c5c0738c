"""Let all cores look at the frames of a film, while only a few of them are held. Looks at nothing itself."""

import os
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor

from model_runtime.documents.page import SourcePage
from model_runtime.redaction.tracks import Edges

MAX_THREADS = 4
"""Each needs 0.15 GB."""

WAITING = 3
"""Frames for each thread that wait for it."""


class FilmCores:
    """Looks at pages on several threads, in the order in which they come. `close` it.

    Attributes:
        threads: how many there are.
    """

    def __init__(self) -> None:
        self.threads = min(MAX_THREADS, os.cpu_count() or 1)
        self._pool = ThreadPoolExecutor(self.threads, "film")
        self._waiting: deque[tuple[int, Future[Edges]]] = deque()
        self._found: dict[int, Edges] = {}

    def look(self, page: SourcePage, find: Callable[[SourcePage], Edges]) -> None:
        """Have `find` look at `page`, once there is room. Raises what an earlier look raised."""
        while len(self._waiting) >= WAITING * self.threads:
            self._take_one()
        self._waiting.append((page.number, self._pool.submit(find, page)))

    def found(self) -> dict[int, Edges]:
        """Wait for all looks and return what they found, by the page's number; begins anew."""
        while self._waiting:
            self._take_one()
        found, self._found = self._found, {}
        return found

    def close(self) -> None:
        """End the threads; looks that have not begun are left out."""
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _take_one(self) -> None:
        number, future = self._waiting.popleft()
        self._found[number] = future.result()
