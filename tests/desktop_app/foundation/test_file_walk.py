"""A walk through a folder says what it could not see. Its order, and what is passed over, are tested with the window's drops."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_app.foundation.file_walk import files_below


def test_a_folder_that_cannot_be_read_is_told_and_the_rest_still_comes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody takes a folder for empty that was locked."""
    for name in ("locked", "open"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "file").touch()
    honest = os.scandir

    def scandir(path: str) -> Iterator[os.DirEntry[str]]:
        if Path(path).name == "locked":
            raise PermissionError(13, "Permission denied", str(path))
        return honest(path)

    monkeypatch.setattr(os, "scandir", scandir)
    unreadable: list[Path] = []
    assert [tmp_path / "open" / "file"] == list(files_below(tmp_path, unreadable.append))
    assert [tmp_path / "locked"] == unreadable
