"""Files are written whole or not at all, nothing is replaced that was not named, and what is unfinished has no name."""

import errno
import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from desktop_app.foundation import atomic_file, output_sink, unfinished_files
from desktop_app.foundation.errors import AppError
from tests.helpers.children import wait_until


def names(folder: Path) -> list[str]:
    """Return what lies in a folder."""
    return sorted(os.listdir(folder))


@pytest.fixture(params=["nameless", "named"], autouse=True)
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Run every test on a disk that knows files without names, and as if on one that does not."""
    if request.param == "named":
        monkeypatch.setattr(atomic_file, "_nameless", lambda _folder: None)
    return str(request.param)


@pytest.fixture
def no_note_left() -> Iterator[Callable[[], list[str]]]:
    """Lend a look at the notes of unfinished files; none is left after the test."""

    def notes() -> list[str]:
        return [name for name in os.listdir(tempfile.gettempdir()) if name.startswith(unfinished_files.PREFIX)]

    before = notes()
    yield lambda: sorted(set(notes()) - set(before))
    assert set(before) >= set(notes())


def test_a_file_is_written_with_the_users_own_mode(tmp_path: Path) -> None:
    """As any other program would have made it, not as private as a temporary file."""
    mask = os.umask(0o027)
    try:
        atomic_file.write(tmp_path / "file", [b"one ", b"two"])
    finally:
        os.umask(mask)
    assert b"one two" == (tmp_path / "file").read_bytes()
    assert 0o640 == (tmp_path / "file").stat().st_mode & 0o777
    assert ["file"] == names(tmp_path)


@pytest.mark.usefixtures("no_note_left")
def test_what_was_there_stays_when_the_pieces_end_in_an_error(tmp_path: Path) -> None:
    """Half of a new file never takes the place of a whole old one, and nothing half-written is left."""
    path = tmp_path / "file"
    path.write_bytes(b"old")

    def pieces() -> Iterator[bytes]:
        yield b"new, but only half"
        raise AppError("decoder_died")

    with pytest.raises(AppError, match="decoder_died"):
        atomic_file.write(path, pieces())
    assert (b"old", ["file"]) == (path.read_bytes(), names(tmp_path))


def test_what_is_being_written_has_no_name_or_a_noted_one(
    tmp_path: Path, way: str, no_note_left: Callable[[], list[str]]
) -> None:
    """So that a program killed meanwhile leaves nothing, or what the next start knows of."""
    seen: list[tuple[int, int]] = []

    def pieces() -> Iterator[bytes]:
        yield b"x" * 100_000
        seen.append((len(names(tmp_path)), len(no_note_left())))

    atomic_file.write(tmp_path / "file", pieces())
    assert [(0, 0) if way == "nameless" else (1, 1)] == seen
    assert ["file"] == names(tmp_path)


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (errno.ENOSPC, "disk_full"),
        (errno.EDQUOT, "disk_full"),
        (errno.EIO, "output_unwritable"),
        (errno.EROFS, "output_unwritable"),
        (errno.ENAMETOOLONG, "output_name_too_long"),
    ],
)
@pytest.mark.usefixtures("no_note_left")
def test_a_full_or_broken_disk_is_said_and_leaves_nothing(
    number: int, code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The system's error becomes a code; what was there stays."""

    def fails(_fd: int) -> None:
        raise OSError(number, "simulated")

    path = tmp_path / "file"
    path.write_bytes(b"old")
    monkeypatch.setattr(os, "fsync", fails)
    with pytest.raises(AppError, match=code):
        atomic_file.write(path, [b"new"])
    assert (b"old", ["file"]) == (path.read_bytes(), names(tmp_path))


def test_a_really_full_disk_is_said() -> None:
    """The kernel's own full device, which stays what it is: a device is written into and never replaced."""
    with pytest.raises(AppError, match="disk_full"):
        atomic_file.write(Path("/dev/full"), [b"x"])
    assert Path("/dev/full").is_char_device()


@pytest.mark.parametrize("place", ["none/file", "folder", "n" * 300, "file/file"])
@pytest.mark.usefixtures("no_note_left")
def test_a_place_that_is_none_is_said_before_and_when_it_is_written(place: str, tmp_path: Path) -> None:
    """A missing folder, a folder in the file's place, too long a name, a file in a folder's place; nothing is left."""
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").touch()
    code = "output_name_too_long" if len(place) > 255 else "output_unwritable"
    with pytest.raises(AppError, match=code):
        atomic_file.check_place(tmp_path / place)
    with pytest.raises(AppError, match=code):
        atomic_file.write(tmp_path / place, [b"x"])
    assert ["file", "folder"] == names(tmp_path)


@pytest.mark.usefixtures("no_note_left")
def test_a_folder_that_goes_meanwhile_is_said(tmp_path: Path) -> None:
    """The whole file has no place any more."""
    folder = tmp_path / "folder"
    folder.mkdir()

    def pieces() -> Iterator[bytes]:
        yield b"x"
        for name in names(folder):
            (folder / name).unlink()
        folder.rmdir()

    with pytest.raises(AppError, match="output_unwritable"):
        atomic_file.write(folder / "file", pieces())


def test_a_new_file_takes_the_first_free_name_and_replaces_nothing(tmp_path: Path) -> None:
    """Files, links that lead nowhere and folders are all something that has the name."""
    (tmp_path / "0").write_bytes(b"old")
    (tmp_path / "1").symlink_to("nowhere")
    (tmp_path / "2").mkdir()
    made = atomic_file.write_new((tmp_path / str(number) for number in range(9)), [b"new"])
    assert (tmp_path / "3", b"new", b"old") == (made, made.read_bytes(), (tmp_path / "0").read_bytes())
    assert ["0", "1", "2", "3"] == names(tmp_path)
    with pytest.raises(AppError, match="output_exists"):
        atomic_file.write_new([tmp_path / "0", tmp_path / "3"], [b"newer"])
    assert b"new" == made.read_bytes()


def test_a_name_that_is_taken_meanwhile_is_not_replaced(tmp_path: Path) -> None:
    """Between the look and the writing another program may make the very file."""

    def pieces() -> Iterator[bytes]:
        (tmp_path / "0").write_bytes(b"somebody else's")
        yield b"ours"

    assert tmp_path / "1" == atomic_file.write_new([tmp_path / "0", tmp_path / "1"], pieces())
    assert b"somebody else's" == (tmp_path / "0").read_bytes()


def test_a_disk_without_links_takes_a_new_file_all_the_same(
    tmp_path: Path, way: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As sticks have: the name is taken by an empty file first, which is ours to replace."""

    def fails(*_: object) -> None:
        raise OSError(errno.EPERM, "simulated")

    if way == "named":
        monkeypatch.setattr(os, "link", fails)
    (tmp_path / "0").write_bytes(b"old")
    assert tmp_path / "1" == atomic_file.write_new([tmp_path / "0", tmp_path / "1"], [b"new"])
    assert (b"old", b"new") == ((tmp_path / "0").read_bytes(), (tmp_path / "1").read_bytes())
    assert ["0", "1"] == names(tmp_path)


@pytest.mark.skipif(os.name == "nt", reason="rights are others there")
@pytest.mark.parametrize("has_nameless_files", [True, False])
@pytest.mark.parametrize("rights", [0o600, 0o640, 0o400])
def test_who_may_read_a_file_may_read_what_replaces_it(
    rights: int, has_nameless_files: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And nobody else: answers out of private papers are as private."""
    if not has_nameless_files:
        monkeypatch.setattr(atomic_file, "_nameless", lambda _folder: None)
    path = tmp_path / "answers"
    path.write_bytes(b"old")
    path.chmod(rights)
    atomic_file.write(path, [b"new"])
    assert (b"new", rights) == (path.read_bytes(), path.stat().st_mode & 0o777)


def test_a_link_is_replaced_and_not_what_it_leads_to(tmp_path: Path) -> None:
    """What was named is replaced; a file behind it was not named."""
    (tmp_path / "kept").write_bytes(b"old")
    (tmp_path / "link").symlink_to("kept")
    atomic_file.write(tmp_path / "link", [b"new"])
    assert (b"old", b"new") == ((tmp_path / "kept").read_bytes(), (tmp_path / "link").read_bytes())


def test_a_pipe_is_written_into_where_somebody_reads_it(tmp_path: Path) -> None:
    """And refused, instead of waited for, where nobody does."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    assert output_sink.is_sink(pipe)
    with pytest.raises(AppError, match="output_unwritable"):
        atomic_file.write(pipe, [b"x"])
    heard: list[bytes] = []
    reader = threading.Thread(target=lambda: heard.append(pipe.read_bytes()))
    reader.start()

    def is_heard() -> bool:
        try:
            atomic_file.write(pipe, [b"one ", b"two"])
        except AppError:
            return False
        return True

    wait_until(is_heard)
    reader.join()
    assert ([b"one two"], True) == (heard, pipe.is_fifo())


def test_a_descriptor_of_ours_is_written_into(tmp_path: Path) -> None:
    """`/dev/stdout` and `/dev/fd/3` are no files to be replaced, also where they lead to one."""
    with (tmp_path / "file").open("wb") as file:
        file.write(b"before ")
        file.flush()
        atomic_file.write(Path(f"/dev/fd/{file.fileno()}"), [b"one"])
        atomic_file.write(Path(f"/proc/self/fd/{file.fileno()}"), [b" two"])
    assert b"before one two" == (tmp_path / "file").read_bytes()
    assert not output_sink.is_sink(tmp_path / "file")


# -- left-overs of programs that were killed -----------------------------------------------------------------------------

KILLED = """
import os, signal, sys
from pathlib import Path
from desktop_app.foundation import atomic_file
atomic_file._nameless = lambda folder: None
def pieces():
    yield b"private"
    os.kill(os.getpid(), signal.SIGKILL)
atomic_file.write(Path(sys.argv[1]), pieces())
"""


@pytest.mark.usefixtures("no_note_left")
def test_the_next_start_removes_what_a_killed_program_left(tmp_path: Path) -> None:
    """On a disk where what is being written needs a name."""
    environment = os.environ | {"TMPDIR": tempfile.gettempdir()}
    ran = subprocess.run([sys.executable, "-c", KILLED, str(tmp_path / "file")], env=environment)
    assert (-9, 1) == (ran.returncode, len(names(tmp_path)))
    assert b"private" == (tmp_path / names(tmp_path)[0]).read_bytes()
    unfinished_files.remove_left_overs()
    assert [] == names(tmp_path)


KILLED_IN_A_FOLDER = """
import os, signal, sys
from pathlib import Path
from desktop_app.foundation import unfinished_files
name = unfinished_files.new_name(Path(sys.argv[1]))
with unfinished_files.noted(name):
    name.mkdir()
    (name / "0001.dcm").write_bytes(b"private")
    os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.usefixtures("no_note_left")
def test_the_next_start_removes_a_folder_that_a_killed_program_left(tmp_path: Path) -> None:
    """The copy of a series is a folder, which has no form without a name."""
    environment = os.environ | {"TMPDIR": tempfile.gettempdir()}
    ran = subprocess.run([sys.executable, "-c", KILLED_IN_A_FOLDER, str(tmp_path)], env=environment)
    assert (-9, 1) == (ran.returncode, len(names(tmp_path)))
    unfinished_files.remove_left_overs()
    assert [] == names(tmp_path)


def test_a_folder_that_was_not_named_in_the_end_goes(tmp_path: Path) -> None:
    """With what is in it; one that got another name stays."""
    name, kept = unfinished_files.new_name(tmp_path), unfinished_files.new_name(tmp_path)
    with unfinished_files.noted(name), unfinished_files.noted(kept):
        for folder in (name, kept):
            folder.mkdir()
            (folder / "0001.dcm").touch()
        kept.rename(tmp_path / "copy")
    assert ["copy"] == names(tmp_path)


def test_what_a_living_program_writes_is_left_alone(tmp_path: Path) -> None:
    """Its note is locked."""
    name = unfinished_files.new_name(tmp_path)
    with unfinished_files.noted(name):
        name.touch()
        unfinished_files.remove_left_overs()
        assert name.exists()
    assert not name.exists()


@pytest.mark.parametrize(
    "planted", ["/etc/hostname", "mine.png", ".incamera-link", ".incamera-folder", "", ".incamera-\0"]
)
@pytest.mark.usefixtures("no_note_left")
def test_a_note_removes_nothing_but_unfinished_files(planted: str, tmp_path: Path) -> None:
    """Whatever somebody writes into one: only regular files of this user, with a name of our own making."""
    (tmp_path / "mine.png").touch()
    (tmp_path / ".incamera-link").symlink_to("mine.png")
    (tmp_path / ".incamera-folder").mkdir()
    before = names(tmp_path)
    note = Path(tempfile.gettempdir()) / ".incamera-note-planted"
    note.write_bytes(os.fsencode(tmp_path / planted if planted else planted))
    unfinished_files.remove_left_overs()
    if note.exists():  # one that makes no sense may stay; it is nobody's secret
        note.unlink()
    assert before == names(tmp_path)
    assert Path("/etc/hostname").exists()
