"""How places are hidden when a job says so, and what a person is told of it."""

from desktop_app.jobs.hiding import NEEDS_PERSON, NOT_REVIEWED, REVERSIBLE, warnings, with_operator
from desktop_app.runtime_client.values import Box, Region

FILLED = Region("FACE", 0.9, "centerface", Box(1, 2, 3, 4))
BLURRED = Region("PERSON", 0.9, "label", Box(5, 6, 7, 8), "blur")


def test_without_a_wish_each_place_is_hidden_as_its_policy_says() -> None:
    """None is no operator."""
    assert (FILLED, BLURRED) == with_operator((FILLED, BLURRED), None)


def test_a_wish_goes_for_every_place() -> None:
    """Also for those for which the policy wants another way; nothing else of them changes."""
    assert ["pixelate", "pixelate"] == [region.operator for region in with_operator((FILLED, BLURRED), "pixelate")]
    assert (FILLED,) == with_operator(with_operator((FILLED,), "blur"), "fill")


def test_what_a_person_should_know_is_told_once_each() -> None:
    """Reversible places, what was left, and that nobody looked; nothing where there is nothing to tell."""
    assert () == warnings([FILLED], [], is_unreviewed=False)
    assert (REVERSIBLE,) == warnings([FILLED, BLURRED, BLURRED], [], is_unreviewed=False)
    assert (NEEDS_PERSON, NOT_REVIEWED) == warnings([], [FILLED], is_unreviewed=True)
