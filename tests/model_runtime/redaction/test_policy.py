"""A policy is a known word or a clear refusal."""

import pytest

from model_runtime.protocol.error_codes import ErrorCode, RequestFailed
from model_runtime.redaction import policy
from model_runtime.redaction.policy import DetectorName


def test_known_policies_name_what_they_look_for() -> None:
    """Off looks for nothing, faces for faces."""
    assert [policy.detectors_of(name) for name in ("off", "faces")] == [(), (DetectorName.FACES,)]


@pytest.mark.parametrize("name", ["", "Faces", "everything"])
def test_an_unknown_policy_is_refused(name: str) -> None:
    """A misspelt policy must not silently hide nothing."""
    with pytest.raises(RequestFailed) as caught:
        policy.detectors_of(name)
    assert caught.value.code == ErrorCode.POLICY_UNKNOWN
