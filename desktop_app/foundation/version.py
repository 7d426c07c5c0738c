"""Tell which version of the program this is."""

import functools
import importlib.metadata

NAME = "In Camera"


@functools.cache
def program_version() -> str:
    """Return the version that was installed; `unknown` where the program was not installed but copied."""
    try:
        return importlib.metadata.version("in-camera")
    except importlib.metadata.PackageNotFoundError:
        return "unknown"
