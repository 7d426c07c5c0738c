"""Say of each row of a sequence what it is, where it stands, and which weights it goes through.

These three rules are where CogVLM2 differs from Llama: a picture takes 2306 rows but only 3 positions, and all of its
rows but the last go through the visual expert. They are plain functions of the token types and run once a prompt.
Does not know ids, pixels or tensors.
"""

from collections.abc import Sequence
from enum import IntEnum


class TokenType(IntEnum):
    """What a row was made from. Numbers as in the published code."""

    LANGUAGE = 0
    VISION = 1


def token_types(image_tokens: int, text_tokens: int) -> list[TokenType]:
    """Return the types of `bos, picture, text`: the picture's rows are boi, patches and eoi; 0 means no picture."""
    return [TokenType.LANGUAGE] + [TokenType.VISION] * image_tokens + [TokenType.LANGUAGE] * text_tokens


def position_ids(types: Sequence[TokenType]) -> list[int]:
    """Return each row's position: 0, then one more a row, but all patches between boi and eoi share one.

    One picture and text: 0 (bos), 1 (boi), 2 for every patch, 3 (eoi), 4, 5, … Within an unbroken run of vision rows
    only the run's first and last count as boi and eoi, so adjoining pictures share positions, too.
    """
    shares = _is_patch(types)
    positions = [0]
    for row in range(1, len(types)):
        continues = shares[row] and shares[row - 1]
        positions.append(positions[-1] if continues else positions[-1] + 1)
    return positions


def vision_expert_rows(types: Sequence[TokenType]) -> list[bool]:
    """Return which rows go through the visual expert: those that are vision and are followed by vision.

    So boi and the patches do; eoi, the last of its run, goes through the language weights.
    """
    following = [*types[1:], TokenType.LANGUAGE]
    return [this == after == TokenType.VISION for this, after in zip(types, following, strict=True)]


def _is_patch(types: Sequence[TokenType]) -> list[bool]:
    before = [TokenType.LANGUAGE, *types[:-1]]
    return [expert and last == TokenType.VISION for expert, last in zip(vision_expert_rows(types), before, strict=True)]
