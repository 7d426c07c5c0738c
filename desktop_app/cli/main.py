"""Run one command of the command line and return its exit code. The last seam: no traceback reaches a user."""

import sys

from desktop_app.cli import arguments, output
from desktop_app.foundation import endings, left_behind, logs, open_files, standard_streams
from desktop_app.foundation.error_entry import Fault
from desktop_app.foundation.errors import AppError
from desktop_app.foundation.plain_text import plain
from desktop_app.managed import in_force
from desktop_app.settings.store import FIRST_POLICY


def run(words: list[str]) -> int:
    """Run `words` (without the program's name)."""
    try:
        with endings.raising():
            code = _run(words)
    except AppError as error:
        output.print_error(error)
        code = error.fault
    except KeyboardInterrupt:
        output.print_note("Stopped.")
        code = Fault.CANCELLED
    except BrokenPipeError:
        # whoever read our output has left; nothing more can be said to anybody
        code = output.DONE
        standard_streams.silence(sys.stdout)
    except output.CannotPrint:
        code = Fault.FILE
        standard_streams.silence(sys.stdout)
        output.print_error(AppError("stdout_unwritable"))
    except Exception as error:  # noqa: BLE001 - the last seam
        told = _unforeseen(error)
        output.print_error(told)
        code = told.fault
    if (untold := left_behind.untold()) is not None:
        output.print_error(untold)
    return endings.exit_code() or code if code == Fault.CANCELLED else code


def _unforeseen(error: Exception) -> AppError:
    """Say what an error is that nobody has made a sentence of."""
    if isinstance(error, OSError) and error.errno in open_files.ERRORS:
        return AppError("too_few_files")
    logs.bug("command", error)
    return AppError("bug")


def _run(words: list[str]) -> int:
    try:
        parsed = arguments.parser(_first_policy()).parse_args(words)
    except SystemExit as exit_:
        return exit_.code if isinstance(exit_.code, int) else Fault.USAGE
    for complaint in in_force.complaints() if parsed.command != "policy" else ():
        output.print_note(plain(complaint))
    code: int = parsed.run(parsed)
    return code


def _first_policy() -> str:
    """Return what is hidden where nobody says what; where that cannot be known, every command but the help stops later."""
    try:
        return in_force.first_policy(FIRST_POLICY)
    except AppError:
        return FIRST_POLICY
