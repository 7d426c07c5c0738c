"""A model runs as it was published where it fits, in 4 bits where not, and as asked for where somebody asks."""

from pathlib import Path

import pytest
import torch

from model_runtime.engines import precision as choosing
from model_runtime.engines.cogvlm2_check import open_weights
from model_runtime.engines.cogvlm2_choice import load_options, needs_of
from model_runtime.engines.precision import chosen_precision, free_bytes
from model_runtime.placement.plan import SPARE_BYTES, Room
from model_runtime.protocol.error_codes import ErrorCode, RequestFailed
from tests.helpers.true_walks import COGVLM2
from tests.helpers.write_tiny_checkpoint import write_tiny_checkpoint


@pytest.mark.parametrize(
    ("memory_gib", "precision"), [(8, "int4"), (24, "int4"), (36, "int4"), (48, "bf16"), (80, "bf16"), (141, "bf16")]
)
def test_the_19b_model_is_full_where_it_fits(memory_gib: int, precision: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """36.3 GiB of weights and their work need a card of 48; smaller ones take 4 bits."""
    monkeypatch.setattr(choosing, "room_here", lambda: Room((memory_gib << 30,), 8 << 30))
    assert precision == chosen_precision("auto", lambda: needs_of(COGVLM2))


@pytest.mark.parametrize("precision", ["fp32", "bf16", "int8", "int4"])
def test_what_is_asked_for_is_taken(tmp_path: Path, precision: str) -> None:
    """Whatever its size."""
    assert precision == load_options(tmp_path, precision).precision


def test_auto_judges_the_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """By what its network needs, and not by the size of its files."""
    write_tiny_checkpoint(tmp_path / "tiny")
    needed = needs_of(open_weights(tmp_path / "tiny").config).total("bf16") + SPARE_BYTES
    chosen = []
    for host_bytes in (needed - 1, needed):
        monkeypatch.setattr(choosing, "room_here", lambda host=host_bytes: Room((), host))
        chosen.append(load_options(tmp_path / "tiny", "auto").precision)
    assert chosen == ["int4", "bf16"]


def test_this_machine_says_how_much_memory_it_has() -> None:
    """More than this test's own interpreter takes."""
    assert free_bytes(torch.device("cpu")) > 64 << 20


def test_another_precision_is_refused(tmp_path: Path) -> None:
    """Nothing falls back silently."""
    with pytest.raises(RequestFailed) as failed:
        load_options(tmp_path, "int3")
    assert failed.value.code == ErrorCode.PRECISION_UNAVAILABLE
