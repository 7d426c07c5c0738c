"""`incamera kiosk --make-pin`: ask for a PIN and print what stands for it in a policy file. Opens no window: `__main__` does."""

import argparse
import getpass
import sys

from desktop_app.cli import output
from desktop_app.foundation.errors import AppError
from desktop_app.kiosk import pin


def run(_arguments: argparse.Namespace) -> int:
    """Make a PIN. Returns the exit code. Raises AppError pin_unfit, pins_differ."""
    first = _asked("PIN, 6 to 12 digits: ")
    if sys.stdin.isatty() and _asked("Once more: ") != first:
        raise AppError("pins_differ")
    made = pin.make(first)
    output.say(f'[kiosk]\npin = "{made}"')
    output.print_note("Write this into a file of your organisation's policies; the PIN itself is kept nowhere.")
    return output.DONE


def _asked(words: str) -> str:
    """Read one line; from a terminal, without showing what is typed."""
    if sys.stdin.isatty():
        try:
            return getpass.getpass(words)
        except EOFError:
            return ""
    return sys.stdin.readline().rstrip("\r\n")
