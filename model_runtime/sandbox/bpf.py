"""Write programs for the kernel's classic packet filter machine, as seccomp runs them.

One function an instruction, and their bytes. Knows nothing of rules. Source: Linux, Documentation/networking/filter.rst
and include/uapi/linux/seccomp.h (`struct seccomp_data`); both machines we write for are little endian.
"""

import struct
from collections.abc import Sequence
from typing import NamedTuple

NUMBER_OFFSET = 0
ARCHITECTURE_OFFSET = 4
_ARGUMENTS_OFFSET = 16

LOAD_WORD = 0x20
AND = 0x54
JUMP_IF_EQUAL = 0x15
JUMP_IF_GREATER = 0x25
RETURN = 0x06

ALLOW = 0x7FFF_0000
KILL_PROCESS = 0x8000_0000
ERRNO = 0x0005_0000

MAX_INSTRUCTIONS = 4096


class Instruction(NamedTuple):
    """One step; `when_true` and `when_false` count the instructions that a jump skips."""

    code: int
    when_true: int
    when_false: int
    value: int


def load_word(offset: int) -> Instruction:
    """Load four bytes of `struct seccomp_data`."""
    return Instruction(LOAD_WORD, 0, 0, offset)


def load_argument(index: int, *, high: bool = False) -> Instruction:
    """Load the low (or high) half of a system call's argument, counted from 0."""
    return load_word(_ARGUMENTS_OFFSET + 8 * index + (4 if high else 0))


def keep_bits(mask: int) -> Instruction:
    """Clear all bits of the loaded word that are not in `mask`."""
    return Instruction(AND, 0, 0, mask)


def if_equal(value: int, *, skip: int = 0, otherwise_skip: int = 0) -> Instruction:
    """Compare the loaded word with `value` and skip instructions (at most 255)."""
    return Instruction(JUMP_IF_EQUAL, skip, otherwise_skip, value)


def if_greater(value: int, *, skip: int = 0, otherwise_skip: int = 0) -> Instruction:
    """Tell whether the loaded word, without sign, is above `value`, and skip instructions (at most 255)."""
    return Instruction(JUMP_IF_GREATER, skip, otherwise_skip, value)


def skip(count: int) -> Instruction:
    """Skip the next `count` instructions (at most 255), whatever is loaded."""
    return if_equal(0, skip=count, otherwise_skip=count)


def answer(action: int) -> Instruction:
    """End with `action`: ALLOW, KILL_PROCESS, or `refusal(errno)`."""
    return Instruction(RETURN, 0, 0, action)


def refusal(errno_value: int) -> int:
    """Return the action that makes the system call fail with this errno."""
    return ERRNO | errno_value


def assemble(program: Sequence[Instruction]) -> bytes:
    """Return the program as an array of `struct sock_filter`. Raises ValueError when the kernel could not take it."""
    if not 0 < len(program) <= MAX_INSTRUCTIONS:
        raise ValueError(len(program))
    return b"".join(struct.pack("<HBBI", *instruction) for instruction in program)
