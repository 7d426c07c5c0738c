"""Open the files of one model by name: as they lie there, or only as a manifest says that they are.

The one place that opens a file of a model, so that none is read past its manifest. Does not interpret them.
"""

import hashlib
from io import FileIO
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self

from model_runtime.protocol.error_codes import ErrorCode, RequestFailed
from model_runtime.weights.manifest import FileRecord, Manifest
from model_runtime.weights.model_files import require_file
from model_runtime.weights.safetensors_header import parse_json_object
from model_runtime.weights.verified_file import VerifiedFile

MAX_JSON_BYTES = 16 << 20


class OpenFile(Protocol):
    """A file that is read: a plain one or a `VerifiedFile`."""

    def __enter__(self) -> Self: ...
    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...
    def close(self) -> None:
        """Close it."""
        ...

    def seek(self, offset: int, /) -> int:
        """Go to a place from the start."""
        ...

    def read(self, size: int, /) -> bytes:
        """Return the next bytes; fewer only at the end."""
        ...

    def readinto(self, view: memoryview, /) -> int:
        """Fill `view` with the next bytes; return how many; 0 at the end."""
        ...


class ModelFolder:
    """A folder, with the manifest that its files must agree with; None: whatever lies there is taken.

    Attributes:
        path: where it is.
        manifest: what its files must agree with, if there is any.
    """

    def __init__(self, path: Path, manifest: Manifest | None = None, inside: str = "") -> None:
        """`inside` is the name of a folder in the model's own: a manifest names its files `inside/name`."""
        self.path = path
        self.manifest = manifest
        self._prefix = f"{inside}/" if inside else ""
        self._records = None if manifest is None else _records(manifest, self._prefix)

    def inner(self, name: str) -> "ModelFolder":
        """Return a folder of the model's folder. Raises RequestFailed MODEL_FILE_MISSING, or MODEL_LINK for one elsewhere."""
        path = self.path / name
        if path.is_symlink():
            raise RequestFailed(ErrorCode.MODEL_LINK)
        if not path.is_dir():
            raise RequestFailed(ErrorCode.MODEL_FILE_MISSING)
        return ModelFolder(path, self.manifest, self._prefix + name)

    def has(self, name: str) -> bool:
        """Tell whether the model has such a file: what is not in a manifest does not count, what is in it must be there."""
        return (self.path / name).exists() if self._records is None else name in self._records

    def open(self, name: str, number: int = 0) -> OpenFile:
        """Open a file; `number` tells errors which one it was.

        Raises RequestFailed: MODEL_FILE_MISSING, MODEL_LINK, or WEIGHTS_CHANGED for a file of another size or one that the
        manifest does not know; what is read from the file raises WEIGHTS_CHANGED, too.
        """
        path = require_file(self.path / name, number)
        try:
            if self._records is None:
                return FileIO(path)
            if name not in self._records:
                raise RequestFailed(ErrorCode.WEIGHTS_CHANGED, file=number)
            return VerifiedFile(path, self._records[name], number)
        except OSError:
            raise RequestFailed(ErrorCode.MODEL_FILE_MISSING, file=number) from None

    def size_bytes(self, name: str) -> int:
        """Return a file's size. Raises as `open` does."""
        if self._records is not None and name in self._records:
            return self._records[name].size_bytes
        return require_file(self.path / name).stat().st_size

    def read(self, name: str, limit: int) -> bytes | None:
        """Return a file's bytes; None when there are more than `limit`. Raises as `open` does."""
        with self.open(name) as file:
            raw = file.read(limit + 1)
        return raw if len(raw) <= limit else None

    def read_json(self, name: str) -> dict[str, object] | None:
        """Parse a file as one JSON object; None when it is too large or anything else. Raises as `open` does."""
        raw = self.read(name, MAX_JSON_BYTES)
        return None if raw is None else parse_json_object(raw)

    def stamp(self, names: tuple[str, ...]) -> str:
        """Return a digest of what the system says of these files: size, times, number on the disk.

        Equal stamps, equal files: the time of a file's last change cannot be set back by who writes to it. Devices are left
        out, because their numbers change from one start of the machine to the next. Raises MODEL_FILE_MISSING, MODEL_LINK.
        """
        digest = hashlib.sha256()
        for name in sorted(names):
            found = require_file(self.path / name).stat()
            digest.update(f"{name} {found.st_size} {found.st_mtime_ns} {found.st_ctime_ns} {found.st_ino}\n".encode())
        return digest.hexdigest()


def _records(manifest: Manifest, prefix: str) -> dict[str, FileRecord]:
    """Return what a manifest says of the files right in one folder."""
    found = {record.name.removeprefix(prefix): record for record in manifest.files if record.name.startswith(prefix)}
    return {name: record for name, record in found.items() if "/" not in name}
