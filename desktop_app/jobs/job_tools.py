"""Define what one job works with: the children as it may use them, the pages that are kept, and the wish to stop.

Starts and keeps no child: that is `tools.py`.
"""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from desktop_app.jobs.audited import Recorder
from desktop_app.jobs.job import Job
from desktop_app.jobs.lease import OpenedFile
from desktop_app.jobs.page_store import PageStore
from desktop_app.managed.rules import Audit, Rules
from desktop_app.runtime_client.airlock import Airlock
from desktop_app.runtime_client.engine import Engine, Listener
from desktop_app.runtime_client.page_size import PageSize
from desktop_app.runtime_client.values import SandboxReport


@dataclass
class KeptPages:
    """Which pages the running engine has been sent; emptied when another engine process takes over."""

    keys: set[str] = field(default_factory=set)


@dataclass(frozen=True)
class JobTools:
    """What one job works with.

    Attributes:
        airlock: waits for the child and returns it.
        idle_airlock: likewise, with no document open.
        film_airlock: likewise, for the one that may write films, which is started by the first call.
        opened: likewise, with the document that a job is about held open as it wants it (`Lease.opened`); the hash that the
            file must have (empty: any), and the document as this job has had it open so far.
        film_opened: likewise, with a film that it holds open: a path, and the hash that the file must have.
        engine: waits for the child and returns it, telling a listener the engine's news.
        page_size: how large the model wants pages; None where nobody knows before it is loaded.
        sandbox: the proofs of both children, as they are now.
        store: where pixels stay.
        rules: what the organisation has decided.
        recorder: writes down what was done.
    """

    airlock: Callable[[], Airlock]
    idle_airlock: Callable[[], Airlock]
    film_airlock: Callable[[], Airlock]
    opened: Callable[[Job, str, OpenedFile | None], OpenedFile]
    film_opened: Callable[[Path, str], OpenedFile]
    engine: Callable[[Listener], Engine]
    page_size: Callable[[], PageSize | None]
    kept: Callable[[], KeptPages]
    sandbox: Callable[[], tuple[SandboxReport, ...]]
    stop: threading.Event
    store: PageStore
    rules: Rules = field(default_factory=Rules)
    recorder: Recorder = field(default_factory=lambda: Recorder(Audit()))
