"""Tell how much memory this process holds. Does not limit it: the sandbox does."""

import sys


def resident_and_peak_bytes() -> tuple[int, int]:
    """Return (resident now, most so far) in bytes; (0, 0) where the system does not say."""
    if sys.platform == "win32":
        return 0, 0
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    if sys.platform == "darwin":
        return peak, peak  # bytes there; what is resident now is not told without an extra library
    try:
        with open("/proc/self/statm", encoding="ascii") as file:
            pages = int(file.read().split()[1])
    except OSError:
        return peak * 1024, peak * 1024
    return pages * resource.getpagesize(), peak * 1024
