"""Describe the two processors whose system calls the sandbox can filter. Holds no policy."""

import struct
from collections.abc import Mapping
from dataclasses import dataclass

from model_runtime.sandbox import syscall_table

LAST_KNOWN_NUMBER = 469
"""`file_setattr`, Linux 6.17. What newer kernels add is answered ENOSYS until somebody has thought about it here."""


@dataclass(frozen=True)
class Architecture:
    """A processor as the kernel's filters see it.

    Attributes:
        name: as `uname` says it.
        audit_number: what `seccomp_data.arch` holds (include/uapi/linux/audit.h).
        numbers: system call numbers by name; a name that is missing does not exist there.
    """

    name: str
    audit_number: int
    numbers: Mapping[str, int]


X86_64 = Architecture("x86_64", 0xC000_003E, syscall_table.ON_X86_64)
AARCH64 = Architecture("aarch64", 0xC000_00B7, syscall_table.ON_AARCH64)


def architecture_named(machine: str) -> Architecture | None:
    """Return the processor `machine` (as `os.uname` says it); None for others and for 32-bit programs."""
    if struct.calcsize("P") != 8:
        return None
    return {X86_64.name: X86_64, AARCH64.name: AARCH64}.get(machine)
