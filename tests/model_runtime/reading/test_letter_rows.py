"""Single letters in a row are one line; words, columns and cells of tables are not."""

from collections.abc import Sequence

import pytest

from model_runtime.reading.letter_rows import letter_rows
from model_runtime.reading.turning import Quad, bounds, upright


def places(*boxes: tuple[float, float, float]) -> list[Quad]:
    """Return places of `left`, `top`, `width`, 24 px high."""
    return [upright(left, top, left + width, top + 24) for left, top, width in boxes]


def joined(quads: Sequence[Quad], spaced: Sequence[int] = ()) -> list[tuple[int, ...]]:
    """Return which places were joined; those in `spaced` hold letters that stand apart."""
    return [row.members for row in letter_rows(quads, lambda number: number in spaced)]


@pytest.mark.parametrize("pitch", [25, 32, 45])
def test_letters_at_even_steps_are_one_line(pitch: int) -> None:
    """In whatever order they were found."""
    quads = places(*((100 + pitch * number, 50, 20) for number in (3, 0, 4, 1, 2)))
    (row,) = letter_rows(quads, lambda _: False)
    assert (1, 3, 4, 0, 2) == row.members
    assert (100, 50, 100 + 4 * pitch + 20, 74) == bounds(row.quad)


def test_a_missing_letter_and_a_blank_do_not_end_the_line() -> None:
    """Steps of two pitches are where nothing was found."""
    assert [(0, 1, 2, 3, 4)] == joined(places(*((30 * step, 0, 20) for step in (0, 1, 3, 4, 5))))


def test_pieces_of_spaced_text_are_joined() -> None:
    """A detector cuts spaced text where it likes."""
    assert [(0, 1, 2)] == joined(places((0, 0, 120), (140, 2, 18), (170, 0, 150)), spaced=(0, 2))


@pytest.mark.parametrize(
    "quads",
    [
        places((0, 0, 20), (30, 0, 20), (60, 0, 20)),
        places((0, 0, 120), (140, 0, 150), (310, 0, 100)),
        places((0, 0, 20), (200, 0, 20), (400, 0, 20), (600, 0, 20)),
        places((0, 0, 20), (0, 30, 20), (0, 60, 20), (0, 90, 20)),
        places((0, 0, 20), (30, 40, 20), (60, 80, 20), (90, 120, 20)),
    ],
    ids=["too few", "words", "far apart", "below each other", "a staircase"],
)
def test_what_is_no_row_of_letters_is_left_alone(quads: list[Quad]) -> None:
    """Joining them would make words of cells."""
    assert [] == joined(quads)


def test_a_crowd_ends() -> None:
    """As many places as a detector may give, and no row that they make takes long."""
    quads = places(*((number * 37 % 2_000, number * 53 % 3_000, 10 + number % 40) for number in range(1_500)))
    assert all(len(row) > 1 for row in joined(quads))
