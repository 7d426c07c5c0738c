"""The command line says the same words as the window, in English and in small letters."""

import io

import pytest

from desktop_app.cli import output
from desktop_app.runtime_client.values import Answer


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
