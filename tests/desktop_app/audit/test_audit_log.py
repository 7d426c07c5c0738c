"""The audit log as a file: whole lines from many programs, taken back where the disk is full, never continued over damage."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from desktop_app.audit import anchor, audit_log, chain
from desktop_app.audit.audit_log import AuditLog
from desktop_app.audit.chain import Head
from desktop_app.foundation.errors import AppError

_WRITE_MANY = """
import sys
from pathlib import Path
from desktop_app.audit.audit_log import AuditLog
log = AuditLog(Path(sys.argv[1]), note=lambda _: None)
for number in range(int(sys.argv[2])):
    log.write("asked", {"job": str(number)})
"""

_WRITE_UNTIL_FULL = """
import resource, signal, sys
from pathlib import Path
from desktop_app.audit.audit_log import AuditLog
from desktop_app.foundation.errors import AppError
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
log = AuditLog(Path(sys.argv[1]), note=lambda _: None)
try:
    while True:
        log.write("asked", {"job": "1"})
except AppError as error:
    print(error.code)
"""


def held(folder: Path) -> Head:
    """Return the head of a log that holds."""
    verdict = chain.verify(audit_log.read_lines(folder / audit_log.FILE_NAME))
    assert verdict.flaw is None, verdict
    return verdict.head


def python(script: str, *words: str) -> "subprocess.Popen[str]":
    """Start a program that writes."""
    return subprocess.Popen([sys.executable, "-c", script, *words], stdout=subprocess.PIPE, text=True)


def test_several_programs_write_one_chain(tmp_path: Path) -> None:
    """No line is lost, doubled or mixed up with another."""
    writers = [python(_WRITE_MANY, str(tmp_path), "40") for _ in range(4)]
    assert [""] * 4 == [writer.communicate()[0] for writer in writers]
    assert [0] * 4 == [writer.returncode for writer in writers]
    assert 160 == held(tmp_path).seq


def test_a_full_disk_leaves_whole_lines_and_one_error(tmp_path: Path) -> None:
    """And the next that finds room goes on behind them."""
    writer = python(_WRITE_UNTIL_FULL, str(tmp_path))
    assert "audit_unwritable\n" == writer.communicate()[0]
    before = held(tmp_path)
    assert before.seq
    AuditLog(tmp_path).write("asked", {})
    assert before.seq + 1 == held(tmp_path).seq


@pytest.mark.parametrize("whole_lines", [0, 1, 3])
def test_a_line_that_was_not_ended_is_taken_back_and_told(tmp_path: Path, whole_lines: int) -> None:
    """As after a power cut."""
    log = AuditLog(tmp_path)
    for _ in range(whole_lines):
        log.write("asked", {})
    with log.path.open("ab") as file:
        file.write(b'{"facts":{"jo')
    log.write("opened", {})
    assert whole_lines + 2 == held(tmp_path).seq
    assert b'"unfinished_line_removed"' in log.path.read_bytes().splitlines()[whole_lines]


@pytest.mark.parametrize("end", [b"nothing of ours\n", b'{"seq":1}\n', b"x" * 9000])
def test_a_damaged_end_is_not_continued(tmp_path: Path, end: bytes) -> None:
    """What is there stays byte for byte."""
    log = AuditLog(tmp_path)
    log.write("asked", {})
    with log.path.open("ab") as file:
        file.write(end)
    data = log.path.read_bytes()
    with pytest.raises(AppError) as caught:
        log.write("asked", {})
    assert "audit_damaged" == caught.value.code
    assert data == log.path.read_bytes()


def test_a_link_is_not_followed(tmp_path: Path) -> None:
    """Nobody can have the log written over another file."""
    victim = tmp_path / "victim"
    victim.write_text("mine")
    (tmp_path / "log").mkdir()
    (tmp_path / "log" / audit_log.FILE_NAME).symlink_to(victim)
    with pytest.raises(AppError) as caught:
        AuditLog(tmp_path / "log").write("asked", {})
    assert "audit_unwritable" == caught.value.code
    assert "mine" == victim.read_text()


def test_nobody_else_may_read_it(tmp_path: Path) -> None:
    """Whatever the user's own mask says."""
    before = os.umask(0)
    try:
        AuditLog(tmp_path / "new" / "folder").write("asked", {})
    finally:
        os.umask(before)
    path = tmp_path / "new" / "folder" / audit_log.FILE_NAME
    assert (0o600, 0o700) == (path.stat().st_mode & 0o777, path.parent.stat().st_mode & 0o777)


def test_its_head_is_noted_again_and_again_and_at_the_end(tmp_path: Path) -> None:
    """So that at most a few entries can be cut off unnoticed."""
    noted: list[Head] = []
    log = AuditLog(tmp_path, noted.append)
    for _ in range(2 * anchor.EVERY_ENTRIES):
        log.write("asked", {})
    log.close()
    assert [1, anchor.EVERY_ENTRIES + 1, 2 * anchor.EVERY_ENTRIES] == [head.seq for head in noted]
    assert noted[-1] == held(tmp_path)


def test_a_log_that_was_not_begun_notes_nothing(tmp_path: Path) -> None:
    """Nor is a file made."""
    noted: list[Head] = []
    AuditLog(tmp_path / "none", noted.append).close()
    assert ([], False) == (noted, (tmp_path / "none").exists())


@pytest.mark.parametrize("change", ["removed", "emptied", "rolled back", "another of the same length", "grown anew"])
def test_a_log_that_was_exchanged_under_a_running_program_is_not_continued(tmp_path: Path, change: str) -> None:
    """Its last entry is not where this program has written it; what is there stays as it is."""
    log = AuditLog(tmp_path / "log")
    log.write("opened", {})
    first = log.path.read_bytes()
    log.write("asked", {})
    other = AuditLog(tmp_path / "other")
    for _ in range(9 if change == "grown anew" else 2):
        other.write("asked", {})
    changed = {"emptied": b"", "rolled back": first}.get(change, other.path.read_bytes())
    log.path.unlink()
    if change != "removed":
        log.path.write_bytes(changed)
    for _ in range(2):
        with pytest.raises(AppError, match="audit_replaced"):
            log.write("asked", {})
    assert (b"" if change == "removed" else changed) == log.path.read_bytes()


def test_a_log_that_others_have_written_into_is_continued(tmp_path: Path) -> None:
    """Their entries stand behind this program's last one."""
    logs = [AuditLog(tmp_path), AuditLog(tmp_path)]
    for log in (*logs, *logs, *reversed(logs)):
        log.write("asked", {})
    assert 6 == held(tmp_path).seq


@pytest.mark.skipif(sys.platform == "win32", reason="has no such files")
def test_a_pipe_in_the_place_of_a_log_keeps_nobody_waiting(tmp_path: Path) -> None:
    """It is no log."""
    os.mkfifo(tmp_path / audit_log.FILE_NAME)
    log = AuditLog(tmp_path)
    for read in (log.head, lambda: log.write("asked", {})):
        with pytest.raises(AppError, match="audit_unwritable"):
            read()
    with pytest.raises(AppError, match="file_unreadable"):
        list(audit_log.read_lines(log.path))


@pytest.mark.skipif(sys.platform == "win32", reason="has no such locks")
def test_a_lock_that_is_kept_ends_in_one_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody can keep a program waiting for ever."""
    import fcntl

    monkeypatch.setattr(audit_log, "LOCK_WAIT_S", 0.1)
    log = AuditLog(tmp_path)
    log.write("opened", {})
    with log.path.open("rb") as kept:
        fcntl.flock(kept, fcntl.LOCK_EX)
        with pytest.raises(AppError, match="audit_unwritable"):
            log.write("asked", {})
    log.write("asked", {})
    assert 2 == held(tmp_path).seq
