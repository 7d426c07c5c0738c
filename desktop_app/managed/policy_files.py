"""Read the organisation's policy files, in the order of their names, and say of every table where it comes from.

A file or folder that somebody else could have written is left out, and said. One that is the administrator's but cannot be
understood stops the work: to leave it out would be to allow what it forbids. Tables that are only recommended count where no
managed one does, and of those a person's own choice goes before what a person can choose. Enforces nothing.
"""

import os
import sys
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec

from desktop_app.foundation.errors import AppError
from desktop_app.managed import rules, signature, trust
from desktop_app.managed.rules import TABLES, Rules

MANAGED = "managed"
RECOMMENDED = "recommended"
"""The two folders."""

SUFFIX = ".toml"
MAX_BYTES = 65_536
MAX_FILES = 100


@dataclass(frozen=True)
class Place:
    """Where an organisation's files lie.

    Attributes:
        top: the uppermost folder whose owner is judged.
        owner: user id of the administrator.
    """

    folder: Path
    top: Path
    owner: int = trust.ADMINISTRATOR


def system_place() -> Place:
    """Return the place of this system. No variable of the environment can move it."""
    if sys.platform == "win32":
        top = Path(r"C:\ProgramData")
        return Place(top / "In Camera" / "policies", top)
    return Place(Path("/etc/in-camera/policies"), Path("/etc"))


@dataclass(frozen=True)
class Origin:
    """Where a table in force comes from, and which files it was preferred to.

    Attributes:
        kind: `MANAGED` or `RECOMMENDED`.
    """

    file: Path
    overrides: tuple[Path, ...] = ()
    kind: str = MANAGED


@dataclass(frozen=True)
class Found:
    """What the files say.

    Attributes:
        managed: tables by name.
        origins: of each of these and of those that are only recommended.
        ignored: files and folders that somebody else could have written.
        unknown: what no version of the table knows, as `file: table.key`.
        recommended: tables by name that are not managed.
    """

    managed: dict[str, msgspec.Struct] = field(default_factory=dict)
    origins: dict[str, Origin] = field(default_factory=dict)
    ignored: tuple[Path, ...] = ()
    unknown: tuple[str, ...] = ()
    recommended: dict[str, msgspec.Struct] = field(default_factory=dict)

    @property
    def rules(self) -> Rules:
        """What binds, with the defaults of all else: of what is recommended all that no person can choose."""
        bound = {name: rules.without_choices(table) for name, table in self.recommended.items()}
        return Rules(**{**bound, **self.managed})  # type: ignore[arg-type]  # each was read as its own table's type

    @property
    def rules_without_choice(self) -> Rules:
        """What holds where nobody chooses: at first, and always where one person comes after the other."""
        return Rules(**{**self.recommended, **self.managed})  # type: ignore[arg-type]  # as above


def read(place: Place, named: Path | None = None) -> Found:
    """Read all files; one that was `named` first, so that those of the system's own place are preferred to it.

    Raises:
        AppError: managed_policy_invalid, managed_policy_unsigned; managed_policy_untrusted for one that was named and that
            somebody else could have written.
    """
    found = Found()
    ignored: list[Path] = []
    unknown: list[str] = []
    first = [] if named is None else [_trusted(named.absolute(), place)]
    levels = (
        (RECOMMENDED, found.recommended, _files(place, RECOMMENDED, ignored)),
        (MANAGED, found.managed, [*first, *_files(place, MANAGED, ignored)]),
    )
    for kind, tables, files in levels:
        for file in files:
            for name, table in _tables(file, place, unknown).items():
                before = found.origins.get(name)
                overrides = (*before.overrides, before.file) if before else ()
                found.origins[name] = Origin(file, overrides, kind)
                tables[name] = table
    recommended = {name: table for name, table in found.recommended.items() if name not in found.managed}
    return Found(found.managed, found.origins, tuple(ignored), tuple(unknown), recommended)


def _trusted(named: Path, place: Place) -> Path:
    """Return a file that was named, if only the administrator can have written it, all the way from the root."""
    top = place.top if named.is_relative_to(place.top) else Path(named.anchor)
    if not trust.is_trusted(named, top, place.owner):
        raise AppError("managed_policy_untrusted")
    return named


def _files(place: Place, kind: str, ignored: list[Path]) -> list[Path]:
    """Return the files of one folder that only the administrator can have written; note the others."""
    folder = place.folder / kind
    try:
        os.lstat(folder)
    except FileNotFoundError:
        return []
    except OSError:
        pass  # it stands behind a closed door, which is judged with all that is before it
    if not trust.is_trusted(folder, place.top, place.owner):
        ignored.append(folder)
        return []
    try:
        files = sorted(file for file in folder.iterdir() if file.name.endswith(SUFFIX))
    except OSError:
        raise AppError("managed_policy_invalid") from None
    if len(files) > MAX_FILES:
        raise AppError("managed_policy_invalid")
    trusted = [file for file in files if trust.is_trusted(file, place.top, place.owner)]
    ignored.extend(file for file in files if file not in trusted)
    return trusted


def _tables(file: Path, place: Place, unknown: list[str]) -> dict[str, msgspec.Struct]:
    """Read one file. A key that nobody knows is noted; it may be of a later version."""
    try:
        with file.open("rb") as opened:
            data = opened.read(MAX_BYTES + 1)
        if len(data) > MAX_BYTES:
            raise AppError("managed_policy_invalid")
        signature.check(file, data, place.folder)
        document = tomllib.loads(data.decode("utf-8"))
        return {
            name: _table(name, raw, file, unknown) for name, raw in document.items() if _is_known(name, file, unknown)
        }
    except (OSError, ValueError, RecursionError, msgspec.MsgspecError):
        raise AppError("managed_policy_invalid") from None


def _is_known(name: str, file: Path, unknown: list[str]) -> bool:
    if name not in TABLES:
        unknown.append(f"{file.name}: {name}")
    return name in TABLES


def _table(name: str, raw: Any, file: Path, unknown: list[str]) -> msgspec.Struct:
    kind = TABLES[name]
    raw = msgspec.convert(raw, dict[str, Any])
    known = {one.name for one in msgspec.structs.fields(kind)}
    unknown.extend(f"{file.name}: {name}.{key}" for key in raw if key not in known)
    return msgspec.convert({key: value for key, value in raw.items() if key in known}, kind)
