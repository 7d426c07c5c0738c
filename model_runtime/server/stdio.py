"""Claim stdin and stdout for the protocol before any library can print into them.

Call first of all in a child. Does not read or write messages.
"""

import os
import sys


def claim() -> tuple[int, int]:
    """Return (input, output) descriptors for the protocol; afterwards fd 0 gives nothing and fd 1 is stderr.

    The duplicates are not inherited by anything the process could start.
    """
    sys.stdout.flush()
    protocol_in, protocol_out = os.dup(0), os.dup(1)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    os.dup2(2, 1)
    if sys.platform == "win32":
        import msvcrt

        for fd in (protocol_in, protocol_out):
            msvcrt.setmode(fd, os.O_BINARY)
    return protocol_in, protocol_out
