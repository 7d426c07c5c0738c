"""Read the presets: ready questions as TOML files, ours and the user's.

Does not ask them. A preset that needs a model that can see says so; the built-in reader cannot answer it.
"""

from pathlib import Path

import msgspec

from desktop_app.foundation import resources
from desktop_app.foundation.errors import AppError


class Preset(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One ready question.

    Attributes:
        name: stable, as given to `--preset`.
        title: what the button says.
        question: what is asked.
        needs_vision: only a vision-language model can answer it.
        needs_times: it is about what has times: a film.
        note: a sentence shown with the answer (`Not for diagnosis.`).
        order: place among the buttons.
    """

    name: str
    title: str
    question: str
    needs_vision: bool = False
    needs_times: bool = False
    note: str = ""
    order: int = 100


def all_presets(folder: Path | None = None) -> tuple[Preset, ...]:
    """Return the presets of a folder (ours when None) in the order of their buttons. Raises AppError for a broken file."""
    files = sorted((folder or resources.path("presets")).glob("*.toml"))
    try:
        presets = [msgspec.toml.decode(file.read_bytes(), type=Preset) for file in files]
    except (OSError, msgspec.MsgspecError, ValueError):
        raise AppError("preset_unknown") from None
    return tuple(sorted(presets, key=lambda preset: (preset.order, preset.name)))


def preset_named(name: str) -> Preset:
    """Return one preset. Raises AppError preset_unknown."""
    for preset in all_presets():
        if preset.name == name:
            return preset
    raise AppError("preset_unknown")
