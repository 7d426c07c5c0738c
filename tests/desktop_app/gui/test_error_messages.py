"""Every error has words and something to do, and what can be copied is not private."""

import pytest

from desktop_app.foundation import error_table
from desktop_app.foundation.errors import AppError
from desktop_app.gui.words.error_messages import Remedy, error_message, remedy_name


@pytest.mark.parametrize("code", sorted(error_table.ERRORS))
@pytest.mark.parametrize("is_about_file", [True, False])
def test_every_error_says_what_why_and_what_now(code: str, *, is_about_file: bool) -> None:
    """One sentence what, one why, at most two buttons."""
    message = error_message(AppError(code), is_about_file=is_about_file)

    assert message.what.endswith(".")
    assert message.why.endswith(".")
    assert len(message.remedies) <= 2
    assert all(remedy_name(remedy) for remedy in message.remedies)


def test_unknown_error_is_shown_as_a_fault_of_ours() -> None:
    """A code that nobody worded still says something."""
    assert error_message(AppError("never_heard_of"), is_about_file=False).what == error_table.ERRORS["bug"].what


@pytest.mark.parametrize(
    ("code", "is_about_file", "remedies"),
    [
        ("file_damaged", True, (Remedy.CHOOSE_FILES, Remedy.REMOVE)),
        ("file_replaced", False, (Remedy.COPY_DETAILS,)),
        ("out_of_memory", False, (Remedy.ASK_ABOUT_PART, Remedy.ASK_AGAIN)),
        ("child_died", False, (Remedy.ASK_AGAIN, Remedy.COPY_DETAILS)),
        ("child_died", True, (Remedy.REMOVE, Remedy.COPY_DETAILS)),
        ("restart_limit", True, (Remedy.SHOW_SHIELD, Remedy.COPY_DETAILS)),
        ("weights_changed", True, (Remedy.COPY_DETAILS,)),
        ("review_needed", False, (Remedy.REVIEW,)),
    ],
)
def test_what_can_be_done_follows_from_the_fault(
    code: str, remedies: tuple[Remedy, ...], *, is_about_file: bool
) -> None:
    """Another file where a file is at fault, another try where we are, the checks where the sandbox is."""
    assert remedies == error_message(AppError(code), is_about_file=is_about_file).remedies


def test_a_file_that_was_not_taken_in_cannot_be_asked_about_again() -> None:
    """Whatever went wrong: nobody has asked anything of it."""
    for code in error_table.ERRORS:
        assert Remedy.ASK_AGAIN not in error_message(AppError(code), is_about_file=True).remedies, code


def test_details_are_code_and_numbers() -> None:
    """What is copied for a fault report holds no sentence and no name."""
    message = error_message(AppError("file_too_large", limit=10, found=20), is_about_file=True)

    assert message.details == "In Camera: file_too_large, found 20, limit 10"
