"""Know what the organisation has decided on this machine: read once, when it is first asked for.

Enforces nothing: `jobs` does, so that no front end can forget to.
"""

import functools
from collections.abc import Iterator
from pathlib import Path

from desktop_app.managed import policy_files
from desktop_app.managed.bounds import NOTHING_HIDDEN
from desktop_app.managed.policy_files import Found
from desktop_app.managed.rules import Rules


@functools.cache
def _found(named: Path | None) -> Found:
    return policy_files.read(policy_files.system_place(), named)


_named: list[Path] = []
"""The one file that was named when this program was started, if any."""


def read_also(path: Path) -> None:
    """Let a file that was named decide what no file of the system's own place does. To be called before anything is asked.

    Raises:
        AppError: as `found` does, and managed_policy_untrusted.
    """
    _named[:] = [path]
    found()


def found() -> Found:
    """Return what the files of this machine say. Raises AppError: managed_policy_invalid, managed_policy_unsigned."""
    return _found(_named[0] if _named else None)


def rules() -> Rules:
    """Return what binds. Raises AppError as `found` does."""
    return found().rules


def first_policy(default: str) -> str:
    """Return what is hidden where a person has not chosen: what is recommended, else `default`. Raises AppError as `found` does."""
    wished = found().rules_without_choice.redaction.least if "redaction" in found().recommended else NOTHING_HIDDEN
    return default if wished == NOTHING_HIDDEN else wished


def first_language() -> str:
    """Return what is spoken where a person has not chosen; empty: as the system does. Raises AppError as `found` does."""
    return found().rules_without_choice.interface.language or ""


def complaints() -> Iterator[str]:
    """Yield, in a sentence each, what a person must be told of the files that were left out. Raises AppError."""
    for path in found().ignored:
        yield f"{path} is ignored: others than the administrator could have written it."
    for key in found().unknown:
        yield f"{key} is ignored: this version of In Camera does not know it."
