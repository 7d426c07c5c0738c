"""Close the file system with Landlock, apart from what the profile grants.

Also TCP ports, abstract sockets and signals, where the kernel's Landlock knows them. Needs no root. Does not govern
`stat`, `chmod`, extended attributes, times or `inotify`: `syscall_rules.py` refuses what of these would do harm.
Source: Documentation/userspace-api/landlock.rst and include/uapi/linux/landlock.h.
"""

import os
import stat
import struct
from collections.abc import Iterable

from model_runtime.sandbox import linux_calls
from model_runtime.sandbox.profile import Access, Grant
from model_runtime.sandbox.syscall_numbers import Architecture

EXECUTE = 1 << 0
WRITE_FILE = 1 << 1
READ_FILE = 1 << 2
READ_DIR = 1 << 3
REMOVE_DIR = 1 << 4
REMOVE_FILE = 1 << 5
MAKE_DIR = 1 << 7
MAKE_REG = 1 << 8
REFER = 1 << 13
TRUNCATE = 1 << 14
IOCTL_DEV = 1 << 15

_RIGHTS_OF_A_FILE = EXECUTE | WRITE_FILE | READ_FILE | TRUNCATE | IOCTL_DEV
"""Asking for a folder's right on a plain file is EINVAL."""

_READ = READ_FILE | READ_DIR
_WRITE = _READ | WRITE_FILE | TRUNCATE | MAKE_REG | MAKE_DIR | REMOVE_FILE | REMOVE_DIR | REFER
_RIGHTS = {
    Access.READ: _READ,
    Access.WRITE_IN_PLACE: _READ | WRITE_FILE | TRUNCATE,
    Access.WRITE: _WRITE,
    Access.DEVICE: _READ | WRITE_FILE | IOCTL_DEV,
}
"""EXECUTE is in none of them: libraries are mapped, which Landlock allows, not executed."""

_TCP_BIND_AND_CONNECT = 0b11
_ABSTRACT_SOCKETS_AND_SIGNALS = 0b11
_ASK_VERSION = 1
_RULE_PATH_BENEATH = 1


def version(architecture: Architecture) -> int:
    """Return the version of Landlock's interface that this kernel offers; 0 when it offers none."""
    try:
        return linux_calls.call(architecture.numbers["landlock_create_ruleset"], 0, 0, _ASK_VERSION)
    except OSError:
        return 0


def handled_rights(abi: int) -> int:
    """Return every file right that version `abi` can refuse, as a bit set."""
    count = 16 if abi >= 5 else {1: 13, 2: 14}.get(abi, 15)
    return (1 << count) - 1


def ruleset_attributes(abi: int) -> bytes:
    """Return `struct landlock_ruleset_attr`, as long as version `abi` knows it: handle all that can be handled."""
    words = [handled_rights(abi)]
    if abi >= 4:
        words.append(_TCP_BIND_AND_CONNECT)
    if abi >= 6:
        words.append(_ABSTRACT_SOCKETS_AND_SIGNALS)
    return struct.pack(f"={len(words)}Q", *words)


def layers(abi: int) -> tuple[str, ...]:
    """Return the names of what version `abi` closes."""
    return ("landlock", *(("landlock_tcp",) if abi >= 4 else ()), *(("landlock_scope",) if abi >= 6 else ()))


def restrict(architecture: Architecture, grants: Iterable[Grant]) -> tuple[str, ...]:
    """Close this thread's file system but for `grants`; return the layers now up, none where there is no Landlock.

    `no_new_privs` must be set. Each grant's path stays open, as a mere name (O_PATH), as long as the process lives: a
    rule belongs to an inode, and procfs makes a new one when memory runs short and it has forgotten the old. Raises
    OSError.
    """
    abi = version(architecture)
    if abi == 0:
        return ()
    attributes = ruleset_attributes(abi)
    ruleset = linux_calls.call(
        architecture.numbers["landlock_create_ruleset"], linux_calls.buffer(attributes), len(attributes), 0
    )
    try:
        for grant in grants:
            _add_rule(architecture, ruleset, grant, handled_rights(abi))
        linux_calls.call(architecture.numbers["landlock_restrict_self"], ruleset, 0)
    finally:
        os.close(ruleset)
    return layers(abi)


def _add_rule(architecture: Architecture, ruleset: int, grant: Grant, handled: int) -> None:
    try:
        place = os.open(grant.path, os.O_PATH | os.O_CLOEXEC)
    except OSError:  # what does not exist here, or this user cannot even reach, needs no grant
        return
    rights = _RIGHTS[grant.access] & handled
    if not stat.S_ISDIR(os.fstat(place).st_mode):
        rights &= _RIGHTS_OF_A_FILE
    rule = linux_calls.buffer(struct.pack("=Qi", rights, place))
    linux_calls.call(architecture.numbers["landlock_add_rule"], ruleset, _RULE_PATH_BENEATH, rule, 0)
