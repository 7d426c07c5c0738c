"""One step can be kept from taking the machine's memory, and the next one is free again."""

import sys

import pytest

from model_runtime.sandbox import memory_allowance

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="other systems have no such bound")

MANY = 600 << 20


def test_a_step_gets_what_it_may_have_and_no_more() -> None:
    """Whoever asks for more hears so; behind the step nothing is bounded."""
    with memory_allowance.allow(256 << 20):
        assert 64 << 20 == len(bytearray(64 << 20))
        with pytest.raises(MemoryError):
            bytearray(MANY)
    assert MANY == len(bytearray(MANY))


def test_a_step_within_a_step_gets_no_more_than_that_one() -> None:
    """A lower bound stays."""
    with memory_allowance.allow(256 << 20), memory_allowance.allow(4 << 30), pytest.raises(MemoryError):
        bytearray(MANY)
