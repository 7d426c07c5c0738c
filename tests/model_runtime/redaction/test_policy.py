"""A policy is a known word, a text in the known form, or a clear refusal."""

import msgspec
import pytest

from model_runtime.protocol.error_codes import ErrorCode, RequestFailed
from model_runtime.protocol.payloads import Box, Region
from model_runtime.protocol.resource_files import resource_path
from model_runtime.redaction import policy
from model_runtime.redaction.entities.entity import EntityKind
from model_runtime.redaction.policy import DetectorName

OWN = """
detectors = ["personal-text"]
words = ["Projekt Löwenzahn"]
patterns = ["K-[0-9]{3}"]
[kinds]
GIVEN_WORD = {}
PERSON = { threshold = 0.8, operator = "blur" }
"""


def _region(kind: str, score: float) -> Region:
    return Region(kind, score, "label", Box(0, 0, 1, 1))


def test_policies_that_ship_name_what_they_look_for() -> None:
    """Off looks for nothing, faces for faces, the others for text as well."""
    assert policy.understood("off").detectors == ()
    assert policy.understood("faces").detectors == (DetectorName.FACES,)
    text = {DetectorName.FACES, DetectorName.PERSONAL_TEXT, DetectorName.CODES}
    for name in ("faces+text", "financial"):
        assert set(policy.understood(name).detectors) == text
    assert set(policy.understood("medical").detectors) == text | {DetectorName.BURNT_IN_TEXT}
    assert DetectorName.ALL_TEXT in policy.understood("all-text").detectors


def test_every_shipped_policy_is_valid_and_names_known_kinds() -> None:
    """A misspelt kind would hide nothing in silence."""
    known = {kind.value for kind in EntityKind} | {"FACE", "CODE", "TEXT", "PATIENT_TEXT"}
    shipped = sorted(path.stem for path in resource_path("policies").glob("*.toml"))
    assert {"off", "faces", "faces+text", "medical", "financial", "all-text"} <= set(shipped)
    for name in shipped:
        assert set(policy.understood(name).kinds) <= known
        assert all(rule.operator == "fill" for rule in policy.understood(name).kinds.values())


def test_a_policy_hides_its_kinds_from_their_thresholds_on() -> None:
    """Other kinds stay, less sure finds are left to the person who reviews."""
    own = policy.understood(OWN)
    sure, unsure, other = _region("PERSON", 0.8), _region("PERSON", 0.79), _region("IBAN", 1.0)
    given = _region("GIVEN_WORD", 0.5)
    assert own.wanted((sure, unsure, other, given)) == (msgspec.structs.replace(sure, operator="blur"), given)
    assert own.thresholds == {"GIVEN_WORD": 0.5, "PERSON": 0.8}
    assert (own.given.words, own.given.patterns) == (("Projekt Löwenzahn",), ("K-[0-9]{3}",))


@pytest.mark.parametrize("name", ["everything", "fases", "faces-"])
def test_an_unknown_name_is_refused(name: str) -> None:
    """A misspelt policy must not silently hide nothing."""
    with pytest.raises(RequestFailed) as caught:
        policy.understood(name)
    assert caught.value.code == ErrorCode.POLICY_UNKNOWN


@pytest.mark.parametrize(
    "text",
    [
        "", " ", "Faces", "../models/reader", "detectors = [", 'detectors = ["noses"]', 'hide = "all"', 'review = "yes"',
        '[kinds]\nPERSON = { operator = "smile" }', 'patterns = ["("]', 'words = [""]', "# " + "x" * policy.MAX_CHARACTERS,
    ],
)  # fmt: skip
def test_a_text_that_is_no_policy_is_refused(text: str) -> None:
    """Neither a mistake in it nor an empty file hides nothing in silence."""
    with pytest.raises(RequestFailed) as caught:
        policy.understood(text)
    assert caught.value.code == ErrorCode.POLICY_INVALID


def test_policies_about_people_in_care_and_money_want_a_review() -> None:
    """Sending waits for a person where a miss would hurt most."""
    assert {
        "faces": False, "faces+text": False, "all-text": False, "off": False, "medical": True, "financial": True,
    } == {name: policy.understood(name).review for name in ("faces", "faces+text", "all-text", "off", "medical", "financial")}  # fmt: skip
