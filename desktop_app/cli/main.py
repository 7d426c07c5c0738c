"""Run one command of the command line and return its exit code. The last seam: no traceback reaches a user."""

import os
import sys

from desktop_app.cli import arguments, output
from desktop_app.foundation import logs
from desktop_app.foundation.errors import AppError


def run(words: list[str]) -> int:
    """Run `words` (without the program's name)."""
    try:
        parsed = arguments.parser().parse_args(words)
    except SystemExit as exit_:
        return exit_.code if isinstance(exit_.code, int) else output.USAGE
    try:
        code: int = parsed.run(parsed)
    except AppError as error:
        output.print_error(error)
        return output.exit_code(error)
    except KeyboardInterrupt:
        return output.CANCELLED
    except BrokenPipeError:
        # whoever read our output has left; nothing more can be said to anybody
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return output.DONE
    except Exception as error:  # noqa: BLE001 - the last seam
        logs.bug("command", error)
        output.print_error(AppError("bug"))
        return output.BUG
    return code
