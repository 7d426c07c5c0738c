"""Say which system calls a closed child may not make, and why: the whole policy of the seccomp filter.

One `Rule` a reason, and one at the end for everything that nobody needs (`syscall_allowed.py`). Files are Landlock's
task; what it does not look at is refused here. Never refuse `memfd_create` (CUDA fails with error 304). Builds and
installs nothing.
"""

import errno
from dataclasses import dataclass
from typing import TypeAlias

from model_runtime.sandbox import syscall_table
from model_runtime.sandbox.syscall_allowed import ALLOWED, GPU_ALLOWED

AF_UNIX = 1

CLONE_THREAD = 0x0001_0000
CLONE_NEW_ANYTHING = 0x7E02_0080
"""NEWTIME, NEWNS, NEWCGROUP, NEWUTS, NEWIPC, NEWUSER, NEWPID, NEWNET."""

TCGETS, TCGETA, TCGETS2, TIOCGWINSZ = 0x5401, 0x5405, 0x802C_542A, 0x5413
FIONREAD, FIONBIO, FIONCLEX, FIOCLEX = 0x541B, 0x5421, 0x5450, 0x5451
HARMLESS_IOCTLS = (TCGETS, TCGETA, TCGETS2, TIOCGWINSZ, FIONREAD, FIONBIO, FIONCLEX, FIOCLEX)
"""Is this a terminal, and how wide (asked of every file that Python or C opens); bytes waiting; flags of a descriptor."""

NVIDIA_IOCTL_TYPE, IOCTL_TYPE_MASK = ord("F") << 8, 0xFF00
UVM_INITIALIZE, UVM_DEINITIALIZE, UVM_NUMBER_MASK = 0x3000_0001, 0x3000_0002, 0xFFFF_FF80
"""The driver's control nodes: NV_IOCTL_MAGIC of kernel-open/common/inc/nv-ioctl-numbers.h, sizes differ with its
version. Its memory node has plain numbers, below 128: kernel-open/nvidia-uvm/uvm_ioctl.h and uvm_linux_ioctl.h. No file
system has such a type; of the plain numbers the kernel itself knows FIBMAP (needs a capability) and FIGETBSZ (reads)."""

HARMLESS_FCNTLS = (0, 1, 2, 3, 4, 1030, 1032, 1033, 1034)
"""F_DUPFD, GETFD, SETFD, GETFL, SETFL, DUPFD_CLOEXEC, GETPIPE_SZ, ADD_SEALS, GET_SEALS."""

PR_SET_PDEATHSIG, SIGKILL = 1, 9
HARMLESS_PRCTLS = (2, 3, 15, 16, 21, 23, 27, 29, 30, 39, 42, 51, 52, 56, 64, 0x5356_4D41)
"""GET_PDEATHSIG, GET_DUMPABLE, SET_NAME, GET_NAME, GET_SECCOMP, CAPBSET_READ, GET_SECUREBITS, SET and GET_TIMERSLACK,
GET_NO_NEW_PRIVS, GET_THP_DISABLE, SVE_GET_VL, GET_SPECULATION_CTRL, GET_TAGGED_ADDR_CTRL, SME_GET_VL, SET_VMA (names
for a memory map's lines)."""

MADV_MERGEABLE, MADV_COLD, MADV_PAGEOUT, MADV_HWPOISON, MADV_SOFT_OFFLINE = 12, 20, 21, 100, 101

FUTEX_PRIVATE, FUTEX_OPERATION = 0x80, 0x7F
FUTEX_WAIT = 0
FUTEX_WAKING = (1, 3, 4, 5, 10)
"""WAKE, REQUEUE, CMP_REQUEUE, WAKE_OP, WAKE_BITSET. Waiting wakes nobody; all others need memory that may be written."""

O_ACCMODE, O_TRUNC = 0x3, 0x200
_OPENS_WITHOUT_READ_OR_WRITE = (O_TRUNC, O_ACCMODE, O_ACCMODE | O_TRUNC)

_ALL_BITS = 0xFFFF_FFFF


@dataclass(frozen=True)
class Match:
    """True when an argument's low half, masked, is one of `values`: the kernel itself reads these as 32-bit numbers."""

    argument: int
    values: tuple[int, ...]
    mask: int = _ALL_BITS


@dataclass(frozen=True)
class IsNull:
    """True when an argument is the null pointer, in all 64 bits."""

    argument: int


@dataclass(frozen=True)
class Both:
    """True when each of two conditions is."""

    first: "Condition"
    second: "Condition"


@dataclass(frozen=True)
class Either:
    """True when one of two conditions is."""

    first: "Condition"
    second: "Condition"


Condition: TypeAlias = Match | IsNull | Both | Either


@dataclass(frozen=True)
class Rule:
    """Some system calls that are refused.

    Attributes:
        names: of the system calls; a processor that lacks one is not troubled.
        reason: what could be done with them.
        only_if: allowed when this holds, refused otherwise.
        unless: refused when this holds, allowed otherwise. With neither, always refused.
        errno: what the caller is told.
        also: asked of the same calls where this rule allows one; its names are not looked at.
    """

    names: tuple[str, ...]
    reason: str
    only_if: Condition | None = None
    unless: Condition | None = None
    errno: int = errno.EPERM
    also: "Rule | None" = None


def rules(own_pid: int, *, gpu: bool, may_choose_cores: bool = False) -> tuple[Rule, ...]:
    """Return every rule for the process `own_pid`; those with conditions first, since no kernel remembers their answer.

    `may_choose_cores` lets it bind its own threads to processor cores, which others can see: for the engine, whose
    libraries count the cores in this way and else use only one (MKL), and which knows nothing that others may not.
    """
    special = (_DEVICES_OF_A_GPU,) if gpu else (_DEVICES, _FUTEXES, _LISTENING)
    stated = (
        *special,
        *_scheduling(own_pid, may_choose_cores=may_choose_cores),
        *_FILES,
        *_NETWORK,
        *_PROGRAMS,
        *_other_processes(own_pid),
        *_MEETING_PLACES,
        *_KERNEL,
    )
    by_condition = sorted(stated, key=lambda rule: rule.only_if is None and rule.unless is None)
    return (*by_condition, _unasked(by_condition, gpu=gpu))


def _unasked(stated: list[Rule], *, gpu: bool) -> Rule:
    """Refuse whatever is neither allowed nor spoken of, as if the kernel had never heard of it: libraries go on then."""
    known = syscall_table.ON_X86_64.keys() | syscall_table.ON_AARCH64.keys()
    spoken_of = {name for rule in stated for name in rule.names} | ALLOWED | (GPU_ALLOWED if gpu else set())
    return Rule(tuple(sorted(known - spoken_of)), "nobody here needs it", errno=errno.ENOSYS)


_NETWORK = (
    Rule(
        ("socket", "socketpair"),
        "every way to another machine, and netlink, vsock, bluetooth, packet sockets",
        only_if=Match(0, (AF_UNIX,)),
        errno=errno.EACCES,
    ),
    Rule(
        ("connect", "accept", "accept4"),
        "a named unix socket is a way out: D-Bus starts programs, docker.sock owns the machine",
        errno=errno.EACCES,
    ),
    Rule(
        ("sendto",),
        "an address makes a datagram reach any unix socket; without one it is send() on a pair",
        only_if=IsNull(4),
        errno=errno.EACCES,
    ),
    Rule(
        ("sendmsg", "sendmmsg"),
        "the address stands in memory, which a filter cannot read; they also hand over open files",
        errno=errno.EACCES,
    ),
)

_LISTENING = Rule(
    ("bind", "listen", "setsockopt"),
    "nobody shall reach us, and a name is a message. CUDA refuses to start without: it names an abstract socket, which "
    "nobody can be accepted on and which is visible in our own network namespace only. An option makes the kernel "
    "choose a name (SO_PASSCRED)",
    errno=errno.EACCES,
)

_PROGRAMS = (
    Rule(("execve", "execveat"), "start a program in our place"),
    Rule(("fork", "vfork"), "start a process"),
    Rule(
        ("clone",),
        "start a process, or enter a namespace; threads are allowed",
        only_if=Match(0, (CLONE_THREAD,), CLONE_THREAD | CLONE_NEW_ANYTHING),
    ),
    Rule(
        ("clone3",),
        "its flags stand in memory, which a filter cannot read; the C library falls back to clone",
        errno=errno.ENOSYS,
    ),
)


def _other_processes(own_pid: int) -> tuple[Rule, ...]:
    return (
        Rule(
            ("kill", "tgkill", "rt_sigqueueinfo", "rt_tgsigqueueinfo"),
            "stop or disturb the user's other programs; signals to ourselves are how abort() works",
            only_if=Match(0, (own_pid,)),
        ),
        Rule(("tkill",), "names a thread alone, which may be anybody's"),
        Rule(("prlimit64",), "change or read another process's limits", only_if=Match(0, (0, own_pid))),
        Rule(
            ("prctl",),
            "outlive the desktop by forgetting the death signal, be traced or dumped, change one's credentials",
            only_if=Either(Match(0, HARMLESS_PRCTLS), Both(Match(0, (PR_SET_PDEATHSIG,)), Match(1, (SIGKILL,)))),
        ),
        Rule(
            ("ptrace", "process_vm_readv", "process_vm_writev", "process_madvise", "process_mrelease", "kcmp"),
            "read or change another process",
        ),
        Rule(("pidfd_open", "pidfd_getfd", "pidfd_send_signal"), "hold, rob or signal another process"),
    )


_MEETING_PLACES = (
    Rule(
        ("shmget", "shmat", "shmctl", "semget", "semop", "semtimedop", "semctl"),
        "meet other processes by number, where there is no IPC namespace; the numbers are easily guessed",
    ),
    Rule(
        (
            "msgget",
            "msgsnd",
            "msgrcv",
            "msgctl",
            "mq_open",
            "mq_unlink",
            "mq_timedsend",
            "mq_timedreceive",
            "mq_notify",
        ),
        "the same, with messages",
    ),
    Rule(("flock",), "lock a file that we may only read: others see it, even those who may not write either"),
    Rule(("add_key", "request_key", "keyctl"), "the user's keys; request_key starts a program"),
    Rule(
        ("fadvise64", "readahead", "cachestat", "mincore"),
        "put pages of a library into the cache, or out of it, and ask what is there: a message that outlives us",
    ),
    Rule(
        ("madvise",),
        "the same, and have equal pages of several processes made one, which their writers can tell by the clock",
        unless=Match(2, (MADV_MERGEABLE, MADV_COLD, MADV_PAGEOUT, MADV_HWPOISON, MADV_SOFT_OFFLINE)),
    ),
)

_IS_SHARED = Match(1, (0,), FUTEX_PRIVATE)
_FUTEXES = Rule(
    ("futex",),
    "wake who waits on the same library's page in another process, and count them. To wait for a thread's end, which the "
    "kernel tells, stays allowed. Not asked of CUDA, whose locks nobody has seen",
    unless=Both(_IS_SHARED, Match(1, FUTEX_WAKING, FUTEX_OPERATION)),
    also=Rule(
        ("futex",),
        "sleep where nobody may wake: C++ waits so for what another thread makes once. Told to look again, it does",
        unless=Both(_IS_SHARED, Match(1, (FUTEX_WAIT,), FUTEX_OPERATION)),
        errno=errno.EAGAIN,
    ),
)

_DEVICES_REASON = (
    "leave marks on files that we may only read (FS_IOC_SETVERSION, SETFLAGS, FSSETXATTR), type into a terminal, have the "
    "kernel signal another process, and whatever the next file system invents"
)
_DEVICES = Rule(("ioctl",), _DEVICES_REASON, only_if=Match(1, HARMLESS_IOCTLS))
_DEVICES_OF_A_GPU = Rule(
    ("ioctl",),
    _DEVICES_REASON,
    only_if=Either(
        Match(1, (*HARMLESS_IOCTLS, UVM_INITIALIZE, UVM_DEINITIALIZE)),
        Either(Match(1, (NVIDIA_IOCTL_TYPE,), IOCTL_TYPE_MASK), Match(1, (0,), UVM_NUMBER_MASK)),
    ),
)


def _scheduling(own_pid: int, *, may_choose_cores: bool) -> tuple[Rule, ...]:
    reason = "slow down the user's other programs; others can also read what one sets for oneself"
    whose = (0, own_pid) if may_choose_cores else ()
    return (
        Rule(("setpriority", "ioprio_set", "sched_setscheduler", "sched_setparam", "sched_setattr"), reason),
        Rule(("sched_setaffinity",), reason, only_if=Match(0, whose)),
    )


_FILES = (
    Rule(
        ("fcntl",),
        "have the kernel signal another process when a file is ready (F_SETOWN, F_SETSIG); watch folders (F_NOTIFY); lock "
        "files of others, or hold up their writers (F_SETLK, F_SETLEASE); leave a mark on a file (F_SET_RW_HINT)",
        only_if=Match(1, HARMLESS_FCNTLS),
    ),
    Rule(
        ("chmod", "fchmod", "fchmodat", "fchmodat2", "chown", "lchown", "fchown", "fchownat"),
        "open the user's files to others: Landlock does not look at modes and owners",
    ),
    Rule(
        ("setxattr", "lsetxattr", "fsetxattr", "setxattrat", "file_setattr"),
        "write a file's attributes: room enough for a message, and not Landlock's concern",
    ),
    Rule(("removexattr", "lremovexattr", "fremovexattr", "removexattrat"), "the same, one bit at a time"),
    Rule(("utime", "utimes", "utimensat", "futimesat"), "set a file's times: the same"),
    Rule(
        ("getxattr", "lgetxattr", "getxattrat", "listxattr", "llistxattr", "listxattrat", "file_getattr"),
        "read attributes of files we may not open: browsers keep there where a file came from",
    ),
    Rule(
        ("inotify_init", "inotify_init1", "inotify_add_watch", "fanotify_init", "fanotify_mark"),
        "watch folders we may not read: events carry the names of files",
    ),
    Rule(
        ("open",),
        "empty a file by opening it to read (Landlock sees that from version 3 on only), or open it for ioctl alone, "
        "which asks Landlock nothing",
        unless=Match(1, _OPENS_WITHOUT_READ_OR_WRITE, O_ACCMODE | O_TRUNC),
    ),
    Rule(("openat",), "as open", unless=Match(2, _OPENS_WITHOUT_READ_OR_WRITE, O_ACCMODE | O_TRUNC)),
    Rule(("openat2",), "its flags stand in memory; nothing needs it", errno=errno.ENOSYS),
    Rule(("truncate",), "empty a file by name: Landlock refuses that from version 3 on only"),
    Rule(
        ("link", "linkat", "symlink", "symlinkat", "mknod", "mknodat"),
        "count up a file's links, which others see; names that lead elsewhere, pipes and devices in the scratch folder",
    ),
    Rule(("name_to_handle_at", "open_by_handle_at"), "open files past every path"),
    Rule(("statmount", "listmount"), "names of disks and folders, as in /proc/self/mountinfo"),
)

_KERNEL = (
    Rule(
        ("io_uring_setup", "io_uring_enter", "io_uring_register"),
        "makes system calls that no filter sees",
    ),
    Rule(("bpf", "perf_event_open", "userfaultfd"), "large doors into the kernel that no model needs"),
    Rule(
        ("mount", "umount2", "move_mount", "mount_setattr", "open_tree", "open_tree_attr", "pivot_root", "chroot"),
        "see another file system than the one that was closed",
    ),
    Rule(("fsopen", "fsmount", "fsconfig", "fspick"), "the same, by the newer calls"),
    Rule(("unshare", "setns"), "gain capabilities in a namespace of one's own"),
    Rule(("init_module", "finit_module", "delete_module", "kexec_load", "kexec_file_load"), "change the kernel"),
    Rule(
        ("reboot", "swapon", "swapoff", "acct", "quotactl", "quotactl_fd", "vhangup", "syslog", "lookup_dcookie"),
        "administer the machine; the kernel forbids it without capabilities, this forbids it twice",
    ),
    Rule(("sethostname", "setdomainname", "settimeofday", "clock_settime"), "the same: its name and its clock"),
    Rule(("ioperm", "iopl", "modify_ldt"), "reach hardware, or old corners of the processor"),
)
