"""Have freed memory go back to the system at once, so that what a page looked like is gone when nobody has it any more.

glibc keeps large blocks of several threads for later use: after a few photographs hundreds of megabytes of freed pixels
stay in the process, readable. Allocates and frees nothing itself; does nothing where the C library is another one.
"""

import ctypes
import sys

WIPING = {"PYTHONMALLOC": "malloc", "GLIBC_TUNABLES": "glibc.malloc.tcache_count=0:glibc.malloc.perturb=90"}
"""With these in its environment from its start, a process writes over all memory as soon as it frees it: Python takes all its
memory from glibc, and glibc sets none aside in lists of each thread, which it would not write over."""

_M_MMAP_THRESHOLD = -3
_LARGE_BYTES = 1 << 20
"""A block of its own costs a few page faults: for a megabyte and more that is nothing beside filling it."""


def return_large_blocks() -> bool:
    """Give every large block memory of its own, which ends with it. False where the C library cannot."""
    library = _c_library()
    return library is not None and bool(library.mallopt(_M_MMAP_THRESHOLD, _LARGE_BYTES))


def return_what_is_free() -> None:
    """Give back what small blocks have left free."""
    library = _c_library()
    if library is not None:
        library.malloc_trim(0)


def _c_library() -> ctypes.CDLL | None:
    if sys.platform != "linux":
        return None
    library = ctypes.CDLL(None)
    return library if hasattr(library, "mallopt") and hasattr(library, "malloc_trim") else None
