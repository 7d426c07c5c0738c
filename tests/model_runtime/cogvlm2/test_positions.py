"""Token types, positions and expert rows are exactly the reference's."""

from hypothesis import given
from hypothesis import strategies as st

from model_runtime.cogvlm2.positions import TokenType, position_ids, token_types, vision_expert_rows
from tests.model_runtime.cogvlm2 import golden

EXPECTED = golden.numbers()
LANGUAGE, VISION = TokenType.LANGUAGE, TokenType.VISION


def test_a_picture_and_words_have_the_references_types() -> None:
    """bos, six rows of picture, six words."""
    assert EXPECTED["A_token_type"][0].tolist() == token_types(6, 6)


def test_all_patches_share_one_position() -> None:
    """Bos 0, boi 1, patches 2, eoi 3, words from 4: a picture costs three positions."""
    assert EXPECTED["A_positions"][0].tolist() == position_ids(token_types(6, 6))


def test_the_full_picture_costs_three_positions() -> None:
    """At 1344 pixels, too: the first of 102 words stands at position 4."""
    positions = position_ids(token_types(2306, 102))
    assert (positions[:4], [*positions[2305:2308], positions[-1]]) == ([0, 1, 2, 2], [2, 3, 4, 105])


def test_frames_with_words_between_them_restart_the_rule() -> None:
    """A video's frames, each followed by its number, have the reference's positions."""
    types = [TokenType(value) for value in EXPECTED["D_token_type"][0].tolist()]
    assert EXPECTED["D_positions"][0].tolist() == position_ids(types)


def test_adjoining_frames_are_one_run() -> None:
    """Without words between them only the first boi and the last eoi have positions of their own."""
    types = [LANGUAGE] + [VISION] * (3 * 66) + [LANGUAGE] * 6
    assert EXPECTED["E_positions"][0].tolist() == position_ids(types)


def test_eoi_goes_through_the_language_weights() -> None:
    """Boi and patches use the visual expert; bos, eoi and words do not."""
    assert EXPECTED["A_vision_expert_mask"][0].bool().tolist() == vision_expert_rows(token_types(6, 6))


@given(st.lists(st.sampled_from([LANGUAGE, VISION]), min_size=1, max_size=40))
def test_every_rule_follows_the_specification_in_words(types: list[TokenType]) -> None:
    """Positions rise at every row that is not inside a run and at the first inside; the expert needs a vision pair."""
    padded = [LANGUAGE, *types, LANGUAGE]
    inside = [padded[i : i + 3] == [VISION] * 3 for i in range(len(types))]
    expected = [0]
    for row in range(1, len(types)):
        expected.append(expected[-1] + int(not inside[row] or not inside[row - 1]))
    assert expected == position_ids(types)
    assert [padded[i + 1 : i + 3] == [VISION] * 2 for i in range(len(types))] == vision_expert_rows(types)
