"""Tell what weights would do on a machine: whether they fit as they are, in 4 bits, or not at all, with the numbers.

An estimate by the sizes alone, before anything is loaded; loading measures for itself.
"""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from desktop_app.foundation.errors import AppError
from desktop_app.models.published_models import Release

ROOM_BYTES = 4 << 30
"""Beside the weights: keys and values, a picture's activations, libraries. The engine's own rule for `auto`."""

FOUR_BIT_SHARE = 0.48
"""Of full weights, what stays in memory when the language part is in 4 bits and the eyes are not, where a release does not say:
CogVLM2's, 7.4 GiB of 26.2 (NF4, one fp32 scale for 64), 8.4 for the eyes in bf16, 1.5 of 2 for words in and out; 17.3 of
36.6. The larger the eyes and the vocabulary beside the layers, the larger the share."""


class Fit(StrEnum):
    """How weights fit."""

    FULL = "full"
    FOUR_BIT = "four_bit"
    NOT = "not"


@dataclass(frozen=True)
class ModelFit:
    """The verdict and its numbers, in bytes: what is needed in full and in 4 bits, and what is there (0: not known)."""

    fit: Fit
    full_bytes: int
    four_bit_bytes: int
    memory_bytes: int


def model_fit(weights_bytes: int, memory_bytes: int, release: Release | None = None) -> ModelFit:
    """Compare the weights of a release, or of a folder that is none we know, with memory."""
    is_four_bit = release is not None and release.stored == "fp4"
    share = (release.four_bit_share if release is not None else 0) or FOUR_BIT_SHARE
    full = weights_bytes + ROOM_BYTES
    four_bit = full if is_four_bit else round(weights_bytes * share) + ROOM_BYTES
    if memory_bytes and four_bit > memory_bytes:
        fit = Fit.NOT
    elif is_four_bit or (memory_bytes and full > memory_bytes):
        fit = Fit.FOUR_BIT
    else:
        fit = Fit.FULL
    return ModelFit(fit, full, four_bit, memory_bytes)


def smaller_precision(precision: str) -> str:
    """Return the next smaller way to load a model, as `--precision` takes it; empty: there is none."""
    return {"auto": "int4", "fp32": "bf16", "bf16": "int8", "int8": "int4"}.get(precision, "")


def weights_bytes(folder: Path) -> int:
    """Return the size of a folder's weights. Raises AppError model_missing."""
    try:
        return sum(path.stat().st_size for path in folder.glob("*.safetensors"))
    except OSError:
        raise AppError("model_missing") from None
