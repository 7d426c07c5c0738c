"""A folder of CogVLM2-Video weights answers about frames through the whole program, token by token as computed apart."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image
from torch import Tensor

from tests.end_to_end.program import Program
from tests.helpers import tiny_video
from tests.helpers.tiny_video import Film

QUESTION = "What happens when?"
TOKENS = 6


def asked(incamera: Program, path: Path, folder: Path, *words: str) -> dict[str, Any]:
    """Ask about a file, and return the one row."""
    options = ["--max-tokens", str(TOKENS), "--token-ids", "--json", "--redact", "off", "--precision", "fp32"]
    ran = incamera.run("analyze", path, "--model", folder, "--ask", QUESTION, *options, *words)
    assert 0 == ran.code, ran.err
    (record,) = ran.records
    row: dict[str, Any] = record
    return row


def computed(folder: Path, weights: dict[str, Tensor], frames: list[np.ndarray], layout: str) -> list[int]:
    """Compute the answer apart."""
    return tiny_video.greedy(folder, weights, Film(frames, layout), QUESTION, TOKENS)


@pytest.mark.parametrize("layout", ["chat", "base"])
def test_pages_are_the_frames_of_a_film(incamera: Program, tmp_path: Path, layout: str) -> None:
    """In their order, in the layout that the folder's config names."""
    folder, path = tmp_path / "weights", tmp_path / "pages.tiff"
    weights = tiny_video.write_tiny_video_checkpoint(folder, seed=8, template=layout)
    frames = [tiny_video.frame(seed) for seed in range(3)]
    first, *rest = map(Image.fromarray, frames)
    first.save(path, save_all=True, append_images=rest)
    record = asked(incamera, path, folder)
    (answer,) = record["answers"]
    assert computed(folder, weights, frames, layout) == answer["token_ids"]
    assert [1, 2, 3] == [source["page"] for source in answer["sources"]]
    assert record["sandbox"]["held"] == record["sandbox"]["of"]
