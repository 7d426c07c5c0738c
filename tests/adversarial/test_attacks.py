"""Every attack that is known is made at small size with each check; `run.py` makes all of them at full size."""

import pytest

from tests.adversarial.row import Size
from tests.adversarial.run import attacks
from tests.helpers import processor_limit

ATTACKS = attacks()


@pytest.mark.timeout(1200)
@pytest.mark.parametrize("topic", sorted(ATTACKS))
def test_nothing_gets_through(topic: str) -> None:
    """Something was tried in every row, nothing got through, and this process may go on for as long as before."""
    before = processor_limit.current()
    rows = list(ATTACKS[topic](Size.SMALL))
    assert before == processor_limit.current()
    assert rows
    assert [] == [(row.check, row.names, row.note) for row in rows if not row.held]
