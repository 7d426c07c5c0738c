"""Bring a folder of weights into the library: check, show the licences, copy or refer, record.

What the weights are is judged in the sandboxed engine process; here bytes are only copied and counted. Code in the
folder (`.py`) is never copied. Hashes are made from the very bytes that are written, in the one pass that reads them.
Asks through functions that are handed in; does not print and does not know a window.
"""

import contextlib
import hashlib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal

import msgspec

from desktop_app.foundation.errors import AppError
from desktop_app.models.expected_hashes import expected_hashes
from desktop_app.models.hashed_copy import Passage, digest_of, manifest_of
from desktop_app.models.model_library import Acceptance, ModelLibrary, ModelRecord, StoredFile
from desktop_app.models.model_parts import model_files
from desktop_app.models.plain_file import open_plain
from desktop_app.models.published_models import Licence, Release, Releases

CODE_SUFFIXES = (".py", ".so", ".pyc", ".ipynb")

NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}")

MAX_LICENCE_BYTES = 256 << 10
SPARE_BYTES = 64 << 20
"""Left free on the disk beside the copy."""


@dataclass(frozen=True)
class LicenceText:
    """A licence to show: what we know of it, and its text as it lies in the folder (None: the folder has none)."""

    licence: Licence
    text: str | None


@dataclass(frozen=True)
class ImportOptions:
    """What to import and how.

    Attributes:
        name: to call it by.
        keep: `copy` into the profile, or `reference` the folder where it is.
        asked_in: where the licences are shown (`window`, `command_line`).
    """

    source: Path
    name: str
    keep: Literal["copy", "reference"] = "copy"
    asked_in: str = "command_line"


@dataclass(frozen=True)
class ImportTools:
    """What an import needs from outside.

    Attributes:
        check_weights: judge a folder in the engine process as one of these families, and return which it is of; raises
            AppError. Nothing is copied before it agrees.
        accept: show these licences; True only when a person has accepted every one of them.
        on_progress: called with (done, total) bytes.
        is_cancelled: asked between blocks.
        now: the time, UTC.
    """

    check_weights: Callable[[Path, tuple[str, ...]], str]
    accept: Callable[[tuple[LicenceText, ...]], bool]
    on_progress: Callable[[int, int], None]
    is_cancelled: Callable[[], bool]
    now: Callable[[], datetime]


UNKNOWN_LICENCE = Licence(
    id="unknown",
    title="Terms of an unlisted model",
    url="",
    summary=(
        "In Camera does not know who published this folder or on which terms.",
        "Use it only if you have the right to.",
    ),
    files=("LICENSE", "LICENSE.txt", "LICENSE.md", "LICENCE"),
)


NOT_READ = (
    "That these are its terms we know from others, not from the model's own licence: the text that came with it counts."
)
"""Said of a release whose `unverified` names its licences."""


def name_of(source: Path) -> str:
    """Propose a name for a folder's model."""
    name = re.sub(r"[^a-z0-9._-]+", "-", source.resolve().name.lower()).strip("-._")[:64]
    return name or "model"


def import_model(options: ImportOptions, library: ModelLibrary, releases: Releases, tools: ImportTools) -> ModelRecord:
    """Import a folder and return its record.

    Raises:
        AppError: what `check_weights` raises; usage, model_exists, licence_not_accepted, model_link, model_file_missing,
            weights_changed (other bytes than their noted hash says), disk_full, output_unwritable, cancelled. Nothing of it
            stays behind.
    """
    library.sweep()
    if not NAME.fullmatch(options.name):
        raise AppError("usage")
    if library.has(options.name):
        raise AppError("model_exists")
    release = releases.for_folder(options.source.resolve().name)
    family = tools.check_weights(options.source, (release.family,) if release else releases.families)
    names = model_files(options.source)
    acceptances = _accepted(options, release, releases, tools)
    total = sum((options.source / name).stat().st_size for name in names)
    if options.keep == "copy" and library.free_bytes() < total + SPARE_BYTES:
        raise AppError("disk_full", needed=total)
    passage = Passage(total, tools.on_progress, tools.is_cancelled)
    hashes = expected_hashes(options.source, names, release)
    with library.making() as model:
        taken = tuple(
            passage.take(options.source, name, model.create(name) if options.keep == "copy" else None) for name in names
        )
        files = tuple(item.file for item in taken)
        _require_expected(files, hashes)
        record = ModelRecord(
            name=options.name,
            release=release.id if release else "",
            digest=digest_of(files),
            files=files,
            acceptances=acceptances,
            imported_at=_moment(tools),
            compared_files=len(hashes),
            source=str(options.source.resolve()) if options.keep == "reference" else "",
            engine=family,
        )
        return model.publish(record, manifest_of(taken))


def verify_model(name: str, library: ModelLibrary, tools: ImportTools) -> ModelRecord:
    """Read every file of a model again and compare; return its record, with a manifest where it had none or a damaged one.

    Raises:
        AppError: model_missing, model_file_missing, weights_changed with the number of the `file`, cancelled, and what
            `check_weights` raises.
    """
    record = library.record(name)
    folder = library.weights(record)
    passage = Passage(sum(file.size_bytes for file in record.files), tools.on_progress, tools.is_cancelled)
    taken = []
    for number, file in enumerate(record.files, start=1):
        taken.append(passage.take(folder, file.name, None))
        if taken[-1].file != file:
            raise AppError("weights_changed", file=number)
    tools.check_weights(folder, (record.engine,))
    return library.keep_manifest(record, manifest_of(tuple(taken)))


def _accepted(
    options: ImportOptions, release: Release | None, releases: Releases, tools: ImportTools
) -> tuple[Acceptance, ...]:
    licences = releases.licences_of(release) if release else (UNKNOWN_LICENCE,)
    if release is not None and "licences" in release.unverified:
        licences = tuple(msgspec.structs.replace(licence, summary=(*licence.summary, NOT_READ)) for licence in licences)
    shown = tuple(LicenceText(licence, _text(options.source, licence)) for licence in licences)
    if not tools.accept(shown):
        raise AppError("licence_not_accepted")
    return tuple(
        Acceptance(
            licence=item.licence.id,
            text_sha256=hashlib.sha256(item.text.encode()).hexdigest() if item.text is not None else "",
            accepted_at=_moment(tools),
            accepted_in=options.asked_in,
        )
        for item in shown
    )


def _text(folder: Path, licence: Licence) -> str | None:
    for name in licence.files:
        with contextlib.suppress(OSError), open_plain(folder, name) as file:
            return file.read(MAX_LICENCE_BYTES).decode("utf-8", errors="replace")
    return None


def code_files(folder: Path) -> int:
    """Return how many files of program code lie in a folder: they are not taken and never run, which a person is told."""
    return sum(1 for path in folder.iterdir() if path.suffix.lower() in CODE_SUFFIXES)


def _require_expected(files: tuple[StoredFile, ...], hashes: Mapping[str, frozenset[str]]) -> None:
    for number, file in enumerate(files, start=1):
        if hashes.get(file.name, {file.sha256}) != {file.sha256}:
            raise AppError("weights_changed", file=number)


def _moment(tools: ImportTools) -> str:
    return tools.now().isoformat(timespec="seconds")
