"""Say which files of a drop are one document: those of a series, in the order that the airlock found. Values only, no Qt."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from desktop_app.foundation import file_endings
from desktop_app.runtime_client.values import FoundSeries

_OTHER_SUFFIXES = frozenset(
    {
        *file_endings.suffixes(*file_endings.PICTURES, *file_endings.FILMS),
        *(".txt", ".htm", ".html", ".xml", ".json", ".exe"),
    }
)
"""A file so named claims to be something else than a medical picture; nothing is looked up for a drop of these alone."""


@dataclass(frozen=True)
class Study:
    """The study to which a document belongs, for the tray alone.

    Attributes:
        key: tells it from others, and says nothing else.
        text: how its file describes it; empty where it does not.
    """

    key: str
    text: str


@dataclass(frozen=True)
class Taken:
    """What becomes one document.

    Attributes:
        path: the file, or the folder of several.
        files: several files, in order; none where it is a single one.
        name: what the tray calls it; empty: as its file. It is written into copies and answers, so that nothing stands in it
            that somebody has typed into a header.
        text: how its file describes the series, for the tray alone.
    """

    path: Path
    files: tuple[Path, ...] = ()
    name: str = ""
    study: Study | None = None
    text: str = ""


def are_worth_sorting(files: Sequence[Path]) -> bool:
    """Tell whether several files of a drop may be medical pictures that belong together; the airlock judges what they are."""
    return sum(path.suffix.lower() not in _OTHER_SUFFIXES for path in files) > 1


def taken_together(files: Sequence[Path], series: Sequence[FoundSeries]) -> tuple[Taken, ...]:
    """Return the documents that `files` are: each series, and each file that is in none, in the order of the drop.

    Where files of one study lie between others, the study stands where its first file does.
    """
    first = {index: found for found in series for index in found.files}
    places: dict[str, int] = {}
    for index in range(len(files)):
        if index in first:
            places.setdefault(first[index].study, index)
    documents = [(places[found.study], _of_series(files, found)) for found in series]
    documents += [(index, Taken(path)) for index, path in enumerate(files) if index not in first]
    return tuple(taken for _, taken in sorted(documents, key=lambda one: one[0]))


def _of_series(files: Sequence[Path], found: FoundSeries) -> Taken:
    own = tuple(files[index] for index in found.files)
    study = Study(found.study, found.study_text)
    if len(own) == 1:
        return Taken(own[0], study=study, text=found.series_text)
    name = " ".join(word for word in (found.modality, str(found.series) if found.series else "") if word)
    return Taken(own[0].parent, own, name or own[0].parent.name, study, found.series_text)
