"""Run the program under strace and read what each child asked of the kernel. Judges nothing.

One trace file per thread, so that no call is torn apart by another thread's. Paths are those that the kernel resolved.
"""

import re
from dataclasses import dataclass
from pathlib import Path

from tests.end_to_end.program import Program

NETWORK = (
    "socket",
    "connect",
    "bind",
    "listen",
    "accept",
    "accept4",
    "sendto",
    "sendmsg",
    "sendmmsg",
    "recvfrom",
    "recvmsg",
)
OPENING = ("open", "openat", "openat2", "creat")
CHANGING = (
    *("mkdir", "mkdirat", "mknod", "mknodat", "rename", "renameat", "renameat2", "unlink", "unlinkat", "rmdir"),
    *("link", "linkat", "symlink", "symlinkat", "truncate", "chmod", "fchmodat"),
)
STARTING = ("execve", "execveat", "clone", "clone3", "fork", "vfork")
TRACED = ",".join(f"?{name}" for name in (*NETWORK, *OPENING, *CHANGING, *STARTING, "write"))
"""A question mark before each: not every processor has every call."""

CALL = re.compile(r"(?P<name>\w+)\((?P<arguments>.*)\)\s+= (?P<result>-?\d+|\?)(?:<(?P<path>[^>]*)>)?")


@dataclass(frozen=True)
class Call:
    """One system call; `path` is what an opened file is really called."""

    name: str
    arguments: str
    result: int
    path: str

    @property
    def succeeded(self) -> bool:
        """Tell whether the kernel did it."""
        return self.result >= 0


@dataclass(frozen=True)
class ChildTrace:
    """What one child did, all threads together, before it said `Ready` (set-up and self-test) and from then on."""

    role: str
    scratch: str
    before_ready: tuple[Call, ...]
    after_ready: tuple[Call, ...]

    @property
    def calls(self) -> tuple[Call, ...]:
        """All of it."""
        return self.before_ready + self.after_ready


@dataclass(frozen=True)
class Trace:
    """What the whole program did: `calls` of every process, and its children one by one."""

    calls: tuple[Call, ...]
    children: tuple[ChildTrace, ...]


def traced(program: Program, folder: Path, *words: str | Path) -> tuple[int, Trace]:
    """Run the program to its end and return its exit code with its trace; `folder` takes the raw files."""
    options = (
        "-ff",
        "-y",
        "-qq",
        "-s",
        "64",
        "-e",
        "signal=none",
        "-e",
        f"trace={TRACED}",
        "-o",
        str(folder / "trace"),
    )
    ran = program.under("strace", *options).run(*words)
    threads = {int(path.suffix[1:]): _calls(path) for path in folder.glob("trace.*")}
    children = tuple(_child(thread, threads) for thread, calls in sorted(threads.items()) if _starts_child(calls))
    return ran.code, Trace(tuple(call for calls in threads.values() for call in calls), children)


def _calls(path: Path) -> tuple[Call, ...]:
    found = map(CALL.match, path.read_text(encoding="utf-8", errors="replace").splitlines())
    return tuple(
        Call(
            match["name"],
            match["arguments"],
            -1 if match["result"] == "?" else int(match["result"]),
            match["path"] or "",
        )
        for match in found
        if match is not None
    )


def _starts_child(calls: tuple[Call, ...]) -> bool:
    return any(call.name == "execve" and '"model_runtime"' in call.arguments for call in calls)


def _child(thread: int, threads: dict[int, tuple[Call, ...]]) -> ChildTrace:
    own = threads[thread]
    start = next(call for call in own if call.name == "execve")
    words = re.findall(r'"([^"]*)"', start.arguments)
    ready = next(place for place, call in enumerate(own) if call.name == "write" and "Ready" in call.arguments)
    others = [call for other in _started(thread, threads) for call in threads[other]]
    scratch = words[words.index("--scratch") + 1] if "--scratch" in words else ""
    return ChildTrace(words[words.index("model_runtime") + 1], scratch, own[1:ready], (*own[ready:], *others))


def _started(thread: int, threads: dict[int, tuple[Call, ...]]) -> set[int]:
    """Return every thread that `thread` started, and those that these started."""
    direct = {call.result for call in threads[thread] if call.name in STARTING and call.result in threads}
    return direct.union(*(_started(each, threads) for each in direct))
