"""Know the pages of this conversation: as a person sees them, as they are sent, and what a person decided about them.

Holds values by document and page number; pixels by their key alone: those lie in the `PageStore`, while there is room.
Asks for nothing and tells nobody.
"""

import itertools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from desktop_app.conversation.review import PERSON
from desktop_app.jobs.film_decision import NOTHING_DECIDED, FilmDecision
from desktop_app.jobs.page_store import PageStore, words_key
from desktop_app.jobs.prepared import PreparedPage
from desktop_app.runtime_client.values import RedactedPage, Region, SourceView


@dataclass(frozen=True)
class Decision:
    """What is hidden on a page instead of what would be found there.

    Attributes:
        is_reviewed: a person has accepted the page; else their boxes were only kept when the policy changed.
    """

    regions: tuple[Region, ...]
    is_reviewed: bool = True


@dataclass
class Shelf:
    """What is known of a document's pages.

    Attributes:
        film: what was decided about a film.
        frames: those of a film that somebody has looked at, made just as those that are sent.
    """

    sources: dict[int, str] = field(default_factory=dict)
    prepared: dict[int, PreparedPage] = field(default_factory=dict)
    decisions: dict[int, Decision] = field(default_factory=dict)
    kept_boxes: dict[int, tuple[Region, ...]] = field(default_factory=dict)
    wanting_review: set[int] = field(default_factory=set)
    drafts: Mapping[int, tuple[Region, ...]] = field(default_factory=dict)
    thresholds: dict[int, Mapping[str, float]] = field(default_factory=dict)
    film: FilmDecision = NOTHING_DECIDED
    frames: dict[int, PreparedPage] = field(default_factory=dict)


class PageShelf:
    """The pages, by document id and page number."""

    def __init__(self, store: PageStore) -> None:
        self._store = store
        self._shelves: dict[str, Shelf] = {}

    @property
    def known(self) -> frozenset[str]:
        """The documents of which something is known."""
        return frozenset(self._shelves)

    def has_source(self, document_id: str, number: int) -> bool:
        """Tell whether a page has come that a person may see."""
        return number in self._seen(document_id).sources

    def source_key(self, document_id: str, number: int) -> str:
        """Return the key of a page that a person may see; empty where it has not come."""
        return self._seen(document_id).sources.get(number, "")

    def source(self, document_id: str, number: int) -> SourceView | None:
        """Return a page as a person may see it, if it has come and its pixels are still there."""
        return self._store.get(self._seen(document_id).sources.get(number, ""), SourceView)

    def prepared(self, document_id: str, number: int) -> PreparedPage | None:
        """Return what is known of a page as it is sent, or would be, if it has come."""
        shelf = self._seen(document_id)
        return shelf.prepared.get(number) or shelf.frames.get(number)

    def sent(self, document_id: str, number: int) -> RedactedPage | None:
        """Return a page exactly as it is sent, if it has come and its pixels are still there."""
        prepared = self.prepared(document_id, number)
        return self._store.get(prepared.key, RedactedPage) if prepared is not None else None

    def all_prepared(self, document_id: str) -> tuple[PreparedPage, ...]:
        """Return every page that may be sent, in order."""
        prepared = self._seen(document_id).prepared
        return tuple(prepared[number] for number in sorted(prepared))

    def first_prepared(self, document_id: str) -> tuple[PreparedPage, ...]:
        """Return the first pages, as far as none is missing between them."""
        prepared = self._seen(document_id).prepared
        numbers = itertools.takewhile(prepared.__contains__, itertools.count(1))
        return tuple(prepared[number] for number in numbers)

    def decided(self, document_id: str) -> Mapping[int, tuple[Region, ...]]:
        """Return what is hidden on each page that is not looked at by detectors any more."""
        decisions = self._seen(document_id).decisions
        return {number: decision.regions for number, decision in decisions.items()}

    def film(self, document_id: str) -> FilmDecision:
        """Return what was decided about a film."""
        return self._seen(document_id).film

    def put_frame(self, document_id: str, prepared: PreparedPage) -> None:
        """Keep a frame of a film that somebody looks at; it is not sent."""
        self._shelf(document_id).frames[prepared.number] = prepared

    def decide_film(self, document_id: str, decision: FilmDecision) -> None:
        """Note what a person has decided about a film: nothing that was made before is as decided."""
        shelf = self._shelf(document_id)
        shelf.film, shelf.drafts = decision, {}
        shelf.wanting_review.clear()

    def put_source(self, document_id: str, number: int, key: str) -> None:
        """Know a page for a person's eyes; as it looked before, it is not kept."""
        sources = self._shelf(document_id).sources
        if (before := sources.get(number, key)) != key:
            self._store.forget([before])
        sources[number] = key

    def forget_sources(self, document_id: str, but: str) -> None:
        """Forget the pages that a person sees: they look otherwise now. The one with the key `but` does already."""
        sources = self._seen(document_id).sources
        gone = {number: key for number, key in sources.items() if key != but}
        for number in gone:
            del sources[number]
        self._store.forget(gone.values())

    def put_prepared(self, document_id: str, prepared: PreparedPage) -> bool:
        """Keep a page that may be sent. False, and not kept, where it is not as decided, or lacks boxes that a person drew.

        The decision to hide them as well is noted then: the page has to be made once more.
        """
        shelf, number = self._shelf(document_id), prepared.number
        if prepared.review:
            shelf.wanting_review.add(number)
        if prepared.thresholds:  # a page that is made again as decided is not looked at again
            shelf.thresholds[number] = prepared.thresholds
        own = shelf.kept_boxes.pop(number, ())
        if number not in shelf.decisions and (missing := set(own) - set(prepared.regions)):
            regions = (*prepared.regions, *(box for box in own if box in missing))
            shelf.decisions[number] = Decision(regions, is_reviewed=False)
            self._store.forget(_keys_of(prepared))
            return False
        decision = shelf.decisions.get(number)
        if decision is not None and set(decision.regions) != set(prepared.regions):
            self._store.forget(_keys_of(prepared))
            return False
        is_reviewed = decision is not None and decision.is_reviewed
        before = shelf.prepared.get(number)
        if before is not None and before.key != prepared.key:
            self._store.forget(_keys_of(before))
        shelf.prepared[number] = replace(
            prepared,
            review=number in shelf.wanting_review,
            is_reviewed=is_reviewed,
            thresholds=shelf.thresholds.get(number, {}),
        )
        return True

    def decide(self, document_id: str, number: int, regions: tuple[Region, ...]) -> bool:
        """Note what a person accepted. True where the page is already just so; else it is no longer to be sent."""
        shelf = self._shelf(document_id)
        shelf.decisions[number] = Decision(regions)
        prepared = shelf.prepared.get(number)
        if prepared is None or set(prepared.regions) != set(regions):
            if prepared is not None:
                del shelf.prepared[number]
                self._store.forget(_keys_of(prepared))
            return False
        shelf.prepared[number] = replace(prepared, is_reviewed=True)
        return True

    def hold(self, document_id: str, drafts: Mapping[int, tuple[Region, ...]]) -> bool:
        """Know on which pages a person is at work, and what they would hide so far. True where that is new."""
        shelf = self._shelf(document_id)
        before, shelf.drafts = shelf.drafts, drafts
        return before != drafts

    def to_review(self, document_id: str) -> tuple[int, ...]:
        """Return the pages that a person has to accept before anything is sent."""
        shelf = self._seen(document_id)
        reviewed = {number for number, decision in shelf.decisions.items() if decision.is_reviewed}
        return tuple(sorted((shelf.wanting_review - reviewed) | set(shelf.drafts)))

    def forget_prepared(self, document_id: str) -> None:
        """Forget what may be sent; it is made anew. What a person sees of the pages is still what they look like."""
        shelf = self._seen(document_id)
        made = (*shelf.prepared.values(), *shelf.frames.values())
        self._store.forget([key for prepared in made for key in _keys_of(prepared)])
        shelf.prepared.clear()
        shelf.frames.clear()

    def forget_decisions(self, document_id: str) -> None:
        """Forget what was decided, but for the boxes that a person drew: no policy finds those."""
        shelf = self._shelf(document_id)
        decided = {number: decision.regions for number, decision in shelf.decisions.items()}
        for number, regions in {**shelf.kept_boxes, **decided, **shelf.drafts}.items():
            shelf.kept_boxes[number] = tuple(region for region in regions if region.origin == PERSON)
        shelf.decisions.clear()
        shelf.wanting_review.clear()
        shelf.thresholds.clear()
        shelf.drafts = {}
        shelf.film = FilmDecision(places=shelf.film.places)

    def remove(self, document_id: str, job_ids: Iterable[str] = ()) -> Shelf:
        """Forget a document and its pixels, also those that these jobs have made and not yet told.

        Returns what was known of it, for who may want it back: pixels that have gone are made again as decided.
        """
        shelf = self._shelves.pop(document_id, Shelf())
        prepared = (*shelf.prepared.values(), *shelf.frames.values())
        made = [key for one in prepared for key in _keys_of(one)]
        self._store.forget((*shelf.sources.values(), *made), job_ids)
        return shelf

    def put_back(self, document_id: str, shelf: Shelf) -> None:
        """Know again what was known of a document."""
        self._shelves[document_id] = shelf

    def _seen(self, document_id: str) -> Shelf:
        """Return what is known of a document, to be read: of one that has gone nothing is begun."""
        return self._shelves.get(document_id) or Shelf()

    def _shelf(self, document_id: str) -> Shelf:
        return self._shelves.setdefault(document_id, Shelf())


def _keys_of(prepared: PreparedPage) -> tuple[str, str]:
    """Return the keys of a page as it is sent, and of the words that were read on it."""
    return prepared.key, words_key(prepared.key)
