"""A film and a question become the sequence that the published code writes."""

import pytest

from model_runtime.cogvlm2_video.prompt import SLOT, Film, Prompt, write_prompt

BOS = 1000
HISTORY = (("Who?", "Me."),)


def encode(text: str) -> list[int]:
    """Return a number a letter."""
    return [ord(letter) for letter in text]


def written(template: str, frames: int, history: tuple[tuple[str, str], ...] = ()) -> Prompt:
    """Write a question about frames of four rows."""
    return write_prompt(Film(frames, 4), "Why?", history, template, encode, BOS)


def readable(prompt: Prompt) -> str:
    """Return a sequence with a mark for each row of a frame."""
    return "".join("#" if token == SLOT else chr(token) for token in prompt.ids if token != BOS)


@pytest.mark.parametrize(
    ("template", "frames", "history", "expected"),
    [
        ("chat", 2, (), "####0####1Question: Why? Answer:"),
        ("chat", 11, (), "".join(f"####{number}" for number in range(11)) + "Question: Why? Answer:"),
        ("chat", 1, HISTORY, "####0Question: Who? Answer: Me.\nQuestion: Why? Answer:"),
        ("chat", 0, (), "Question: Why? Answer:"),
        ("vqa", 2, (), "########Question: Why? Short answer:"),
        ("base", 2, HISTORY, "########Why?"),
    ],
)
def test_frames_stand_before_the_words(
    template: str, frames: int, history: tuple[tuple[str, str], ...], expected: str
) -> None:
    """Numbered from 0 in `chat`, side by side in the others; bos before everything."""
    prompt = written(template, frames, history)
    assert expected == readable(prompt)
    assert BOS == prompt.ids[0]
    assert [BOS, *encode(expected.replace("#", ""))] == list(prompt.words)


def test_positions_count_what_stands_between_frames() -> None:
    """Two frames of four rows: boi, two patches at one place, eoi; side by side they are one run."""
    assert [0, 1, 2, 2, 3, 4, 5, 6, 6, 7, 8, 9] == written("chat", 2).position_ids[:12]
    assert [0, 1, 2, 2, 2, 2, 2, 2, 3, 4, 5, 6, 7] == written("base", 2).position_ids


def test_a_template_that_there_is_not_is_refused() -> None:
    """As CogVLM2's."""
    with pytest.raises(ValueError, match="template"):
        written("film", 1)
