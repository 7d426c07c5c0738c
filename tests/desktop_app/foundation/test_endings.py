"""Signals end the program once, in order, and are given back afterwards."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from desktop_app.foundation import endings

PROJECT = Path(__file__).resolve().parents[3]
START = """
import os, signal, sys, time
from desktop_app.foundation import endings
def send(name):
    os.kill(os.getpid(), getattr(signal, name))
    time.sleep(0.01)
told = []
try:
    with endings.raising(), endings.become(lambda: told.append("asked")):
        for word in sys.argv[1:]:
            time.sleep(float(word)) if word[0].isdigit() else send(word)
        told.append("tidied")
except KeyboardInterrupt:
    told.append("broken off")
print(*told, endings.exit_code())
"""


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        (["SIGTERM"], "asked tidied 143"),
        (["SIGHUP", "SIGTERM", "SIGTERM"], "asked tidied 129"),
        (["SIGINT", "SIGHUP"], "asked tidied 130"),
        (["SIGTERM", "SIGINT"], "asked broken off 143"),
        (["SIGINT", "SIGINT"], "asked broken off 130"),
        (["SIGTERM", "2.5", "SIGTERM"], "asked broken off 143"),
        ([], "tidied None"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else None,
)
def test_the_first_signal_asks_and_only_impatience_breaks_off(sent: list[str], told: str) -> None:
    """A second Ctrl+C, or any signal when there was time enough; the first one's code is the program's."""
    ran = subprocess.run([sys.executable, "-c", START, *sent], cwd=PROJECT, capture_output=True, text=True, check=True)
    assert told == ran.stdout.strip()


def test_handlers_are_given_back() -> None:
    """Whatever was there before."""
    before = [signal.getsignal(one) for one in endings.signals()]
    with endings.raising(), endings.become(lambda: None):
        assert before != [signal.getsignal(one) for one in endings.signals()]
    assert before == [signal.getsignal(one) for one in endings.signals()]


def test_what_is_ignored_is_not_listened_to() -> None:
    """By `nohup`, or by a shell that starts something in the background."""
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        assert signal.SIGHUP not in endings.signals()
        with endings.raising():
            os.kill(os.getpid(), signal.SIGHUP)
    finally:
        signal.signal(signal.SIGHUP, before)


def test_tests_hear_signals_though_whoever_started_them_had_them_ignored() -> None:
    """A shell's `&` and nohup do that, and a program that a test starts would be deaf as well."""
    deaf = (
        "import os, signal, sys\n"
        "for name in ('SIGINT', 'SIGTERM', 'SIGHUP'): signal.signal(getattr(signal, name), signal.SIG_IGN)\n"
        "os.execv(sys.executable, [sys.executable, '-m', 'pytest', '-q', *sys.argv[1:]])"
    )
    one = f"{Path(__file__)}::test_the_first_signal_asks_and_only_impatience_breaks_off"
    ended = subprocess.run(
        [sys.executable, "-c", deaf, "-p", "no:cacheprovider", one],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 0, ended.stdout
