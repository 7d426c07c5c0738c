"""Say what was found for a question: a piece of the page, how well it is supported, and by which rule.

Does not look for anything and does not decide between *sure* and *check* (`confidence.py`).
"""

from dataclasses import dataclass

from model_runtime.reading.lines import Line


@dataclass(frozen=True)
class Finding:
    """One possible answer.

    Attributes:
        text: as printed; several pieces are joined.
        pieces: where it stands, in reading order.
        score: grows with support; comparable within one field only.
        supports: names of independent reasons (`label`, `net_plus_tax`, `check_digits`, …).
        rule: the sum or check that decided, in the page's own numbers; empty when it was simply read.
        alternatives: other readings of the same print.
    """

    text: str
    pieces: tuple[Line, ...]
    score: float
    supports: tuple[str, ...] = ()
    rule: str = ""
    alternatives: tuple[str, ...] = ()
