"""Close the sandbox of the system we run on. Proves nothing: that is `self_test.py`."""

import sys

from model_runtime.sandbox.profile import SandboxProfile


def close_sandbox(profile: SandboxProfile) -> tuple[str, ...]:
    """Lock this process in for ever and return the names of the layers that are up.

    Call it while the process has one thread, before heavy imports and before any untrusted byte is read. Raises OSError
    or RuntimeError when a layer that this system offers cannot be put up: do not go on then.
    """
    if sys.platform == "linux":
        from model_runtime.sandbox import linux

        return linux.close(profile)
    elif sys.platform == "darwin":  # noqa: RET505 - mypy understands a chain, not returns, as one branch a system
        from model_runtime.sandbox import macos

        return macos.close(profile)
    elif sys.platform == "win32":
        from model_runtime.sandbox import windows

        return windows.close(profile)
    else:
        return ()
