"""Leave when the desktop is gone, whatever the worker is doing.

Linux: the kernel sends SIGKILL at the parent's death. Elsewhere, and as a second net, a thread looks at the parent's
process id. Does not watch the pipe: its end is seen by the reader thread, which leaves as well.
"""

import ctypes
import os
import signal
import sys
import threading
import time

LOOK_EVERY_S = 2.0
"""Of a second net; a child that is idle is woken by nothing else."""
_PR_SET_PDEATHSIG = 1


def ask_for_death_signal(parent_pid: int) -> None:
    """Linux: die with the parent thread; leave at once if it is gone already, or if the wish is refused.

    Call after the sandbox is closed: entering a user namespace makes the kernel forget the wish. The closed sandbox lets
    it be made, and never be taken back.
    """
    is_refused = False
    if sys.platform == "linux":
        is_refused = ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0) != 0
    if is_refused or os.getppid() != parent_pid:
        os._exit(0)


def start(parent_pid: int) -> None:
    """Watch the parent from a daemon thread. Call after the sandbox is closed (namespaces want one thread)."""

    def look() -> None:
        while os.getppid() == parent_pid:
            time.sleep(LOOK_EVERY_S)
        os._exit(0)

    threading.Thread(target=look, name="parent-watch", daemon=True).start()
