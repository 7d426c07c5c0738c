"""Judge whether a file of the organisation is one: nobody but the administrator can have written it.

Every folder on the way and the file belong to the administrator, and nobody else may write them; nothing on the way is a
link, which could lead to somebody else's file later. Reads nothing.
"""

import os
import stat
from pathlib import Path

ADMINISTRATOR = 0
"""The user id of root."""


def is_trusted(path: Path, top: Path, owner: int = ADMINISTRATOR) -> bool:
    """Tell whether only `owner` can have written `path`, judging every part of it below and including `top`."""
    parts = [top, *(top.joinpath(*path.relative_to(top).parts[:count]) for count in range(1, _depth(path, top) + 1))]
    try:
        return all(_is_owned(os.lstat(part), owner) for part in parts)
    except OSError:
        return False


def _depth(path: Path, top: Path) -> int:
    return len(path.relative_to(top).parts)


def _is_owned(status: os.stat_result, owner: int) -> bool:
    is_plain = stat.S_ISDIR(status.st_mode) or stat.S_ISREG(status.st_mode)
    return is_plain and status.st_uid == owner and not status.st_mode & (stat.S_IWGRP | stat.S_IWOTH)
