"""Of everything that is written into it is known where that will lie."""

import os
from pathlib import Path

import pytest

from desktop_app.foundation import atomic_file, output_sink
from desktop_app.foundation.errors import AppError

pytestmark = pytest.mark.skipif(not os.path.isdir("/proc/self/fd"), reason="descriptors have names on Linux")


def test_a_file_lies_where_it_is_named(tmp_path: Path) -> None:
    """Also one that is not there yet."""
    assert tmp_path / "new.png" == output_sink.place(tmp_path / "new.png")


def test_what_is_written_to_a_descriptor_lies_in_its_file(tmp_path: Path) -> None:
    """Whatever the link to it is called."""
    with (tmp_path / "elsewhere.jsonl").open("wb") as file:
        (tmp_path / "x.png").symlink_to(f"/dev/fd/{file.fileno()}")
        for name in (Path(f"/dev/fd/{file.fileno()}"), tmp_path / "x.png"):
            assert (tmp_path / "elsewhere.jsonl").resolve() == output_sink.place(name)


def test_a_pipe_lies_where_its_name_is(tmp_path: Path) -> None:
    """A link to it does not move it, and neither does a descriptor."""
    pipe = tmp_path / "p.png"
    os.mkfifo(pipe)
    (tmp_path / "link.pdf").symlink_to(pipe)
    fd = os.open(pipe, os.O_RDWR)
    for name in (pipe, tmp_path / "link.pdf", Path(f"/dev/fd/{fd}")):
        assert pipe.resolve() == output_sink.place(name)
    os.close(fd)


def test_a_pipe_without_a_name_lies_in_no_folder() -> None:
    """Nobody knows who reads it."""
    reading, writing = os.pipe()
    place = output_sink.place(Path(f"/dev/fd/{writing}"))
    assert place is not None
    assert ("", False) == (place.suffix, place.is_relative_to("/home"))
    os.close(reading)
    os.close(writing)


def test_what_cannot_be_written_into_is_told_before() -> None:
    """A descriptor that is not open, and one that is only read."""
    reading, writing = os.pipe()
    for number in (99_999, 10**20, reading):
        with pytest.raises(AppError, match="output_unwritable"):
            atomic_file.check_place(Path(f"/dev/fd/{number}"))
    os.close(reading)
    os.close(writing)


def test_what_can_be_written_into_passes(tmp_path: Path) -> None:
    """A device, a pipe that nobody reads yet, a descriptor that is written."""
    os.mkfifo(tmp_path / "p")
    reading, writing = os.pipe()
    for place in (Path(os.devnull), tmp_path / "p", Path(f"/dev/fd/{writing}")):
        atomic_file.check_place(place)
    os.close(reading)
    os.close(writing)


def test_what_keeps_nothing_is_no_place(monkeypatch: pytest.MonkeyPatch) -> None:
    """The terminal of who called, and the device that forgets; a pipe is one where it is our printed output."""
    assert output_sink.place(Path("/dev/null")) is None
    primary, terminal = os.openpty()
    name = Path(os.ttyname(terminal))
    assert name == output_sink.place(name)  # somebody else's
    reading, writing = os.pipe()
    monkeypatch.setattr(output_sink, "_PRINTED", (terminal, writing))
    assert output_sink.place(name) is None
    assert output_sink.place(Path(f"/dev/fd/{writing}")) is None
    for number in (primary, terminal, reading, writing):
        os.close(number)


@pytest.mark.parametrize("number", ["4294967296", "9" * 5000])
def test_a_number_that_no_descriptor_has_names_nothing_open(number: str) -> None:
    """However large: a name that cannot be written to, and no fault of ours."""
    name = Path(f"/dev/fd/{number}")
    assert output_sink.is_sink(name)
    with pytest.raises(OSError, match="Bad file descriptor"):
        output_sink.opened(name)
    assert name == output_sink.place(name)
