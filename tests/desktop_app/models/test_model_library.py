"""The library of models removes what a hostile engine left in a model's cache, and stumbles over nothing."""

import os
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from desktop_app.foundation import left_behind
from desktop_app.models.model_library import RECORD_FILE, ModelLibrary, ModelRecord
from tests.helpers import left_overs
from tests.helpers.other_users import folder_of_nobody


@pytest.fixture
def place() -> Iterator[Path]:
    """Lend a folder for models, in memory where there is one."""
    with folder_of_nobody() as folder:
        yield folder


def _model(place: Path, name: str) -> Path:
    """Make a model with an empty cache and return the cache's place."""
    record = ModelRecord(name, "", "", (), (), "2026-01-01T00:00:00Z")
    (place / name).mkdir()
    (place / name / RECORD_FILE).write_bytes(msgspec.json.encode(record))
    return place / name / "cache"


def test_a_model_with_a_cache_of_nested_folders_is_removed(place: Path) -> None:
    """20,000 folders, each in the one before, took the program along; now they go, and nothing of theirs stays."""
    left_overs.TREES["nested"](_model(place, "one"))
    library = ModelLibrary(place)
    library.remove("one")
    assert [[], ()] == [os.listdir(place), library.records()]
    assert left_behind.untold() is None


def test_what_a_killed_removal_left_is_swept_however_deep(place: Path) -> None:
    """What was being removed when the program was killed is finished at the next sweep."""
    left_overs.nested(place / ".removing-1", 5_000)
    ModelLibrary(place).sweep()
    assert [] == os.listdir(place)


def test_what_cannot_be_removed_is_set_aside_and_told_once(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The model is gone from the library; no sweep looks at its remains again."""
    cache = _model(place, "one")
    cache.mkdir()
    (cache / "protected").touch()
    honest = os.unlink

    def unlink(path: str, **options: int) -> None:
        if path == "protected":
            raise PermissionError
        honest(path, **options)

    library = ModelLibrary(place)
    with monkeypatch.context() as patch:
        patch.setattr(os, "unlink", unlink)
        library.remove("one")
        library.sweep()
    error = left_behind.untold()
    assert error is not None
    assert ["left_behind", None] == [error.code, left_behind.untold()]
    (aside,) = os.listdir(place)
    assert aside.startswith(".set-aside-")
    library.sweep()
    assert [[aside], ()] == [os.listdir(place), library.records()]
