"""That nothing was found is said of what was looked at: a page, some pages, frames of a film, a slice."""

from pathlib import Path

import pytest

from desktop_app.foundation import axis_words
from desktop_app.jobs.job import AnswerDelta, Job, JobOptions
from desktop_app.runtime_client.values import PageLine
from model_runtime.engines.reader import answers as reader_answers
from tests.helpers.job_bench import Bench, FakeAirlock

FILM = PageLine(6, "frames", (0.0, 0.4, 0.8, 1.2, 5.0, 5.1))


@pytest.mark.parametrize(
    ("line", "kind", "pages", "said"),
    [
        (PageLine(1), "png", None, "Not found on this page."),
        (PageLine(3), "pdf", None, "Not found on the pages that were read."),
        (PageLine(3), "pdf", (2,), "Not found on this page."),
        (FILM, "mp4", None, "Not found in the frames that were read."),
        (FILM, "mp4", (3,), "Not found on this frame."),
        (PageLine(3, "slices"), "dicom", None, "Not found in the slices that were read."),
        (PageLine(3, "slices"), "dicom", (2,), "Not found on this slice."),
    ],
)
def test_nothing_is_found_where_it_was_looked_for(
    tmp_path: Path, line: PageLine, kind: str, pages: tuple[int, ...] | None, said: str
) -> None:
    """In the answer as it comes, and in the whole of it. The engine here answers with the question."""
    (tmp_path / "file").touch()
    bench = Bench(airlock=FakeAirlock(line=line, kind=kind))
    questions = (axis_words.NOT_FOUND, "What is it?")
    result = bench.run_job(Job("1", tmp_path / "file", questions, JobOptions(pages=pages)))
    assert [said, "What is it?"] == [answer.text for answer in result.answers]
    assert [said, "What is it?"] == [event.text for event in bench.told if isinstance(event, AnswerDelta)]


def test_these_are_the_words_of_the_reader() -> None:
    """It knows no films and no slices."""
    assert axis_words.NOT_FOUND == reader_answers.NOT_FOUND.text
