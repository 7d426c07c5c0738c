"""No property test fails because the machine is busy."""

import time

from hypothesis import given, settings
from hypothesis import strategies as st


@settings(max_examples=2)
@given(st.booleans())
def test_an_example_may_take_long(is_longer: bool) -> None:
    """Longer than Hypothesis lets one take unless it is told otherwise."""
    time.sleep(0.35 if is_longer else 0.3)
