"""Find the read-only files that ship with the product, and prove that one is the file it should be.

Lets both children name a weight file without being handed a path. Opens nothing for writing, downloads nothing,
knows no user's file.
"""

import hashlib
from pathlib import Path

from model_runtime.protocol.error_codes import ErrorCode, RequestFailed

_RESOURCES = Path(__file__).resolve().parents[2] / "resources"


class ResourceDamagedError(RequestFailed):
    """A file of the product is not the file that was shipped. Carries the resource's own name; told as MODEL_INVALID."""

    def __init__(self, name: str) -> None:
        super().__init__(ErrorCode.MODEL_INVALID)
        self.args = (name,)


def resource_path(*parts: str) -> Path:
    """Return where the resource `parts` lies, for example `resource_path("weights", "centerface.onnx")`."""
    return _RESOURCES.joinpath(*parts)


def verified(path: Path, sha256: str) -> bytes:
    """Return the bytes of `path` after checking them: what was checked is what is used, nothing is opened twice.

    Raises:
        ResourceDamagedError: the digest differs from `sha256` (lower-case hexadecimal).
        OSError: the file cannot be read.
    """
    data = path.read_bytes()
    if hashlib.sha256(data).hexdigest() != sha256:
        raise ResourceDamagedError(path.name)
    return data
