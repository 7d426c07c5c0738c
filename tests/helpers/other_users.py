"""Tell whether tests may act as other users. Acts as nobody itself."""

import os
from pathlib import Path


def can_be_others() -> bool:
    """Tell whether this process is root of all users; in a namespace of its own (`unshare -r`) root is all there is."""
    if os.getuid() != 0:
        return False
    map_file = Path("/proc/self/uid_map")
    return not map_file.exists() or int(map_file.read_text(encoding="ascii").split()[2]) > 65534
