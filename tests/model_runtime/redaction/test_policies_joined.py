"""Two policies as one: it hides whatever either of them hides, and never less."""

from hypothesis import given
from hypothesis import strategies as st

from model_runtime.protocol.payloads import Box, Region
from model_runtime.redaction.policy import FACE_DETECTORS, DetectorName, KindRule, Policy, understood

_KINDS = st.sampled_from(["FACE", "IBAN", "PERSON", "TEXT"])
_RULES = st.builds(KindRule, st.sampled_from([0.0, 0.25, 0.5, 1.0]), st.sampled_from(["fill", "pixelate", "blur"]))
_POLICIES = st.builds(
    Policy,
    st.lists(st.sampled_from(DetectorName), unique=True).map(tuple),
    st.dictionaries(_KINDS, _RULES, max_size=5),
    st.lists(st.sampled_from(["Ada", "Grace"]), unique=True).map(tuple),
    st.just(()),
    st.booleans(),
)
_FOUND = st.builds(
    Region,
    _KINDS,
    st.sampled_from([0.0, 0.3, 0.6, 1.0]),
    st.just("ocr"),
    st.just(Box(0, 0, 5, 5)),
)


@given(_POLICIES, _POLICIES, st.lists(_FOUND, max_size=6))
def test_what_either_hides_is_hidden(one: Policy, other: Policy, found: list[Region]) -> None:
    """As irreversibly as the safer of them."""
    joined = one.joined(other)
    assert {region.kind for policy in (one, other) for region in policy.wanted(found)} == {
        region.kind for region in joined.wanted(found)
    }
    for policy in (one, other):
        for region in policy.wanted(found):
            ways = [mine.operator for mine in joined.wanted(found) if mine.kind == region.kind]
            assert all(
                ("fill", "pixelate", "blur").index(way) <= ("fill", "pixelate", "blur").index(region.operator)
                for way in ways
            )


@given(_POLICIES, _POLICIES)
def test_whatever_looks_for_either_looks(one: Policy, other: Policy) -> None:
    """Of several that look for faces the keenest, once."""
    joined = one.joined(other)
    wanted = set(one.detectors) | set(other.detectors)
    assert wanted - FACE_DETECTORS == set(joined.detectors) - FACE_DETECTORS
    assert bool(wanted & FACE_DETECTORS) == (1 == len(set(joined.detectors) & FACE_DETECTORS))
    assert (one.review or other.review, set(one.words) | set(other.words)) == (joined.review, set(joined.words))


def test_a_policy_knows_whether_it_looks_for_what_is_burnt_into_pictures() -> None:
    """One that reads all text does, too."""
    looking = {
        name: understood(name).reads_pictures_of_patients for name in ("medical", "all-text", "faces+text", "off")
    }
    assert {"medical": True, "all-text": True, "faces+text": False, "off": False} == looking


@given(_POLICIES)
def test_the_policy_that_hides_nothing_adds_nothing(policy: Policy) -> None:
    """But that several detectors of faces become one."""
    joined = policy.joined(understood("off"))
    assert (policy.kinds, policy.review) == (joined.kinds, joined.review)
