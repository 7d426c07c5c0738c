"""Say what personal data on a page is: a kind and a place. Finds nothing."""

from dataclasses import dataclass

from model_runtime.reading.lines import Line
from model_runtime.redaction.entities import name_lists
from model_runtime.redaction.entities.entity import EntityKind
from model_runtime.redaction.entities.readable import Readable


@dataclass(frozen=True)
class Found:
    """Personal data on a page. `place` is the piece of the page that shows it, and nothing else."""

    kind: EntityKind
    score: float
    origin: str
    place: Line


def is_firm(text: str) -> bool:
    """Tell whether a word of `text` is one that firms have in their names, or a document's word."""
    plain = [word.strip(".,()") for word in Readable(text).plain.split()]
    return any(word in name_lists.words("firms") or word in name_lists.words("documents") for word in plain)
