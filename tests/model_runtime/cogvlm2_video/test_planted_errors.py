"""Each mistake that is easily made with films is made once here, and the golden numbers notice it."""

import itertools
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
import torch

from model_runtime.cogvlm2 import positions
from model_runtime.cogvlm2.network import CogVLM2Network
from model_runtime.cogvlm2_video.prompt import SLOT, Prompt
from tests.model_runtime.cogvlm2.golden import largest_error
from tests.model_runtime.cogvlm2_video import golden
from tests.model_runtime.cogvlm2_video.test_golden_numbers import EXPECTED, LARGEST_F32, hidden_rows

COUNT = 4
Plant = Callable[[pytest.MonkeyPatch], None]


def numbers_before_the_frames(patch: pytest.MonkeyPatch) -> None:
    _write(patch, lambda frame, number: [*number, *frame])


def no_numbers(patch: pytest.MonkeyPatch) -> None:
    _write(patch, lambda frame, _: frame)


def numbers_from_one(patch: pytest.MonkeyPatch) -> None:
    _write(patch, lambda frame, number: [*frame, *(golden.NUMBERS[golden.NUMBERS.index(one) + 1] for one in number)])


def a_position_a_row(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(positions, "position_ids", lambda types: list(range(len(types))))


def a_run_for_each_frame(patch: pytest.MonkeyPatch) -> None:
    """Adjoining frames that do not share positions."""
    position_ids = positions.position_ids

    def apart(types: list[Any]) -> list[int]:
        bounds = [1 + 66 * number for number in range(COUNT + 1)]
        found = [0]
        for start, end in itertools.pairwise(bounds):
            part = position_ids([positions.TokenType.LANGUAGE, *types[start:end]])[1:]
            found += [found[-1] + place for place in part]
        return [*found, *(found[-1] + step for step in range(1, 1 + len(types) - bounds[-1]))]

    patch.setattr(positions, "position_ids", apart)


def the_first_frame_for_all(patch: pytest.MonkeyPatch) -> None:
    _rows(patch, lambda rows: rows[:1].expand(len(rows), -1, -1))


def the_last_frame_first(patch: pytest.MonkeyPatch) -> None:
    _rows(patch, lambda rows: rows.flip(0))


def frames_interleaved(patch: pytest.MonkeyPatch) -> None:
    _rows(patch, lambda rows: rows.transpose(0, 1).reshape(rows.shape))


def _rows(patch: pytest.MonkeyPatch, change: Callable[[torch.Tensor], torch.Tensor]) -> None:
    encode = CogVLM2Network.encode_image
    patch.setattr(CogVLM2Network, "encode_image", lambda network, pixels: change(encode(network, pixels)))


def _write(patch: pytest.MonkeyPatch, order: Callable[[list[int], list[int]], list[int]]) -> None:
    """Write the sequence of `chat` with something else done to each frame and its number."""
    frame = [SLOT] * 66
    ids = [one for number in range(COUNT) for one in order(frame, [golden.NUMBERS[number]])]
    patch.setattr(golden, "prompt", lambda *_: Prompt((128_000, *ids, *golden.WORDS)))


PLANTS: list[tuple[str, Plant]] = [
    ("chat", numbers_before_the_frames),
    ("chat", no_numbers),
    ("chat", numbers_from_one),
    ("chat", a_position_a_row),
    ("base", a_position_a_row),
    ("base", a_run_for_each_frame),
    ("base", the_first_frame_for_all),
    ("chat", the_last_frame_first),
    ("base", the_last_frame_first),
    ("chat", frames_interleaved),
]


@pytest.mark.parametrize(("layout", "plant"), PLANTS, ids=lambda value: getattr(value, "__name__", value))
def test_a_planted_error_is_noticed(monkeypatch: pytest.MonkeyPatch, layout: str, plant: Plant) -> None:
    """The last rows move a thousand times as far as the golden test allows."""
    plant(monkeypatch)
    tail = hidden_rows(golden.ready("f32", torch.float32), COUNT, layout)[-len(golden.WORDS) :]
    assert largest_error(tail, _expected(layout)) > 1000 * LARGEST_F32


@pytest.mark.parametrize("layout", ["chat", "base"])
def test_without_a_planted_error_nothing_is_noticed(layout: str) -> None:
    """The very same comparison passes as long as nothing is planted."""
    tail = hidden_rows(golden.ready("f32", torch.float32), COUNT, layout)[-len(golden.WORDS) :]
    assert largest_error(tail, _expected(layout)) <= LARGEST_F32


def test_a_network_with_the_expert_is_another_one() -> None:
    """Weights without the second set do not fill a network that has it, so one cannot be taken for the other."""
    with torch.device("meta"):
        other = CogVLM2Network(replace(golden.config(), has_vision_expert=True))
    missing = other.state_dict().keys() - golden.ready("f32", torch.float32).state_dict().keys()
    assert missing
    assert all(".vision_expert_" in name or ".vision_mlp." in name for name in missing)


def _expected(layout: str) -> torch.Tensor:
    at = EXPECTED[f"V{COUNT}_{layout}_hidden_rows"].tolist()
    rows = len(EXPECTED[f"V{COUNT}_{layout}_positions"][0])
    return EXPECTED[f"V{COUNT}_{layout}_f32_hidden"][[at.index(row) for row in range(rows - len(golden.WORDS), rows)]]
