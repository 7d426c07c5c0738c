"""What a person decides about a page is hidden exactly so, and what nobody has reviewed can wait."""

from pathlib import Path

import msgspec
import pytest

from desktop_app.foundation.errors import AppError
from desktop_app.jobs import job as jobs
from tests.helpers.job_bench import BADGE, FACE, LEFT, SIZE, Bench, FakeAirlock


@pytest.fixture
def document(tmp_path: Path) -> Path:
    """Return a file; the fake airlock does not look into it."""
    path = tmp_path / "document"
    path.write_bytes(b"bytes")
    return path


def test_what_a_person_decided_is_hidden_exactly_so(document: Path) -> None:
    """Nobody looks for more on that page; other pages are looked at."""
    bench = Bench()
    result = bench.run(document, "Total?", decided={2: (BADGE,)})
    assert [("detect", 1, "faces"), ("detect", 3, "faces")] == [
        step for step in bench.airlock.asked if step[0] == "detect"
    ]
    assert ("redact", 2, (BADGE,), SIZE, None) in bench.airlock.asked
    assert [False, True, False] == [page.is_reviewed for page in result.document.pages]
    assert (BADGE,) == bench.engine.sent[1].hidden


def test_a_page_is_looked_at_again_as_a_person_left_it(document: Path) -> None:
    """What they hide is hidden, what they let be seen is not found anew, and what is found is told, not hidden."""
    bench = Bench(FakeAirlock(1))
    result = bench.run(document, decided={1: (BADGE,)}, spared={1: (FACE,)})
    assert ("detect", 1, "faces", (BADGE,), (FACE,)) in bench.airlock.asked
    (page,) = result.document.pages
    assert ((BADGE,), (FACE, LEFT), 3) == (page.regions, page.residual, page.rounds)


def test_a_decision_that_nothing_is_hidden_is_a_decision(document: Path) -> None:
    """The person took every box away; the engine is told that nothing is hidden."""
    bench = Bench(FakeAirlock(1))
    result = bench.run(document, "Total?", policy="off", decided={1: ()})
    assert ((), True) == (result.document.pages[0].regions, result.document.pages[0].is_reviewed)
    assert () == bench.engine.sent[0].hidden


def test_the_operator_of_a_job_replaces_that_of_the_policy(document: Path) -> None:
    """Also for what a person drew."""
    bench = Bench(FakeAirlock(2))
    bench.run(document, operator="pixelate", decided={2: (BADGE,)})
    asked = [step[2] for step in bench.airlock.asked if step[0] == "redact"]
    assert [(msgspec.structs.replace(region, operator="pixelate"),) for region in (FACE, BADGE)] == asked


def test_nothing_is_asked_about_a_page_that_waits_for_a_person(document: Path) -> None:
    """The pages are prepared and shown, the engine gets none of them, and the reason has a code."""
    bench = Bench(FakeAirlock(2, review=True))
    with pytest.raises(AppError, match="review_needed"):
        bench.run(document, "Total?", decided={1: (FACE,)}, preview_px=100)
    assert ([], []) == (bench.engine.sent, bench.engine.asked)
    assert isinstance(bench.told[-1], jobs.DocumentPrepared)


def test_where_nobody_is_looking_the_first_page_that_waits_ends_the_job(document: Path) -> None:
    """On the command line 200 pages are not made, and no model is loaded, for an answer that will not be given."""
    bench = Bench(FakeAirlock(200, review=True))
    with pytest.raises(AppError, match="review_needed"):
        bench.run(document, "Total?")
    assert [1] == [step[1] for step in bench.airlock.asked if step[0] in ("detect", "redact")]
    assert ([], []) == (bench.engine.sent, bench.engine.asked)


@pytest.mark.parametrize(
    "options",
    [{"decided": {1: (FACE,), 2: ()}}, {"allows_unreviewed": True}],
    ids=["reviewed", "allowed"],
)
def test_a_reviewed_document_is_asked_about(options: dict[str, object], document: Path) -> None:
    """With every page decided, or where somebody has allowed just that."""
    bench = Bench(FakeAirlock(2, review=True))
    assert 1 == len(bench.run(document, "Total?", **options).answers)
    assert 2 == len(bench.engine.sent)


def test_a_document_is_prepared_without_waiting(document: Path) -> None:
    """Only asking waits: the person needs the pages to review them."""
    result = Bench(FakeAirlock(1, review=True)).run(document)
    assert [True] == [page.is_unreviewed for page in result.document.pages]
