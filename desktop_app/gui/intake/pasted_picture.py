"""Keep pasted pictures where a job can open them, without leaving them on a disk where the system allows that.

The bytes are stored as another program gave them; they are decoded in the airlock, like every file.
"""

import os
import tempfile
from collections.abc import Collection
from pathlib import Path

from PySide6.QtCore import QMimeData

_FORMATS = ("image/png", "image/jpeg", "image/tiff", "image/bmp", "image/webp")
MAX_PASTED_BYTES = 256 * 1024 * 1024
"""A larger picture is refused by the airlock anyway; this keeps it out of the window's memory."""


class PastedPictures:
    """The pictures pasted in this run. `close` forgets them all."""

    def __init__(self) -> None:
        self._descriptors: dict[Path, int] = {}
        self._files: set[Path] = set()

    def store(self, mime: QMimeData) -> Path | None:
        """Store the picture in `mime` and return a path to it; None when there is none, or it is too large."""
        present = next((name for name in _FORMATS if mime.hasFormat(name)), None)
        if present is None:
            return None
        data = mime.data(present).data()
        if not 0 < len(data) <= MAX_PASTED_BYTES:
            return None
        if hasattr(os, "memfd_create"):
            descriptor = os.memfd_create("in-camera", os.MFD_CLOEXEC)
            path = Path(f"/proc/self/fd/{descriptor}")
            self._descriptors[path] = descriptor
        else:
            descriptor, name = tempfile.mkstemp(prefix="in-camera-")  # readable by this user only
            path = Path(name)
            self._files.add(path)
        with os.fdopen(os.dup(descriptor), "wb") as file:
            file.write(data)
        return path

    def keep_only(self, paths: Collection[Path]) -> None:
        """Forget every picture but these: nothing may stay that nobody has open any more."""
        for path in self._descriptors.keys() - set(paths):
            os.close(self._descriptors.pop(path))
        for file in self._files - set(paths):
            file.unlink(missing_ok=True)
            self._files.remove(file)

    def close(self) -> None:
        """Forget every picture."""
        self.keep_only(())
