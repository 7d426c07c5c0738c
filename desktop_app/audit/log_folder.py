"""Say where the audit log lies. Makes no folder.

Where the organisation names no folder, the log lies in the home of this account as the system's own list of accounts has it:
a variable, which anybody can set for himself, does not move what somebody else demands.
"""

import os
import sys
from pathlib import Path

from desktop_app.foundation.paths import APP_NAME, user_paths

_LOGS = {"linux": Path(".local", "state", APP_NAME, "log"), "darwin": Path("Library", "Logs", APP_NAME)}


def log_folder(decided: str) -> Path:
    """Return the folder that is `decided`, else this account's own."""
    if decided:
        return Path(decided)
    home = _home()
    return user_paths().logs if home is None else home / _LOGS[sys.platform]


def _home() -> Path | None:
    """Return the home of this account; None where the system keeps no such list, or knows no such account."""
    if sys.platform not in _LOGS:
        return None
    import pwd

    try:
        return Path(pwd.getpwuid(os.getuid()).pw_dir)
    except KeyError:
        return None
