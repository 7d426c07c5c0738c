"""Ask the Linux kernel directly, with no library between: `prctl` and calls by number.

Knows no policy. Every failure is an `OSError` with the kernel's own errno.
"""

import ctypes
import os
from typing import TypeAlias

Buffer: TypeAlias = ctypes.Array[ctypes.c_char]

_LIBC = ctypes.CDLL(None, use_errno=True)
_LIBC.syscall.restype = ctypes.c_long
_LIBC.prctl.restype = ctypes.c_int

PR_SET_PDEATHSIG = 1
PR_GET_PDEATHSIG = 2
PR_SET_DUMPABLE = 4
PR_SET_SECCOMP = 22
PR_CAPBSET_DROP = 24
PR_SET_SECUREBITS = 28
PR_SET_NO_NEW_PRIVS = 38
PR_CAP_AMBIENT = 47

CLONE_NEWUTS = 0x0400_0000
CLONE_NEWIPC = 0x0800_0000
CLONE_NEWUSER = 0x1000_0000
CLONE_NEWNET = 0x4000_0000


def control_process(option: int, *values: int) -> None:
    """Call `prctl(option, values…)`, missing values as 0. Raises OSError."""
    padded = [ctypes.c_ulong(value) for value in (*values, 0, 0, 0, 0)[:4]]
    if _LIBC.prctl(option, *padded) != 0:
        raise _last_error()


def buffer(content: bytes) -> Buffer:
    """Return `content` as memory whose address a call can be given."""
    return ctypes.create_string_buffer(content, len(content))


def call(number: int, *values: int | Buffer) -> int:
    """Make the system call `number` and return its result. Buffers are passed by address. Raises OSError."""
    passed = [ctypes.c_long(value) if isinstance(value, int) else value for value in values]
    result = int(_LIBC.syscall(ctypes.c_long(number), *passed))
    if result < 0:
        raise _last_error()
    return result


def unshare(flags: int) -> None:
    """Leave the shared namespaces named by `flags` (CLONE_NEW…). Raises OSError."""
    if _LIBC.unshare(ctypes.c_int(flags)) != 0:
        raise _last_error()


def set_machine_name(name: bytes) -> None:
    """Call the machine `name` in this UTS namespace. Raises OSError."""
    if _LIBC.sethostname(name, ctypes.c_size_t(len(name))) != 0:
        raise _last_error()


def _last_error() -> OSError:
    code = ctypes.get_errno()
    return OSError(code, os.strerror(code))
