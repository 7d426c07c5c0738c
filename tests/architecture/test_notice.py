"""NOTICE names every file of weights, with the hash of exactly what ships."""

import hashlib
import importlib.util
import re
from pathlib import Path

from tests.architecture.tree import PROJECT

ENTRY = re.compile(r"^(\S+/\S+)\n    sha256   ([0-9a-f]{64})$", re.MULTILINE)
WEIGHTS = PROJECT / "resources" / "weights"
NOT_WEIGHTS = {".md", ".txt"}


def stated_hashes() -> dict[str, str]:
    """Return what NOTICE says: path -> SHA-256."""
    return dict(ENTRY.findall((PROJECT / "NOTICE").read_text(encoding="utf-8")))


def sha256(path: Path) -> str:
    """Return the digest of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_every_bundled_weight_file_is_named_with_its_hash() -> None:
    """What lies in resources/weights is what NOTICE says, no file more and none less."""
    present = {path for path in WEIGHTS.rglob("*") if path.is_file() and path.suffix not in NOT_WEIGHTS}
    stated = {path: digest for path, digest in stated_hashes().items() if path.startswith("resources/")}
    assert stated == {path.relative_to(PROJECT).as_posix(): sha256(path) for path in present}


def test_every_weight_file_of_the_reader_is_named_with_its_hash() -> None:
    """The networks inside the installed package rapidocr are those that NOTICE says."""
    found = importlib.util.find_spec("rapidocr")
    assert found is not None
    assert found.origin is not None
    packages = Path(found.origin).parents[1]
    stated = {path: digest for path, digest in stated_hashes().items() if path.startswith("rapidocr/")}
    present = {path.relative_to(packages).as_posix(): sha256(path) for path in packages.glob("rapidocr/**/*.onnx")}
    assert stated == present
