"""Bound how much more memory one step may take, where what it works on comes from outside and may ask for any amount.

Asked for more, Python, numpy and torch raise, and nothing else on the machine feels it. Counted is what the process may
write to and shares with nobody, used or not, but not what a graphics card or an allocator only reserves. On systems without
such a bound it does nothing.
"""

import contextlib
import sys
from collections.abc import Iterator
from pathlib import Path

_STATM = Path("/proc/self/statm")
"""Its sixth number is what the kernel counts towards the bound, and the stack, in pages of memory."""


@contextlib.contextmanager
def allow(size_bytes: int) -> Iterator[None]:
    """Let this process take `size_bytes` more while the block runs; a bound that is lower already stays."""
    if sys.platform != "linux":
        yield
        return
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_DATA)
    until = int(_STATM.read_text(encoding="ascii").split()[5]) * resource.getpagesize() + size_bytes
    lowest = min(bound for bound in (until, soft, hard) if bound != resource.RLIM_INFINITY)
    resource.setrlimit(resource.RLIMIT_DATA, (lowest, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_DATA, (soft, hard))
