"""Keep the models that have been imported: one folder each, with a record of its files and of the licences accepted.

A model is in the library from the moment its folder has its name, which is one rename: there are no half models. What
is being made has no name until then; on Linux not even its files have one, so a process that is killed leaves nothing.
Does not judge weights and does not ask anybody (`models/model_import.py`).
"""

import contextlib
import errno
import hashlib
import os
import shutil
import sys
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, BinaryIO

import msgspec

from desktop_app.foundation import atomic_file, left_behind, tree_removal
from desktop_app.foundation.errors import AppError
from desktop_app.foundation.tree_removal import Budget, Outcome

RECORD_FILE = "model.json"
MANIFEST_FILE = "manifest.msgpack"
WEIGHTS_FOLDER = "weights"
MAX_RECORD_BYTES = 1 << 20

FIRST_FAMILY = "cogvlm2"
"""The engine of records that name none: they were made when there was one family."""

_MAKING = ".making-"
_REMOVING = ".removing-"
_SET_ASIDE = ".set-aside-"

_PATIENCE_S = 60.0
"""Somebody asked for the removal; large files on a slow disk take their time. What is left goes at the next sweep."""


class StoredFile(msgspec.Struct, frozen=True):
    """A file as it was when the model was imported; `sha256` in lower-case hex."""

    name: str
    size_bytes: int
    sha256: str


class Acceptance(msgspec.Struct, frozen=True):
    """That a licence was shown and accepted.

    Attributes:
        licence: its id.
        text_sha256: of the text that lay in the folder; empty when none did.
        accepted_at: UTC, ISO 8601.
        accepted_in: where it was shown (`window`, `command_line`).
    """

    licence: str
    text_sha256: str
    accepted_at: str
    accepted_in: str


class ModelRecord(msgspec.Struct, frozen=True):
    """One imported model.

    Attributes:
        name: as given to `--model`.
        release: id of the published release, empty when it is none we know.
        digest: of the files that answers depend on; names the model in answers and binds caches to it.
        compared_files: how many files had a hash to be compared with, and agreed.
        source: folder that is used in place; empty for a copy of our own.
        manifest_sha256: of the list of the files' blocks that lies beside the record; a load is held to it. Empty: imported
            by a version that made none.
        engine: what runs it: the name of its family.
    """

    name: str
    release: str
    digest: str
    files: tuple[StoredFile, ...]
    acceptances: tuple[Acceptance, ...]
    imported_at: str
    compared_files: int = 0
    source: str = ""
    manifest_sha256: str = ""
    engine: Annotated[str, msgspec.Meta(pattern=r"^[a-z][a-z0-9_]{0,39}$")] = FIRST_FAMILY


class ModelLibrary:
    """The models in one folder of the profile."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def records(self) -> tuple[ModelRecord, ...]:
        """Return all models by name; a folder without a readable record is none."""
        found = (self._read(path) for path in sorted(self._folder.glob(f"[!.]*/{RECORD_FILE}")))
        return tuple(record for record in found if record is not None)

    def record(self, name: str) -> ModelRecord:
        """Return one model. Raises AppError model_missing."""
        for record in self.records():
            if record.name == name:
                return record
        raise AppError("model_missing")

    def weights(self, record: ModelRecord) -> Path:
        """Return the folder to load from."""
        return Path(record.source) if record.source else self._folder / record.name / WEIGHTS_FOLDER

    def manifest(self, record: ModelRecord) -> Path:
        """Return the list of the hashes of its files' blocks, which `manifest_sha256` is the hash of."""
        return self._folder / record.name / MANIFEST_FILE

    def keep_manifest(self, record: ModelRecord, manifest: bytes) -> ModelRecord:
        """Put a list of hashes beside a record, made from files that agree with it; return the record that names it.

        Raises AppError disk_full, output_unwritable.
        """
        changed = msgspec.structs.replace(record, manifest_sha256=hashlib.sha256(manifest).hexdigest())
        atomic_file.write(self.manifest(record), [manifest])
        if changed != record:
            atomic_file.write(self._folder / record.name / RECORD_FILE, [msgspec.json.encode(changed)])
        return changed

    def has(self, name: str) -> bool:
        """Tell whether the name is taken."""
        return (self._folder / name).exists()

    def free_bytes(self) -> int:
        """Return how much may still be written."""
        self._folder.mkdir(parents=True, exist_ok=True)
        return shutil.disk_usage(self._folder).free

    @contextlib.contextmanager
    def making(self) -> "Iterator[ModelInTheMaking]":
        """Give a place to put files into; what was not published when the block ends is gone."""
        self._folder.mkdir(parents=True, exist_ok=True)
        model = ModelInTheMaking(self._folder)
        try:
            yield model
        finally:
            model.discard()

    def remove(self, name: str) -> None:
        """Delete a model: its copy, or the record of a folder used in place. Raises AppError model_missing."""
        self.record(name)
        gone = self._folder / f"{_REMOVING}{uuid.uuid4().hex}"
        (self._folder / name).rename(gone)
        _remove(gone, Budget(seconds=_PATIENCE_S))

    def sweep(self) -> None:
        """Delete what killed processes left; never what another process is still making."""
        budget = Budget()
        for path in self._folder.glob(".*"):
            if path.name.startswith(_REMOVING) or (path.name.startswith(_MAKING) and not _is_in_use(path)):
                _remove(path, budget)

    def _read(self, path: Path) -> ModelRecord | None:
        try:
            with path.open("rb") as file:
                record = msgspec.json.decode(file.read(MAX_RECORD_BYTES), type=ModelRecord)
        except (OSError, msgspec.MsgspecError):
            return None
        return record if record.name == path.parent.name else None


class ModelInTheMaking:
    """Files of a model that is not there yet."""

    def __init__(self, library: Path) -> None:
        self._library = library
        self._folder = library / f"{_MAKING}{os.getpid()}-{uuid.uuid4().hex}"
        self._files: dict[str, BinaryIO] = {}

    def create(self, name: str) -> BinaryIO:
        """Return an empty file to write; it is closed by `publish` or `discard`. Raises AppError."""
        try:
            self._files[name] = self._nameless_file() or self._named_file(name)
        except OSError as error:
            raise _write_error(error) from None
        return self._files[name]

    def publish(self, record: ModelRecord, manifest: bytes) -> ModelRecord:
        """Let the model appear under its name, whole, and return its record, which names the `manifest`.

        Raises AppError model_exists, disk_full, output_unwritable.
        """
        record = msgspec.structs.replace(record, manifest_sha256=hashlib.sha256(manifest).hexdigest())
        weights = self._folder / WEIGHTS_FOLDER
        try:
            weights.mkdir(parents=True, exist_ok=True)
            for name, file in self._files.items():
                file.flush()
                os.fsync(file.fileno())
                (weights / name).parent.mkdir(exist_ok=True)
                if not (weights / name).exists():
                    _give_name(file, weights / name)
                file.close()
            (self._folder / MANIFEST_FILE).write_bytes(manifest)
            (self._folder / RECORD_FILE).write_bytes(msgspec.json.encode(record))
            if (self._library / record.name).exists():
                raise AppError("model_exists")
            self._folder.rename(self._library / record.name)
        except OSError as error:
            raise _write_error(error) from None
        return record

    def discard(self) -> None:
        """Forget everything that was not published."""
        for file in self._files.values():
            file.close()
        _remove(self._folder, Budget(seconds=_PATIENCE_S))

    def _nameless_file(self) -> BinaryIO | None:
        """Open a file that has no name: it goes with the process. None where the system has no such files."""
        if sys.platform != "linux":
            return None
        try:
            return os.fdopen(os.open(self._library, os.O_TMPFILE | os.O_RDWR, 0o644), "w+b")
        except OSError as error:
            if error.errno in (errno.EOPNOTSUPP, errno.EISDIR, errno.EINVAL):
                return None
            raise

    def _named_file(self, name: str) -> BinaryIO:
        weights = self._folder / WEIGHTS_FOLDER
        (weights / name).parent.mkdir(parents=True, exist_ok=True)
        return (weights / name).open("w+b")


def _give_name(file: BinaryIO, path: Path) -> None:
    """Put a nameless file into a folder (linkat with AT_SYMLINK_FOLLOW, which Python uses when a folder is given)."""
    folder = os.open("/proc/self/fd", os.O_RDONLY)
    try:
        os.link(str(file.fileno()), path, src_dir_fd=folder, follow_symlinks=True)
    finally:
        os.close(folder)


def _remove(folder: Path, budget: Budget) -> None:
    """Remove a folder that is no model (any more); what a child made unremovable is set aside and told of."""
    if tree_removal.removed(folder, budget) is Outcome.STUCK:
        tree_removal.set_aside(folder, _SET_ASIDE)
        left_behind.note("models")


def _write_error(error: OSError) -> AppError:
    return AppError("disk_full" if error.errno == errno.ENOSPC else "output_unwritable")


def _is_in_use(path: Path) -> bool:
    """Tell whether the process that makes this still runs; its number is in the name."""
    number = path.name.removeprefix(_MAKING).partition("-")[0]
    if not number.isdigit():
        return False
    if sys.platform == "win32":  # a folder with open files cannot be deleted there, so asking is not needed
        return False
    try:
        os.kill(int(number), 0)
    except OSError as error:
        return error.errno == errno.EPERM
    return True
