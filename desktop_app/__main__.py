"""Open the window, or run a command: `incamera`, `incamera FILE...`, `incamera COMMAND ...`; `incamera-window FILE...`.

Imports lazily: the command line starts without Qt, the window without anything heavy. The first thing done is to listen
to signals, so that a Ctrl+C while the rest is being imported ends the program without a traceback.
"""

import os
import re
import signal
import sys
from collections.abc import Callable
from types import FrameType

COMMANDS = ("analyze", "batch", "redact", "models", "policy", "audit", "doctor", "kiosk")
"""Words that are never taken for files, whatever lies in the folder; those of `cli/arguments.py`."""

QUIET = ("ORT_DISABLE_TELEMETRY", "HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE", "HF_HUB_DISABLE_TELEMETRY", "DO_NOT_TRACK")
"""Set here, too, although no library that would look at them is imported in this process."""


def main() -> None:
    """Run what the words say and leave with the exit code of the contract."""
    _run(_wants_window)


def open_window() -> None:
    """Open the window, whatever the words are: whoever clicked sees no terminal, so the window says what is not there."""
    _run(lambda _: True)


def _run(wants_window: Callable[[list[str]], bool]) -> None:
    _leave_on_signals()
    from desktop_app.foundation import logs, standard_streams, unfinished_files
    from desktop_app.foundation.paths import user_paths

    standard_streams.repair()
    for name in QUIET:
        os.environ[name] = "1"
    words = sys.argv[1:]
    unfinished_files.remove_left_overs()
    if wants_window(words):
        from pathlib import Path

        logs.start(user_paths().logs)
        from desktop_app.gui import app

        sys.exit(app.run_window([Path(word) for word in words]))
    if words[0] == "kiosk" and "--make-pin" not in words:
        _open_kiosk(words)
    logs.start(None)
    from desktop_app.cli import main as command_line

    sys.exit(command_line.run(words))


def _open_kiosk(words: list[str]) -> None:
    """Fill the screen, and leave with the exit code; where it may not, say so in one sentence."""
    _with_wiped_memory()
    from desktop_app.cli import arguments, output
    from desktop_app.foundation import logs
    from desktop_app.foundation.errors import AppError
    from desktop_app.foundation.paths import user_paths
    from desktop_app.foundation.plain_text import plain
    from desktop_app.managed import in_force

    parsed = arguments.parser().parse_args(words)
    logs.start(user_paths().logs)
    from desktop_app.gui.kiosk import kiosk_app

    try:
        if parsed.policy is not None:
            in_force.read_also(parsed.policy)
        if not in_force.found().unknown:  # which a kiosk does not ignore
            for complaint in in_force.complaints():
                output.print_note(plain(complaint))
        sys.exit(kiosk_app.run_kiosk(kiosk_app.decided()))
    except AppError as error:
        output.print_error(error)
        sys.exit(error.fault)


def _with_wiped_memory() -> None:
    """Begin again as a process that writes over all memory as soon as it frees it, unless this is one, or none can be."""
    from desktop_app.foundation.allocator import WIPING

    if sys.platform == "linux" and any(os.environ.get(name) != value for name, value in WIPING.items()):
        words = sys.orig_argv[1:]
        if sys.flags.ignore_environment:
            # such a Python would not hear PYTHONMALLOC: the same by other words
            words = hearing(words)
            for name in [name for name in os.environ if name.startswith("PYTHON")]:
                del os.environ[name]
        os.environ.update(WIPING)
        os.execv(sys.executable, [sys.executable, *words])  # noqa: S606 - this very program


def hearing(words: list[str]) -> list[str]:
    """Return Python's own words so that it hears its variables and is as it was otherwise: `-I` is `-E`, `-s` and `-P` in one."""
    said: list[str] = []
    left = list(words)
    while left and left[0].startswith("-") and left[0] not in ("-", "--"):
        word = left.pop(0)
        taking = re.search("[cmWX]", word) if not word.startswith("--") else None  # the rest of the word is no option
        options, rest = (word, "") if taking is None else (word[: taking.start()], word[taking.start() :])
        if not word.startswith("--"):
            options = options.replace("I", "sP").replace("E", "")
        said += [options + rest] if options + rest != "-" else []
        if rest[:1] in ("c", "m"):
            break
        if (rest in ("W", "X") or word == "--check-hash-based-pycs") and left:
            said.append(left.pop(0))
    return [*said, *left]


def _wants_window(words: list[str]) -> bool:
    """Tell whether the words are files (or nothing): what is neither a command nor an option is a file."""
    return not words or (words[0] not in COMMANDS and not words[0].startswith("-") and os.path.exists(words[0]))


def _leave_on_signals() -> None:
    """Until a command or the window says otherwise, there is nothing to tidy up."""
    for name in ("SIGINT", "SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) not in (signal.SIG_IGN, None):
            signal.signal(number, _leave)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})  # held back until now: installer/early_stop.py


def _leave(number: int, _frame: FrameType | None) -> None:
    import contextlib  # not before the signals are listened to

    if not _wants_window(sys.argv[1:]):
        with contextlib.suppress(OSError):
            os.write(2, b"incamera: Stopped.\n")
    os._exit(128 + number)


if __name__ == "__main__":
    main()
