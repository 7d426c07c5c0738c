"""Bound what the process may use up: core files, file sizes, memory. Ends nothing by itself."""

import resource
import sys

from model_runtime.sandbox.profile import SandboxProfile


def set_limits(profile: SandboxProfile) -> None:
    """Set limits that can never be raised again. Raises OSError or ValueError."""
    _bound(resource.RLIMIT_CORE, 0)  # a core file would hold the document
    if not profile.may_write_files:
        _bound(resource.RLIMIT_FSIZE, profile.most_file_bytes)  # writes fail with EFBIG: Python ignores SIGXFSZ
    if profile.memory_bytes is not None and sys.platform == "linux":
        _bound(resource.RLIMIT_AS, profile.memory_bytes)


def _bound(kind: int, most: int) -> None:
    _, hard = resource.getrlimit(kind)
    value = most if hard == resource.RLIM_INFINITY else min(most, hard)
    resource.setrlimit(kind, (value, value))
