"""State what one child needs while it is locked in: its folders, its devices, its memory.

Lists what Python and the system's libraries must read, without which nothing could be imported. Closes nothing.
"""

import os
import site
import sys
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path

import model_runtime
from model_runtime.protocol.payloads import Role

SYSTEM_READABLE = (
    "/usr/lib",
    "/usr/lib64",
    "/usr/local/lib",
    "/lib",
    "/lib64",
    "/etc/ld.so.cache",
    "/etc/ld.so.conf",
    "/etc/ld.so.conf.d",
    "/etc/localtime",
    "/usr/share/zoneinfo",
    "/usr/share/fonts",  # pdfium draws text whose font is not in the PDF with these
    "/usr/local/share/fonts",
    "/usr/share/X11/fonts",
    *(f"/proc/self/{name}" for name in ("auxv", "cmdline", "environ", "maps", "stat", "statm", "status")),
    "/proc/cpuinfo",
    "/proc/meminfo",
    "/proc/stat",
    "/proc/sys/vm/overcommit_memory",
    "/sys/devices/system/cpu",
    "/sys/devices/system/node",
    "/dev/urandom",
    "/dev/random",
    "/dev/zero",
)
"""Public parts of every installation: libraries, fonts, and facts about the processor. No names of users, no logs.

Of our own process only what the C library and the others read of themselves: the rest of /proc/self says how the
networks, the disks and the groups of this machine are called (net, mountinfo, mounts, cgroup)."""

GPU_READABLE = (
    "/proc/self",
    "/proc/devices",
    "/proc/modules",
    "/proc/driver/nvidia",
    "/proc/driver/nvidia-uvm",
    "/proc/sys/vm/mmap_min_addr",
    "/sys/bus/pci",
    "/sys/devices",
    "/sys/module",
    "/usr/share/nvidia",
    "/etc/nvidia",
)
"""What libcuda looks up before `cuInit` succeeds (NVIDIA/OpenShell#1486, nolabs-ai/nono#673, snapd's opengl interface).

All of our own process: its threads' folders must be granted anyhow (see `grants`), and hold the same files once more."""

GPU_NODE = Path("/dev/nvidiactl")
"""Is there whenever the driver runs; every CUDA program opens it first."""


class Access(Enum):
    """What a grant allows: never to execute, never to make sockets or device nodes."""

    READ = "read"
    WRITE_IN_PLACE = "write_in_place"
    WRITE = "write"
    DEVICE = "device"


@dataclass(frozen=True)
class Grant:
    """One path, with everything below it, that stays usable in the closed sandbox."""

    path: Path
    access: Access


def home_folders() -> tuple[Path, ...]:
    """Return the user's home folder as the environment and as the system names it; ask before closing."""
    named = [os.environ.get("HOME") or os.environ.get("USERPROFILE")]
    if sys.platform != "win32":
        import pwd  # not on Windows

        try:
            named.append(pwd.getpwuid(os.getuid()).pw_dir)
        except KeyError:  # a container's user needs no entry
            named.append(None)
    return tuple(dict.fromkeys(Path(name) for name in named if name))


@dataclass(frozen=True)
class SandboxProfile:
    """What one child may still do. Make it before the sandbox is closed: it asks the system for the home folder.

    Attributes:
        role: whose sandbox it is.
        scratch: private folder that stays writable (None: nowhere). It must exist; it should be empty.
        cache: a folder that also stays writable, for quantised weights; what lies there is checked before it is used.
        readable: folders and files beyond Python itself: resources, one weights folder.
        gpu: grant the NVIDIA device nodes, and what CUDA needs around them.
        memory_bytes: bound of the address space (None: unbounded; CUDA reserves far more than it uses).
        may_write_files: False bounds every file, memory files included, to `most_file_bytes`. CUDA needs True. An
            inherited stream must be a pipe then: a log *file* could not grow either.
        most_file_bytes: 0 but for an airlock that writes films, into its scratch.
        home_folders: what the self-test tries to read.
    """

    role: Role
    scratch: Path | None = None
    cache: Path | None = None
    readable: tuple[Path, ...] = ()
    gpu: bool = False
    memory_bytes: int | None = None
    may_write_files: bool = False
    most_file_bytes: int = 0
    home_folders: tuple[Path, ...] = field(default_factory=home_folders)


def python_folders() -> tuple[Path, ...]:
    """Return where this interpreter finds modules: the standard library, site-packages and this package.

    Not `sys.path`: its first entry is the folder that the child happened to be started in. Not `sys.prefix`: that
    may be `/usr`, or the home folder itself.
    """
    folders = [Path(os.__file__).parent, Path(model_runtime.__file__).parent]
    folders += [Path(name) for name in site.getsitepackages()]
    if site.ENABLE_USER_SITE:
        folders.append(Path(site.getusersitepackages()))
    return tuple(dict.fromkeys(folders))


def grants(profile: SandboxProfile) -> tuple[Grant, ...]:
    """Return everything that `profile` leaves usable; not all of it exists on every machine."""
    readable: Iterable[Path] = (*map(Path, SYSTEM_READABLE), *python_folders(), *profile.readable)
    found = [Grant(path, Access.READ) for path in readable]
    found.append(Grant(Path("/dev/null"), Access.WRITE_IN_PLACE))
    if profile.gpu:
        found += [Grant(Path(name), Access.READ) for name in GPU_READABLE]
        found += [Grant(node, Access.DEVICE) for node in sorted(Path("/dev").glob("nvidia*"))]
        # CUDA names its threads by writing /proc/self/task/<id>/comm; refused, cuInit fails with error 304.
        found.append(Grant(Path("/proc/self/task"), Access.WRITE_IN_PLACE))
    writable = (folder for folder in (profile.scratch, profile.cache) if folder is not None)
    found += [Grant(folder, Access.WRITE) for folder in writable]
    return tuple(found)
