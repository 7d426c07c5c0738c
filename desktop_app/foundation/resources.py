"""Find and read the data files that ship beside the program: style sheet, icons, translations, presets, policies, the sample.

Reads nothing of the user's.
"""

import functools
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[2] / "resources"


def path(*parts: str) -> Path:
    """Return the place of a resource."""
    return FOLDER.joinpath(*parts)


def text(*parts: str) -> str:
    """Return a resource's text."""
    return path(*parts).read_text(encoding="utf-8")


def policy_names() -> tuple[str, ...]:
    """Return the names of the redaction policies that ship."""
    return _names("policies")


def preset_names() -> tuple[str, ...]:
    """Return the names of the presets that ship."""
    return _names("presets")


@functools.cache
def _names(folder: str) -> tuple[str, ...]:
    return tuple(sorted(file.stem for file in path(folder).glob("*.toml")))
