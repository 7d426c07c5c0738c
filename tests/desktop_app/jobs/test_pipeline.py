"""The pipeline with an airlock and an engine of the test's own: what is asked of whom, in which order, and what stops it."""

from dataclasses import replace
from inspect import getgeneratorlocals
from pathlib import Path
from types import GeneratorType

import msgspec
import pytest

from desktop_app.foundation.errors import AppError
from desktop_app.jobs import job as jobs
from desktop_app.jobs.job import Job, JobOptions
from desktop_app.jobs.job_tools import KeptPages
from desktop_app.jobs.need import Need
from desktop_app.jobs.page_choice import MAX_PAGES_AT_ONCE
from desktop_app.jobs.pipeline import run_job
from desktop_app.runtime_client.values import Box, RedactedPage, Size, SourceView
from tests.helpers.job_bench import FACE, LEFT, SIZE, Bench, FakeAirlock, FakeEngine
from tests.helpers.pages import picture_of, small_page


@pytest.fixture
def document(tmp_path: Path) -> Path:
    """Return a file; the fake airlock does not look into it."""
    path = tmp_path / "document"
    path.write_bytes(b"bytes")
    return path


def test_every_page_is_detected_redacted_and_only_that_is_sent(document: Path) -> None:
    """The engine gets what `redact` returned, made with what was found, and word of what was hidden."""
    bench = Bench()
    result = bench.run(document, "Total?", policy="faces")
    wanted = [
        step
        for number in (1, 2, 3)
        for step in (
            ("detect", number, "faces"),
            ("redact", number, (FACE,), SIZE, None),
        )
    ]
    assert wanted == bench.airlock.asked
    told = [msgspec.structs.replace(small_page(number, number), hidden=(FACE,)) for number in (1, 2, 3)]
    assert told == bench.engine.sent
    for page in result.document.pages:
        assert ((FACE,), 3, (LEFT,), False) == (page.regions, page.rounds, page.residual, page.is_reviewed)
    assert not bench.airlock.is_open


def test_under_policy_off_the_engine_is_not_told_that_nothing_was_there(document: Path) -> None:
    """Nobody looked, so nobody knows."""
    bench = Bench()
    bench.run(document, "Total?", policy="off")
    assert [None] * 3 == [page.hidden for page in bench.engine.sent]


def test_events_come_in_the_order_of_the_flow(document: Path) -> None:
    """Front ends can rely on it."""
    bench = Bench(FakeAirlock(1))
    result = bench.run(document, "a", "b", preview_px=50)
    kinds = [
        jobs.DocumentOpened,
        jobs.PageShown,
        jobs.PagePrepared,
        jobs.DocumentPrepared,
        *[jobs.AnswerStarted, jobs.ReadingPage, jobs.AnswerDelta, jobs.AnswerFinished] * 2,
    ]
    assert kinds == [type(event) for event in bench.told]
    assert [0, 1] == [event.index for event in bench.told if isinstance(event, jobs.AnswerDelta)]
    assert ["a", "b"] == [answer.text for answer in result.answers]
    assert ("render", 1, 50) == bench.airlock.asked[0]


def test_a_page_is_sent_once_for_all_questions(document: Path) -> None:
    """Also over two jobs, as long as the same engine process runs."""
    bench = Bench()
    first = bench.run(document, "a", "b")
    bench.run_job(Job("again", document, ("c",), JobOptions(), prepared=first.document))
    assert 3 == len(bench.engine.sent)
    assert ["a", "b", "c"] == [question for question, _ in bench.engine.asked]


def test_a_prepared_document_is_not_opened_again(tmp_path: Path) -> None:
    """A later question needs neither the file nor the airlock."""
    bench = Bench()
    path = tmp_path / "gone"
    path.write_bytes(b"x")
    prepared = bench.run(path).document
    path.unlink()
    bench.airlock.asked.clear()
    assert ["later"] == [
        answer.text for answer in bench.run_job(Job("j", path, ("later",), JobOptions(), prepared)).answers
    ]
    assert [] == bench.airlock.asked


def test_a_new_engine_process_gets_the_pages_again(document: Path) -> None:
    """What the dead process had been sent is not believed to be in the new one."""
    bench = Bench()
    prepared = bench.run(document, "a").document
    bench.kept = KeptPages()
    bench.engine.kept.clear()
    bench.run_job(Job("j", document, ("b",), JobOptions(), prepared))
    assert 6 == len(bench.engine.sent)


def test_a_forgotten_page_is_sent_again_once(document: Path) -> None:
    """The engine may forget; the question is asked again without anybody noticing."""
    bench = Bench(engine=FakeEngine(forgets=1))
    assert ["a"] == [answer.text for answer in bench.run(document, "a").answers]
    assert (6, 2) == (len(bench.engine.sent), len(bench.engine.asked))


def test_an_engine_that_keeps_forgetting_is_an_error(document: Path) -> None:
    """There is no endless loop."""
    bench = Bench(engine=FakeEngine(forgets=9))
    with pytest.raises(AppError, match="page_not_kept"):
        bench.run(document, "a")
    assert 3 == len(bench.engine.asked)  # twice about all, and then about the first by itself


def test_only_the_chosen_pages_are_made_in_the_chosen_order(document: Path) -> None:
    """Pages 3 and 1 of 3."""
    bench = Bench()
    bench.run(document, "a", pages=(3, 1))
    assert [3, 1] == [page.number for page in bench.engine.sent]


def test_a_part_is_cut_out_of_its_page(document: Path) -> None:
    """The airlock cuts; the box reaches it unchanged."""
    bench = Bench()
    part = Box(1, 2, 3, 4)
    bench.run(document, "a", pages=(2,), part=part)
    assert ("redact", 2, (FACE,), SIZE, part) == bench.airlock.asked[-1]


def test_a_page_that_is_not_there_is_said_before_anything_is_made(document: Path) -> None:
    """With what was asked for and what there is."""
    bench = Bench()
    with pytest.raises(AppError) as raised:
        bench.run(document, "a", pages=(1, 9))
    assert ("page_missing", {"found": 9, "limit": 3}) == (raised.value.code, raised.value.facts)
    assert [] == bench.airlock.asked
    assert not bench.airlock.is_open


def test_more_pages_than_one_job_holds_are_refused(document: Path) -> None:
    """The bound is told, and a selection helps."""
    bench = Bench(FakeAirlock(MAX_PAGES_AT_ONCE + 1))
    with pytest.raises(AppError) as raised:
        bench.run(document, "a")
    assert ("too_many_pages", {"found": 201, "limit": 200}) == (raised.value.code, raised.value.facts)
    assert 1 == len(bench.run(document, "a", pages=(201,)).document.pages)


def test_a_stop_takes_effect_between_two_pages(document: Path) -> None:
    """The page in hand is finished, the next one not begun, and the airlock forgets the document."""
    bench = Bench(stops_at=2)
    with pytest.raises(AppError, match="cancelled"):
        bench.run(document, "a")
    assert {1, 2} == {step[1] for step in bench.airlock.asked}
    assert [] == bench.engine.sent
    assert not bench.airlock.is_open


def test_a_stop_takes_effect_between_two_questions(document: Path) -> None:
    """What was answered is kept, the next question is not asked."""
    bench = Bench(stops_after=jobs.AnswerFinished)
    result = bench.run(document, "a", "b")
    assert ["a"] == [answer.text for answer in result.answers]


def test_a_missing_file_ends_the_job_with_its_code(tmp_path: Path) -> None:
    """Nothing is asked of anybody."""
    bench = Bench()
    with pytest.raises(AppError, match="file_missing"):
        bench.run(tmp_path / "none", "a")
    assert [] == bench.airlock.asked


def test_pages_that_differ_in_anything_an_engine_sees_have_different_keys(document: Path) -> None:
    """Equal pixels at another scale, place, number or with other words are another page."""
    keys = set()
    honest = small_page(1, 1)
    changes: list[dict[str, object]] = [
        {},
        {"number": 2},
        {"native": Size(99, 8)},
        {"picture": picture_of(honest.picture.pixels, (8, 8), Box(1, 0, 7, 8))},
        {"picture": picture_of(None, (8, 8))},
    ]
    for change in changes:
        page = msgspec.structs.replace(honest, **change)
        bench = Bench(FakeAirlock(1, redacted=page))
        keys.add(bench.run(document).document.pages[0].key)
    assert len(changes) == len(keys)


def test_pages_are_made_without_the_model_where_it_is_known_what_it_wants(document: Path) -> None:
    """What the model will see can be looked at before its weights are there; a document is prepared without it."""
    bench = Bench()
    needs = list(run_job(Job("job", document, options=JobOptions(preview_px=9)), bench.tools(), bench.told.append))
    assert ([Need.HIDING] * 3, 0) == (needs, bench.engine.loads)


def test_where_nobody_knows_what_a_model_wants_it_is_loaded_before_the_first_page_is_made(document: Path) -> None:
    """In the engine's line; a person has seen the first page by then."""
    bench = Bench(page_size=None)
    work = run_job(Job("job", document, options=JobOptions(preview_px=9)), bench.tools(), bench.told.append)
    assert Need.ANSWERING is next(work)
    assert [jobs.DocumentOpened, jobs.PageShown] == [type(event) for event in bench.told]
    assert [Need.HIDING] * 4 == list(work)
    assert 1 == bench.engine.loads
    assert ("redact", 3, (FACE,), SIZE, None) == bench.airlock.asked[-1]


def test_a_question_says_which_pages_it_is_answered_from(document: Path) -> None:
    """So that an answer from some of them is not taken for one from all."""
    bench = Bench()
    prepared = bench.run(document).document
    first = replace(prepared, pages=prepared.pages[:2])
    bench.run_job(Job("j", document, ("a",), JobOptions(), first))
    (started,) = [event for event in bench.told if isinstance(event, jobs.AnswerStarted)]
    assert ((1, 2), 3) == (started.pages, started.page_count)


def test_a_job_that_others_go_before_holds_no_pixels(document: Path) -> None:
    """Ten long documents may be left between two pages; what they made lies in the store, which has a bound."""
    bench = Bench()
    work = run_job(Job("job", document, options=JobOptions(preview_px=9)), bench.tools(), bench.told.append)
    for _ in range(2):
        next(work)
    assert isinstance(work, GeneratorType)
    assert isinstance(work.gi_yieldfrom, GeneratorType)
    kept = [*getgeneratorlocals(work).values(), *getgeneratorlocals(work.gi_yieldfrom).values()]
    assert [] == [value for value in kept if isinstance(value, RedactedPage | SourceView)]
