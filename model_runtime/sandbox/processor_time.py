"""Bound the processor time of one step, so that no file can keep a process busy for ever.

The kernel ends the process (SIGXCPU) when the time is used up; the desktop knows by that death what it was: of an airlock,
a decode timeout, after which another is started; of what judges a model, an endless model. Bounds no wall time. On systems without such limits it does nothing, and only the desktop's patience is
left.
"""

import sys
import time


def allow(seconds: int) -> None:
    """Let this process use `seconds` more of processor time, all threads together, from now."""
    if sys.platform == "win32":
        return
    import resource

    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    until = int(time.process_time()) + 1 + seconds
    if hard != resource.RLIM_INFINITY:
        until = min(until, hard)
    resource.setrlimit(resource.RLIMIT_CPU, (until, hard))
