"""A model runs as it was published where it fits, in 4 bits where not, and as asked for where somebody asks."""

from pathlib import Path

import pytest
import torch

from model_runtime.engines import precision as choosing
from model_runtime.engines.cogvlm2_choice import load_options
from model_runtime.engines.precision import WORKING_BYTES, fitting_precision, free_bytes
from model_runtime.protocol.error_codes import ErrorCode, RequestFailed

PUBLISHED_BYTES = 39_006_214_656


@pytest.mark.parametrize(
    ("memory_gib", "precision"), [(8, "int4"), (24, "int4"), (40, "int4"), (48, "bf16"), (80, "bf16"), (141, "bf16")]
)
def test_the_19b_model_is_full_where_it_fits(memory_gib: int, precision: str) -> None:
    """36.3 GiB of weights and their work need a card of 48; smaller ones take 4 bits."""
    assert precision == fitting_precision(PUBLISHED_BYTES, memory_gib << 30)


@pytest.mark.parametrize("precision", ["fp32", "bf16", "int8", "int4"])
def test_what_is_asked_for_is_taken(tmp_path: Path, precision: str) -> None:
    """Whatever its size."""
    assert precision == load_options(tmp_path, precision).precision


def test_auto_goes_by_the_size_of_the_weights(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of the weight files together, whatever else lies in the folder."""
    (tmp_path / "model-1.safetensors").write_bytes(bytes(100))
    (tmp_path / "model-2.safetensors").write_bytes(bytes(100))
    (tmp_path / "README.md").write_bytes(bytes(100))
    chosen = []
    for spare_bytes in (199, 200):
        monkeypatch.setattr(choosing, "free_bytes", lambda device, spare=spare_bytes: WORKING_BYTES + spare)
        chosen.append(load_options(tmp_path, "auto").precision)
    assert chosen == ["int4", "bf16"]


def test_this_machine_says_how_much_memory_it_has() -> None:
    """More than this test's own interpreter takes."""
    assert free_bytes(torch.device("cpu")) > 64 << 20


def test_another_precision_is_refused(tmp_path: Path) -> None:
    """Nothing falls back silently."""
    with pytest.raises(RequestFailed) as failed:
        load_options(tmp_path, "int3")
    assert failed.value.code == ErrorCode.PRECISION_UNAVAILABLE
