"""The command line says the same words as the window, in English and in small letters."""

import io

import pytest

from desktop_app.cli import output
from desktop_app.runtime_client.values import Answer, Box, PageLine, Source


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (Answer("9", "stop", "rule", confidence="sure", rule="4 + 5 = 9"), "    found by rule, 4 + 5 = 9, sure\n"),
        (Answer("9", "stop", "read", confidence="check"), "    read from the page, check this\n"),
        (Answer("2", "stop", "detector"), "    counted by the detector\n"),
        (Answer("no", "stop", "not_found"), ""),
        (Answer("9 and", "cancelled", "seen", confidence="sure"), "    stopped\n"),
    ],
    ids=lambda value: value.basis if isinstance(value, Answer) else "",
)
def test_an_answer_ends_with_how_it_was_found_and_how_sure_it_is(answer: Answer, said: str) -> None:
    """One line; none where the answer itself says it."""
    out = io.StringIO()
    output.print_answer_end(answer, out)
    assert f"\n{said}" == out.getvalue()


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (PageLine(2), "    read from the page\n    page 2, 1,2 3x4\n"),
        (PageLine(2, "slices"), "    read from the slice\n    slice 2, 1,2 3x4\n"),
        (PageLine(2, "frames", (0.0, 0.5)), "    read from the frame\n    at 0:00.5, 1,2 3x4\n"),
        (PageLine(2, "frames"), "    read from the frame\n    frame 2, 1,2 3x4\n"),
    ],
    ids=["pages", "slices", "film", "animation"],
)
def test_a_place_is_called_what_it_is(line: PageLine, said: str) -> None:
    """Nobody looks for the page of a film."""
    out = io.StringIO()
    output.print_answer_end(Answer("9", "stop", "read", sources=(Source(2, Box(1, 2, 3, 4)),)), out, line)
    assert f"\n{said}" == out.getvalue()
