"""An imported model that has been changed answers nothing: through the whole program, copied and used in place."""

import os
from pathlib import Path

import pytest

from tests.end_to_end.program import SAMPLE, Program
from tests.helpers.write_tiny_checkpoint import write_tiny_checkpoint

MODEL_CODE = 4


@pytest.mark.parametrize("way", [(), ("--reference",)])
def test_changed_weights_answer_nothing(incamera: Program, tmp_path: Path, way: tuple[str, ...]) -> None:
    """400,000 other bytes, the old size and the old times; what answered before says why it does not now."""
    folder = tmp_path / "weights"
    write_tiny_checkpoint(folder)
    imported = incamera.run("models", "import", folder, "--name", "tiny", "--accept-licences", *way)
    assert 0 == imported.code, imported.err
    words = ("analyze", SAMPLE, "--model", "tiny", "--ask", "What is it?", "--max-tokens", "2", "--redact", "off")
    before = incamera.run(*words)
    assert 0 == before.code, before.err

    (found,) = [
        path for path in tmp_path.rglob("model-00002-of-00002.safetensors") if bool(way) == (path.parent == folder)
    ]
    times = found.stat()
    with found.open("r+b") as file:
        file.seek(-400_000, os.SEEK_END)
        file.write(b"\1" * 400_000)
    os.utime(found, ns=(times.st_atime_ns, times.st_mtime_ns))
    after = incamera.run(*words)
    assert (MODEL_CODE, "") == (after.code, after.out)
    assert "differs from its published or recorded hash" in after.err
