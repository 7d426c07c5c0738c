"""Have a folder of weights judged by a sandboxed engine process, before anything of it is copied or trusted."""

import threading
from pathlib import Path

from desktop_app.runtime_client.engine import Engine, Listener
from desktop_app.runtime_client.process import ChildCommand
from desktop_app.runtime_client.supervisor import Supervisor

_NOBODY = Listener(lambda *_: None, lambda *_: None, lambda *_: None)


def check_weights(folder: Path, stop: threading.Event) -> None:
    """Judge a folder. Raises AppError with the code of its first fault."""
    command = ChildCommand("engine", engine="cogvlm2-check", weights=folder.resolve())
    supervisor = Supervisor(command, lambda _: None)
    try:
        Engine(supervisor.client(stop), stop, _NOBODY).load()
    finally:
        supervisor.close()
