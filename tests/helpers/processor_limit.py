"""Keep a bound of processor time that the airlock sets for itself from outliving the work it was meant for.

In life the airlock is a process of its own. A test that calls it in its own process would otherwise be ended by the kernel,
with every test after it, when that bound is used up. Where the system has no such bound nothing happens.
"""

import contextlib
import sys
from collections.abc import Iterator


def current() -> tuple[int, int]:
    """Return the soft and the hard bound in seconds; -1 is none."""
    if sys.platform == "win32":
        return (-1, -1)
    import resource

    return resource.getrlimit(resource.RLIMIT_CPU)


@contextlib.contextmanager
def kept() -> Iterator[None]:
    """Give back at the end the bound that was there before."""
    before = current()
    try:
        yield
    finally:
        if sys.platform != "win32":
            import resource

            resource.setrlimit(resource.RLIMIT_CPU, before)
