"""Give freed memory back to the system, so that a document that was closed cannot be read in it any more.

glibc keeps what was freed for later use, with all that was in it. Does nothing where the C library is another one.
"""

import ctypes
import gc
import sys


def give_back() -> None:
    """Free what is left over in circles, and return all free pages of memory. Takes some milliseconds."""
    gc.collect()
    if sys.platform == "linux":
        library = ctypes.CDLL(None)
        if hasattr(library, "malloc_trim"):
            library.malloc_trim(0)
