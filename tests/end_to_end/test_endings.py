"""Closed and full streams, signals at any time: a sentence, a code of the contract, nothing left, never a traceback."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.end_to_end.program import SAMPLE, Program, Ran
from tests.helpers.children import child_pids, is_alive, wait_until

ASK = ("--ask", "What is the total?")
ENDINGS = [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)]
PRINTED = "567.51"


def through_shell(program: Program, redirection: str) -> Program:
    """Return the program as somebody starts it with a redirection."""
    return program.under("sh", "-c", f'exec "$@" {redirection}', "sh")


@pytest.mark.parametrize(
    ("redirection", "code", "out", "err"),
    [
        (">&-", 3, "", "cannot be printed"),
        (">/dev/full", 3, "", "cannot be printed"),
        ("2>&-", 0, PRINTED, ""),
        ("2>/dev/full", 0, PRINTED, ""),
        ("<&-", 0, PRINTED, ""),
        (">&- 2>&- <&-", 3, "", ""),
    ],
)
def test_streams_that_are_closed_or_full_are_no_fault_of_ours(
    redirection: str, code: int, out: str, err: str, incamera: Program
) -> None:
    """What cannot be printed ends the call with one sentence; what cannot be said on stderr is left unsaid."""
    ran = through_shell(incamera, redirection).run("analyze", SAMPLE, *ASK)
    assert (code, out in ran.out, err in ran.err) == (ran.code, True, True), ran.err
    assert ran.err.count("\n") == bool(err)


@pytest.mark.parametrize("redirection", [">&-", ">/dev/full", ">&- 2>&- <&-"])
@pytest.mark.parametrize("unbuffered", ["", "1"], ids=["buffered", "unbuffered"])
def test_a_call_that_prints_nothing_needs_nowhere_to_print(
    redirection: str, unbuffered: str, incamera: Program, tmp_path: Path
) -> None:
    """A script that closes what it does not read gets its copy and 0."""
    copy = tmp_path / "copy.png"
    program = through_shell(incamera, redirection).under("env", f"PYTHONUNBUFFERED={unbuffered}")
    ran = program.run("redact", SAMPLE, "--policy", "off", "--out", copy)
    assert (0, "", "") == (ran.code, ran.out, ran.err)
    assert copy.exists()


@pytest.mark.parametrize("redirection", ["2>&-", "2>/dev/full"])
def test_errors_keep_their_code_where_they_cannot_be_said(redirection: str, incamera: Program) -> None:
    """And the other files of the call still run."""
    ran = through_shell(incamera, redirection).run("analyze", "missing.png", SAMPLE, *ASK)
    assert (3, True, "") == (ran.code, PRINTED in ran.out, ran.err)


@pytest.mark.parametrize("words", [("--help",), ("models", "list"), ("doctor", "--json")], ids=" ".join)
@pytest.mark.parametrize("unbuffered", ["", "1"], ids=["buffered", "unbuffered"])
def test_every_command_says_that_it_cannot_print(words: tuple[str, ...], unbuffered: str, incamera: Program) -> None:
    """Also where the interpreter would only find out while it ends, or a library keeps quiet about it."""
    ran = through_shell(incamera, ">/dev/full").under("env", f"PYTHONUNBUFFERED={unbuffered}").run(*words)
    assert (3, 1, True) == (ran.code, ran.err.count("\n"), "cannot be printed" in ran.err), ran.err


def test_a_reader_that_leaves_is_no_error(incamera: Program) -> None:
    """`incamera models list | head -1`."""
    ran = incamera.under("sh", "-c", '"$@" | exec true; exit 0', "sh").run("models", "list")
    assert (0, "") == (ran.code, ran.err)


def test_a_terminal_without_the_letters_gets_their_numbers(incamera: Program) -> None:
    """An answer or a question with a sign that the terminal lacks is shown all the same."""
    ascii_only = incamera.under("env", "PYTHONIOENCODING=ascii", "LC_ALL=C")
    ran = ascii_only.run("analyze", SAMPLE, "--ask", "What is the total in €?", "--ask", "Datum, 日期?")
    assert 0 == ran.code, ran.err
    assert "> What is the total in \\u20ac?" in ran.out


STOPPED = "incamera: Stopped.\n"

EARLY = """
import builtins, os
import desktop_app.__main__ as program
honest = builtins.__import__
def interrupted(name, *rest, **named):
    if name == os.environ["AT"]:
        os.kill(os.getpid(), int(os.environ["SIGNAL"]))
    return honest(name, *rest, **named)
builtins.__import__ = interrupted
program.main()
"""
"""The program, with a signal in the middle of one of its imports."""


@pytest.mark.parametrize(("number", "code"), ENDINGS, ids=lambda value: getattr(value, "name", None))
@pytest.mark.parametrize(
    ("module", "words"),
    [
        ("desktop_app.foundation", ["models", "list"]),
        ("desktop_app.cli", ["models", "list"]),
        ("argparse", ["models", "list"]),
        ("desktop_app.gui", [str(SAMPLE)]),
        ("PySide6.QtWidgets", [str(SAMPLE)]),
    ],
)
def test_a_signal_while_the_program_is_being_loaded_ends_it_at_once(
    module: str, words: list[str], number: int, code: int, tmp_path: Path
) -> None:
    """Somebody who mistyped is quick: a command ends with one line, the window in silence."""
    environment = os.environ | {"AT": module, "SIGNAL": str(int(number)), "INCAMERA_HOME": str(tmp_path)}
    line = [sys.executable, "-c", EARLY, *words]
    ran = subprocess.run(line, env=environment, capture_output=True, text=True, check=False)
    said = STOPPED if words == ["models", "list"] else ""
    assert (code, "", said) == (ran.returncode, ran.stdout, ran.stderr)


@pytest.mark.parametrize(("number", "code"), ENDINGS, ids=lambda value: getattr(value, "name", None))
@pytest.mark.parametrize("command", ["analyze", "redact"])
def test_a_signal_at_work_ends_in_order(
    command: str, number: int, code: int, incamera: Program, tmp_path: Path
) -> None:
    """With the code by which shells know the signal, without a traceback, child, scratch folder or half a file."""
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    program = incamera.under("env", f"TMPDIR={temporary}")
    words = ["--ask", "x", "--out", "list"] if command == "analyze" else ["--out", "copy.png", "--report", "list"]
    with program.start(command, SAMPLE, *words) as process:
        wait_until(lambda: len(child_pids(process.pid)) == 1 + (command == "analyze"))
        children = child_pids(process.pid)
        process.send_signal(number)
        ran = Ran(process.wait(300), *process.communicate())
    assert (code, "") == (ran.code, ran.out), ran.err
    # on a busy machine the children may stand before the job has begun: then there is no file to say it of
    assert ran.err in ("", STOPPED) or (
        ran.err.startswith(f"incamera: {SAMPLE}: Stopped.") and ran.err.count("\n") == 1
    ), ran.err
    assert {"list"} >= set(os.listdir(incamera.home))
    wait_until(lambda: not any(map(is_alive, children)))
    wait_until(lambda: not os.listdir(temporary))


@pytest.mark.parametrize(("number", "code"), ENDINGS, ids=lambda value: getattr(value, "name", None))
def test_a_signal_closes_the_window_in_order(number: int, code: int, tmp_path: Path) -> None:
    """Both children go, and what they kept."""
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    own = {"QT_QPA_PLATFORM": "offscreen", "INCAMERA_HOME": str(tmp_path / "home"), "TMPDIR": str(temporary)}
    line = [sys.executable, "-m", "desktop_app", str(SAMPLE)]
    with subprocess.Popen(line, env=os.environ | own, stderr=subprocess.PIPE, text=True) as process:
        wait_until(lambda: len(child_pids(process.pid)) == 2, 60.0)
        children = child_pids(process.pid)
        process.send_signal(number)
        assert (code, "") == (process.wait(300), process.communicate()[1])
    wait_until(lambda: not any(map(is_alive, children)))
    wait_until(lambda: not os.listdir(temporary))


def test_what_is_ignored_stays_ignored(incamera: Program) -> None:
    """`nohup incamera analyze …` goes on when the terminal closes."""
    nohup = incamera.under("sh", "-c", 'trap "" HUP; exec "$@"', "sh")
    with nohup.start("analyze", SAMPLE, *ASK) as process:
        wait_until(lambda: len(child_pids(process.pid)) == 2)
        process.send_signal(signal.SIGHUP)
        ran = Ran(process.wait(300), *process.communicate())
    assert (0, True, "") == (ran.code, PRINTED in ran.out, ran.err)


def test_a_second_signal_of_another_kind_does_not_break_off_the_tidying(incamera: Program) -> None:
    """A session that ends sends SIGTERM and SIGHUP, one on the other's heels; the code is that of one of them.

    Which of them comes first is the system's word: two that wait together are handed over by their numbers.
    """
    with incamera.start("analyze", SAMPLE, SAMPLE, *ASK) as process:
        wait_until(lambda: len(child_pids(process.pid)) == 2)
        children = child_pids(process.pid)
        process.send_signal(signal.SIGTERM)
        process.send_signal(signal.SIGHUP)
        ran = Ran(process.wait(300), *process.communicate())
    assert ran.code in (129, 143), ran.err
    assert ran.err.count("\n") <= 2, (
        ran.err
    )  # none where the job had not begun yet; else what was stopped, and what was left
    wait_until(lambda: not any(map(is_alive, children)))
