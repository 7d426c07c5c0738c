"""List the models that can be chosen, from `resources/models/*.toml`. Loads none."""

import msgspec

from desktop_app.foundation import resources
from desktop_app.foundation.errors import AppError


class CatalogEntry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One model.

    Attributes:
        name: stable, as given to `--model`.
        title: what people read.
        engine: which engine runs it.
        licence: SPDX expressions of its parts.
        takes: kinds of input (`documents`, `images`, `video`).
        languages: that it answers about well, as ISO 639-1 codes.
        is_built_in: its files come with In Camera.
        memory_bytes: resident memory it needs, as measured.
        max_page_px: how many pixels of a page it wants at most.
        about: one sentence.
    """

    name: str
    title: str
    engine: str
    licence: str
    takes: tuple[str, ...]
    languages: tuple[str, ...]
    is_built_in: bool
    memory_bytes: int
    max_page_px: int
    about: str


def all_models() -> tuple[CatalogEntry, ...]:
    """Return the catalogue in order of its file names."""
    files = sorted(resources.path("models").glob("*.toml"))
    return tuple(msgspec.toml.decode(file.read_bytes(), type=CatalogEntry) for file in files)


def model_named(name: str) -> CatalogEntry:
    """Return one model. Raises AppError model_missing."""
    for entry in all_models():
        if entry.name == name:
            return entry
    raise AppError("model_missing")
