"""See that this process and its children may hold enough files open at once; a shell may have set a limit (`ulimit -n`).

Opens nothing.
"""

import contextlib
import errno
import sys

from desktop_app.foundation.errors import AppError

LEAST = 64
"""Pipes, libraries and the file itself, with room to spare: with 40 a child ends before it says anything (measured)."""

ERRORS = (errno.EMFILE, errno.ENFILE)
"""How a system says that no more can be opened."""


def check() -> None:
    """Take as many as are needed where that is allowed. Raises AppError too_few_files where it is not."""
    if sys.platform == "win32":
        return
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft == resource.RLIM_INFINITY or soft >= LEAST:
        return
    with contextlib.suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_NOFILE, (LEAST, hard))
        return
    raise AppError("too_few_files")
