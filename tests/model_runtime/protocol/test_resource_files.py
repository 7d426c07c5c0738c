"""A file of the product is found without a path and used only when it is the one that shipped."""

import hashlib
from pathlib import Path

import pytest

from model_runtime.protocol import resource_files
from model_runtime.protocol.resource_files import ResourceDamagedError


def test_a_resource_is_found_beside_the_package() -> None:
    """Weights lie where the function says."""
    assert resource_files.resource_path("weights", "centerface.onnx").is_file()


def test_bytes_are_handed_out_only_when_their_digest_is_right(tmp_path: Path) -> None:
    """One changed bit is enough to refuse, and the refusal names the file without its folder."""
    path = tmp_path / "weights.bin"
    path.write_bytes(b"true weights")
    digest = hashlib.sha256(b"true weights").hexdigest()
    assert resource_files.verified(path, digest) == b"true weights"
    path.write_bytes(b"true weightt")
    with pytest.raises(ResourceDamagedError, match=r"^weights\.bin$"):
        resource_files.verified(path, digest)
