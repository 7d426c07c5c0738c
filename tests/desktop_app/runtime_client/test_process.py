"""The process around a child: stderr is drained and harmless, the scratch folder goes, nothing private is passed on."""

import os
import sys
from pathlib import Path

import pytest

from desktop_app.runtime_client import process as process_module
from desktop_app.runtime_client.process import ChildCommand, ChildProcess
from tests.helpers.children import ECHO, FakeChild, is_alive, running_client, wait_until


def test_a_flood_on_stderr_is_drained_bounded_and_without_control_characters() -> None:
    """100 MB of binary junk block nobody; what is kept is small and cannot drive a terminal."""
    with running_client(FakeChild("engine", behaviour="floods_stderr")) as client:
        wait_until(lambda: client.process.stderr_lines()[-1:] == ["flooded"], timeout_s=60.0)
        lines = client.process.stderr_lines()
        assert len(lines) <= process_module.MAX_STDERR_LINES
        assert max(map(len, lines)) <= process_module.MAX_STDERR_LINE_CHARS
        assert all(character.isprintable() for line in lines for character in line)


def test_a_line_without_end_is_bounded() -> None:
    """A last line that never ends is cut, and shown when the child has ended."""
    child = ChildProcess(_PythonChild("engine", code="import os; os.write(2, b'x' * 300_000)"))
    assert 0 == child.wait_exit_code(20)
    child.stop()
    assert ["x" * process_module.MAX_STDERR_LINE_CHARS] == child.stderr_lines()
    child.close_input()
    child.close_output()


def test_nothing_that_a_child_says_on_stderr_reaches_the_log(caplog: pytest.LogCaptureFixture) -> None:
    """It may quote a page: it is kept for tests, bounded, and written nowhere."""
    child = ChildProcess(
        _PythonChild("engine", code="import os; os.write(2, (b'Anna Schmidt 1977' + bytes([10])) * 5); os._exit(3)")
    )
    child.wait_exit_code(20)
    child.stop()
    child.close_input()
    child.close_output()
    assert ["Anna Schmidt 1977"] * 5 == child.stderr_lines()
    assert "Schmidt" not in caplog.text
    users = [
        path.name
        for path in Path(process_module.__file__).parents[1].rglob("*.py")
        if "stderr_lines" in path.read_text(encoding="utf-8")
    ]
    assert ["process.py"] == users


def test_the_scratch_folder_is_private_and_goes_with_the_child() -> None:
    """Only this user may enter it; nothing of it stays."""
    with running_client(ECHO) as client:
        scratch = client.process._scratch
        assert scratch is not None
        assert 0o700 == scratch.path.stat().st_mode & 0o777
        path = scratch.path
    assert not path.exists()


def test_a_child_that_cannot_be_started_leaves_nothing() -> None:
    """The folder that was made for it is removed again."""
    with pytest.raises(OSError, match="no-such-program"):
        ChildProcess(_PythonChild("engine", program="/nonexistent/no-such-program"))


@pytest.mark.parametrize("obeys", ["input", "terminate", "nothing"])
def test_a_child_is_ended_in_stages(obeys: str) -> None:
    """Asked by the end of its input, then by SIGTERM, then killed: after `stop` it is gone in any case."""
    ignore = "import signal, sys, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); "
    code = {
        "input": ignore + "print('up', file=sys.stderr, flush=True); sys.stdin.read()",
        "terminate": "import sys, time; print('up', file=sys.stderr, flush=True); time.sleep(60)",
        "nothing": ignore + "print('up', file=sys.stderr, flush=True); time.sleep(60)",
    }[obeys]
    child = ChildProcess(_PythonChild("engine", code=code))
    wait_until(lambda: child.stderr_lines() == ["up"])
    child.close_input()
    child.stop()
    child.close_output()
    assert {"input": 0, "terminate": -15, "nothing": -9}[obeys] == child.exit_code()
    assert not is_alive(child.pid)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no process groups")
def test_what_a_child_started_is_killed_with_it() -> None:
    """A child that got no sandbox and forked takes its own child along."""
    code = "import os, signal, time; signal.signal(15, signal.SIG_IGN); pid = os.fork()\n"
    code += "if pid: print(pid, file=__import__('sys').stderr, flush=True)\ntime.sleep(60)"
    child = ChildProcess(_PythonChild("engine", code=code))
    wait_until(child.stderr_lines)
    started = int(child.stderr_lines()[0])
    assert is_alive(started)
    child.close_input()
    child.stop()
    child.close_output()
    wait_until(lambda: not is_alive(started))


def test_a_child_gets_a_new_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the user's shell holds is not passed on; telemetry is switched off; there is no home folder."""
    monkeypatch.setenv("SECRET_TOKEN", "hunter2")
    monkeypatch.setenv("HTTPS_PROXY", "http://proxy")
    monkeypatch.setenv("LANG", "C.UTF-8")
    code = "import os, sys; print(sorted(os.environ.items()), file=sys.stderr)"
    child = ChildProcess(_PythonChild("airlock", code=code))
    child.wait_exit_code(20)
    child.stop()
    child.close_input()
    child.close_output()
    told = "".join(child.stderr_lines())
    assert "hunter2" not in told
    assert "proxy" not in told
    environment = process_module._environment("airlock", None)
    assert {"1"} == {environment[name] for name in ("ORT_DISABLE_TELEMETRY", "HF_HUB_OFFLINE", "DO_NOT_TRACK")}
    assert ["C.UTF-8", "/nonexistent", "/nonexistent"] == [environment[n] for n in ("LANG", "HOME", "TMPDIR")]
    own = [process_module._environment(role, None).get("OPENBLAS_NUM_THREADS") for role in ("airlock", "engine")]
    assert ["1", None] == own


def test_the_command_line_names_role_engine_and_folders() -> None:
    """A child is told its role, its parent, its model and its folders, and ignores the user's Python settings."""
    line = ChildCommand("engine", "reader", Path("/weights")).arguments(Path("/scratch"))
    assert [sys.executable, "-I", "-B", "-m", "model_runtime", "engine", "--parent", str(os.getpid())] == line[:8]
    model = ["--engine", "reader", "--precision", "auto", "--weights", "/weights"]
    assert [*model, "--scratch", "/scratch"] == line[8:]
    assert ["--template", "chat"] == ChildCommand("engine", "reader", template="chat").arguments(None)[-2:]
    assert 8 == len(ChildCommand("airlock").arguments(None))


class _PythonChild(ChildCommand):
    """Runs a piece of Python in place of the real child."""

    def __init__(self, role: str, code: str = "", program: str = sys.executable) -> None:
        super().__init__(role)  # type: ignore[arg-type]  # one of the two words
        object.__setattr__(self, "_line", [program, "-I", "-c", code])

    def arguments(self, scratch: Path | None) -> list[str]:
        """Return the command line."""
        line: list[str] = object.__getattribute__(self, "_line")
        return line
