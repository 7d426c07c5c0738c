"""Tell whether anybody opens or reads a file, as the kernel sees it (inotify). Linux only."""

import ctypes
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

_ACCESS, _OPEN, _NONBLOCK = 0x1, 0x20, 0o4000
_EVENT_BYTES = 16


@dataclass(frozen=True)
class Watch:
    """A watched file."""

    descriptor: int

    @property
    def was_touched(self) -> bool:
        """Whether it has been opened or read since the last time of asking."""
        try:
            return len(os.read(self.descriptor, 1 << 16)) >= _EVENT_BYTES
        except BlockingIOError:
            return False


@contextmanager
def watched(path: Path) -> Iterator[Watch]:
    """Watch a file while the block runs."""
    libc = ctypes.CDLL(None, use_errno=True)
    descriptor = libc.inotify_init1(_NONBLOCK)
    if descriptor < 0 or libc.inotify_add_watch(descriptor, os.fsencode(path), _ACCESS | _OPEN) < 0:
        raise OSError(ctypes.get_errno(), "inotify")
    try:
        yield Watch(descriptor)
    finally:
        os.close(descriptor)
