"""Write a file whole or not at all: beside its place first, then renamed into it.

Does not make folders.
"""

import contextlib
import errno
import os
import tempfile
from collections.abc import Iterable
from pathlib import Path

from desktop_app.foundation.errors import AppError


def write(path: Path, pieces: Iterable[bytes]) -> None:
    """Write `pieces` to `path`; an error while they come or are written leaves what was there before.

    Raises:
        AppError: output_unwritable, disk_full; and whatever making the pieces raises.
    """
    temporary: Path | None = None
    try:
        fd, name = tempfile.mkstemp(dir=path.parent, prefix=".incamera-")
        temporary = Path(name)
        with os.fdopen(fd, "wb") as file:
            for piece in pieces:
                file.write(piece)
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(0o666 & ~_umask())
        temporary.replace(path)
        temporary = None
    except OSError as error:
        raise AppError("disk_full" if error.errno == errno.ENOSPC else "output_unwritable") from None
    finally:
        if temporary is not None:
            with contextlib.suppress(OSError):
                temporary.unlink()


def _umask() -> int:
    """Return the user's umask; the only way to read it is to set it."""
    mask = os.umask(0)
    os.umask(mask)
    return mask
