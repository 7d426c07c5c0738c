"""Leave a scratch folder behind as a killed desktop does, start again, and say what is left of it. A test reads the answer."""

import fcntl  # noqa: F401 - what the product imports late an ordinary user may not be able to read
import os
import tempfile
from pathlib import Path

from desktop_app.foundation import left_behind
from desktop_app.runtime_client import scratch
from tests.helpers import left_overs


def main(name: str, place: str) -> None:
    """Print what lies in the folder for temporary files after two more starts, and whether a person is told (once)."""
    tempfile.tempdir = place
    scratch.SWEEP_S = 600.0  # a machine under load
    precious = Path(place) / "precious"
    precious.mkdir()
    (precious / "file").touch()
    left = Path(place) / f"{scratch.PREFIX}left_1_2"
    os.umask(0o077)
    if name == "protected":
        left.mkdir()
        (left / "page").touch()
        _protect("page")
    else:
        left_overs.TREES[name](left)
    scratch.Scratch().remove()
    is_told = left_behind.untold() is not None
    scratch.Scratch().remove()
    assert left_behind.untold() is None, "told twice"
    names = [entry[: len(scratch.SET_ASIDE)] for entry in os.listdir(place) if entry != "precious"]
    print(f"left: {names} told: {is_told}")


def _protect(name: str) -> None:
    """Let the system refuse to unlink `name`, as it does with what another user or an attribute protects."""
    honest = os.unlink

    def unlink(path: str, **options: int) -> None:
        if path == name:
            raise PermissionError
        honest(path, **options)

    os.unlink = unlink  # type: ignore[assignment]  # this process is the test
