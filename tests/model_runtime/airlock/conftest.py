"""Keep the tests' own process alive: an airlock that runs inside it bounds its processor time like a child's."""

import gc
import sys
from collections.abc import Iterator

import pytest

from model_runtime.redaction import detectors


@pytest.fixture(autouse=True)
def _processor_time_as_before() -> Iterator[None]:
    """Take back the allowance that a handler has set."""
    if sys.platform == "win32":
        yield
        return
    import resource

    before = resource.getrlimit(resource.RLIMIT_CPU)
    yield
    resource.setrlimit(resource.RLIMIT_CPU, before)


@pytest.fixture(autouse=True)
def _nothing_kept_for_ever() -> Iterator[None]:
    """Give what a warm airlock has taken for lasting back to the collector of the tests' own process."""
    yield
    gc.unfreeze()


@pytest.fixture(autouse=True)
def _nothing_read_before() -> None:
    """Let go of what an airlock has read that was never told to close its document: in life its process ends with it."""
    detectors.forget_readings()
