"""Name the redaction policies: those that ship, and files of a person's own.

Does not understand them: the airlock does, and refuses what is no policy.
"""

import hashlib
from pathlib import Path

from desktop_app.foundation import resources
from desktop_app.foundation.errors import AppError

SUFFIX = ".toml"

MAX_BYTES = 65_535
"""Of a person's own file: a thousand times what ships; the airlock takes as many characters and the last line's end."""

_END = "\n"
"""Put behind a file's text: no name has it, so that a file which says `off` is not taken for the policy of that name."""


def policy_from(word: str) -> str:
    """Return what a job takes as its policy: `word` where it names one that ships, else the text of the file it names.

    Raises:
        AppError: policy_unknown for neither, policy_unreadable for a file that cannot be read or is too long.
    """
    if not word.endswith(SUFFIX):
        if word not in resources.policy_names():
            raise AppError("policy_unknown")
        return word
    try:
        with Path(word).open("rb") as file:
            data = file.read(MAX_BYTES + 1)
        text = data.decode("utf-8")
    except (OSError, ValueError):
        raise AppError("policy_unreadable") from None
    if len(data) > MAX_BYTES:
        raise AppError("policy_unreadable")
    return text + _END


def shown(policy: str) -> str:
    """Return how a report names `policy`: its name, or a digest of its file, whose text may hold what is to be hidden."""
    if policy in resources.policy_names():
        return policy
    return f"custom {hashlib.sha256(policy.removesuffix(_END).encode()).hexdigest()}"
