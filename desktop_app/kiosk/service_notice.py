"""Tell the service manager that the kiosk is ready, and then, again and again, that it is alive (`sd_notify`, systemd).

One datagram to a socket file of this machine, which the service manager names and which no network can reach. Where nobody
has named one, nothing is sent. Measures nothing: who calls is alive.
"""

import os
import socket

ADDRESS = "NOTIFY_SOCKET"
READY, ALIVE, STOPPING = "READY=1", "WATCHDOG=1", "STOPPING=1"


def tell(state: str) -> bool:
    """Send one state; False where nobody wants it or it could not be sent."""
    address = os.environ.get(ADDRESS, "")
    family = getattr(socket, "AF_UNIX", None)
    if family is None or not address.startswith(("/", "@")):
        return False
    name = f"\0{address[1:]}" if address.startswith("@") else address
    try:
        with socket.socket(family, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as sender:
            sender.setblocking(False)  # a service manager that does not listen stops no window
            sender.sendto(state.encode("ascii"), name)
    except OSError:
        return False
    return True


def interval_s() -> float | None:
    """Return how often to say that we are alive: twice as often as asked for; None: nobody has asked.

    `WATCHDOG_PID` names the compositor, whose child we are and which says nothing: we do in its place.
    """
    asked = os.environ.get("WATCHDOG_USEC", "")
    return int(asked) / 2e6 if asked.isascii() and asked.isdecimal() and int(asked) else None
