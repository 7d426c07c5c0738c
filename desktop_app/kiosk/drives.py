"""Tell which removable drives there are: file systems mounted below the folders that the organisation names. Reads no file on them."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

MOUNTS = Path("/proc/self/mountinfo")
"""What this process sees mounted (proc(5)); a table of the kernel, which no drive can hold up."""

_OCTAL = re.compile(r"\\([0-7]{3})")
_AT = 4
"""Place of the mount point in a line."""


@dataclass(frozen=True)
class Drive:
    """A drive that can be read."""

    path: Path

    @property
    def name(self) -> str:
        """What people call it: its label, which is what it is mounted as."""
        return self.path.name


def drives_in(table: str, roots: Iterable[str]) -> tuple[Drive, ...]:
    """Return the drives of a table of mounts below any of `roots`, in the order of their names."""
    folders = [Path(root) for root in roots]
    points = {Path(_plain(parts[_AT])) for line in table.splitlines() if len(parts := line.split(" ")) > _AT}
    below = [point for point in points if any(folder in point.parents for folder in folders)]
    return tuple(Drive(point) for point in sorted(below))


def drives(roots: Sequence[str], table: Path = MOUNTS) -> tuple[Drive, ...]:
    """Return the drives that are there now; none where the system has no such table."""
    try:
        text = table.read_bytes()
    except OSError:
        return ()
    return drives_in(text.decode("utf-8", "surrogateescape"), roots)


def _plain(escaped: str) -> str:
    """Return a path in which the kernel has written blanks, tabs and backslashes as octal numbers."""
    return _OCTAL.sub(lambda found: chr(int(found[1], 8)), escaped)
