"""Say where this user's settings and logs are, by the rules of the system.

Makes no folder. `INCAMERA_HOME` moves everything into one folder (portable installation, tests).
"""

import os
from dataclasses import dataclass
from pathlib import Path

import platformdirs

APP_NAME = "in-camera"


@dataclass(frozen=True)
class Paths:
    """The folders of one user."""

    settings: Path
    logs: Path
    models: Path
    policies: Path


def user_paths() -> Paths:
    """Return this user's folders."""
    home = os.environ.get("INCAMERA_HOME")
    if home:
        return Paths(Path(home) / "settings", Path(home) / "logs", Path(home) / "models", Path(home) / "policies")
    return Paths(
        platformdirs.user_config_path(APP_NAME, appauthor=False),
        platformdirs.user_log_path(APP_NAME, appauthor=False),
        platformdirs.user_data_path(APP_NAME, appauthor=False) / "models",
        platformdirs.user_config_path(APP_NAME, appauthor=False) / "policies",
    )
