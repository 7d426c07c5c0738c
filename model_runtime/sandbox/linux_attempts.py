"""Ways out of a closed Linux process that leave no trace on the network: marks, messages, outliving, listening in.

Each function is one attempt of the self-test and raises OSError when it is refused. All are made on things of our own,
so that an open system answers anything but a refusal, and what succeeds there is undone. Judges nothing.
"""

import ctypes
import errno
import fcntl
import os
import struct
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from model_runtime.sandbox import linux_calls
from model_runtime.sandbox.profile import SandboxProfile
from model_runtime.sandbox.syscall_numbers import architecture_named

Attempt = Callable[[], object]

FS_IOC_SETFLAGS, FS_IOC_SETVERSION, FS_IOC_FSSETXATTR = 0x4008_6602, 0x4008_7602, 0x401C_5820
F_SETSIG, F_SETLEASE, F_NOTIFY, F_SET_RW_HINT = 10, 1024, 1026, 1036
_SOMETHING_TO_WRITE = bytes(28)
"""As long as the longest that the three read (`struct fsxattr`)."""

_NOBODYS_KEY = 0x1C_A1E2A
_PROCESS_KEYRING = -2
_FUTEX_WAKE = 1

FACTS = (
    *("mountinfo", "mounts", "mountstats", "cgroup"),
    *("net/dev", "net/route", "net/unix", "net/tcp", "net/arp", "net/wireless"),
)
"""Below /proc/self: what the disks, networks and groups of this machine are called, and who talks to whom."""


def marks() -> Iterator[Attempt]:
    """Change what is remembered about a file that may only be read; tried on a pipe, which every rule treats alike."""
    for request in (FS_IOC_SETFLAGS, FS_IOC_SETVERSION, FS_IOC_FSSETXATTR):
        yield partial(_on_a_pipe, partial(_ask_device, request))
    yield partial(_on_a_pipe, lambda fd: fcntl.fcntl(fd, F_SET_RW_HINT, struct.pack("=Q", 0)))
    yield partial(_on_a_pipe, lambda fd: fcntl.fcntl(fd, F_SETLEASE, fcntl.F_UNLCK))
    yield partial(_on_a_pipe, lambda fd: fcntl.fcntl(fd, F_NOTIFY, 0))
    yield partial(_on_a_pipe, lambda fd: fcntl.flock(fd, fcntl.LOCK_SH))
    yield partial(_on_a_pipe, lambda fd: os.fchmod(fd, 0o600))
    yield partial(_on_a_pipe, os.utime)


def messages(profile: SandboxProfile) -> Iterator[Attempt]:
    """Look into the places where programs meet by number or by name; there is nothing under ours."""
    for name, arguments in (
        ("shmget", (_NOBODYS_KEY, 0, 0)),
        ("semget", (_NOBODYS_KEY, 0, 0)),
        ("msgget", (_NOBODYS_KEY, 0)),
        ("mq_open", (linux_calls.buffer(b"in-camera-self-test\0"), os.O_RDONLY, 0, 0)),
        ("keyctl", (0, _PROCESS_KEYRING, 0)),
    ):
        yield partial(_call, name, *arguments)
    if not profile.gpu:  # nobody has seen CUDA's locks
        yield partial(_call, "futex", linux_calls.buffer(bytes(4)), _FUTEX_WAKE, 1)


def outliving() -> Iterator[Attempt]:
    """Forget that we are to die with the desktop."""
    yield _forget_the_death_signal


def facts() -> Iterator[Attempt]:
    """Read what our own process could tell about the machine."""
    for name in FACTS:
        yield partial(_read, Path("/proc/self", name))


def _on_a_pipe(change: Callable[[int], object]) -> None:
    with _pipe() as fd:
        change(fd)


def _ask_device(request: int, fd: int) -> None:
    fcntl.ioctl(fd, request, _SOMETHING_TO_WRITE)


@contextmanager
def _pipe() -> Iterator[int]:
    reading, writing = os.pipe()
    try:
        yield reading
    finally:
        os.close(reading)
        os.close(writing)


def _call(name: str, *arguments: int | linux_calls.Buffer) -> None:
    architecture = architecture_named(os.uname().machine)
    if architecture is None:  # a processor without a filter: nothing is closed, and nothing is known to try
        raise OSError(errno.ENOSYS, os.strerror(errno.ENOSYS))
    linux_calls.call(architecture.numbers[name], *arguments)


def _read(path: Path) -> None:
    os.close(os.open(path, os.O_RDONLY))


def _forget_the_death_signal() -> None:
    before = ctypes.c_int()
    linux_calls.control_process(linux_calls.PR_GET_PDEATHSIG, ctypes.addressof(before))
    linux_calls.control_process(linux_calls.PR_SET_PDEATHSIG, 0)
    linux_calls.control_process(linux_calls.PR_SET_PDEATHSIG, before.value)
