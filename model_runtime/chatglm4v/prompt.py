"""Write a conversation as token ids, as GLM-4 was trained on it: `[gMASK]<sop>`, then turns that begin with whose they are.

The picture's three slots stand behind the new line of its question, and stay in their turn. Each text is tokenised apart
from the new line before it, and special tokens that somebody typed are plain words. The answer begins with a new line,
which the model writes itself. Does not tokenise.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

GMASK, SOP = 151_331, 151_333
USER, ASSISTANT = 151_336, 151_337
NEW_LINE = 198
SLOT = 151_329
"""Stands between boi and eoi for all patches."""


@dataclass(frozen=True)
class Prompt:
    """Ids with at most one picture, whose three slots begin at `picture_at`; None: there is none."""

    ids: tuple[int, ...]
    picture_at: int | None

    @property
    def picture_end(self) -> int:
        """How many ids there are up to the last slot of the picture; 0: there is none."""
        return 0 if self.picture_at is None else self.picture_at + 3


def write_prompt(
    query: str,
    history: Sequence[tuple[str, str]],
    picture: tuple[int, int] | None,
    encode: Callable[[str], list[int]],
) -> Prompt:
    """Return the ids of a conversation; `picture`: boi and eoi, when there is one; `history`: (question, answer) pairs."""
    ids = [GMASK, SOP]
    picture_at = None
    for number, (question, answer) in enumerate([*history, (query, "")]):
        ids += [USER, NEW_LINE]
        if number == 0 and picture is not None:
            picture_at = len(ids)
            ids += [picture[0], SLOT, picture[1]]
        ids += [*encode(question), ASSISTANT]
        if number < len(history):
            ids += [NEW_LINE, *encode(answer.strip())]
    return Prompt(tuple(ids), picture_at)


def position_ids(prompt: Prompt, image_tokens: int) -> list[int]:
    """Return each row's position: a picture takes `image_tokens` rows and three positions, all patches sharing the second."""
    positions = list(range(len(prompt.ids)))
    if prompt.picture_at is None:
        return positions
    at = prompt.picture_at
    return [*positions[: at + 1], *[at + 1] * (image_tokens - 2), *positions[at + 2 :]]
