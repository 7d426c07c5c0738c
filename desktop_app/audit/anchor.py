"""Note the head of a log where whoever can change the log cannot: in the system's own journal (syslog).

A datagram to a socket of this machine; where the system has none, nothing is noted. Says how many entries there are and the
hash of the last, nothing of what is in them.
"""

import importlib
from types import ModuleType

from desktop_app.audit.chain import Head

EVERY_ENTRIES = 20
"""So many entries at most are not yet vouched for while a log goes on."""


def note(head: Head) -> None:
    """Note it for the system's administrator."""
    system_log = _system_log()
    if system_log is not None and head.seq:
        system_log.openlog("in-camera", system_log.LOG_PID, system_log.LOG_AUTHPRIV)
        system_log.syslog(system_log.LOG_NOTICE, f"audit log: {head.seq} entries, head {head.hash}")


def _system_log() -> ModuleType | None:
    """Windows has none."""
    try:
        return importlib.import_module("syslog")
    except ImportError:
        return None
