"""Give up every privilege that this process has or could get, for good.

Works the same for root and for an ordinary user: root without capabilities is an ordinary user that owns files.
"""

import contextlib
import errno
import struct

from model_runtime.sandbox import linux_calls
from model_runtime.sandbox.syscall_numbers import Architecture

_LAST_POSSIBLE_CAPABILITY = 63
_CAPABILITY_VERSION_3 = 0x2008_0522
_AMBIENT_CLEAR_ALL = 4
_SECUREBITS_ROOT_IS_NOBODY = 0xEF
"""NOROOT, NO_SETUID_FIXUP, NO_CAP_AMBIENT_RAISE with their locks, and KEEP_CAPS locked off (capabilities(7))."""


def forbid_new_privileges() -> None:
    """Make set-uid programs and file capabilities powerless from here on. Raises OSError."""
    linux_calls.control_process(linux_calls.PR_SET_NO_NEW_PRIVS, 1)


def drop_capabilities(architecture: Architecture) -> None:
    """Empty all five capability sets of this thread. Raises OSError when any capability would stay."""
    with contextlib.suppress(PermissionError):  # an ordinary user may not, and needs not: nothing to bound
        for capability in range(_LAST_POSSIBLE_CAPABILITY + 1):
            if not _drop_from_bounding_set(capability):
                break
        linux_calls.control_process(linux_calls.PR_SET_SECUREBITS, _SECUREBITS_ROOT_IS_NOBODY)
    linux_calls.control_process(linux_calls.PR_CAP_AMBIENT, _AMBIENT_CLEAR_ALL)
    header = linux_calls.buffer(struct.pack("=Ii", _CAPABILITY_VERSION_3, 0))
    nothing = linux_calls.buffer(bytes(24))  # effective, permitted, inheritable: three words, twice
    linux_calls.call(architecture.numbers["capset"], header, nothing)


def _drop_from_bounding_set(capability: int) -> bool:
    """Return False when the kernel knows no capability of this number."""
    try:
        linux_calls.control_process(linux_calls.PR_CAPBSET_DROP, capability)
    except OSError as error:
        if error.errno == errno.EINVAL:
            return False
        raise
    return True


def hide_memory() -> None:
    """Let no other process of this user attach to, or dump, this one. Raises OSError."""
    linux_calls.control_process(linux_calls.PR_SET_DUMPABLE, 0)
