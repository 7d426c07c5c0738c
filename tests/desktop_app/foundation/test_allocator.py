"""Freed memory goes back to the system, measured in a process of its own."""

import subprocess
import sys

import pytest

ROUNDS = """
import sys, threading
from desktop_app.foundation import allocator
assert allocator.return_large_blocks() or "glibc" not in sys.argv[1]
def fill():
    for size in range(2, 30):  # blocks that grow, as pages do: glibc would then keep up to 32 MB of each thread
        blocks = [b"page" * (size << 18) for _ in range(4)]
threads = [threading.Thread(target=fill) for _ in range(3)]
[thread.start() for thread in threads]
[thread.join() for thread in threads]
allocator.return_what_is_free()
print(next(int(line.split()[1]) for line in open("/proc/self/status") if line.startswith("VmRSS:")))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_nothing_that_was_freed_stays() -> None:
    """After blocks of up to 30 MB in three threads the process is as small as an empty one."""
    ran = subprocess.run(
        [sys.executable, "-c", ROUNDS, "glibc"],
        capture_output=True,
        text=True,
        check=True,
        env={"PYTHONPATH": ".", "PATH": ""},
    )
    assert int(ran.stdout) < 60_000
