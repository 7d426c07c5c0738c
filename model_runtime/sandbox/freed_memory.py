"""Give freed memory back to the system, so that a document that was closed cannot be read in it any more.

What was made of a document's words may be remembered only by `remembered`, which forgets all of it then. glibc keeps what
was freed for later use, with all that was in it; where the C library is another one, that part does nothing.
"""

import ctypes
import functools
import gc
import sys
from collections.abc import Callable
from typing import TypeVar

ResultT = TypeVar("ResultT")

_forgetting: list[Callable[[], None]] = []


def remembered(most: int) -> Callable[[Callable[..., ResultT]], Callable[..., ResultT]]:
    """Return a decorator for a function of a document's words: `functools.lru_cache` of `most` results, until `give_back`."""

    def wrapped(function: Callable[..., ResultT]) -> Callable[..., ResultT]:
        cached = functools.lru_cache(maxsize=most)(function)
        _forgetting.append(cached.cache_clear)
        return cached

    return wrapped


def settle() -> None:
    """Take what is there for what will always be there: it is not looked through any more whenever a document is closed.

    To be called while no document is open, when everything heavy is loaded.
    """
    gc.collect()
    gc.freeze()


def give_back() -> None:
    """Forget what is remembered, free what is left over in circles, and return all free pages of memory.

    Takes some milliseconds.
    """
    for forget in _forgetting:
        forget()
    gc.collect()
    if sys.platform == "linux":
        library = ctypes.CDLL(None)
        if hasattr(library, "malloc_trim"):
            library.malloc_trim(0)
