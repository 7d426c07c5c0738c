"""Say what became of a redacted copy: where it is, and what was hidden in it on each page. Never what stood there."""

from dataclasses import dataclass
from pathlib import Path

from desktop_app.runtime_client.checked_films import FoundInFilm
from desktop_app.runtime_client.values import Detection, PageLine, PageRegions


@dataclass(frozen=True)
class PageReport:
    """What was hidden on one page, and how the looks at it ended: never what stood there."""

    hidden: PageRegions
    detection: Detection


@dataclass(frozen=True)
class RedactedCopy:
    """A finished copy.

    Attributes:
        output: where it is, which in a folder need not be its source's name.
        preview: where the source with its regions is, if it was wanted.
        notes, warnings: codes of what a person should know of the source, and of the copy.
    """

    output: Path
    preview: Path | None
    sha256: str
    output_sha256: str
    pages: tuple[PageReport, ...]
    notes: tuple[str, ...]
    warnings: tuple[str, ...]


@dataclass(frozen=True)
class RedactedFilm:
    """A finished copy of a film.

    Attributes:
        output: where it is, which in a folder need not be its source's name.
        line: of the source, and so of the copy.
        found: what is hidden in it, without the tracks that a person has shown.
        notes, warnings: codes of what a person should know of the source, and of the copy.
    """

    output: Path
    sha256: str
    output_sha256: str
    line: PageLine
    found: FoundInFilm
    notes: tuple[str, ...]
    warnings: tuple[str, ...]
