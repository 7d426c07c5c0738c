"""A folder of CogVLM2-Video weights answers about frames through the whole program, token by token as computed apart."""

from pathlib import Path
from typing import Any

import cv2
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


def written(path: Path) -> list[np.ndarray]:
    """Write 2.9 seconds of noise at ten frames a second, without loss; return the frames as OpenCV reads them again."""
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"FFV1"), 10.0, (96, 64))
    for seed in range(29):
        writer.write(tiny_video.frame(seed, 96, 64))
    writer.release()
    capture = cv2.VideoCapture(str(path))
    frames = []
    while True:
        is_there, frame = capture.read()
        if not is_there:
            break
        frames.append(cv2.cvtColor(frame, cv2.COLOR_BGR2RGB))
    assert 29 == len(frames)
    return frames


@pytest.mark.parametrize(
    ("name", "layout", "words", "numbers"),
    [
        ("film.avi", "chat", (), [1, 11, 21, 29]),
        ("film.mkv", "base", (), [1 + place * 28 // 23 for place in range(24)]),
        ("film.mkv", "base", ("--sampling", "per-second"), [1, 11, 21, 29]),
    ],
)
def test_a_film_is_seen_as_the_model_was_trained(
    incamera: Program, tmp_path: Path, name: str, layout: str, words: tuple[str, ...], numbers: list[int]
) -> None:
    """Numbered frames one a second, the others spread evenly, whatever holds them. Sources say when they begin."""
    folder = tmp_path / "weights"
    weights = tiny_video.write_tiny_video_checkpoint(folder, seed=8, template=layout)
    frames = written(tmp_path / name)
    (answer,) = asked(incamera, tmp_path / name, folder, *words)["answers"]
    seen = [frames[number - 1] for number in numbers]
    assert computed(folder, weights, seen, layout) == answer["token_ids"]
    times = [(source["page"], source["time_s"]) for source in answer["sources"]]
    assert [(number, (number - 1) / 10) for number in dict.fromkeys(numbers)] == times
