"""Search what another process of ours has in memory, from outside: what is looked for is then not in there itself. Linux."""

import contextlib
import os
import re
from collections.abc import Sequence
from pathlib import Path

_AT_ONCE = 64 << 20
_OVERLAP = 256
"""A needle may lie across two reads; none is longer."""


def found_in(process_id: int, needles: Sequence[bytes]) -> int:
    """Return how many of `needles` are anywhere in the memory of a process that it may read or write."""
    return len(needles_in(process_id, needles))


def needles_in(process_id: int, needles: Sequence[bytes]) -> set[bytes]:
    """Return which of `needles` are anywhere in the memory of a process that it may read or write."""
    left = set(needles)
    with open(f"/proc/{process_id}/mem", "rb", buffering=0) as memory:
        for line in Path(f"/proc/{process_id}/maps").read_text(encoding="utf-8", errors="replace").splitlines():
            bounds = re.match(r"([0-9a-f]+)-([0-9a-f]+) r([w-])", line)
            is_of_a_file = bounds is not None and bounds[3] == "-" and line.split(None, 5)[4] != "0"
            if bounds is None or "[v" in line or is_of_a_file:
                continue  # what lies in a file and cannot be written was in no document
            at, end = int(bounds[1], 16), int(bounds[2], 16)
            while at < end:
                try:
                    memory.seek(at)
                    data = memory.read(min(_AT_ONCE, end - at))
                except (OSError, ValueError):
                    break  # a mapping that has gone, or a device's
                left -= {needle for needle in left if needle in data}
                at += max(len(data) - _OVERLAP, 1) if len(data) == _AT_ONCE else max(len(data), 1)
    return set(needles) - left


def children_of(process_id: int) -> set[int]:
    """Return the processes that a process has started, and those that they have; none of one that has ended meanwhile."""
    found: set[int] = set()
    with contextlib.suppress(OSError):
        for thread in os.listdir(f"/proc/{process_id}/task"):
            with contextlib.suppress(OSError):
                found |= set(map(int, Path(f"/proc/{process_id}/task/{thread}/children").read_text("ascii").split()))
    return found.union(*(children_of(child) for child in found))
