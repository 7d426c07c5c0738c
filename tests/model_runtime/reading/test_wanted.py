"""Long work asks whether anybody still wants it, in the way that whoever began it has chosen."""

import pytest

from model_runtime.reading import wanted


class Unwanted(Exception):
    """Nobody wants it."""


def _refuse() -> None:
    raise Unwanted


def test_work_that_nobody_began_so_goes_on() -> None:
    """There is nobody to ask."""
    wanted.ask()
    assert not wanted.is_not()


def test_what_asking_raises_ends_the_work_and_no_other() -> None:
    """Whoever began it hears why; what is begun later asks as it was asked before."""
    with pytest.raises(Unwanted), wanted.asking(_refuse):
        wanted.ask()
    with pytest.raises(Unwanted), wanted.asking(_refuse):
        wanted.is_not()
    wanted.ask()


def test_work_within_work_asks_for_itself() -> None:
    """And afterwards the outer one is asked for again."""
    asked: list[str] = []
    with wanted.asking(lambda: asked.append("outer")):
        with wanted.asking(lambda: asked.append("inner")):
            wanted.ask()
        wanted.ask()
    assert asked == ["inner", "outer"]
