"""Say what one kind of attack came to: a row of the table that `run.py` prints. Attacks nothing itself."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias


class Size(StrEnum):
    """How much to try: a handful inside the check, everything when somebody asks for the whole table."""

    SMALL = "small"
    FULL = "full"


@dataclass(frozen=True)
class Row:
    """One kind of attack.

    Attributes:
        check: what was attacked, and how.
        tried: attempts made; at least one, or the row says nothing.
        failed: attempts that got through; each is named in `names`.
        names: which ones got through, without anything private.
        note: a figure beside the counts, such as bytes or seconds a page.
    """

    check: str
    tried: int
    failed: int
    names: tuple[str, ...] = ()
    note: str = ""

    @property
    def held(self) -> bool:
        """Whether something was tried and nothing got through."""
        return self.tried > 0 and self.failed == 0


Attack: TypeAlias = Callable[[Size], Iterable[Row]]
"""Every module of this folder whose name begins with `attack_` has one, named `rows`."""
