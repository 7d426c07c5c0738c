"""Be a desktop that starts both children and then ends as the first argument says; started by tests only.

Prints the process ids of its children and the scratch folder, one JSON line, before it ends or waits.
"""

import json
import os
import sys
import tempfile
import threading
import time

from desktop_app.jobs.tools import Tools
from desktop_app.runtime_client.engine import NOBODY
from desktop_app.runtime_client.process import ChildCommand
from desktop_app.runtime_client.supervisor import ChildState
from desktop_app.runtime_client.values import AnswerOptions
from tests.helpers.children import process_of


def main() -> None:
    """Start, tell, and end: `waits`, `answers` (a slow answer is on its way), `raises`, `exits`, `closes`."""
    how, tempfile.tempdir = sys.argv[1], sys.argv[2]
    ready = {"airlock": threading.Event(), "engine": threading.Event()}
    tools = Tools(
        ChildCommand("engine", engine="echo"),
        lambda status: ready[status.role].set() if status.state is ChildState.READY else None,
    )
    tools.start()
    lent = tools.lend(threading.Event())
    airlock, engine = lent.airlock(), lent.engine(NOBODY)
    engine.load()
    processes = [process_of(airlock), process_of(engine)]
    scratch = processes[1]._scratch
    assert scratch is not None
    told = json.dumps({"pids": [process.pid for process in processes], "scratch": str(scratch.path)})
    if how == "answers":
        threading.Thread(target=engine.ask, args=("repeat 100000 slowly", (), AnswerOptions()), daemon=True).start()
        time.sleep(0.3)
    print(told, flush=True)
    if how in ("waits", "answers"):
        time.sleep(600)
    if how == "closes":
        tools.close()
    if how == "raises":
        raise ZeroDivisionError
    if how == "leaves":
        os._exit(0)


if __name__ == "__main__":
    main()
