"""The golden network in both precisions, built once a session."""

import pytest

from model_runtime.cogvlm2.network import CogVLM2Network
from tests.model_runtime.cogvlm2 import golden


@pytest.fixture(scope="session", params=sorted(golden.DTYPES))
def precision(request: pytest.FixtureRequest) -> str:
    """`f32` and `bf16`: the two variants of every golden array."""
    return str(request.param)


@pytest.fixture(scope="session")
def network(precision: str) -> CogVLM2Network:
    """The golden network, ready. Shared: a test that changes weights builds its own."""
    network = golden.build(golden.DTYPES[precision])
    network.prepare()
    return network
