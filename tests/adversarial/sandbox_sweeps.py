"""Go through whole ranges of numbers from inside the sandbox: system calls, device requests, file requests, options.

What a list of known attacks forgets, a range does not. Judges nothing: each attempt raises OSError or returns.
"""

import ctypes
import fcntl
import os
from collections.abc import Iterable, Iterator
from functools import partial

from model_runtime.sandbox.syscall_rules import HARMLESS_FCNTLS, HARMLESS_IOCTLS, HARMLESS_PRCTLS
from tests.adversarial.sandbox_attempts import Attempt, control, made

_SIGNALS = (0, 1, 2, 15, 17, 18, 19, 64)
_OTHER_OPTIONS = (0x5961_6D61, 0x4141_5856, 0x59616D61 + 1)  # PR_SET_PTRACER, PR_SET_AUXV as some kernels had it
DIRECTIONS_AND_SIZES = (0x0000_0000, 0x4008_0000, 0x8008_0000, 0xC010_0000, 0x401C_0000, 0x4004_0000)


def calls(numbers: dict[str, int]) -> Iterator[tuple[str, Attempt]]:
    """Make every system call that the sandbox lets nobody make, with empty arguments."""
    for name, number in numbers.items():
        yield f"system call {name}", partial(made, number, 0, 0, 0, 0, 0, 0)


def ioctls(types: Iterable[int]) -> Iterator[tuple[str, Attempt]]:
    """Ask a pipe of our own for every number of some types, in the directions and sizes that file systems use."""
    reading, _ = os.pipe()
    request = bytearray(64)
    for kind in sorted({*types, *(ord(letter) for letter in "fvXTrF\x12\x89\x94")}):
        for number in range(256):
            for shape in DIRECTIONS_AND_SIZES:
                code = shape | kind << 8 | number
                if code not in HARMLESS_IOCTLS:
                    yield f"ioctl 0x{code:08x}", partial(fcntl.ioctl, reading, code, request)


def fcntls() -> Iterator[tuple[str, Attempt]]:
    """Ask a pipe of our own for every command that is in use, and their neighbours."""
    reading, _ = os.pipe()
    argument = bytes(64)
    for command in (*range(64), *range(1000, 1100)):
        if command not in HARMLESS_FCNTLS and command != 1031:
            yield f"fcntl {command}", partial(fcntl.fcntl, reading, command, argument)
    yield "fcntl F_SETPIPE_SZ", partial(fcntl.fcntl, reading, 1031, 4096)


def prctls() -> Iterator[tuple[str, Attempt]]:
    """Set every option of ourselves, the death signal to all that does not kill."""
    for option in (*range(2, 100), *_OTHER_OPTIONS):
        if option not in HARMLESS_PRCTLS:
            yield f"prctl {option}", partial(control, option, 0, 0, 0, 0)
    for signal in _SIGNALS:
        yield f"death signal {signal}", partial(control, 1, signal, 0, 0, 0)
    yield "death signal 0, long", partial(control, 1, ctypes.c_ulong(1 << 32).value, 0, 0, 0)
