"""Turn the rules into a filter program, and install it: from then on the kernel asks it before every system call.

The policy itself is in `syscall_rules.py`. Filters are for ever: they can be added to, never removed.
"""

import ctypes
import errno
import struct
from collections.abc import Iterable

from model_runtime.sandbox import bpf, linux_calls
from model_runtime.sandbox.syscall_numbers import LAST_KNOWN_NUMBER, Architecture
from model_runtime.sandbox.syscall_rules import Both, Condition, Either, IsNull, Match, Rule

_MODE_FILTER = 2


def filter_program(architecture: Architecture, rules: Iterable[Rule]) -> tuple[bpf.Instruction, ...]:
    """Return the program that refuses what `rules` refuse, and every call it does not know.

    Calls made for another processor (32-bit code in a 64-bit process numbers them differently) end the process. Numbers
    above the known ones, the x32 numbers of x86_64 among them, are answered ENOSYS.
    """
    program = [
        bpf.load_word(bpf.ARCHITECTURE_OFFSET),
        bpf.if_equal(architecture.audit_number, skip=1),
        bpf.answer(bpf.KILL_PROCESS),
        bpf.load_word(bpf.NUMBER_OFFSET),
        bpf.if_greater(LAST_KNOWN_NUMBER, otherwise_skip=1),
        bpf.answer(bpf.refusal(errno.ENOSYS)),
    ]
    for rule in rules:
        body = _body(rule)
        for name in rule.names:
            if name in architecture.numbers:
                program += [bpf.if_equal(architecture.numbers[name], otherwise_skip=len(body)), *body]
    program.append(bpf.answer(bpf.ALLOW))
    return tuple(program)


def install(program: Iterable[bpf.Instruction]) -> bool:
    """Put this thread, and all that it starts, under the filter; `no_new_privs` must be set.

    Return False when the kernel was built without filters. Raises OSError for any other reason.
    """
    code = bpf.assemble(tuple(program))
    instructions = linux_calls.buffer(code)
    count = len(code) // struct.calcsize("<HBBI")
    header = linux_calls.buffer(struct.pack("@HP", count, ctypes.addressof(instructions)))  # struct sock_fprog
    try:
        linux_calls.control_process(linux_calls.PR_SET_SECCOMP, _MODE_FILTER, ctypes.addressof(header))
    except OSError as error:
        if error.errno == errno.EINVAL:  # prctl(2): "not configured with CONFIG_SECCOMP_FILTER"
            return False
        raise
    return True


def _body(rule: Rule) -> list[bpf.Instruction]:
    """Return what decides about a call that `rule` names; it always ends with an answer."""
    allow = [bpf.answer(bpf.ALLOW)] if rule.also is None else _body(rule.also)
    refuse = bpf.answer(bpf.refusal(rule.errno))
    if rule.only_if is not None:
        return [*_test(rule.only_if), refuse, *allow]
    if rule.unless is not None:
        return [*_test(rule.unless), bpf.skip(1), refuse, *allow]
    return [refuse]


def _test(condition: Condition) -> list[bpf.Instruction]:
    """Return code that goes on with the next instruction when `condition` is false, and skips it when true."""
    match condition:
        case Both(first, second):
            then = _test(second)
            return [*_test(first), bpf.skip(len(then)), *then]
        case Either(first, second):
            otherwise = _test(second)
            return [*_test(first), bpf.skip(1), bpf.skip(len(otherwise) + 1), *otherwise]
        case IsNull(argument):
            return [
                bpf.load_argument(argument, high=True),
                bpf.if_equal(0, otherwise_skip=2),
                bpf.load_argument(argument),
                bpf.if_equal(0, skip=1),
            ]
        case Match(argument, values, mask):
            test = [bpf.load_argument(argument), bpf.keep_bits(mask)]
            for position, value in enumerate(values):
                test.append(bpf.if_equal(value, skip=len(values) - position))
            return test
