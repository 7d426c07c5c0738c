"""Pages whose pixels have gone are made again just as they were; a document may be larger than what is kept of it."""

from dataclasses import replace
from pathlib import Path

import pytest

from desktop_app.foundation.errors import AppError
from desktop_app.jobs import job as jobs
from desktop_app.jobs.job import Job, JobOptions, Work
from desktop_app.jobs.need import Need
from desktop_app.jobs.page_store import PageStore, size_bytes
from desktop_app.jobs.pipeline import run_job
from desktop_app.jobs.prepared import PreparedDocument
from desktop_app.runtime_client.values import RedactedPage
from tests.helpers.job_bench import BADGE, FACE, Bench, FakeAirlock, FakeEngine
from tests.helpers.pages import small_page

ONE_PAGE = size_bytes(small_page(1, 1)) + 200
"""Room for one page of the bench, with word of what was hidden in it."""


@pytest.fixture
def document(tmp_path: Path) -> Path:
    """Return a file; the fake airlock does not look into it."""
    path = tmp_path / "document"
    path.write_bytes(b"bytes")
    return path


def _bench(pages: int, room: int, holds: int = 1000) -> Bench:
    return Bench(FakeAirlock(pages), FakeEngine(holds=holds), store=PageStore(room * ONE_PAGE))


def _of(bench: Bench, document: Path, **options: object) -> PreparedDocument:
    return bench.run(document, **options).document


def test_a_document_larger_than_the_store_is_asked_about(document: Path) -> None:
    """Every page is sent once and made once: those that would not all be kept are sent before the last is made."""
    bench = _bench(20, 4)
    assert ["a"] == [answer.text for answer in bench.run(document, "a").answers]
    assert list(range(1, 21)) == [page.number for page in bench.engine.sent]
    assert list(range(1, 21)) == [step[1] for step in bench.airlock.asked if step[0] == "redact"]
    assert bench.store.size_bytes <= bench.store.limit_bytes


def test_an_already_prepared_document_larger_than_the_store_is_asked_about(document: Path) -> None:
    """As the window asks: what has gone is made again, by one more opening of the file, and is the very same."""
    bench = _bench(6, 2)
    prepared = _of(bench, document)
    bench.airlock.asked.clear()
    bench.run_job(Job("j", document, ("a",), JobOptions(), prepared))
    assert {page.key for page in prepared.pages} == set(bench.engine.kept)
    assert {"redact"} == {step[0] for step in bench.airlock.asked}
    assert 1 == bench.airlock.openings - 1
    assert 6 == len(bench.engine.sent)


def test_questions_that_wait_hold_their_pages_within_one_bound(document: Path) -> None:
    """However many wait for the engine; each has one page, and what one of them held is another's when it ends."""
    bench = _bench(8, 8)
    prepared = _of(bench, document)
    bench.store.clear()
    bench.airlock.asked.clear()
    waiting = [
        run_job(Job("j", document, ("a",), JobOptions(), prepared), bench.tools(), bench.told.append) for _ in "abc"
    ]
    made = [_until_it_waits(work, bench) for work in waiting]
    assert [3, 1, 1] == made
    waiting[0].close()
    waiting[1].close()
    assert [1, 3, 3, 1] == [1, *(_until_it_waits(waiting[2], bench) for _ in range(3))]


def _until_it_waits(work: Work, bench: Bench) -> int:
    """Let a job go on until it waits for the engine with pages in its hands; return how many it has made."""
    before = len(bench.airlock.asked)
    need = next(work)
    while len(bench.airlock.asked) == before or need is not Need.ANSWERING:
        need = next(work)
    return len(bench.airlock.asked) - before


def test_a_second_question_makes_and_sends_nothing_again(document: Path) -> None:
    """The engine holds the pages; where they are here is nobody's concern."""
    bench = _bench(6, 2)
    prepared = _of(bench, document)
    bench.run_job(Job("j", document, ("a",), JobOptions(), prepared))
    bench.airlock.asked.clear()
    bench.engine.sent.clear()
    bench.run_job(Job("k", document, ("b",), JobOptions(), prepared))
    assert ([], []) == (bench.airlock.asked, bench.engine.sent)


def test_what_is_made_again_is_hidden_just_as_before(document: Path) -> None:
    """By the regions that were hidden, not by what would be found now, and told to the engine or not as before."""
    bench = _bench(3, 1)
    prepared = _of(bench, document, decided={1: (BADGE,), 2: (), 3: (FACE, BADGE)})
    bench.airlock.asked.clear()
    bench.run_job(Job("j", document, ("a",), JobOptions(), prepared))
    assert [(BADGE,), (), (FACE, BADGE)] == [page.hidden for page in sorted(bench.engine.sent, key=lambda p: p.number)]
    off = _bench(3, 1)
    prepared = _of(off, document, policy="off")
    accepted = replace(prepared, pages=tuple(replace(page, is_reviewed=True) for page in prepared.pages))
    off.run_job(Job("j", document, ("a",), JobOptions(policy="off"), accepted))
    assert [None] * 3 == [page.hidden for page in off.engine.sent]


def test_a_page_that_comes_out_otherwise_is_never_sent(document: Path) -> None:
    """Another key is another page than the one that was reviewed, whatever the reason."""
    bench = _bench(3, 1)
    prepared = _of(bench, document)
    bench.airlock.redacted = small_page(0, 1)
    with pytest.raises(AppError, match="file_replaced"):
        bench.run_job(Job("j", document, ("a",), JobOptions(), prepared))
    assert ([], []) == (bench.engine.sent, bench.engine.asked)


@pytest.mark.parametrize("what", ["prepared", "decided", "spared", "part", "shown"])
def test_another_file_is_another_document(what: str, document: Path) -> None:
    """Whatever was decided for the one is not done to the other: the job ends before the airlock sees a byte."""
    bench = _bench(3, 1)
    prepared = _of(bench, document)
    document.write_bytes(b"other")
    bench.airlock.asked.clear()
    openings = bench.airlock.openings
    named = JobOptions(decided_for=prepared.sha256)
    job = {
        "prepared": Job("j", document, ("a",), JobOptions(), prepared),
        "decided": Job("j", document, (), replace(named, decided={1: (BADGE,)})),
        "spared": Job("j", document, (), replace(named, decided={1: ()}, spared={1: (FACE,)})),
        "part": Job("j", document, ("a",), replace(named, pages=(1,), part=BADGE.box)),
        "shown": Job("j", document, (), replace(named, pages=(1,), preview_px=9), only_shows=True),
    }[what]
    with pytest.raises(AppError, match="file_replaced"):
        bench.run_job(job)
    assert ([], [], []) == (bench.engine.sent, bench.engine.asked, bench.airlock.asked)
    assert openings == bench.airlock.openings


def test_decisions_that_belong_to_no_file_are_refused() -> None:
    """A front end that forgets to say for which file they were made is wrong, not trusted."""
    with pytest.raises(ValueError, match="decided_for"):
        JobOptions(decided={1: ()})
    with pytest.raises(ValueError, match="decided_for"):
        JobOptions(spared={1: (FACE,)})


def test_pages_that_an_engine_cannot_hold_together_are_asked_about_one_by_one(document: Path) -> None:
    """Each answer is headed by its page, the text that streams is the text of the answer, progress counts all pages."""
    bench = _bench(5, 2, holds=2)
    (answer,) = bench.run(document, "a").answers
    assert "[1] a\n[2] a\n[3] a\n[4] a\n[5] a" == answer.text
    assert [5, 1, 1, 1, 1, 1] == [len(keys) for _, keys in bench.engine.asked]
    assert answer.text == "".join(event.text for event in bench.told if isinstance(event, jobs.AnswerDelta))
    read = [event for event in bench.told if isinstance(event, jobs.ReadingPage)]
    assert [(position, 5) for position in range(1, 6)] == [(event.position, event.count) for event in read]


def test_nothing_is_sent_early_where_a_persons_word_may_be_missing(document: Path) -> None:
    """However full the store is: of a page that was decided about nobody knows what the policy wants of the next."""
    for options in ({}, {"decided": {1: (FACE,)}}):
        bench = Bench(FakeAirlock(9, review=True), store=PageStore(ONE_PAGE))
        with pytest.raises(AppError, match="review_needed"):
            bench.run(document, "a", **options)
        assert [] == bench.engine.sent
    bench = Bench(FakeAirlock(9, review=True), store=PageStore(2 * ONE_PAGE))
    bench.run(document, "a", allows_unreviewed=True)
    assert 9 == len(bench.engine.sent)


def test_pictures_are_shown_again_without_looking_or_asking(document: Path) -> None:
    """The source for a person, the page that is sent for whoever wants to see it."""
    bench = _bench(3, 1)
    prepared = _of(bench, document, preview_px=50)
    bench.airlock.asked.clear()
    bench.told.clear()
    only = replace(prepared, pages=prepared.pages[:1])
    named = JobOptions(pages=(1,), decided_for=prepared.sha256)
    bench.run_job(Job("j", document, (), named, only, only_shows=True))
    assert ["redact"] == [step[0] for step in bench.airlock.asked]
    assert bench.store.get(prepared.pages[0].key, RedactedPage) is not None
    bench.run_job(Job("k", document, (), replace(named, preview_px=50), only_shows=True))
    assert ("render", 1, 50) == bench.airlock.asked[-1]
    assert [jobs.PagePrepared, jobs.PageShown] == [type(event) for event in bench.told]
    assert [] == bench.engine.asked


def test_nobody_comes_back_to_a_part_or_a_look_again(document: Path) -> None:
    """Their pixels do not stay."""
    bench = _bench(3, 100)
    bench.run(document, "a", pages=(1,), part=BADGE.box)
    bench.run(document, decided={1: (BADGE,)}, spared={1: (FACE,)}, pages=(1,))
    assert 0 == len(bench.store)
