"""Close a macOS process with a Seatbelt profile, as `sandbox-exec` does, from inside.

Written from Apple's own profiles in /System/Library/Sandbox/Profiles and never run on a Mac: what it really holds, the
self-test says at each start. Memory is not bounded, and names and sizes of files stay visible.
"""

import ctypes
import sys
from collections.abc import Iterable
from pathlib import Path

from model_runtime.sandbox import limits
from model_runtime.sandbox.profile import SandboxProfile, python_folders

_PRIVATE_PLACES = ("/Users", "/Volumes", "/private/var/root", "/private/var/folders", "/private/tmp", "/private/etc")


def close(profile: SandboxProfile) -> tuple[str, ...]:
    """Close this process for ever and return the layers that are up. Raises OSError when Seatbelt refuses the profile."""
    limits.set_limits(profile)
    library = ctypes.CDLL("/usr/lib/libsandbox.1.dylib")
    problem = ctypes.c_char_p()
    text = seatbelt_profile(profile).encode()
    if library.sandbox_init(text, ctypes.c_uint64(0), ctypes.byref(problem)) != 0:
        raise OSError(0, "sandbox_init refused the profile")
    return ("limits", "seatbelt")


def seatbelt_profile(profile: SandboxProfile) -> str:
    """Return the profile in Seatbelt's language: the last rule that matches decides.

    Everything is allowed first, because what Metal and the libraries ask of the system is undocumented; then the ways
    out are closed, then the few granted places are opened again.
    """
    granted = (*python_folders(), *profile.readable, Path(sys.base_prefix, "lib"))
    lines = [
        "(version 1)",
        "(allow default)",
        "(deny network*)",
        "(deny process-fork process-exec*)",
        "(deny signal (target others))",
        "(deny process-info* (target others))",
        "(deny appleevent-send job-creation)",
        "(deny file-write*)",
        '(allow file-write-data (literal "/dev/null"))',
        '(deny file-read-data (literal "/"))',
        f"(deny file-read-data {_subpaths((*map(Path, _PRIVATE_PLACES), *profile.home_folders))})",
        f"(allow file-read-data {_subpaths(granted)})",
    ]
    if profile.scratch is not None:
        lines.append(f"(allow file-read* file-write* {_subpaths((profile.scratch,))})")
    return "\n".join(lines)


def _subpaths(paths: Iterable[Path]) -> str:
    """Name folders with all below them; Seatbelt compares resolved paths (`/tmp` is `/private/tmp`)."""
    resolved = dict.fromkeys(str(path.resolve()) for path in paths)
    return " ".join(f'(subpath "{_escaped(path)}")' for path in resolved)


def _escaped(path: str) -> str:
    return path.replace("\\", "\\\\").replace('"', '\\"')
