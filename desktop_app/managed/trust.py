"""Judge whether a file of the organisation is one: nobody but the administrator can have written it.

Every folder on the way and the file belong to the administrator, and nobody else may write them; nothing on the way is a
link, which could lead to somebody else's file later. Reads nothing.
"""

import os
import stat
from pathlib import Path

from desktop_app.foundation.errors import AppError

ADMINISTRATOR = 0
"""The user id of root."""


def is_trusted(path: Path, top: Path, owner: int = ADMINISTRATOR) -> bool:
    """Tell whether only `owner` can have written `path`, judging every part of it below and including `top`.

    Raises:
        AppError: managed_policy_invalid where that cannot be judged: what stands behind a closed door may forbid something.
    """
    parts = [top, *(top.joinpath(*path.relative_to(top).parts[:count]) for count in range(1, _depth(path, top) + 1))]
    try:
        return all(_is_owned(os.lstat(part), owner) for part in parts)
    except FileNotFoundError:
        return False
    except OSError:
        raise AppError("managed_policy_invalid") from None


def _depth(path: Path, top: Path) -> int:
    return len(path.relative_to(top).parts)


def _is_owned(status: os.stat_result, owner: int) -> bool:
    is_plain = stat.S_ISDIR(status.st_mode) or stat.S_ISREG(status.st_mode)
    return is_plain and status.st_uid == owner and not status.st_mode & (stat.S_IWGRP | stat.S_IWOTH)
