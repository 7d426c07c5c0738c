"""Begin a file of rows as somebody else, and say with which code that ended: `main(path)`. Run by `other_users.as_nobody`."""

import fcntl  # noqa: F401 - before the user changes, who may not read the interpreter's own folder
from pathlib import Path

from desktop_app.export.row_file import RowFile
from desktop_app.foundation.errors import AppError


def main(path: str) -> None:
    """Take the file, replace what is there, and print the code of what went wrong."""
    rows = RowFile(Path(path))
    try:
        rows.begin()
    except AppError as error:
        print(error.code)
    else:
        print("begun")
    finally:
        rows.close()
