"""Print what it costs to hold a load to its manifest: the same folder, read with and without, turn by turn.

    python tests/benchmarks/weights_load.py [--gigabytes 1] [--folder FOLDER]

Reads every tensor into memory, from the page cache and from the disk. Seconds are the least of several turns, of the wall
and of the processor; a busy machine makes the first say little. Judges nothing.
"""

import argparse
import json
import os
import struct
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))  # so that the file can be run by its path

from model_runtime.weights.checkpoint import open_checkpoint
from model_runtime.weights.manifest import Manifest, measure
from model_runtime.weights.reading import TensorReader

TURNS = 5
WEIGHTS = "model.safetensors"
LARGE, SMALL = 100 << 20, 8194
"""Bytes of a matrix and of a norm, as in the 19B model; the norm's odd size lets no tensor begin where a block does."""


def write(folder: Path, total_bytes: int) -> None:
    """Write a folder of random tensors, one small for each large one."""
    sizes = [size for _ in range(max(1, total_bytes // LARGE)) for size in (SMALL, LARGE)]
    header, place = {}, 0
    for number, size in enumerate(sizes):
        header[f"t{number}"] = {"dtype": "BF16", "shape": [size // 2], "data_offsets": [place, place + size]}
        place += size
    raw = json.dumps(header).encode()
    with (folder / WEIGHTS).open("wb") as file:
        file.write(struct.pack("<Q", len(raw)) + raw)
        for size in sizes:
            file.write(os.urandom(size))
        os.fsync(file.fileno())
    (folder / "config.json").write_text("{}")


def load(folder: Path, manifest: Manifest | None, *, is_cold: bool) -> tuple[float, float]:
    """Read every tensor; return seconds of the wall and of the processor."""
    if is_cold and hasattr(os, "posix_fadvise"):
        fd = os.open(folder / WEIGHTS, os.O_RDONLY)
        os.posix_fadvise(fd, 0, 0, os.POSIX_FADV_DONTNEED)
        os.close(fd)
    checkpoint = open_checkpoint(folder, manifest)
    wall, processor = time.perf_counter(), time.process_time()
    with TensorReader(checkpoint, lambda done, total: None, lambda: False) as reader:
        for name in checkpoint.tensors:  # in the order of the header, which is that of the file
            reader.read(name)
    return time.perf_counter() - wall, time.process_time() - processor


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else "")
    parser.add_argument("--gigabytes", type=float, default=1.0)
    parser.add_argument("--folder", type=Path, help="on the disk to be measured; the system's own for such files else")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=options.folder) as name:
        folder = Path(name)
        write(folder, int(options.gigabytes * 1e9))
        manifest = measure(folder, (WEIGHTS, "config.json"), lambda done, total: None, lambda: False)
        size = (folder / WEIGHTS).stat().st_size / 1e9
        print(f"{size:.2f} GB{'':14}{'plain':>8}{'held':>8}{'ratio':>8}")
        for is_cold in (False, True):
            turns = [
                (load(folder, None, is_cold=is_cold), load(folder, manifest, is_cold=is_cold)) for _ in range(TURNS)
            ]
            for kind, what in ((0, "wall"), (1, "processor")):
                plain, held = (min(turn[way][kind] for turn in turns) for way in (0, 1))
                source = "disk" if is_cold else "page cache"
                print(f"{source + ', ' + what:21}{plain:7.2f}s{held:7.2f}s{held / plain:8.2f}")


if __name__ == "__main__":
    main()
