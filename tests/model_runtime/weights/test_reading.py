"""Tensors come one at a time, exactly, in bounded memory, and stop when asked to."""

import json
import os
import struct
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import torch

from model_runtime.protocol.error_codes import ErrorCode, RequestFailed
from model_runtime.weights.checkpoint import open_checkpoint
from model_runtime.weights.reading import STAGING_BYTES, TensorReader
from tests.helpers.write_tiny_checkpoint import write_tiny_checkpoint

STREAM_ALL = """
import resource, sys
from pathlib import Path
from model_runtime.weights.checkpoint import open_checkpoint
from model_runtime.weights.reading import TensorReader
checkpoint = open_checkpoint(Path(sys.argv[1]))
with TensorReader(checkpoint, lambda done, total: None, lambda: False) as reader:
    for count, name in enumerate(checkpoint.tensors, 1):
        reader.read(name)
print(count, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024)
"""


def never() -> bool:
    """Answer that nobody wants to stop."""
    return False


def ignore(done: int, total: int) -> None:
    """Take no notice of progress."""


def write_zeros(folder: Path, *, tensors: int, tensor_bytes: int) -> Path:
    """Write a folder of one sparse file: it has this many bytes and takes no disk."""
    folder.mkdir()
    header = {
        f"t{n:04}": {
            "dtype": "BF16",
            "shape": [tensor_bytes // 2],
            "data_offsets": [n * tensor_bytes, (n + 1) * tensor_bytes],
        }
        for n in range(tensors)
    }
    raw = json.dumps(header).encode()
    path = folder / "model.safetensors"
    path.write_bytes(struct.pack("<Q", len(raw)) + raw)
    os.truncate(path, 8 + len(raw) + tensors * tensor_bytes)
    (folder / "config.json").write_text("{}")
    return folder


@pytest.mark.parametrize("dtype", [torch.float32, torch.bfloat16])
def test_every_tensor_is_read_exactly(tmp_path: Path, dtype: torch.dtype) -> None:
    """Bit for bit what was written, under its name."""
    written = write_tiny_checkpoint(tmp_path, dtype=dtype)
    checkpoint = open_checkpoint(tmp_path)
    with TensorReader(checkpoint, ignore, never) as reader:
        found = {name: reader.read(name) for name in checkpoint.tensors}
    assert found.keys() == written.keys()
    assert all(torch.equal(found[name], written[name]) and found[name].dtype == dtype for name in written)


def test_a_tensor_is_converted_while_it_is_read(tmp_path: Path) -> None:
    """Into the dtype of the place it goes to, without a second copy of it."""
    written = write_tiny_checkpoint(tmp_path)["lm_head.weight"]
    place = torch.empty(written.shape, dtype=torch.bfloat16)
    with TensorReader(open_checkpoint(tmp_path), ignore, never) as reader:
        reader.read_into("lm_head.weight", place)
    assert torch.equal(place, written.to(torch.bfloat16))


def test_a_tensor_larger_than_the_staging_buffer_is_whole(tmp_path: Path) -> None:
    """The last piece is shorter than the others and still lands at its place."""
    folder = write_zeros(tmp_path / "model", tensors=1, tensor_bytes=2 * STAGING_BYTES + 6)
    with (folder / "model.safetensors").open("r+b") as file:
        file.seek(-2, os.SEEK_END)
        file.write(torch.tensor([1.5], dtype=torch.bfloat16).view(torch.uint8).numpy().tobytes())
    with TensorReader(open_checkpoint(folder), ignore, never) as reader:
        tensor = reader.read("t0000")
    assert (int(tensor.count_nonzero()), float(tensor[-1])) == (1, 1.5)


def test_progress_ends_at_the_total(tmp_path: Path) -> None:
    """It only grows, and its last word is all bytes."""
    write_tiny_checkpoint(tmp_path)
    checkpoint = open_checkpoint(tmp_path)
    seen: list[tuple[int, int]] = []
    with TensorReader(checkpoint, lambda done, total: seen.append((done, total)), never) as reader:
        for name in checkpoint.tensors:
            reader.read(name)
    assert seen == sorted(seen)
    assert seen[-1] == (checkpoint.total_bytes, checkpoint.total_bytes)


def test_cancel_stops_within_a_piece(tmp_path: Path) -> None:
    """Not only between tensors: the largest is a gigabyte."""
    folder = write_zeros(tmp_path / "model", tensors=1, tensor_bytes=8 * STAGING_BYTES)
    seen: list[int] = []
    with (
        pytest.raises(RequestFailed) as caught,
        TensorReader(open_checkpoint(folder), lambda done, total: seen.append(done), lambda: len(seen) == 2) as reader,
    ):
        reader.read("t0000")
    assert (caught.value.code, seen) == (ErrorCode.CANCELLED, [STAGING_BYTES, 2 * STAGING_BYTES])


def test_a_file_that_shrinks_meanwhile_is_an_error_and_no_crash(tmp_path: Path) -> None:
    """A mapped file would end the process here."""
    folder = write_zeros(tmp_path / "model", tensors=2, tensor_bytes=1 << 20)
    with TensorReader(open_checkpoint(folder), ignore, never) as reader:
        os.truncate(folder / "model.safetensors", 1 << 20)
        with pytest.raises(RequestFailed) as caught:
            reader.read("t0001")
    assert caught.value.code == ErrorCode.WEIGHTS_TRUNCATED


def test_memory_does_not_grow_with_the_folder(tmp_path: Path, record_property: Callable[[str, object], None]) -> None:
    """16 times the bytes, in tensors of the same size, take the same memory: 128 MB and 2 GB."""
    peaks = {}
    for tensors in (4, 64):
        folder = write_zeros(tmp_path / str(tensors), tensors=tensors, tensor_bytes=32 << 20)
        command = [sys.executable, "-c", STREAM_ALL, str(folder)]
        done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=580)
        count, peak = (int(word) for word in done.stdout.split())
        assert count == tensors
        peaks[tensors] = peak
    record_property("peak_rss_mb_small_and_large", [peak >> 20 for peak in peaks.values()])
    print("peak RSS, MB:", {f"{n * 32} MB": peak >> 20 for n, peak in peaks.items()})
    assert abs(peaks[64] - peaks[4]) < 64 << 20
