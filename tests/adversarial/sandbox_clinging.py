"""Be a child that was taken over and does everything to outlive its desktop: started by `attack_sandbox.py`.

Stricter than the real child: nothing here watches the parent or the pipe, since hostile code could stop whoever does.
"""

import contextlib
import ctypes
import os
import signal
import sys
import threading
from pathlib import Path

from model_runtime.sandbox.close import close_sandbox
from model_runtime.server import parent_watch
from tests.adversarial import sandbox_child
from tests.adversarial.sandbox_attempts import NUMBERS, call, control

PR_SET_PDEATHSIG, PR_SET_CHILD_SUBREAPER = 1, 36


def main(readable: tuple[str, ...]) -> None:
    """Close, as the airlock does; then cling as the first argument says."""
    how, parent = sys.argv[1], os.getppid()
    close_sandbox(sandbox_child.profile("airlock", None, None, tuple(map(Path, readable))))
    parent_watch.ask_for_death_signal(parent)
    _forget_everything()
    for _ in range(2):
        threading.Thread(target=_spin, daemon=True).start()
    os.write(1, b"clinging\n")
    if how == "leaves_main_thread":
        ctypes.CDLL(None).syscall(NUMBERS["exit"], 0)
    if how == "stops_itself":
        os.kill(os.getpid(), signal.SIGSTOP)
    _spin()


def _forget_everything() -> None:
    """Ignore all signals, and try all that makes the kernel forget the death signal."""
    for number in signal.valid_signals():
        with contextlib.suppress(OSError, ValueError):
            signal.signal(number, signal.SIG_IGN)
    signal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals())
    for option, value in ((PR_SET_PDEATHSIG, 0), (PR_SET_PDEATHSIG, signal.SIGWINCH), (PR_SET_CHILD_SUBREAPER, 1)):
        with contextlib.suppress(OSError):
            control(option, value, 0, 0, 0)
    user, group = os.getuid(), os.getgid()
    for name, arguments in (
        ("setsid", ()),
        ("setpgid", (0, 0)),
        ("setresuid", (user, user, user)),
        ("setresgid", (group, group, group)),
        ("setfsuid", (user + 1,)),
        ("unshare", (0x1000_0000,)),
        ("capset", (0, 0)),
    ):
        with contextlib.suppress(OSError):
            call(name, *arguments)
    with contextlib.suppress(OSError):
        if os.fork() != 0:
            os._exit(0)


def _spin() -> None:
    while True:
        pass
