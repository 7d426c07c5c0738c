"""Define the one error that crosses rooms of the desktop: a code and facts, never a sentence.

Does not word anything: sentences are in `error_table.py`. Does not log.
"""

from desktop_app.foundation import error_table
from desktop_app.foundation.error_entry import Fault


class AppError(Exception):
    """Something could not be done.

    Attributes:
        code: stable word; the wire's `ErrorCode` values and a few of the desktop's own (`file_missing`, `usage`).
        facts: bounded numbers by name for the sentence (`limit`, `found`); never text from a document.
    """

    def __init__(self, code: str, /, **facts: int) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts

    @property
    def fault(self) -> Fault:
        """What it comes from, by the code; of a code that nobody has entered, a bug."""
        return error_table.entry_of(self.code).fault
