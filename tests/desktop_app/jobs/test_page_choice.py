"""Pages are chosen by number, or one every so many seconds of the document's own times."""

import itertools
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.foundation.errors import AppError
from desktop_app.jobs import page_choice
from desktop_app.jobs.job import AnswerDelta, Job, JobOptions, ReadingPage
from desktop_app.runtime_client.values import GreyWindow, ModelInfo, PageLine, Sampling
from tests.helpers.job_bench import Bench, FakeAirlock, FakeEngine

FILM = PageLine(6, "frames", (0.0, 0.4, 0.8, 1.2, 5.0, 5.1))

TIMES = st.lists(st.floats(0, 1e6), min_size=1, max_size=60).map(lambda times: tuple(sorted(times)))


@pytest.mark.parametrize(
    ("line", "options", "numbers"),
    [
        (FILM, JobOptions(), [1, 2, 3, 4, 5, 6]),
        (FILM, JobOptions(pages=(5, 2)), [5, 2]),
        (FILM, JobOptions(every_s=1.0), [1, 4, 5]),
        (FILM, JobOptions(every_s=0.001), [1, 2, 3, 4, 5, 6]),
        (FILM, JobOptions(every_s=100.0), [1]),
        (PageLine(3), JobOptions(every_s=100.0), [1, 2, 3]),
    ],
)
def test_pages_are_chosen_by_number_or_by_time(line: PageLine, options: JobOptions, numbers: list[int]) -> None:
    """A line without times has no seconds to go by: all of its pages are chosen."""
    assert numbers == list(page_choice.chosen(line, options))


@given(TIMES, st.floats(0.001, 1e6))
def test_each_stretch_gives_its_first_page_and_no_other(times_s: tuple[float, ...], seconds: float) -> None:
    """However the frames lie: one for each stretch that has any, in order, and the first page always."""
    line = PageLine(len(times_s), "frames", times_s)
    chosen = list(page_choice.every(line, seconds))
    stretches = [(time_s - times_s[0]) // seconds for time_s in times_s]
    assert chosen[0] == 1
    assert all(one < next_one for one, next_one in itertools.pairwise(chosen))
    assert sorted(set(stretches)) == [stretches[number - 1] for number in chosen]
    assert all(number == 1 or stretches[number - 2] != stretches[number - 1] for number in chosen)


def test_of_a_film_one_page_of_each_scene_is_chosen() -> None:
    """The one in its middle, where nobody chose; evenly, where there are more scenes than a job prepares pages."""
    assert [2, 5] == list(page_choice.chosen(FILM, JobOptions(), scenes=(1, 4)))
    assert [1] == list(page_choice.chosen(FILM, JobOptions(pages=(1,)), scenes=(1, 4)))
    assert [1, 4, 5] == list(page_choice.chosen(FILM, JobOptions(every_s=1.0), scenes=(1, 4)))
    long = PageLine(1000, "frames", tuple(n / 25 for n in range(1000)))
    chosen = page_choice.chosen(long, JobOptions(), scenes=range(1, 1001))
    assert (200, 1, 996) == (len(chosen), chosen[0], chosen[-1])


def test_what_is_chosen_must_be_there_and_not_too_much() -> None:
    """A page that is missing is told, and so are more pages than one job prepares."""
    with pytest.raises(AppError, match="page_missing"):
        page_choice.chosen(FILM, JobOptions(pages=(7,)))
    with pytest.raises(AppError, match="too_many_pages"):
        page_choice.chosen(PageLine(page_choice.MAX_PAGES_AT_ONCE + 1), JobOptions())


@pytest.mark.parametrize(
    ("options", "wanted", "numbers"),
    [
        (JobOptions(), "per-second", [1, 3, 4, 5]),
        (JobOptions(sampling="per-second"), "", [1, 3, 4, 5]),
        (JobOptions(sampling="per-second"), "uniform", [1, 3, 4, 5]),
        (JobOptions(pages=(2,)), "uniform", [2]),
        (JobOptions(every_s=1.0), "uniform", [1, 4, 5]),
        (JobOptions(), "uniform", [1, 2, 3, 4, 5, 6]),
    ],
)
def test_a_models_rule_counts_where_nobody_has_another(
    options: JobOptions, wanted: Sampling, numbers: list[int]
) -> None:
    """Each frame is prepared once, however often it is asked about; pages without times know no rule."""
    assert numbers == list(page_choice.chosen(FILM, options, wanted))
    assert page_choice.first(FILM, options) == numbers[0]
    if options.pages is None:
        assert [1, 2, 3] == list(page_choice.chosen(PageLine(3), options, wanted))


def test_a_long_film_waits_to_hear_what_the_model_wants() -> None:
    """It is too long only for one that wants all of it, which is not known before the first frame is shown."""
    long = PageLine(1000, "frames", tuple(number / 10 for number in range(1000)))
    assert 1 == page_choice.first(long, JobOptions())
    assert 24 == len(page_choice.chosen(long, JobOptions(), "per-second"))
    with pytest.raises(AppError, match="too_many_pages"):
        page_choice.chosen(long, JobOptions())
    with pytest.raises(AppError, match="page_missing"):
        page_choice.first(long, JobOptions(pages=(1001,)))


@pytest.mark.parametrize("wrong", [{"sampling": "uniform", "pages": (1,)}, {"sampling": "uniform", "every_s": 1.0}])
def test_a_rule_beside_another_choice_is_our_mistake(wrong: dict[str, object]) -> None:
    """Two ways of choosing at once."""
    with pytest.raises(ValueError, match="sampling"):
        JobOptions(**wrong)  # type: ignore[arg-type]  # as given


@pytest.mark.parametrize("wrong", [{"every_s": -1.0}, {"every_s": float("nan")}, {"every_s": 1.0, "pages": (1,)}])
def test_a_choice_that_is_none_is_our_mistake(wrong: dict[str, object]) -> None:
    """Two ways of choosing at once, and seconds that are none."""
    with pytest.raises(ValueError, match="every_s"):
        JobOptions(**wrong)  # type: ignore[arg-type]  # as given


def test_a_job_prepares_the_pages_that_were_chosen_by_time(tmp_path: Path) -> None:
    """From the line that the airlock tells to the pages that are asked about."""
    document = tmp_path / "film"
    document.write_bytes(b"bytes")
    bench = Bench(FakeAirlock(line=FILM))
    result = bench.run(document, every_s=1.0)
    assert [1, 4, 5] == [page.number for page in result.document.pages]
    assert [0.0, 1.2, 5.0] == [result.document.line.time_s(page.number) for page in result.document.pages]


def test_frames_are_asked_about_as_the_model_was_trained(tmp_path: Path) -> None:
    """A rule that only the loaded model knows: prepared once each, sent once each, named in its order and as often."""
    document = tmp_path / "film"
    document.write_bytes(b"bytes")
    model = ModelInfo("video", "", "none", "CPU", can_see=True, max_page_px=640, sampling="uniform")
    bench = Bench(FakeAirlock(line=FILM), FakeEngine(model=model), page_size=None)
    result = bench.run(document, "What happens when?")
    keys = {page.number: page.key for page in result.document.pages}
    assert [1, 2, 3, 4, 5, 6] == list(keys)
    assert 6 == len(bench.engine.sent)
    ((_, asked),) = bench.engine.asked
    assert asked == tuple(keys[1 + place * 5 // 23] for place in range(24))
    assert [tuple(FILM.times_s[place * 5 // 23] for place in range(24))] == bench.engine.times_s


def test_frames_that_were_prepared_are_asked_about_in_the_same_order_again(tmp_path: Path) -> None:
    """A later question about the same document does not choose anew."""
    document = tmp_path / "film"
    document.write_bytes(b"bytes")
    bench = Bench(FakeAirlock(line=FILM))
    prepared = bench.run(document, sampling="uniform").document
    bench.run_job(Job("later", document, ("Who?",), prepared=prepared))
    ((_, asked),) = bench.engine.asked
    (together,) = prepared.seen_together
    assert (24, tuple(page.key for page in together)) == (len(asked), asked)
    (fewer,) = replace(prepared, pages=prepared.pages[:2]).seen_together
    assert {1, 2} == {page.number for page in fewer}


def test_a_medical_loop_is_no_film(tmp_path: Path) -> None:
    """Its frames have times and are pages like others: shown, each looked at by itself, in the window that is wanted."""
    document = tmp_path / "loop"
    document.write_bytes(b"bytes")
    bench = Bench(FakeAirlock(line=FILM, kind="dicom"))
    window = GreyWindow(40.0, 400.0)
    result = bench.run(document, preview_px=1000, window=window)
    assert [] == bench.airlock.searched
    assert list(FILM.numbers) == [page.number for page in result.document.pages]
    assert ("window", window) == bench.airlock.asked[0]


def test_each_scene_is_asked_about_by_itself(tmp_path: Path) -> None:
    """One frame a second of each, told when each is; its answer headed by when it begins; progress counts the frames of all."""
    document = tmp_path / "film"
    document.write_bytes(b"bytes")
    bench = Bench(FakeAirlock(line=FILM))
    result = bench.run(document, "Who?", sampling="scenes")
    numbers = {page.key: page.number for page in result.document.pages}
    assert [(1, 3), (4, 5, 6)] == [tuple(numbers[key] for key in keys) for _, keys in bench.engine.asked]
    assert [(0.0, 0.8), (1.2, 5.0, 5.1)] == bench.engine.times_s
    (answer,) = result.answers
    assert "[0:00.0] Who?\n[0:01.2] Who?" == answer.text
    assert answer.text == "".join(event.text for event in bench.told if isinstance(event, AnswerDelta))
    read = [(event.position, event.count) for event in bench.told if isinstance(event, ReadingPage)]
    assert [(1, 5), (3, 5)] == read


def test_a_film_of_many_scenes_is_asked_about_within_bounds() -> None:
    """Fewer frames of each scene, then fewer scenes: never more than one job prepares."""
    line = PageLine(4000, "frames", tuple(number / 4 for number in range(4000)))
    for count, most in ((10, 20), (100, 2), (400, 1)):
        scenes = range(1, 4001, 4000 // count)
        groups = page_choice.groups(line, JobOptions(sampling="scenes"), scenes=scenes)
        assert (min(count, 200), most) == (len(groups), max(map(len, groups)))
        assert (
            len(page_choice.chosen(line, JobOptions(sampling="scenes"), scenes=scenes)) <= page_choice.MAX_PAGES_AT_ONCE
        )


def test_a_document_without_times_has_no_scenes() -> None:
    """Its pages are asked about together, as ever."""
    assert ((1, 2, 3),) == page_choice.groups(PageLine(3), JobOptions(sampling="scenes"))
