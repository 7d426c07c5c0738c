"""The seccomp program decides as the rules say, on both processors: it is run here by a small interpreter."""

import errno
import struct

import pytest

from model_runtime.sandbox import bpf, seccomp, syscall_rules
from model_runtime.sandbox.syscall_allowed import ALLOWED as ALLOWED_NAMES
from model_runtime.sandbox.syscall_allowed import GPU_ALLOWED
from model_runtime.sandbox.syscall_numbers import AARCH64, LAST_KNOWN_NUMBER, X86_64, Architecture
from model_runtime.sandbox.syscall_rules import Rule

OWN_PID = 4711
AF_INET, AF_INET6, AF_NETLINK, AF_PACKET, AF_VSOCK = 2, 10, 16, 17, 40
ALLOWED = bpf.ALLOW
EACCES, EPERM, ENOSYS, EAGAIN = (bpf.refusal(code) for code in (errno.EACCES, errno.EPERM, errno.ENOSYS, errno.EAGAIN))
THREAD_FLAGS, FORK_FLAGS, VFORK_FLAGS = 0x003D_0F00, 0x0120_0011, 0x4111
HIGH = 1 << 32

DECISIONS: list[tuple[str, tuple[int, ...], int]] = [
    ("socket", (1,), ALLOWED),
    ("socket", (AF_INET,), EACCES),
    ("socket", (AF_INET6,), EACCES),
    ("socket", (AF_NETLINK,), EACCES),
    ("socket", (AF_PACKET,), EACCES),
    ("socket", (AF_VSOCK,), EACCES),
    ("socket", (HIGH | AF_INET,), EACCES),
    ("socketpair", (1,), ALLOWED),
    ("socketpair", (30,), EACCES),
    ("connect", (3,), EACCES),
    ("accept4", (3,), EACCES),
    ("sendto", (3, 0x7000, 5, 0, 0), ALLOWED),
    ("sendto", (3, 0x7000, 5, 0, 0x7000), EACCES),
    ("sendto", (3, 0x7000, 5, 0, HIGH), EACCES),
    ("sendmsg", (3,), EACCES),
    ("clone", (THREAD_FLAGS,), ALLOWED),
    ("clone", (FORK_FLAGS,), EPERM),
    ("clone", (VFORK_FLAGS,), EPERM),
    ("clone", (THREAD_FLAGS | 0x1000_0000,), EPERM),
    ("clone3", (0x7000, 88), ENOSYS),
    ("execve", (0x7000,), EPERM),
    ("execveat", (0x7000,), EPERM),
    ("kill", (OWN_PID, 6), ALLOWED),
    ("kill", (OWN_PID + 1, 9), EPERM),
    ("kill", (0, 9), EPERM),
    ("kill", (0xFFFF_FFFF, 9), EPERM),
    ("tgkill", (OWN_PID, OWN_PID + 3, 6), ALLOWED),
    ("tgkill", (1, 1, 9), EPERM),
    ("tkill", (OWN_PID, 6), EPERM),
    ("prlimit64", (0, 7), ALLOWED),
    ("prlimit64", (OWN_PID, 7), ALLOWED),
    ("prlimit64", (1, 7), EPERM),
    ("fcntl", (3, 1), ALLOWED),
    ("fcntl", (3, 1030), ALLOWED),
    ("fcntl", (3, 8, 1), EPERM),
    ("fcntl", (3, 6), EPERM),
    ("fcntl", (3, 1024), EPERM),
    ("fcntl", (3, 1036), EPERM),
    ("fcntl", (3, HIGH | 1036), EPERM),
    ("ioctl", (0, 0x5401), ALLOWED),
    ("ioctl", (0, 0x802C_542A), ALLOWED),
    ("ioctl", (0, 0x5412), EPERM),
    ("ioctl", (0, HIGH | 0x5412), EPERM),
    ("ioctl", (3, 0x4008_7602), EPERM),
    ("ioctl", (3, 0x4008_6602), EPERM),
    ("ioctl", (3, 0x401C_5820), EPERM),
    ("ioctl", (3, HIGH | 0x4008_7602), EPERM),
    ("ioctl", (3, 0xC020_462A), EPERM),
    ("ioctl", (3, 37), EPERM),
    ("prctl", (15, 0x7000), ALLOWED),
    ("prctl", (1, 9), ALLOWED),
    ("prctl", (1, 0), EPERM),
    ("prctl", (1, 15), EPERM),
    ("prctl", (HIGH | 1, 0), EPERM),
    ("prctl", (4, 1), EPERM),
    ("prctl", (36, 9), EPERM),
    ("prctl", (9, 1), EPERM),
    ("futex", (0x7000, 0x81), ALLOWED),
    ("futex", (0x7000, 0x189), ALLOWED),
    ("futex", (0x7000, 9), ALLOWED),
    ("futex", (0x7000, 1), EPERM),
    ("futex", (0x7000, 4), EPERM),
    ("futex", (0x7000, 0x10A), EPERM),
    ("futex", (0x7000, 0x80), ALLOWED),
    ("futex", (0x7000, 0x109), ALLOWED),
    ("futex", (0x7000, 0), EAGAIN),
    ("futex", (0x7000, HIGH | 0), EAGAIN),
    ("futex", (0x7000, 0x100), EAGAIN),
    ("madvise", (0x7000, 4096, 4), ALLOWED),
    ("madvise", (0x7000, 4096, 14), ALLOWED),
    ("madvise", (0x7000, 4096, 12), EPERM),
    ("madvise", (0x7000, 4096, 21), EPERM),
    ("setpriority", (0, 1, 19), EPERM),
    ("sched_setaffinity", (0, 8), EPERM),
    ("flock", (3, 1), EPERM),
    ("linkat", (0, 0x7000), EPERM),
    ("statmount", (0x7000,), EPERM),
    ("setsid", (), ENOSYS),
    ("setfsuid", (1000,), ENOSYS),
    ("personality", (0x0040_0000,), ENOSYS),
    ("vmsplice", (3,), ENOSYS),
    ("io_submit", (3,), ENOSYS),
    ("openat", (0, 0x7000, 0o2000000), ALLOWED),
    ("openat", (0, 0x7000, 0x241), ALLOWED),
    ("openat", (0, 0x7000, 0x200), EPERM),
    ("openat", (0, 0x7000, 0x3), EPERM),
    ("openat2", (0, 0x7000), ENOSYS),
    ("io_uring_setup", (8,), EPERM),
    ("ptrace", (16,), EPERM),
    ("process_vm_readv", (1,), EPERM),
    ("bpf", (0,), EPERM),
    ("mount", (0,), EPERM),
    ("unshare", (0x1000_0000,), EPERM),
    ("setns", (3,), EPERM),
    ("keyctl", (0,), EPERM),
    ("fchmodat", (0, 0x7000, 0o777), EPERM),
    ("utimensat", (0, 0x7000), EPERM),
    ("setxattr", (0x7000,), EPERM),
    ("inotify_add_watch", (3,), EPERM),
]
"""(system call, arguments, decision)"""

NEEDED_X86_64 = {"read": 0, "mmap": 9, "futex": 202, "memfd_create": 319, "getrandom": 318, "exit": 60}
NEEDED_AARCH64 = {"read": 63, "mmap": 222, "futex": 98, "memfd_create": 279, "getrandom": 278, "exit": 93}
PROCESSORS = [pytest.param(X86_64, NEEDED_X86_64, id="x86_64"), pytest.param(AARCH64, NEEDED_AARCH64, id="aarch64")]


def decision(program: tuple[bpf.Instruction, ...], audit_number: int, number: int, arguments: tuple[int, ...]) -> int:
    """Run `program` as the kernel's machine does and return its answer."""
    data = struct.pack("<iIQ6Q", number, audit_number, 0, *(*arguments, 0, 0, 0, 0, 0, 0)[:6])
    loaded, position = 0, 0
    while True:
        step = program[position]
        position += 1
        match step.code:
            case bpf.LOAD_WORD:
                (loaded,) = struct.unpack_from("<I", data, step.value)
            case bpf.AND:
                loaded &= step.value
            case bpf.JUMP_IF_EQUAL:
                position += step.when_true if loaded == step.value else step.when_false
            case bpf.JUMP_IF_GREATER:
                position += step.when_true if loaded > step.value else step.when_false
            case bpf.RETURN:
                return step.value
            case _:
                raise AssertionError(step)


def program_for(architecture: Architecture, *, gpu: bool = False) -> tuple[bpf.Instruction, ...]:
    """Return the whole filter as it is installed."""
    return seccomp.filter_program(architecture, syscall_rules.rules(OWN_PID, gpu=gpu))


@pytest.mark.parametrize("architecture", [X86_64, AARCH64], ids=lambda architecture: architecture.name)
@pytest.mark.parametrize(("name", "arguments", "expected"), DECISIONS)
def test_the_program_decides_as_the_table_says(
    architecture: Architecture, name: str, arguments: tuple[int, ...], expected: int
) -> None:
    """Each system call in the table is allowed or refused as stated, whatever the processor numbers it."""
    number = architecture.numbers[name]
    assert expected == decision(program_for(architecture), architecture.audit_number, number, arguments)


@pytest.mark.parametrize("architecture", [X86_64, AARCH64], ids=lambda architecture: architecture.name)
def test_every_rule_refuses_every_call_it_names(architecture: Architecture) -> None:
    """No call that a rule always refuses is hidden behind an earlier rule or a wrong jump."""
    program = program_for(architecture)
    always = [rule for rule in syscall_rules.rules(OWN_PID, gpu=False) if rule.only_if is None and rule.unless is None]
    for rule in always:
        for name in set(rule.names) & set(architecture.numbers):
            answered = decision(program, architecture.audit_number, architecture.numbers[name], ())
            assert bpf.refusal(rule.errno) == answered, name


@pytest.mark.parametrize(("architecture", "needed"), PROCESSORS)
def test_what_libraries_need_is_allowed(architecture: Architecture, needed: dict[str, int]) -> None:
    """Memory, files, locks and `memfd_create` (without which CUDA fails) pass the filter."""
    program = program_for(architecture)
    assert dict.fromkeys(needed, ALLOWED) == {
        name: decision(program, architecture.audit_number, number, (1, 2, 3)) for name, number in needed.items()
    }


@pytest.mark.parametrize("architecture", [X86_64, AARCH64], ids=lambda architecture: architecture.name)
def test_calls_of_another_kind_are_not_let_through(architecture: Architecture) -> None:
    """32-bit calls end the process; x32 numbers and calls newer than the table do not exist."""
    program, own = program_for(architecture), architecture.audit_number
    assert bpf.KILL_PROCESS == decision(program, 0x4000_0003, 20, ())
    assert ENOSYS == decision(program, own, 0x4000_0000 | 41, (AF_INET,))
    assert ENOSYS == decision(program, own, LAST_KNOWN_NUMBER + 1, ())
    assert ENOSYS == decision(program, own, -1, ())


@pytest.mark.parametrize("architecture", [X86_64, AARCH64], ids=lambda architecture: architecture.name)
def test_only_a_gpu_child_may_name_a_socket(architecture: Architecture) -> None:
    """CUDA needs bind and listen to start; no other child gets them, and nobody gets accept or connect."""
    for name, gpu, expected in (
        ("bind", False, EACCES),
        ("listen", False, EACCES),
        ("bind", True, ALLOWED),
        ("listen", True, ALLOWED),
        ("accept", True, EACCES),
        ("connect", True, EACCES),
    ):
        program = program_for(architecture, gpu=gpu)
        assert expected == decision(program, architecture.audit_number, architecture.numbers[name], (3,)), name


@pytest.mark.parametrize("architecture", [X86_64, AARCH64], ids=lambda architecture: architecture.name)
def test_only_a_gpu_child_may_speak_to_the_driver(architecture: Architecture) -> None:
    """The driver's own numbers pass for a child with a GPU; what marks files, or reaches terminals, passes for nobody."""
    driver = (0xC020_462A, 0xC004_46C9, 0x0000_4634, 0x3000_0001, 0x3000_0002, 23, 75)
    others = (0x4008_7602, 0x4008_6602, 0x401C_5820, 0x5412, 0x8901, 0x3000_0003, 128, 0x4004_9409, 0xC018_5879)
    number = architecture.numbers["ioctl"]
    for gpu, requests, expected in ((True, driver, ALLOWED), (True, others, EPERM), (False, driver + others, EPERM)):
        program = program_for(architecture, gpu=gpu)
        answers = {decision(program, architecture.audit_number, number, (3, request)) for request in requests}
        assert {expected} == answers


@pytest.mark.parametrize("gpu", [False, True], ids=["plain", "gpu"])
@pytest.mark.parametrize("architecture", [X86_64, AARCH64], ids=lambda architecture: architecture.name)
def test_what_nobody_asked_for_is_refused(architecture: Architecture, gpu: bool) -> None:
    """Each call of the whole table that is not named as needed is refused: none is allowed by having been forgotten."""
    program = program_for(architecture, gpu=gpu)
    allowed = ALLOWED_NAMES | (GPU_ALLOWED if gpu else frozenset())
    forgotten = {
        name
        for name, number in architecture.numbers.items()
        if name not in allowed and decision(program, architecture.audit_number, number, (OWN_PID,)) == bpf.ALLOW
    }
    assert set() == forgotten


@pytest.mark.parametrize("architecture", [X86_64, AARCH64], ids=lambda architecture: architecture.name)
def test_only_an_engine_may_bind_itself_to_cores(architecture: Architecture) -> None:
    """And nobody binds anybody else."""
    number, own = architecture.numbers["sched_setaffinity"], architecture.audit_number
    for may, pid, expected in (
        (True, 0, ALLOWED),
        (True, OWN_PID, ALLOWED),
        (True, 1, EPERM),
        (False, 0, EPERM),
        (False, OWN_PID, EPERM),
    ):
        stated = syscall_rules.rules(OWN_PID, gpu=False, may_choose_cores=may)
        assert expected == decision(seccomp.filter_program(architecture, stated), own, number, (pid,))


def test_the_table_is_whole() -> None:
    """Every number that the kernels of both processors gave out, up to the last one known, is somebody's."""
    common = set(range(424, LAST_KNOWN_NUMBER + 1))
    assert set(range(335)) | common == set(X86_64.numbers.values())
    assert {*range(244), *range(260, 295)} | common == set(AARCH64.numbers.values())
    assert {name for name, number in X86_64.numbers.items() if number >= 424} == {
        name for name, number in AARCH64.numbers.items() if number >= 424
    }


def test_what_is_needed_exists() -> None:
    """A misspelt name among the needed ones would be refused without anybody's noticing."""
    assert set() == (ALLOWED_NAMES | GPU_ALLOWED) - set(X86_64.numbers)


def test_every_named_call_is_known() -> None:
    """A misspelt name would refuse nothing: each name has a number, and no call is named twice."""
    named = [name for rule in syscall_rules.rules(OWN_PID, gpu=False) for name in rule.names]
    assert set(named) <= set(X86_64.numbers)
    assert len(named) == len(set(named))


def test_the_program_fits_the_kernel() -> None:
    """Instructions are eight bytes each and fewer than the kernel's bound; every jump stays inside the program."""
    program = program_for(X86_64)
    assert 8 * len(program) == len(bpf.assemble(program))
    for position, step in enumerate(program):
        if step.code in (bpf.JUMP_IF_EQUAL, bpf.JUMP_IF_GREATER):
            assert position + 1 + max(step.when_true, step.when_false) < len(program)


@pytest.mark.parametrize("length", [0, bpf.MAX_INSTRUCTIONS + 1])
def test_an_impossible_program_is_not_assembled(length: int) -> None:
    """An empty or over-long program is refused before the kernel sees it."""
    with pytest.raises(ValueError, match=str(length)):
        bpf.assemble([bpf.answer(bpf.ALLOW)] * length)


def test_a_rule_without_conditions_always_refuses() -> None:
    """The smallest policy: one name, one answer, all else allowed."""
    program = seccomp.filter_program(X86_64, [Rule(("fork",), "a test", errno=errno.EPERM)])
    assert EPERM == decision(program, X86_64.audit_number, 57, ())
    assert ALLOWED == decision(program, X86_64.audit_number, 58, ())
