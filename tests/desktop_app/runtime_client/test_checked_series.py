"""An airlock that lies about medical pictures is ended: files that are not there, series beyond the line, letters that are none."""

from collections.abc import Callable

import pytest

from desktop_app.foundation.errors import AppError
from desktop_app.runtime_client import checked_series
from model_runtime.protocol import series_messages
from model_runtime.protocol.series_payloads import FoundSeries, GreyWindow, MedicalFacts, SeriesPart, Tag


def _sorted(*files: tuple[int, ...]) -> Callable[[], object]:
    told = series_messages.FilesSorted(1, tuple(FoundSeries("0f", indexes) for indexes in files))
    return lambda: checked_series.sorted_files(told, 3)


def _facts(*begins: int, name: str = "") -> Callable[[], object]:
    facts = MedicalFacts((GreyWindow(1.0, 1.0, name),), tuple(SeriesPart(first) for first in begins))
    return lambda: checked_series.facts(series_messages.MedicalTold(1, facts), 5)


def _tags(value: str) -> Callable[[], object]:
    return lambda: checked_series.tags(series_messages.TagsListed(1, (Tag("(0010,0010)", "Name", value, "kept"),)))


@pytest.mark.parametrize("told", [_sorted((0, 2), (1,)), _sorted(), _facts(1, 4), _facts(), _tags("A^B")])
def test_what_can_be_is_taken(told: Callable[[], object]) -> None:
    """As it was told."""
    assert told() is not None


@pytest.mark.parametrize(
    "told",
    [
        _sorted((0, 3)),
        _sorted((0, 1), (1, 2)),
        _sorted((0, 0)),
        _facts(2),
        _facts(1, 1),
        _facts(1, 4, 3),
        _facts(1, 6),
        _facts(1, name="lung\x1b[2J"),
        _tags("A\nB"),
    ],
    ids=["no such file", "in two", "twice", "not from the first", "at once", "back", "beyond", "window", "tag"],
)
def test_what_cannot_be_ends_it(told: Callable[[], object]) -> None:
    """Nothing of it is corrected."""
    with pytest.raises(AppError, match="protocol_broken"):
        told()
