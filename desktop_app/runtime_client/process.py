"""Start a child, drain what it says on stderr, and make sure that it ends.

Does not speak the protocol (`client.py`) and does not decide when to start again (`supervisor.py`).
"""

import contextlib
import os
import signal
import subprocess
import sys
import threading
from collections import deque
from dataclasses import dataclass, field
from pathlib import Path

from desktop_app.foundation import threads
from desktop_app.foundation.errors import AppError
from desktop_app.runtime_client.page_size import PageSize
from desktop_app.runtime_client.scratch import Scratch
from desktop_app.runtime_client.values import Role
from model_runtime.protocol.role import CHECK_SUFFIX, FIT_SUFFIX

ASK_S = 1.0
TERMINATE_S = 1.0
KILL_S = 5.0
"""How long each stage of the staged kill may take: the pipe's end, SIGTERM, SIGKILL."""

MAX_STDERR_LINES = 200
MAX_STDERR_LINE_CHARS = 400
"""A child that floods stderr fills this and no more."""

PASSED_ON = ("LANG", "LC_ALL", "LC_CTYPE", "SYSTEMROOT", "CUDA_VISIBLE_DEVICES", "OMP_NUM_THREADS", "LD_LIBRARY_PATH")
"""The child's environment is made anew: what a user's shell holds (tokens, proxies) is none of its business."""

QUIET = {
    "ORT_DISABLE_TELEMETRY": "1",
    "HF_HUB_OFFLINE": "1",
    "TRANSFORMERS_OFFLINE": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "DO_NOT_TRACK": "1",
    "PYTHONUTF8": "1",
    "MALLOC_ARENA_MAX": "1",  # glibc gives back what is free in the first arena only: a forgotten page must go
    "NO_ALBUMENTATIONS_UPDATE": "1",
    "OMP_WAIT_POLICY": "PASSIVE",
}
"""Set before any library is imported; the sandbox refuses what they would try anyway. The last keeps PyTorch's threads
from burning the cores while they wait for each other: four times faster in 4 bits when other programs run."""

QUIET_AIRLOCK = {"OPENBLAS_NUM_THREADS": "1"}
"""Nothing there multiplies matrices with NumPy or OpenCV; their threads for it spin before they sleep, a tenth of a short job."""

NOWHERE = "/nonexistent"
"""The children's home folder: libraries that look for settings there find nothing and do not try the real one."""


@dataclass(frozen=True)
class ChildCommand:
    """What to start: a role, and for the engine its name and the one weights folder it may read.

    Attributes:
        template: how questions are written for its model; empty: as its folder says.
        page_size: what its model will want, where that is known before it is loaded.
        writes_films: the airlock gets a scratch folder, which encoding a film takes; for nothing else it has one.
    """

    role: Role
    engine: str = ""
    weights: Path | None = None
    precision: str = field(default="auto", kw_only=True)
    manifest: Path | None = field(default=None, kw_only=True)
    manifest_sha256: str = field(default="", kw_only=True)
    cache: Path | None = field(default=None, kw_only=True)
    template: str = field(default="", kw_only=True)
    page_size: PageSize | None = field(default=None, kw_only=True)
    writes_films: bool = field(default=False, kw_only=True)

    @classmethod
    def to_check(cls, engine: str, weights: Path) -> "ChildCommand":
        """Return the child that judges a folder of weights as `engine` would, and answers nothing."""
        return cls("engine", engine + CHECK_SUFFIX, weights)

    @classmethod
    def to_fit(cls, engine: str, weights: Path) -> "ChildCommand":
        """Return the child that says how a folder of weights could run here, and answers nothing."""
        return cls("engine", engine + FIT_SUFFIX, weights)

    def arguments(self, scratch: Path | None) -> list[str]:
        """Return the command line. -I: no user site, no PYTHON* variables; -B: nothing is written beside the code."""
        line = [sys.executable, "-I", "-B", "-m", "model_runtime", self.role, "--parent", str(os.getpid())]
        if self.engine:
            line += ["--engine", self.engine]
            line += ["--precision", self.precision]
        if self.weights is not None:
            line += ["--weights", str(self.weights)]
        if self.manifest is not None:
            line += ["--manifest", str(self.manifest), "--manifest-sha256", self.manifest_sha256]
        if self.cache is not None:
            line += ["--cache", str(self.cache)]
        if self.template:
            line += ["--template", self.template]
        if scratch is not None:
            line += ["--scratch", str(scratch)]
        return line


class ChildProcess:
    """A running child with its pipes and, for the engine and for films, a private scratch folder that goes when it goes.

    Attributes:
        input_fd: write requests here.
        output_fd: read events here.
        role: which child.
    """

    def __init__(self, command: ChildCommand) -> None:
        self.role: Role = command.role
        self._scratch = Scratch() if command.role == "engine" or command.writes_films else None
        folder = None if self._scratch is None else self._scratch.path
        try:
            self._popen = subprocess.Popen(
                command.arguments(folder),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                env=_environment(command.role, folder),
                cwd=folder or Path(sys.prefix),
                close_fds=True,
                bufsize=0,
                start_new_session=sys.platform != "win32",
            )
        except BaseException:
            self._remove_scratch()
            raise
        assert self._popen.stdin is not None
        assert self._popen.stdout is not None
        self.input_fd = self._popen.stdin.fileno()
        self.output_fd = self._popen.stdout.fileno()
        self._stderr_tail: deque[bytes] = deque(maxlen=MAX_STDERR_LINES)
        self._stopping = threading.Lock()
        try:
            self._drain = threads.started(self._drain_stderr, name=f"{self.role}-stderr")
        except AppError:
            self._give_up()
            raise

    @property
    def pid(self) -> int:
        """Process id of the child."""
        return self._popen.pid

    def exit_code(self) -> int | None:
        """Return how it ended (negative: by that signal), or None while it runs."""
        return self._popen.poll()

    def wait_exit_code(self, timeout_s: float) -> int | None:
        """Like exit_code, but give a dying child a moment."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            return self._popen.wait(timeout_s)
        return None

    def stderr_lines(self) -> list[str]:
        """Return the last lines it said, without control characters. For `doctor` and tests; never for a log."""
        return [_printable(line) for line in list(self._stderr_tail)]

    def stop(self) -> None:
        """End it: wait, terminate, wait, kill, wait. Safe to call twice and from any thread.

        A child whose input has been closed leaves by itself within the first wait.
        """
        with self._stopping:
            for end, wait_s in ((None, ASK_S), (self._terminate, TERMINATE_S), (self.kill, KILL_S)):
                if end is not None:
                    end()
                if self.wait_exit_code(wait_s) is not None:
                    break
            self._drain.join(KILL_S)
            self._remove_scratch()

    def kill(self) -> None:
        """End it at once, and all that it may have started; `stop` tidies up.

        In its closed sandbox a child starts nothing. Before it is closed, or where a system offers no filter, what it
        started is in its process group, unless it left that as well.
        """
        if sys.platform == "win32":
            self._popen.kill()
        elif self._popen.poll() is None:  # its number is its own until somebody has asked how it ended
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self.pid, signal.SIGKILL)

    def _terminate(self) -> None:
        self._popen.terminate()

    def close_input(self) -> None:
        """Close our end of its input; only while no thread writes there. The number may be another file's afterwards."""
        assert self._popen.stdin is not None
        with contextlib.suppress(OSError):
            self._popen.stdin.close()

    def close_output(self) -> None:
        """Close our end of its output; only after the thread that reads it has ended."""
        assert self._popen.stdout is not None
        self._popen.stdout.close()

    def _give_up(self) -> None:
        """End a child that nobody can listen to, with everything that belongs to it."""
        self.kill()
        self.wait_exit_code(KILL_S)
        for stream in (self._popen.stdin, self._popen.stdout, self._popen.stderr):
            assert stream is not None
            stream.close()
        self._remove_scratch()

    def _remove_scratch(self) -> None:
        if self._scratch is not None:
            self._scratch.remove()

    def _drain_stderr(self) -> None:
        assert self._popen.stderr is not None
        rest = b""
        with self._popen.stderr as stream:
            while piece := stream.read(65536):
                *lines, rest = (rest + piece).split(b"\n")
                rest = rest[:MAX_STDERR_LINE_CHARS]
                self._stderr_tail.extend(line[:MAX_STDERR_LINE_CHARS] for line in lines[-MAX_STDERR_LINES:])
        if rest:
            self._stderr_tail.append(rest)


def _printable(line: bytes) -> str:
    """Decode one line without control characters, which could drive a terminal."""
    text = line.decode("utf-8", "replace")
    return "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in text)


def _environment(role: Role, scratch: Path | None) -> dict[str, str]:
    passed_on = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
    scratch_or_nowhere = str(scratch) if scratch is not None else NOWHERE
    quiet = QUIET | QUIET_AIRLOCK if role == "airlock" else QUIET
    return passed_on | quiet | {"HOME": NOWHERE, "TMPDIR": scratch_or_nowhere, "XDG_CACHE_HOME": scratch_or_nowhere}
