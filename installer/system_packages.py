"""Find out which system libraries and tools are missing, and install them where that is allowed.

Looks for what is needed, not for what a package manager remembers: a library counts as present when it can be loaded.
Installs only as root, only with apt-get, and names everything else in one line. Needs nothing but Python.
"""

from __future__ import annotations

import ctypes
import os
import shutil
import subprocess
import sys

WINDOW_LIBRARIES = {
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libwayland-client.so.0": "libwayland-client0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
    "libwayland-egl.so.1": "libwayland-egl1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-render.so.0": "libxcb-render0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-util.so.1": "libxcb-util1",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}
"""What Qt loads to open a window -> the Debian package that brings it."""

TEST_TOOLS = {
    "Xvfb": "xvfb",
    "openbox": "openbox",
    "xdotool": "xdotool",
    "strace": "strace",
    "desktop-file-validate": "desktop-file-utils",
    "dbus-run-session": "dbus-daemon",
    "/usr/libexec/at-spi-bus-launcher": "at-spi2-core",
    "cage": "cage",
    "Xwayland": "xwayland",
    "grim": "grim",
    "wixl": "wixl",
    "msiextract": "msitools",
    "mandoc": "mandoc",
    "zsh": "zsh",
    "appstreamcli": "appstream",
    "update-mime-database": "shared-mime-info",
}
"""What the tests on a real display and the tests that watch system calls start -> its Debian package."""


def missing(libraries: dict[str, str], tools: dict[str, str]) -> list[str]:
    """Return the Debian packages of what is not here; on other systems Qt's wheels need nothing more."""
    if sys.platform != "linux":
        return []
    absent = [package for library, package in libraries.items() if not _loads(library)]
    absent += [package for tool, package in tools.items() if shutil.which(tool) is None]
    return absent


def install(packages: list[str]) -> bool:
    """Install Debian packages; tell whether it was allowed and worked."""
    if not packages or not may_install():
        return False
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    wanted = ["apt-get", "install", "--yes", "--no-install-recommends", "-q", *packages]
    return all(
        subprocess.run(command, env=environment, stdout=sys.stderr, check=False).returncode == 0
        for command in (["apt-get", "update", "-q"], wanted)
    )


def may_install() -> bool:
    """Tell whether this user may install Debian packages here."""
    return sys.platform == "linux" and os.geteuid() == 0 and shutil.which("apt-get") is not None


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True
