"""Known ways out of a sandbox, one function a kind, each attempt with its name. Judges nothing, undoes nothing.

Written against what the sandbox should be, not against how it is built: numbers are the kernel's own. Where a hole lets
one of them through it does no harm: what is removed or changed was made for that, what is signalled gets signal 0.
"""

import ctypes
import fcntl
import mmap
import os
import platform
import signal
import socket
import struct
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from model_runtime.sandbox.syscall_numbers import architecture_named

Attempt = Callable[[], object]
Named = Iterator[tuple[str, Attempt]]

LIBC = ctypes.CDLL(None, use_errno=True)
LIBC.syscall.restype = ctypes.c_long
_ARCHITECTURE = architecture_named(platform.machine())
NUMBERS = {} if _ARCHITECTURE is None else _ARCHITECTURE.numbers

MARKING_IOCTLS = {
    "FS_IOC_SETFLAGS": 0x4008_6602,
    "FS_IOC_SETVERSION": 0x4008_7602,
    "EXT4_IOC_SETVERSION": 0x4008_6604,
    "FS_IOC_FSSETXATTR": 0x401C_5820,
    "FS_IOC_SETFSLABEL": 0x4100_9431,
    "FS_IOC_ENABLE_VERITY": 0x4080_6685,
    "FS_IOC_SET_ENCRYPTION_POLICY": 0x800C_6613,
    "FS_IOC_ADD_ENCRYPTION_KEY": 0xC050_6617,
    "FICLONE": 0x4004_9409,
    "FICLONERANGE": 0x4020_940D,
    "FIDEDUPERANGE": 0xC018_9436,
    "FITRIM": 0xC018_5879,
    "EXT4_IOC_MOVE_EXT": 0xC028_660F,
    "EXT4_IOC_MIGRATE": 0x0000_6609,
    "EXT4_IOC_ALLOC_DA_BLKS": 0x0000_660C,
    "FIOSETOWN": 0x8901,
    "SIOCSPGRP": 0x8902,
    "FIOASYNC": 0x5452,
    "TIOCSTI": 0x5412,
    "TIOCLINUX": 0x541C,
    "TIOCSCTTY": 0x540E,
    "TCSETS": 0x5402,
    "TIOCSWINSZ": 0x5414,
    "FS_IOC_GETFLAGS": 0x8008_6601,
    "FS_IOC_GETVERSION": 0x8008_7601,
    "FS_IOC_FSGETXATTR": 0x801C_581F,
    "FS_IOC_FIEMAP": 0xC020_660B,
}
NOBODY_S_PID = 0x3FFF_FFFF
"""Above every process number that a kernel gives out."""
CLONE_FLAGS = (0, 0x11, 0x100, 0x4111, 0x8000, 0x0002_0000, 0x1000_0000, 0x2000_0000, 0x4000_0000, 0x0800_0000)


def made(number: int, *arguments: object) -> int:
    """Make a system call. Raises OSError."""
    result = int(LIBC.syscall(ctypes.c_long(number), *arguments))
    if result == -1:
        code = ctypes.get_errno()
        raise OSError(code, os.strerror(code))
    return result


def call(name: str, *arguments: object) -> int:
    """Make the system call `name`. Raises OSError; ENOSYS where the processor has none."""
    if name not in NUMBERS:
        raise OSError(38, name)
    return made(NUMBERS[name], *arguments)


def control(option: int, *values: int) -> None:
    """Call prctl. Raises OSError."""
    if LIBC.prctl(option, *map(ctypes.c_ulong, values)) == -1:
        code = ctypes.get_errno()
        raise OSError(code, os.strerror(code))


def network() -> Named:
    """Sockets of every family, and every use of a unix socket that could reach somebody."""
    for family in range(2, 46):
        for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM, socket.SOCK_RAW):
            yield f"socket family {family} type {int(kind)}", partial(call, "socket", family, int(kind), 0)
        yield f"socketpair family {family}", partial(call, "socketpair", family, 1, 0, (ctypes.c_int * 2)())
    stream, datagrams = socket.socket(socket.AF_UNIX), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    for name in ("\0in-camera-attack", "/run/dbus/system_bus_socket", "/var/run/docker.sock", "/tmp/in-camera-attack"):
        yield f"connect to {name!r}", partial(stream.connect, name)
        yield f"bind to {name!r}", partial(datagrams.bind, name)
        yield f"send to {name!r}", partial(datagrams.sendto, b"x", name)
    yield "listen", partial(stream.listen)
    yield "accept", partial(call, "accept4", stream.fileno(), 0, 0, 0)
    yield "have a name chosen", partial(stream.setsockopt, socket.SOL_SOCKET, socket.SO_PASSCRED, 1)
    yield "hand over a file", partial(socket.socketpair()[0].sendmsg, [b"x"])
    yield "look up a name", partial(_look_up, "in-camera.invalid")


def processes(parent: int) -> Named:
    """Start, signal, read, change, slow down or trace a process; gain a right; enter another world."""
    yield "fork", partial(_forked, os.fork)
    for flags in CLONE_FLAGS:
        yield f"clone 0x{flags:x}", partial(_forked, partial(call, "clone", flags, 0, 0, 0, 0))
    yield "thread in a world of its own", partial(call, "clone", 0x0001_0F00 | 0x1000_0000, 0, 0, 0, 0)
    for name in ("execve", "execveat", "vfork"):
        yield name, partial(call, name, 0, 0, 0, 0, 0)
    yield "spawn", partial(os.posix_spawn, "/bin/true", ["/bin/true"], {})
    yield "signal the desktop", partial(os.kill, parent, 0)
    yield "signal the desktop's group", partial(os.kill, -parent, 0)
    yield "signal everybody", partial(os.kill, -1, 0)
    for name, arguments in (
        ("tgkill", (parent, parent, 0)),
        ("tkill", (parent, 0)),
        ("rt_sigqueueinfo", (parent, 0, 0)),
        ("rt_tgsigqueueinfo", (parent, parent, 0, 0)),
        ("pidfd_open", (parent, 0)),
        ("pidfd_send_signal", (0, 0, 0, 0)),
        ("prlimit64", (parent, 7, 0, 0)),
        ("setpriority", (0, NOBODY_S_PID, 19)),
        ("setpriority", (1, NOBODY_S_PID, 19)),
        ("setpriority", (2, NOBODY_S_PID, 19)),
        ("setpriority", (0, 0, 1)),
        ("ioprio_set", (1, NOBODY_S_PID, 0)),
        ("ioprio_set", (1, 0, 3 << 13)),
        ("sched_setscheduler", (parent, 0, 0)),
        ("sched_setparam", (parent, 0)),
        ("sched_setattr", (parent, 0, 0)),
        ("sched_setaffinity", (parent, 8, 0)),
        ("ptrace", (0x4206, parent, 0, 0)),
        ("process_vm_readv", (parent, 0, 0, 0, 0, 0)),
        ("kcmp", (parent, os.getpid(), 0, 0, 0)),
        ("move_pages", (parent, 0, 0, 0, 0, 0)),
        ("migrate_pages", (parent, 0, 0, 0)),
        ("get_robust_list", (parent, 0, 0)),
        ("setuid", (os.getuid(),)),
        ("setresuid", (-1, -1, -1)),
        ("setfsuid", (os.getuid(),)),
        ("setsid", ()),
        ("setpgid", (0, 0)),
        ("personality", (0x0040_0000,)),
        ("seccomp", (1, 8, 0)),
        ("clone3", (0, 0)),
    ):
        yield f"{name}{arguments}", partial(call, name, *arguments)
    for flag in (0x80, 0x2_0000, 0x200_0000, 0x400_0000, 0x800_0000, 0x1000_0000, 0x2000_0000, 0x4000_0000, 0x400):
        yield f"unshare 0x{flag:x}", partial(call, "unshare", flag)


def choosing_cores() -> Named:
    """Bind ourselves to a core: others can ask which, a bit a core."""
    for who in (0, os.getpid()):
        yield f"bind {who} to a core", partial(call, "sched_setaffinity", who, 8, 0)


def files(victim: Path, marked: Path) -> Named:
    """Read, change, move, watch or mark what was not granted; remove and mark only what was made to be attacked."""
    for folder in ("/", "/etc", "/tmp", "/home", "/root", "/var/log", "/dev", "/proc", "/sys/fs/cgroup", victim.parent):
        yield f"list {folder}", partial(os.listdir, folder)
        made_name = Path(folder, f".in-camera-attack-{os.getpid()}")
        yield f"make a file in {folder}", partial(_make_and_remove, made_name)
        yield f"make a folder in {folder}", partial(_make_and_remove_folder, made_name)
        yield f"an unnamed file in {folder}", partial(os.open, folder, os.O_TMPFILE | os.O_RDWR, 0o600)
    for path in (victim, Path("/etc/passwd"), Path("/etc/hostname"), Path("/etc/machine-id"), Path("/dev/full")):
        yield f"read {path}", partial(os.open, path, os.O_RDONLY)
        yield f"write {path}", partial(os.open, path, os.O_WRONLY)
        yield f"open {path} for ioctl alone", partial(os.open, path, 3)
    for path in (victim, marked):
        yield f"empty {path}", partial(os.open, path, os.O_RDONLY | os.O_TRUNC)
        yield f"shorten {path}", partial(call, "truncate", os.fsencode(path), 0)
        yield f"remove {path}", partial(os.unlink, path)
        yield f"mode of {path}", partial(os.chmod, path, 0o777)
        yield f"owner of {path}", partial(os.chown, path, os.getuid(), -1)
        yield f"times of {path}", partial(os.utime, path, (1, 1))
        yield f"attribute of {path}", partial(os.setxattr, path, "user.note", b"secret")
        yield f"attributes of {path}", partial(os.listxattr, path)
        yield f"link to {path}", partial(os.link, path, victim.with_name("linked"))
        yield f"rename {path}", partial(os.rename, path, victim.with_name("moved"))
        yield f"write into {path}", partial(os.open, path, os.O_WRONLY | os.O_APPEND)
    yield "write into our own code", partial(os.open, socket.__file__, os.O_WRONLY | os.O_APPEND)
    yield "symbolic link", partial(os.symlink, "/etc/passwd", victim.with_name("symbolic"))
    yield "named pipe", partial(os.mkfifo, victim.with_name("fifo"))
    yield "device node", partial(os.mknod, victim.with_name("node"), 0o600 | 0o020000, os.makedev(1, 3))


def marks(path: Path) -> Named:
    """Leave something behind on a file that may be read, or hold it in a way that others see."""
    fd = os.open(path, os.O_RDONLY)
    for name, number in MARKING_IOCTLS.items():
        yield name, partial(fcntl.ioctl, fd, number, b"secret of one document".ljust(64, b"\0"))
    for command, argument in (
        (1036, struct.pack("=Q", 3)),
        (1038, struct.pack("=Q", 3)),
        (fcntl.F_SETLEASE, fcntl.F_RDLCK),
        (fcntl.F_NOTIFY, fcntl.DN_ACCESS),
        (fcntl.F_SETLK, struct.pack("hhqqi", fcntl.F_RDLCK, 0, 5, 1, 0)),
        (37, struct.pack("hhqqi", fcntl.F_RDLCK, 0, 5, 1, 0)),
        (fcntl.F_GETLK, struct.pack("hhqqi", fcntl.F_WRLCK, 0, 0, 0, 0)),
        (fcntl.F_SETOWN, os.getppid()),
        (fcntl.F_SETSIG, signal.SIGTERM),
        (15, struct.pack("ii", 1, os.getppid())),
    ):
        yield f"fcntl {command} on a readable file", partial(fcntl.fcntl, fd, command, argument)
    yield "lock", partial(fcntl.flock, fd, fcntl.LOCK_SH)
    yield "mode by descriptor", partial(os.fchmod, fd, 0o644)
    yield "owner by descriptor", partial(os.fchown, fd, os.getuid(), -1)
    yield "times by descriptor", partial(os.utime, fd, (1, 1))
    yield "attribute by descriptor", partial(os.setxattr, fd, "user.note", b"secret")
    yield "put out of the cache", partial(os.posix_fadvise, fd, 0, 0, os.POSIX_FADV_DONTNEED)
    yield "ask what is cached", partial(call, "cachestat", fd, 0, 0, 0)
    yield "shared page, written", partial(mmap.mmap, fd, 0, mmap.MAP_SHARED, mmap.PROT_READ | mmap.PROT_WRITE)
    page = mmap.mmap(fd, 0, mmap.MAP_SHARED, mmap.PROT_READ)
    address = LIBC.mmap
    address.restype, address.argtypes = ctypes.c_void_p, (ctypes.c_void_p, *[ctypes.c_long] * 5)
    shared = ctypes.c_void_p(address(None, mmap.PAGESIZE, mmap.PROT_READ, mmap.MAP_SHARED, fd, 0))
    yield "wake who waits on a shared page", partial(call, "futex", shared, 1, 1, 0, 0, 0)
    yield "wake some, requeue others", partial(call, "futex", shared, 3, 1, 1, shared, 0)
    yield "ask what is in memory", partial(call, "mincore", shared, mmap.PAGESIZE, ctypes.create_string_buffer(8))
    for advice in (12, 20, 21, 100, 101):
        yield f"advice {advice} about a shared page", partial(call, "madvise", shared, mmap.PAGESIZE, advice)
    page.close()


def messages() -> Named:
    """Meet another program where the kernel keeps things by number or name."""
    for name, arguments in (
        ("shmget", (0x1CA, 4096, 0o1666)),
        ("shmget", (0, 4096, 0o1666)),
        ("semget", (0x1CA, 1, 0o1666)),
        ("msgget", (0x1CA, 0o1666)),
        ("mq_open", (b"in-camera-attack\0", os.O_CREAT | os.O_RDWR, 0o600, 0)),
        ("add_key", (b"user\0", b"in-camera\0", b"secret\0", 6, -4)),
        ("add_key", (b"user\0", b"in-camera\0", b"secret\0", 6, -3)),
        ("request_key", (b"user\0", b"in-camera\0", 0, -4)),
        ("keyctl", (0, -3, 0)),
        ("keyctl", (1, b"in-camera\0")),
        ("userfaultfd", (1,)),
        ("perf_event_open", (0, -1, 0, -1, 0)),
        ("inotify_init1", (0,)),
        ("fanotify_init", (0, 0)),
        ("name_to_handle_at", (-100, b"/\0", 0, 0, 0)),
        ("statmount", (0, 0, 0, 0)),
        ("listmount", (0, 0, 0, 0)),
        ("quotactl", (0, 0, 0, 0)),
        ("syslog", (3, 0, 0)),
        ("modify_ldt", (0, 0, 0)),
        ("vmsplice", (0, 0, 0, 0)),
        ("io_setup", (1, ctypes.create_string_buffer(8))),
        ("swapoff", (b"/\0",)),
        ("clock_settime", (0, 0)),
    ):
        yield f"{name} with a request", partial(call, name, *arguments)
    yield "shared memory by name", partial(_make_and_remove, Path("/dev/shm/in-camera-attack"))


def facts(parent: int, *, has_namespaces: bool) -> Named:
    """Read what this machine, its disks, its networks and the desktop are called and do."""
    own = ("mountinfo", "mounts", "mountstats", "cgroup", "loginuid", "sessionid", "io", "fdinfo")
    nets = ("net", "net/dev", "net/route", "net/unix", "net/tcp", "net/tcp6", "net/arp", "net/if_inet6", "net/fib_trie")
    for who in ("self", "thread-self", str(os.getpid()), f"self/task/{os.getpid()}"):
        for name in (*own, *nets, "comm", "mem", "oom_score_adj", "uid_map", "attr/current"):
            flags = os.O_WRONLY if name in ("comm", "mem", "oom_score_adj", "uid_map", "attr/current") else os.O_RDONLY
            yield f"/proc/{who}/{name}", partial(os.open, f"/proc/{who}/{name}", flags)
    for name in ("environ", "cmdline", "maps", "mem", "status", "stat", "fd", "cwd/.", "root/etc/passwd", "mountinfo"):
        yield f"the desktop's {name}", partial(os.open, f"/proc/{parent}/{name}", os.O_RDONLY)
    for path in ("/proc/mounts", "/proc/net/dev", "/proc/net/route", "/proc/locks", "/proc/keys", "/proc/sysvipc/shm"):
        yield path, partial(os.open, path, os.O_RDONLY)
    for path in ("/proc/sys/kernel/hostname", "/proc/version", "/proc/partitions", "/proc/1/cmdline", "/proc/loadavg"):
        yield path, partial(os.open, path, os.O_RDONLY)
    for path in ("/sys/class/net", "/sys/block", "/sys/class/dmi/id/product_uuid", "/sys/kernel/debug", "/dev/kmsg"):
        yield path, partial(os.open, path, os.O_RDONLY)
    if has_namespaces:
        yield "the machine's name", _learn_the_machines_name


def _learn_the_machines_name() -> None:
    if os.uname().nodename == "in-camera":
        raise PermissionError(1, "it is called otherwise here")


def _look_up(name: str) -> None:
    try:
        socket.getaddrinfo(name, 53, proto=socket.IPPROTO_UDP)
    except socket.gaierror as error:  # which hides the errno of what was refused
        raise PermissionError(1, "no answer") from error


def _make_and_remove(path: Path) -> None:
    os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    path.unlink()


def _make_and_remove_folder(path: Path) -> None:
    path.mkdir()
    path.rmdir()


def _forked(start: Callable[[], int]) -> None:
    if start() == 0:
        os._exit(0)
