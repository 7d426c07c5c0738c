"""A folder of CogVLM2 weights that nobody has seen answers through the whole program, token by token as computed apart."""

from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image
from tokenizers import Tokenizer
from torch import Tensor

from tests.end_to_end.program import Program
from tests.helpers import checkpoint_forward
from tests.helpers.write_tiny_checkpoint import TINY_CONFIG, write_tiny_checkpoint

QUESTIONS = ("What is it?", "And now?")


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    """A picture of noise: nothing on it is hidden by any policy."""
    path = tmp_path / "picture.png"
    Image.fromarray(np.random.default_rng(5).integers(0, 256, (120, 200, 3), dtype=np.uint8)).save(path)
    return path


def _pixels(path: Path) -> Tensor:
    squashed = Image.open(path).convert("RGB").resize((56, 56), Image.Resampling.BICUBIC)
    scaled = torch.tensor(np.asarray(squashed), dtype=torch.float32).permute(2, 0, 1) / 255
    mean = torch.tensor([0.48145466, 0.4578275, 0.40821073])[:, None, None]
    deviation = torch.tensor([0.26862954, 0.26130258, 0.27577711])[:, None, None]
    return ((scaled - mean) / deviation)[None]


@pytest.mark.parametrize("seed", [11, 12])
def test_token_ids_are_those_of_an_independent_computation(
    incamera: Program, tmp_path: Path, picture: Path, seed: int
) -> None:
    """Two questions about one picture; for the second, the picture is cached."""
    folder = tmp_path / "weights"
    weights = write_tiny_checkpoint(folder, seed=seed)
    asked = [word for question in QUESTIONS for word in ("--ask", question)]
    options = ["--max-tokens", "12", "--temperature", "0", "--token-ids", "--json"]
    ran = incamera.run("analyze", picture, "--model", folder, "--precision", "fp32", *asked, *options)
    assert 0 == ran.code, ran.err
    (record,) = ran.records
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    sizes = checkpoint_forward.Sizes.of(TINY_CONFIG)
    stops = set(TINY_CONFIG["eos_token_id"])
    for question, answer in zip(QUESTIONS, record["answers"], strict=True):
        words = tokenizer.encode(f"Question: {question} Answer:", add_special_tokens=False).ids
        tokens = checkpoint_forward.greedy(weights, sizes, [TINY_CONFIG["bos_token_id"], *words], _pixels(picture), 12)
        end = next((index for index, token in enumerate(tokens) if token in stops), len(tokens))
        assert tokens[:end] == answer["token_ids"]
    assert [False, True] == [answer["image_cached"] for answer in record["answers"]]
    assert record["sandbox"]["held"] == record["sandbox"]["of"]
