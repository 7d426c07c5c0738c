"""No name of an output leads to a file that is read, not even one that a shell has opened for it."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_app.cli import outputs
from desktop_app.foundation.errors import AppError

pytestmark = pytest.mark.skipif(not os.path.isdir("/proc/self/fd"), reason="descriptors have names on Linux")


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """Return a file that is read."""
    path = tmp_path / "a.png"
    path.write_bytes(b"source")
    return path


@pytest.fixture
def opened(source: Path) -> Iterator[int]:
    """Return a descriptor that a shell opened on that file: `3<>a.png`."""
    fd = os.open(source, os.O_RDWR)
    yield fd
    os.close(fd)


@pytest.mark.parametrize("folder", ["/dev/fd", "/proc/self/fd", "/proc/thread-self/fd"])
def test_a_descriptor_of_a_source_is_no_output(folder: str, source: Path, opened: int, tmp_path: Path) -> None:
    """Under every name, and through a link."""
    (tmp_path / "link.jsonl").symlink_to(f"{folder}/{opened}")
    for name in (Path(folder, str(opened)), tmp_path / "link.jsonl"):
        with pytest.raises(AppError, match="output_exists"):
            outputs.check([source], "off", [tmp_path / "o.png", name])


def test_a_descriptor_of_a_policy_is_no_output(source: Path, opened: int, tmp_path: Path) -> None:
    """What is read to know what to hide is no place for a report."""
    own = source.rename(tmp_path / "mine.toml")
    with pytest.raises(AppError, match="output_exists"):
        outputs.check([], str(own), [Path(f"/dev/fd/{opened}")])


def test_a_descriptor_of_another_output_collides(source: Path, opened: int, tmp_path: Path) -> None:
    """The copy would take the place of the file that the report is written into."""
    with pytest.raises(AppError, match="outputs_collide"):
        outputs.check([tmp_path / "b.png"], "off", [source, Path(f"/dev/fd/{opened}")])


def test_a_descriptor_of_nothing_that_is_read_is_an_output(opened: int, tmp_path: Path) -> None:
    """A file of its own, a pipe, and whatever our own output is."""
    reading, writing = os.pipe()
    names = [f"/dev/fd/{opened}", f"/dev/fd/{writing}", "/dev/stdout", "/dev/null"]
    outputs.check([tmp_path / "b.png"], "off", [Path(name) for name in names])
    os.close(reading)
    os.close(writing)


@pytest.mark.parametrize("name", ["new/../a.png", "new/er/../../a.png"])
def test_an_output_below_a_folder_that_the_call_makes_is_no_source(
    name: str, source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`redact a.png b.png --out new --report new/../a.png` wrote the report over the source, once `new` was made."""
    monkeypatch.chdir(tmp_path)
    with pytest.raises(AppError, match="output_exists"):
        outputs.check([source], "off", [Path("new"), None, Path(name)])
