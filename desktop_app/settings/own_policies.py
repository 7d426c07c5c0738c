"""Find the redaction policies that a user or an administrator put into one folder, for the window's menu.

Reads them as text and understands none: what a policy means, and whether it is one, is judged in the airlock.
"""

from dataclasses import dataclass
from pathlib import Path

from desktop_app.foundation.errors import AppError
from desktop_app.settings.policies import SUFFIX, policy_from

MAX_POLICIES = 50
"""More do not fit a menu."""

_PREFIX = "own:"
"""Of the word of a user's own policy, so that no file can pass for one of ours."""


@dataclass(frozen=True)
class OwnPolicy:
    """A policy of the user's own.

    Attributes:
        word: what the settings remember; never one of the shipped words.
        text: TOML, as it is handed to the airlock.
    """

    word: str
    text: str


def own_policies(folder: Path) -> tuple[OwnPolicy, ...]:
    """Return the policies in a folder by name. A folder that is not there has none; what cannot be read is left out."""
    found = []
    for file in sorted(folder.glob(f"*{SUFFIX}"))[:MAX_POLICIES]:
        try:
            text = policy_from(str(file))
        except AppError:
            continue
        if text.strip():
            found.append(OwnPolicy(_PREFIX + file.stem, text))
    return tuple(found)


def is_own(word: str) -> bool:
    """Tell whether a word names a policy of the user's own."""
    return word.startswith(_PREFIX)


def name_of(word: str) -> str:
    """Return the name of a user's own policy from its word."""
    return word.removeprefix(_PREFIX)
