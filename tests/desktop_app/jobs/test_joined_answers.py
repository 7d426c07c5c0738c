"""Answers about single pages become one, and it claims no more than they do."""

from desktop_app.jobs.asking import joined
from desktop_app.runtime_client.values import Answer

STOPPED = Answer("", "cancelled", "stopped")
TOTAL = Answer("9", "stop", "rule", "sure")
NOTHING = Answer("Not found on this page.", "stop", "not_found")


def test_a_page_at_which_it_was_stopped_says_nothing() -> None:
    """What was found before stays, but nobody calls it sure: the other pages were not read."""
    answer = joined(["1", "2", "3"], [TOTAL, STOPPED])

    assert ("[1] 9", "cancelled", "rule", None) == (answer.text, answer.finish, answer.basis, answer.confidence)


def test_stopped_at_once_it_has_neither_found_nor_missed_anything() -> None:
    """That it was not found is said of pages that were read, and of no others."""
    answer = joined(["1", "2"], [STOPPED])

    assert ("", "cancelled", "stopped") == (answer.text, answer.finish, answer.basis)


def test_a_page_without_an_answer_before_the_stop_does_not_speak_for_the_rest() -> None:
    """One page was read to its end; what the document says is still not known."""
    answer = joined(["1", "2", "3"], [NOTHING, STOPPED])

    assert ("[1] Not found on this page.", "stopped") == (answer.text, answer.basis)
