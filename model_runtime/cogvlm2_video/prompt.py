"""Write a film and a question as the sequence that CogVLM2-Video was trained on, one id a row.

    chat    bos, frame, "0", frame, "1", …, then `Question: … Answer:`
    vqa     bos, frame, frame, …, then `Question: … Short answer:`
    base    bos, frame, frame, …, then the bare question

A frame takes as many rows as the encoder makes of it, boi and eoi included. The ordinal behind it is the bare number, not
a time: it equals seconds only where there is one frame a second. Each text is tokenised apart.
Does not tokenise and does not know pixels.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from model_runtime.cogvlm2 import positions
from model_runtime.cogvlm2.positions import TokenType
from model_runtime.cogvlm2.prompt import prompt_text

SLOT = -1
"""Stands in the ids for one row of a frame. The published code puts a padding token there, and overwrites its row."""

NUMBERS_FRAMES = ("chat",)
"""The templates in which every frame is followed by its number."""


@dataclass(frozen=True)
class Film:
    """How many frames there are, and how many rows each of them takes."""

    frame_count: int
    frame_rows: int


@dataclass(frozen=True)
class Prompt:
    """A sequence of ids, in which `SLOT` stands for the rows of the frames, in their order."""

    ids: tuple[int, ...]

    @property
    def words(self) -> tuple[int, ...]:
        """The ids that are words."""
        return tuple(token for token in self.ids if token != SLOT)

    @property
    def position_ids(self) -> list[int]:
        """Each row's position. A frame between numbers takes three: boi, all patches, eoi. Adjoining frames share them.

        So in `base` the whole film takes three: the first boi, everything up to the last patch, and the last eoi.
        """
        types = [TokenType.VISION if token == SLOT else TokenType.LANGUAGE for token in self.ids]
        return positions.position_ids(types)


def write_prompt(
    film: Film,
    query: str,
    history: Sequence[tuple[str, str]],
    template: str,
    encode: Callable[[str], list[int]],
    bos: int,
) -> Prompt:
    """Return the sequence; `history`: (question, answer) pairs before, left out by `base`. Another template is a ValueError."""
    ids = [bos]
    for number in range(film.frame_count):
        ids += [SLOT] * film.frame_rows
        if template in NUMBERS_FRAMES:
            ids += encode(str(number))
    return Prompt((*ids, *encode(prompt_text(query, history, template))))
