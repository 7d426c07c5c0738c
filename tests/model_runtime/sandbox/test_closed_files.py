"""Which files a closed child can still read and write: real processes, real attempts."""

import errno
import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.adversarial.attack_sandbox import remembered
from tests.model_runtime.sandbox.children import Account

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="tries the Linux sandbox")


@pytest.fixture
def public_folder() -> Iterator[Path]:
    """Lend a folder on a disk that every user can reach: not below pytest's own, which each session that begins closes."""
    with tempfile.TemporaryDirectory(dir="/var/tmp", prefix="incamera-test-") as name:
        Path(name).chmod(0o755)
        yield Path(name)


def test_only_the_scratch_folder_can_be_changed(account: Account, public_folder: Path) -> None:
    """In its scratch folder a child makes, changes, renames and removes files; beside it, it does none of that."""
    outside = public_folder / "outside"
    scratch = outside / "scratch"
    (scratch / "below").mkdir(parents=True)
    victim = outside / "victim"
    victim.write_text("precious", encoding="ascii")
    for path in (outside, scratch, scratch / "below", victim):
        path.chmod(0o777)
    told = account.run(
        """
        import os
        outside, scratch = Path(sys.argv[1]), Path(sys.argv[1], "scratch")
        close_sandbox(profile(scratch=scratch, may_write_files=True))
        (scratch / "new").write_text("mine")
        (scratch / "new").rename(scratch / "below" / "moved")
        inside = [(scratch / "below" / "moved").read_text()]
        (scratch / "below" / "moved").unlink()
        victim = outside / "victim"
        tell([inside, [
            refusal(open, victim, "rb"),
            refusal(open, victim, "ab"),
            refusal(os.open, victim, os.O_RDONLY | os.O_TRUNC),
            refusal(os.truncate, victim, 0),
            refusal(os.unlink, victim),
            refusal(os.mkdir, outside / "folder"),
            refusal(os.symlink, "/etc/passwd", outside / "link"),
            refusal(os.chmod, victim, 0o600),
            refusal(os.utime, victim),
            refusal(os.setxattr, victim, "user.note", b"x"),
            refusal(os.mkfifo, scratch / "fifo"),
            refusal(os.listdir, outside),
        ], [refusal(os.link, victim, scratch / "stolen"), refusal(os.rename, victim, scratch / "stolen")]])
        """,
        str(outside),
    ).told
    assert ["mine"] == told[0]
    assert {errno.EACCES, errno.EPERM} >= set(told[1])
    assert {errno.EACCES, errno.EPERM, errno.EXDEV} >= set(told[2])
    assert "precious" == victim.read_text(encoding="ascii")


def test_private_places_cannot_be_read(account: Account) -> None:
    """Names of users, logs, the temporary folder and the file system's root stay closed; libraries stay open."""
    told = account.run(
        """
        import os
        close_sandbox(profile())
        closed = ["/", "/etc", "/tmp", "/home", "/var/log", "/usr/share", "/proc", "/dev"]
        tell([[refusal(os.listdir, path) for path in closed if os.path.isdir(path)],
              [refusal(open, path, "rb") for path in ("/etc/passwd", "/etc/hostname") if os.path.isfile(path)],
              refusal(os.listdir, os.path.dirname(os.__file__))])
        """
    ).told
    assert {errno.EACCES} == set(told[0]) == set(told[1])
    assert 0 == told[2]


def test_a_child_knows_itself_and_not_the_machine(account: Account) -> None:
    """What the C library reads of its own process stays open; how disks, networks and groups are called does not."""
    needed, private = account.run(
        """
        import os
        close_sandbox(profile())
        own = ["maps", "stat", "statm", "status"]
        machine = ["mountinfo", "mounts", "mountstats", "net/dev", "net/route", "net/unix", "cgroup", "task", "fd"]
        tell([[refusal(open, f"/proc/self/{name}", "rb") for name in own],
              [refusal(os.open, f"/proc/{who}/{name}", os.O_RDONLY) for name in machine for who in ("self", os.getpid())]
              + [refusal(open, path, "rb") for path in ("/proc/mounts", "/proc/net/dev")]])
        """
    ).told
    assert {0} == set(needed)
    assert {errno.EACCES} == set(private)


def test_a_granted_file_cannot_be_marked(account: Account, public_folder: Path) -> None:
    """A child leaves nothing on a file of its own user that it may read: not a flag, a version, a lock or a time."""
    path = public_folder / "readable.bin"
    path.write_bytes(bytes(4096))
    if account.identity:
        os.chown(path, account.identity["user"], account.identity["group"])
    before = remembered(path)
    told = account.run(
        """
        from tests.adversarial.sandbox_attempts import marks
        close_sandbox(profile(readable=(Path(sys.argv[1]),)))
        tell({name: refusal(attempt) for name, attempt in marks(Path(sys.argv[1]))})
        """,
        str(path),
    ).told
    assert {errno.EPERM, errno.EACCES} == set(told.values()), told
    assert before == remembered(path)


def test_without_permission_to_write_no_file_grows(me: Account, tmp_path: Path) -> None:
    """A child that may write no files cannot fill even a file that was left open to it; its pipe still works."""
    log = tmp_path / "log"
    told = me.run(
        """
        import os
        file = os.open(sys.argv[1], os.O_WRONLY | os.O_CREAT)
        close_sandbox(profile())
        tell([refusal(os.write, file, b"x"), os.getppid() > 0])
        """,
        str(log),
    ).told
    assert [errno.EFBIG, True] == told
    assert b"" == log.read_bytes()


def test_memory_files_work(me: Account) -> None:
    """CUDA starts only where `memfd_create` works, so a child that may write has memory files."""
    told = me.run(
        """
        import os
        close_sandbox(profile(gpu=True, may_write_files=True))
        file = os.memfd_create("shared")
        os.ftruncate(file, 4096)
        tell(os.write(file, b"four"))
        """
    ).told
    assert 4 == told


@pytest.mark.parametrize("abi", [1, 2, 3, 5])
def test_an_older_landlock_closes_the_files_as_well(me: Account, tmp_path: Path, abi: int) -> None:
    """On kernels back to 5.13 nothing is readable outside, and no file can be emptied through a gap of the old rules."""
    victim = tmp_path / "victim"
    victim.write_text("precious", encoding="ascii")
    told = me.run(
        """
        import os
        from model_runtime.sandbox import landlock
        from model_runtime.sandbox.self_test import run_self_test
        landlock.version = lambda architecture: int(sys.argv[2])
        wanted = profile()
        layers = close_sandbox(wanted)
        tell([[c.check for c in run_self_test(wanted, layers) if not c.held],
              refusal(os.open, sys.argv[1], os.O_RDONLY | os.O_TRUNC), refusal(os.truncate, sys.argv[1], 0)])
        """,
        str(victim),
        str(abi),
    ).told
    assert [[], errno.EPERM, errno.EPERM] == told
    assert "precious" == victim.read_text(encoding="ascii")
