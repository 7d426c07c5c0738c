"""Give tests a tiny folder of any family, written once, and pages and pictures to ask about."""

import functools
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from model_runtime.protocol import payloads
from tests.helpers.pages import page_of
from tests.helpers.tiny_families.writing import read_json, write, write_json

SIZES = {"small": (96, 64), "large": (333, 210), "tall": (150, 400)}
"""Pictures by name; the larger ones become several tiles where a family cuts."""


@functools.cache
def tiny(family: str, seed: int = 0, layout: str = "new", shards: int = 1) -> Path:
    """Return a folder; whoever wants to change it copies it."""
    folder = Path(tempfile.gettempdir()) / f"tiny-{family}-{seed}-{layout}-{shards}"
    write(family, folder, seed, "bf16", shards, layout)
    return folder


def rgb(name: str) -> Any:
    """Return a picture of boxes in many colours, [H, W, 3] uint8; the same name gives the same picture."""
    width, height = SIZES[name]
    draw = np.random.default_rng(width)
    pixels = np.full((height, width, 3), 255, dtype=np.uint8)
    for _ in range(30):
        left, top = draw.integers(0, width), draw.integers(0, height)
        pixels[top : top + draw.integers(4, 30), left : left + draw.integers(4, 40)] = draw.integers(0, 256, 3)
    return pixels


def page(name: str, number: int = 1) -> payloads.RedactedPage:
    """Return a picture as it reaches an engine."""
    width, height = SIZES[name]
    return page_of(rgb(name).tobytes(), (width, height), number=number)


def saved(folder: Path, *names: str) -> list[Path]:
    """Write pictures as PNG into a folder, which is made, and return their paths."""
    folder.mkdir(exist_ok=True)
    for name in names:
        Image.fromarray(rgb(name)).save(folder / f"{name}.png")
    return [folder / f"{name}.png" for name in names]


def stop_often(folder: Path) -> None:
    """Let half of all words end an answer: random weights would never say one of a few."""
    path = folder / "generation_config.json"
    write_json(path, read_json(path) | {"eos_token_id": list(range(300, 512))})
