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
    """Tell whether a word of `text` is one that firms have in their names, and people have not."""
    return bool(_words(text) & (name_lists.words("firms") - name_lists.words("surnames_too")))


def is_of_document(text: str) -> bool:
    """Tell whether a word of `text` is one of forms and letters: "Rechnung Nr. 3139", "Chapter 4"."""
    return bool(_words(text) & (name_lists.words("documents") - name_lists.words("particles")))


def _words(text: str) -> set[str]:
    return {word.strip(".,:()") for word in Readable(text).plain.split()}
