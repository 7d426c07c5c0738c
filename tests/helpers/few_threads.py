"""Start a supervised child where the system allows this user hardly any thread or process, and say how that ended.

An ordinary user runs it (`other_users.as_nobody`): root has no such limit. The child is a shell that says a proper `Ready`.
"""

import errno  # noqa: F401 - what is imported late an ordinary user may not be able to read
import fcntl  # noqa: F401
import os
import resource
import signal
import tempfile
import threading
from pathlib import Path

from desktop_app.foundation.errors import AppError
from desktop_app.jobs.job import Job, JobEnded, Work
from desktop_app.jobs.queue import JobQueue
from desktop_app.runtime_client.process import ChildCommand
from desktop_app.runtime_client.supervisor import Supervisor
from model_runtime.protocol import framing, messages
from tests.helpers import lies

PATIENCE_S = 100.0


class ShellChild(ChildCommand):
    """Says `Ready` without an interpreter, which an ordinary user may not be able to read."""

    def arguments(self, scratch: Path | None) -> list[str]:
        """Return the command line."""
        body = framing.body_of(messages.Ready(0, messages.PROTOCOL_VERSION, "engine", lies.PROVEN))
        frame = len(body).to_bytes(4, "big") + body
        said = "".join(f"\\{byte:03o}" for byte in frame).replace("%", "%%")
        return ["/bin/sh", "-c", f"printf '{said}'; read nothing"]


def main(place: str, above: str) -> None:
    """Allow `above` more than there are now (or, negative, next to nothing), and print what each caller was told."""
    tempfile.tempdir = place
    os.chdir(place)
    allowed = 1 if int(above) < 0 else _running() + int(above)
    resource.setrlimit(resource.RLIMIT_NPROC, (allowed, allowed))
    signal.setitimer(signal.ITIMER_REAL, PATIENCE_S)  # ends this process where somebody waits for ever
    print(f"child {_child_outcome()} queue {_queue_outcome()}", flush=True)


def _child_outcome() -> str:
    supervisor = Supervisor(ShellChild("engine"), lambda _: None)
    try:
        supervisor.client()
    except AppError as error:
        return error.code
    finally:
        supervisor.close()
    return "ready"


def _queue_outcome() -> str:
    ended: list[JobEnded] = []
    is_over = threading.Event()

    def emit(event: object) -> None:
        if isinstance(event, JobEnded):
            ended.append(event)
            is_over.set()

    queue = JobQueue(lambda *_: _work(), emit)
    try:
        queue.submit(Job("1", Path("x")))
        is_over.wait()
    except AppError as error:
        return error.code
    finally:
        queue.close()
    return str(ended[0].error.code if ended[0].error else "done")


def _work() -> Work:
    yield from ()
    raise AppError("disk_full")


def _running() -> int:
    """Return how many threads and processes this user has."""
    count = 0
    for entry in Path("/proc").iterdir():
        try:
            if entry.name.isdigit() and entry.stat().st_uid == os.getuid():
                count += len(os.listdir(entry / "task"))
        except OSError:
            continue
    return count
