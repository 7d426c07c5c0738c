"""Open the window, or run a command: `incamera`, `incamera FILE...`, `incamera COMMAND ...`.

Imports lazily: the command line starts without Qt, the window without anything heavy.
"""

import os
import sys
from pathlib import Path

from desktop_app.foundation import logs
from desktop_app.foundation.paths import user_paths

COMMANDS = ("analyze", "redact", "models", "doctor")

QUIET = ("ORT_DISABLE_TELEMETRY", "HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE", "HF_HUB_DISABLE_TELEMETRY", "DO_NOT_TRACK")
"""Set here, too, although no library that would look at them is imported in this process."""


def main() -> None:
    """Run and leave with the exit code of the contract."""
    for name in QUIET:
        os.environ[name] = "1"
    words = sys.argv[1:]
    if _wants_window(words):
        logs.start(user_paths().logs)
        from desktop_app.gui import app

        sys.exit(app.run_window([Path(word) for word in words]))
    logs.start(None)
    from desktop_app.cli import main as command_line

    sys.exit(command_line.run(words))


def _wants_window(words: list[str]) -> bool:
    """Tell whether the words are files (or nothing): what is neither a command nor an option is a file."""
    return not words or (words[0] not in COMMANDS and not words[0].startswith("-") and Path(words[0]).exists())


if __name__ == "__main__":
    main()
