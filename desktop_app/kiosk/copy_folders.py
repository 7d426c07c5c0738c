"""Say where a kiosk may write a copy: beside its source, or in the first allowed folder. Where nobody has decided, nowhere.

Compares names only, and asks no disk: whether it is really there is judged once more when it is written (`managed/bounds.py`).
"""

import os
from pathlib import Path

from desktop_app.managed.rules import Rules


def copy_folder(rules: Rules, source: Path) -> Path | None:
    """Return the folder for a copy of `source`."""
    allowed = [Path(folder) for folder in rules.export.folders or ()]
    beside = source.parent
    if any(Path(os.path.normpath(beside)).is_relative_to(folder) for folder in allowed):
        return beside
    own = [folder for folder in allowed if folder not in map(Path, rules.kiosk.drives)]
    return own[0] if own else None
