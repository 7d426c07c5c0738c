"""Name the policies: what is looked for under each word. The one place to add a policy.

Does not run detectors and does not decide how a region is hidden.
"""

from enum import StrEnum

from model_runtime.protocol.error_codes import ErrorCode, RequestFailed


class DetectorName(StrEnum):
    """What can be looked for."""

    FACES = "faces"


_POLICIES: dict[str, tuple[DetectorName, ...]] = {
    "off": (),  # nothing is hidden; the page takes the same way and the report says so
    "faces": (DetectorName.FACES,),
}


def detectors_of(policy: str) -> tuple[DetectorName, ...]:
    """Return what `policy` looks for. Raises RequestFailed POLICY_UNKNOWN."""
    if policy not in _POLICIES:
        raise RequestFailed(ErrorCode.POLICY_UNKNOWN)
    return _POLICIES[policy]
