"""Define what is known of an error beforehand: what to say, and whose fault it is. Holds no entries."""

from dataclasses import dataclass
from enum import IntEnum


class Fault(IntEnum):
    """What an error comes from. The values are the exit codes of the command line's contract: stable, as the names are.

    0 is for what went well; ended by a signal: 128 and its number (`endings.py`).
    """

    USAGE = 2
    FILE = 3
    MODEL = 4
    MEMORY = 5
    POLICY = 6
    SANDBOX = 7
    BUG = 70
    CANCELLED = 130


@dataclass(frozen=True)
class ErrorEntry:
    """`what` happened and `why` (or what to do), a sentence or two each, with braces for facts; and whose `fault` it is."""

    what: str
    why: str
    fault: Fault
