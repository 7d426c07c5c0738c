"""Move this process into a network and an IPC namespace of its own, where there is nobody and no wire.

The machine is called `in-camera` inside: its real name is none of a child's business.

Needs no root where the system permits user namespaces. Forbids no system call and no file.
"""

import contextlib
import os
from pathlib import Path

from model_runtime.sandbox import linux_calls

_EMPTY_WORLD = linux_calls.CLONE_NEWNET | linux_calls.CLONE_NEWIPC | linux_calls.CLONE_NEWUTS


def enter() -> bool:
    """Enter the namespaces; return False where the system forbids it. The process must have one thread."""
    user, group = os.getuid(), os.getgid()
    try:
        linux_calls.unshare(linux_calls.CLONE_NEWUSER | _EMPTY_WORLD)
    except OSError:
        return _enter_as_root()
    _map_to_self(user, group)
    _forget_the_machines_name()
    return True


def _enter_as_root() -> bool:
    """Enter without a user namespace: root may, where a container or a setting forbids user namespaces."""
    try:
        linux_calls.unshare(_EMPTY_WORLD)
    except OSError:
        return False
    _forget_the_machines_name()
    return True


def _forget_the_machines_name() -> None:
    with contextlib.suppress(OSError):  # a small thing, and no reason to do without the namespaces
        linux_calls.set_machine_name(b"in-camera")


def _map_to_self(user: int, group: int) -> None:
    """Keep our own ids inside; without a map the kernel still checks the real ones, they only show as `nobody`."""
    for name, text in (("setgroups", "deny"), ("uid_map", f"{user} {user} 1"), ("gid_map", f"{group} {group} 1")):
        try:
            Path("/proc/self", name).write_text(text, encoding="ascii")
        except OSError:
            return
