"""Attack the sandbox from inside a closed child, in both roles, as root and as nobody, with namespaces and without.

What the child tries is in `sandbox_child.py`; here children are started, and what they may have left is looked for.
"""

import ctypes
import fcntl
import json
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from tests.adversarial.row import Row, Size
from tests.helpers.other_users import can_be_others
from tests.model_runtime.sandbox.children import NOBODY, Account, NoSuchAccount, ordinary_account, this_user

GONE_WITHIN_S = 300.0
CLINGS = ("spins", "leaves_main_thread", "stops_itself")

ATTACK = """
from tests.adversarial import sandbox_child
sys.argv[1:] += [word for path in READABLE for word in ("--readable", path)]
sandbox_child.main()
"""

CLINGING = """
from tests.adversarial import sandbox_clinging
sandbox_clinging.main(READABLE)
"""

DESKTOP = """
import os, subprocess, sys, time
child = subprocess.Popen(sys.argv[1:], stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True)
print(child.pid, child.stdout.readline().decode().strip(), flush=True)
time.sleep(600)
"""


def rows(size: Size) -> Iterator[Row]:
    """Yield a row a user, role and kind of system, and one a way to outlive the desktop."""
    for who, account in accounts().items():
        for has_namespaces in (True, False):
            for role in ("airlock", "engine"):
                yield attacked(account, who, role, has_namespaces=has_namespaces, is_small=size is Size.SMALL)
        yield outlived(account, who)


def accounts() -> dict[str, Account]:
    """Return everybody whom these tests can be, by name."""
    found = {"root" if os.getuid() == 0 else "an ordinary user": this_user()}
    if can_be_others():
        with suppress(NoSuchAccount):
            found["nobody"] = ordinary_account()
    return found


def attacked(account: Account, who: str, role: str, *, has_namespaces: bool, is_small: bool, weakened: str = "") -> Row:
    """Run one child that tries everything, then compare what it could read with what that was before.

    `weakened` is code that takes a rule away first, to see that the attack notices.
    """
    with _places(account) as folder:
        marked, victim = folder / "readable.bin", folder / "private.txt"
        before = [remembered(marked), remembered(victim), sorted(os.listdir(folder))]
        words = [role, "--victim", victim, "--marked", marked]
        if role == "engine":
            words += ["--scratch", folder / "scratch", "--cache", folder / "cache"]
        words += ["--small"] * is_small + ["--without-namespaces"] * (not has_namespaces)
        told = account.run(weakened + ATTACK, *map(str, words)).told
        through = list(told["through"])
        if before != [remembered(marked), remembered(victim), sorted(os.listdir(folder))]:
            through.append("left a mark that can be seen afterwards")
    up = "namespaces" in told["layers"]
    system = "with namespaces" if up else "without namespaces"
    check = f"a closed {role} as {who}, {system}: ways out"
    return Row(check, told["tried"] + 1, len(through), tuple(through[:20]))


def outlived(account: Account, who: str) -> Row:
    """Kill a desktop whose child does everything to go on; see whether it does."""
    alive = [how for how in CLINGS if goes_on(account, how)]
    return Row(f"a hostile child as {who}, its desktop killed: goes on", len(CLINGS), len(alive), tuple(alive))


def goes_on(account: Account, how: str, *, weakened: str = "", wait_s: float = GONE_WITHIN_S) -> bool:
    """Tell whether a child that clings in this way runs on `wait_s` after its desktop has been killed; end it then."""
    with account.started(DESKTOP, *account.command(weakened + CLINGING, how)) as desktop:
        assert desktop.stdout is not None
        pid, word = desktop.stdout.readline().decode().split()
        assert word == "clinging"
        assert runs(int(pid))
        desktop.kill()
        desktop.wait()
        ends_at = time.monotonic() + wait_s
        while runs(int(pid)) and time.monotonic() < ends_at:
            time.sleep(0.02)
        has_gone_on = runs(int(pid))
        if has_gone_on:
            os.kill(int(pid), 9)
    return has_gone_on


def runs(pid: int) -> bool:
    """Tell whether any thread of a process still runs: the first may have ended, and the others go on."""
    for thread in Path(f"/proc/{pid}/task").glob("*"):
        with suppress(OSError):
            if (thread / "stat").read_text(encoding="ascii").rpartition(")")[2].split()[0] not in ("Z", "X"):
                return True
    return False


def remembered(path: Path) -> list[object]:
    """Return all that a file system keeps about a file, but for the time of its last reading."""
    status = path.stat()
    fd = os.open(path, os.O_RDONLY)
    try:
        told: list[object] = [_asked(fd, number) for number in (0x8008_6601, 0x8008_7601, 0x801C_581F)]
        hint = ctypes.create_string_buffer(8)
        with suppress(OSError):
            told.append(fcntl.fcntl(fd, 1035, hint.raw))  # F_GET_RW_HINT
        told += [(name, os.getxattr(fd, name)) for name in os.listxattr(fd)]
    finally:
        os.close(fd)
    return [
        *told,
        status.st_mode,
        status.st_uid,
        status.st_nlink,
        status.st_size,
        status.st_mtime_ns,
        status.st_ctime_ns,
    ]


def _asked(fd: int, number: int) -> bytes:
    answer = bytearray(28)
    try:
        fcntl.ioctl(fd, number, answer)
    except OSError:  # not every file system keeps this
        return b""
    return bytes(answer)


@contextmanager
def _places(account: Account) -> Iterator[Path]:
    """Lend a folder of this account with a file to be read, one not to be read, and an engine's two folders."""
    folder = Path(tempfile.mkdtemp(prefix="in-camera-attack-", dir="/var/tmp"))
    try:
        folder.chmod(0o755)
        for name in ("scratch", "cache"):
            (folder / name).mkdir()
        (folder / "readable.bin").write_bytes(bytes(8192))
        (folder / "private.txt").write_text(json.dumps("precious"), encoding="ascii")
        if account.identity:
            for path in (folder, *folder.iterdir()):
                os.chown(path, NOBODY, NOBODY)
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
