"""Define what a job makes of a document: pages that may be sent, and what must be known to ask about them again.

Values only; their pixels lie in the `PageStore`. Who makes them: `pipeline.py`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from desktop_app.jobs.film_decision import NOTHING_DECIDED, FilmDecision
from desktop_app.jobs.page_shape import PageShape
from desktop_app.runtime_client.checked_films import FoundInFilm
from desktop_app.runtime_client.values import MedicalFacts, PageLine, Region


@dataclass(frozen=True)
class PreparedPage:
    """A page that may be sent. Its pixels lie in the `PageStore`; once gone, they are made again as decided.

    Attributes:
        key: a digest of all that an engine can see of it.
        regions: what was hidden in it.
        rounds: looks at the page after something had been hidden on it.
        residual: what the last of them still found and nobody has hidden.
        review: the policy wants a person's word on this page, as far as it was asked.
        is_reviewed: a person decided what is hidden.
        spared: what was found in a frame of a film, and a person lets be seen.
        tells_hidden: the engine is told what was hidden; not where nobody has looked (policy `off`).
        thresholds: least score, by kind, of what the policy hides; empty where nobody has looked.
    """

    number: int
    key: str
    shape: PageShape
    regions: tuple[Region, ...]
    rounds: int = 0
    residual: tuple[Region, ...] = ()
    review: bool = False
    is_reviewed: bool = False
    tells_hidden: bool = True
    thresholds: Mapping[str, float] = field(default_factory=dict, hash=False)
    spared: tuple[Region, ...] = ()

    @property
    def is_unreviewed(self) -> bool:
        """Whether the policy wants a person's word on the page and nobody has given it."""
        return self.review and not self.is_reviewed


@dataclass(frozen=True)
class PreparedDocument:
    """A document after the airlock: everything a later question needs, so that it is opened once.

    Attributes:
        sha256: hex digest of the source file's bytes.
        policy: the redaction policy its pages were made under.
        groups: numbers of the pages that an engine sees together, in its order, some of them more than once; empty: all of
            them together.
        found: what was found in a film; None of anything else.
        decision: what a person had decided about it.
        facts: what is particular to medical pictures.
    """

    kind: str
    line: PageLine
    sha256: str
    policy: str
    pages: tuple[PreparedPage, ...]
    notes: tuple[str, ...]
    open_s: float
    redact_s: float
    groups: tuple[tuple[int, ...], ...] = ()
    found: FoundInFilm | None = None
    decision: FilmDecision = NOTHING_DECIDED
    facts: MedicalFacts = field(default_factory=MedicalFacts)

    @property
    def seen_together(self) -> tuple[tuple[PreparedPage, ...], ...]:
        """Its pages as an engine sees them: together, in this order, as often."""
        pages = {page.number: page for page in self.pages}
        found = (tuple(pages[number] for number in group if number in pages) for group in self.groups)
        return tuple(group for group in found if group) or (self.pages,)
