"""Try to break out of the closed sandbox, for real, and tell what happened.

An attempt counts as held only when the system refused it with an errno that nothing but a barrier gives: a network that
is merely unplugged, or a folder that merely does not exist, proves nothing. In a process without a sandbox every check
fails, harmlessly: no packet leaves the machine, no file stays behind, no process keeps running. Repairs nothing.
The only module that may import `socket`.
"""

import errno
import os
import socket
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from model_runtime.protocol.payloads import CheckResult
from model_runtime.sandbox.profile import SandboxProfile

REFUSED = frozenset({errno.EACCES, errno.EPERM})

_TOO_LARGE = frozenset({errno.EFBIG})

_DISCARD_PORT, _RESOLVER_PORT = 9, 53
_TIMEOUT_S = 0.2
_NO_SUCH_PROCESS = 0x3FFF_FFFF
"""Above every process number that a kernel gives out (PID_MAX_LIMIT is 4 194 304)."""
_USUAL_IN_A_HOME = (".ssh", ".config", ".cache", ".local", ".bashrc", ".profile", "Documents", "Desktop", "Downloads")
_USUALLY_WRITABLE = ("/tmp", "/var/tmp", "/dev/shm", "/run")  # noqa: S108 - named to be refused

Attempt = Callable[[], object]


@dataclass(frozen=True)
class Check:
    """One promise and how to break it.

    Attributes:
        name: stable word.
        barriers: layers of which any one holds it.
        attempts: break-outs; each must be refused.
        unproven: errnos that say neither yes nor no; such attempts are passed over.
        refusals: errnos that nothing but the barrier gives.
    """

    name: str
    barriers: frozenset[str]
    attempts: Iterable[Attempt]
    unproven: frozenset[int] = frozenset()
    refusals: frozenset[int] = REFUSED


def run_self_test(profile: SandboxProfile, layers: tuple[str, ...]) -> tuple[CheckResult, ...]:
    """Try every way out and return one result a check. Takes milliseconds, starts no thread, never raises OSError."""
    return tuple(_result(check, layers) for check in _checks(profile))


def _checks(profile: SandboxProfile) -> Iterator[Check]:
    files = frozenset({"landlock", "seatbelt"})
    calls = frozenset({"seccomp", "seatbelt"})
    missing = frozenset({errno.ENOENT, errno.ENOTDIR, errno.ELOOP})
    yield Check("ipv4_tcp", calls | {"landlock_tcp"}, (lambda: _connect(socket.AF_INET, "127.0.0.1"),))
    yield Check("ipv6_tcp", calls | {"landlock_tcp"}, (lambda: _connect(socket.AF_INET6, "::1"),))
    yield Check("udp", calls, (_send_datagram,))
    yield Check("name_resolution", calls, (_resolve_name,))
    yield Check("home_read", files, _home_attempts(profile), missing)
    yield Check("outside_write", files | {"low_integrity"}, _write_attempts(profile), missing | {errno.EROFS})
    yield Check("new_process", calls | {"job_object"}, _process_attempts())
    if sys.platform == "win32":  # signals mean something else there, and Python offers no unix sockets
        return
    yield Check("unix_socket_connect", calls, (_connect_to_unix_socket,))
    yield Check("other_process", calls, _other_process_attempts())
    if sys.platform == "linux":
        from model_runtime.sandbox import linux_attempts

        if profile.scratch is not None and not profile.may_write_files:  # an airlock that writes films
            yield Check("scratch_bound", frozenset({"limits"}), (partial(_overfill, profile),), refusals=_TOO_LARGE)
        yield Check("file_marks", calls, linux_attempts.marks())
        yield Check("messages", calls, (*linux_attempts.messages(profile), *_name_attempts(profile)))
        yield Check("outliving", calls, linux_attempts.outliving())
        if not profile.gpu:  # the folders of its threads, which CUDA must write to, hold these facts as well
            yield Check("system_facts", files, linux_attempts.facts(), missing)


def _result(check: Check, layers: tuple[str, ...]) -> CheckResult:
    enforced = not check.barriers.isdisjoint(layers)
    refusal = ""
    for attempt in check.attempts:
        try:
            attempt()
        except OSError as error:
            code = error.errno or 0
            if code in check.refusals:
                refusal = refusal or errno.errorcode[code]
            elif code not in check.unproven:
                return CheckResult(
                    check.name, held=False, enforced=enforced, detail=errno.errorcode.get(code, str(code))
                )
        else:
            return CheckResult(check.name, held=False, enforced=enforced, detail="succeeded")
    return CheckResult(check.name, held=bool(refusal), enforced=enforced, detail=refusal or "nothing to try")


def _connect(family: socket.AddressFamily, loopback: str) -> None:
    """Reach for our own machine: what may not even do that reaches no other. Only a refusal *by rule* counts."""
    with socket.socket(family, socket.SOCK_STREAM) as stream:
        stream.settimeout(_TIMEOUT_S)
        stream.connect((loopback, _DISCARD_PORT))


def _send_datagram() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as datagrams:
        datagrams.sendto(b"", ("127.0.0.1", _DISCARD_PORT))


def _resolve_name() -> None:
    """Look up a name, but only when no resolver can be reached: an open machine shall send no question.

    `connect` on a datagram socket sends nothing; where it succeeds, so would a question.
    """
    refusal = None
    try:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as resolver:
            resolver.connect(("127.0.0.1", _RESOLVER_PORT))
    except OSError as error:
        refusal = error
    if refusal is None:
        return
    with suppress(socket.gaierror):
        socket.getaddrinfo(b"in-camera.invalid", _RESOLVER_PORT)
        return
    raise refusal


def _connect_to_unix_socket() -> None:
    """Reach for a name that nobody listens on: a rule refuses (EACCES) before the kernel looks (ECONNREFUSED)."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as stream:
        stream.connect("\0in-camera-self-test")


def _name_attempts(profile: SandboxProfile) -> tuple[Attempt, ...]:
    return () if profile.gpu else (_name_a_socket,)  # CUDA does, and starts only where it may


def _name_a_socket() -> None:
    """Take a name that others see: a message by itself."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as stream:
        stream.bind("\0in-camera-self-test")


def _home_attempts(profile: SandboxProfile) -> Iterator[Attempt]:
    """List the home folder and every folder above it, and read what usually lies in it."""
    for home in profile.home_folders:
        for folder in (home, *home.parents):
            yield partial(os.listdir, folder)
        for name in _USUAL_IN_A_HOME:
            yield partial(_read, home / name)


def _read(path: Path) -> None:
    os.close(os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0)))


def _write_attempts(profile: SandboxProfile) -> Iterator[Attempt]:
    """Make a file in every folder that programs usually may write to, and open our own code for writing."""
    scratch = None if profile.scratch is None else profile.scratch.resolve()
    for folder in dict.fromkeys((*_working_folder(), *profile.home_folders, *map(Path, _USUALLY_WRITABLE))):
        if scratch is None or not folder.resolve().is_relative_to(scratch):
            yield partial(_create, folder / f".in-camera-self-test-{os.getpid()}")
    yield lambda: os.close(os.open(__file__, os.O_WRONLY | os.O_APPEND))


def _overfill(profile: SandboxProfile) -> None:
    """Let a file in the scratch grow by one byte more than it may. It has no name any more while it does."""
    assert profile.scratch is not None
    path = profile.scratch / f".in-camera-self-test-{os.getpid()}"
    fd = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        path.unlink()
        os.truncate(fd, profile.most_file_bytes + 1)
    finally:
        os.close(fd)


def _working_folder() -> tuple[Path, ...]:
    try:
        return (Path.cwd(),)
    except OSError:  # somebody removed it after we were started there
        return ()


def _create(path: Path) -> None:
    os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    path.unlink()


def _process_attempts() -> tuple[Attempt, ...]:
    return (_fork, _spawn) if hasattr(os, "fork") else (_spawn,)


def _fork() -> None:
    child = os.fork()
    if child == 0:
        os._exit(0)
    os.waitpid(child, 0)


def _spawn() -> None:
    command = [sys.executable, "-I", "-S", "-c", ""]
    if sys.platform == "win32":
        os.spawnv(os.P_WAIT, sys.executable, command)  # noqa: S606 - tried to be refused
    else:
        os.waitpid(os.posix_spawn(sys.executable, command, {}), 0)


def _other_process_attempts() -> Iterator[Attempt]:
    yield _signal_nobody
    if sys.platform == "linux":
        yield lambda: os.setpriority(os.PRIO_PROCESS, _NO_SUCH_PROCESS, 0)
        yield lambda: os.sched_setaffinity(_NO_SUCH_PROCESS, {0})


def _signal_nobody() -> None:
    """Signal a process that cannot exist: a rule refuses (EPERM) before the kernel looks (ESRCH).

    Our parent would be no proof: where it belongs to another user, the plain answer is EPERM as well.
    """
    os.kill(_NO_SUCH_PROCESS, 0)
