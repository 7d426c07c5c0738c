"""Know every error by its code: the one table for window, command line and exit codes, joined from a file a room.

The sentences are marked for Qt's translation tools, which look for the marker's name; the window translates, the command
line speaks English. Does not choose buttons: that is `gui/words/error_messages.py`.
"""

from desktop_app.foundation.error_entry import ErrorEntry
from desktop_app.foundation.file_errors import FILE_ERRORS
from desktop_app.foundation.managed_errors import MANAGED_ERRORS
from desktop_app.foundation.model_errors import MODEL_ERRORS
from desktop_app.foundation.output_errors import OUTPUT_ERRORS
from desktop_app.foundation.process_errors import PROCESS_ERRORS
from desktop_app.foundation.request_errors import REQUEST_ERRORS

ERRORS = FILE_ERRORS | OUTPUT_ERRORS | REQUEST_ERRORS | MODEL_ERRORS | MANAGED_ERRORS | PROCESS_ERRORS
"""Error code -> its entry: every code of the wire and of the desktop, and no other; a test compares."""


def entry_of(code: str) -> ErrorEntry:
    """Return what is known of a code; of one that nobody has entered, that it is a bug."""
    return ERRORS.get(code, ERRORS["bug"])
