"""Say which system calls a closed child may not make, and why: the whole policy of the seccomp filter.

One `Rule` a reason. What no rule names is allowed: numpy, onnxruntime and CUDA need much, and files are Landlock's
task. Never refuse `memfd_create` (CUDA fails with error 304). Builds and installs nothing.
"""

import errno
from dataclasses import dataclass

AF_UNIX = 1

CLONE_THREAD = 0x0001_0000
CLONE_NEW_ANYTHING = 0x7E02_0080
"""NEWTIME, NEWNS, NEWCGROUP, NEWUTS, NEWIPC, NEWUSER, NEWPID, NEWNET."""

TIOCSTI, TIOCLINUX, FIOSETOWN, SIOCSPGRP = 0x5412, 0x541C, 0x8901, 0x8902
F_SETOWN, F_SETSIG, F_SETOWN_EX = 8, 10, 15

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
class Rule:
    """Some system calls that are refused.

    Attributes:
        names: of the system calls; a processor that lacks one is not troubled.
        reason: what could be done with them.
        only_if: allowed when this holds, refused otherwise.
        unless: refused when this holds, allowed otherwise. With neither, always refused.
        errno: what the caller is told.
    """

    names: tuple[str, ...]
    reason: str
    only_if: Match | IsNull | None = None
    unless: Match | None = None
    errno: int = errno.EPERM


def rules(own_pid: int, *, gpu: bool) -> tuple[Rule, ...]:
    """Return every rule for the process `own_pid`."""
    return (*_NETWORK, *(() if gpu else _LISTENING), *_PROGRAMS, *_other_processes(own_pid), *_FILES, *_KERNEL)


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

_LISTENING = (
    Rule(
        ("bind", "listen"),
        "nobody shall reach us. CUDA refuses to start without: it names an abstract socket, which nobody can be "
        "accepted on and which is visible in our own network namespace only",
        errno=errno.EACCES,
    ),
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
            ("fcntl",),
            "have the kernel signal another process when a file is ready",
            unless=Match(1, (F_SETOWN, F_SETSIG, F_SETOWN_EX)),
        ),
        Rule(
            ("ioctl",),
            "type into the terminal we were started from; have the kernel signal another process",
            unless=Match(1, (TIOCSTI, TIOCLINUX, FIOSETOWN, SIOCSPGRP)),
        ),
        Rule(
            ("ptrace", "process_vm_readv", "process_vm_writev", "process_madvise", "process_mrelease", "kcmp"),
            "read or change another process",
        ),
        Rule(("pidfd_open", "pidfd_getfd", "pidfd_send_signal"), "hold, rob or signal another process"),
        Rule(
            ("shmget", "shmat", "shmctl", "semget", "semop", "semtimedop", "semctl"),
            "meet other processes by number, where there is no IPC namespace; the numbers are easily guessed",
        ),
        Rule(("msgget", "msgsnd", "msgrcv", "msgctl", "mq_open", "mq_unlink"), "the same, with messages"),
    )


_FILES = (
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
    Rule(("name_to_handle_at", "open_by_handle_at"), "open files past every path"),
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
    Rule(("add_key", "request_key", "keyctl"), "the user's keys; request_key starts a program"),
    Rule(("init_module", "finit_module", "delete_module", "kexec_load", "kexec_file_load"), "change the kernel"),
    Rule(
        ("reboot", "swapon", "swapoff", "acct", "quotactl", "quotactl_fd", "vhangup", "syslog", "lookup_dcookie"),
        "administer the machine; the kernel forbids it without capabilities, this forbids it twice",
    ),
    Rule(("sethostname", "setdomainname", "settimeofday", "clock_settime"), "the same: its name and its clock"),
    Rule(("ioperm", "iopl", "modify_ldt"), "reach hardware, or old corners of the processor"),
)
