"""A batch's rows have ids that stay, and carry a call that differs when other rows would be made."""

import dataclasses
from pathlib import Path

import pytest

from desktop_app.export import batch_rows
from desktop_app.export.batch_rows import BatchCall
from desktop_app.jobs.job import JobOptions
from desktop_app.runtime_client.values import AnswerOptions

CALL = BatchCall(("What is the total?", "When?"), JobOptions(), "reader", "auto")


def test_ids_stay_where_the_folder_is_moved() -> None:
    """They say where below it the file lies, and what was asked."""
    one, other = (
        batch_rows.batch_file(Path(folder, "deep", "a.png"), Path(folder), CALL.questions) for folder in ("x", "/y/z")
    )
    assert (one.ids, Path("deep", "a.png")) == (other.ids, other.relative)
    assert 2 == len(set(one.ids))
    assert not set(one.ids) & set(batch_rows.batch_file(Path("x/a.png"), Path("x"), CALL.questions).ids)


@pytest.mark.parametrize(
    "changes",
    [
        {"questions": CALL.questions[::-1]},
        {"model": "mine"},
        {"precision": "int4"},
        {"options": JobOptions(policy="off")},
        {"options": JobOptions(policy="[policy of my own]\n")},
        {"options": JobOptions(allows_unreviewed=True)},
        {"options": JobOptions(answer=AnswerOptions(max_tokens=7))},
        {"options": JobOptions(answer=AnswerOptions(seed=7))},
    ],
    ids=",".join,
)
def test_another_call_has_another_digest(changes: dict[str, object]) -> None:
    """Rows of different calls never stand in one file."""
    assert CALL.digest != dataclasses.replace(CALL, **changes).digest  # type: ignore[arg-type]  # as given
    assert CALL.digest == dataclasses.replace(CALL).digest
