"""Define what an organisation can decide: every key, what it may be, and what holds where nobody has decided.

Keys stand in tables. A table is taken from one place only, whole: half of one file's kiosk and half of another's would be a
kiosk that nobody has thought of. Reads no file (`policy_files.py`) and enforces nothing.
"""

import re
from pathlib import Path
from typing import Annotated, Literal, TypeAlias

import msgspec

from desktop_app.foundation import resources

AuditMode: TypeAlias = Literal["off", "on", "required"]
NameMode: TypeAlias = Literal["none", "hashed", "plain"]

_Word = Annotated[str, msgspec.Meta(min_length=1, max_length=80)]
_Place = Annotated[str, msgspec.Meta(min_length=1, max_length=4096)]

_SHA256 = re.compile(r"[0-9a-f]{64}")


class Redaction(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is hidden before a model looks.

    Attributes:
        least: a policy that ships; what it hides is hidden under every policy, also under "off".
        review: a person looks before anything is sent, and no flag waives that.
    """

    least: _Word = "off"
    review: bool = False

    def __post_init__(self) -> None:
        if self.least not in resources.policy_names():
            raise ValueError("least")


class Sandbox(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`required`: a child whose attempts to break out were not all refused is not used. Nothing can turn that off."""

    required: Literal[True] = True


class Models(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`allowed`: SHA-256 of the manifests of models that may answer, and "reader" for the built-in one; None: all."""

    allowed: tuple[_Word, ...] | None = None

    def __post_init__(self) -> None:
        if any(one != "reader" and not _SHA256.fullmatch(one) for one in self.allowed or ()):
            raise ValueError("allowed")


class Export(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What may be written for a person to take along.

    Attributes:
        formats: endings without their dot, in small letters; None: all.
        folders: it may be written there and in the folders in them; None: anywhere.
    """

    formats: tuple[_Word, ...] | None = None
    folders: tuple[_Place, ...] | None = None

    def __post_init__(self) -> None:
        if any(not Path(folder).is_absolute() for folder in self.folders or ()):
            raise ValueError("folders")
        if any(name != name.lower().lstrip(".") for name in self.formats or ()):
            raise ValueError("formats")


class Audit(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is written down of what was done.

    Attributes:
        mode: `on`: where it can be written; `required`: what cannot be written down is not done.
        folder: where; empty: in this user's own log folder.
        names: how files are named in it; `hashed`: keyed with a key that lies beside the log.
    """

    mode: AuditMode = "off"
    folder: str = ""
    names: NameMode = "none"

    def __post_init__(self) -> None:
        if self.folder and not Path(self.folder).is_absolute():
            raise ValueError("folder")


class Rules(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All tables."""

    redaction: Redaction = Redaction()
    sandbox: Sandbox = Sandbox()
    models: Models = Models()
    export: Export = Export()
    audit: Audit = Audit()


TABLES: dict[str, type[msgspec.Struct]] = {
    field.name: field.type
    for field in msgspec.structs.fields(Rules)  # one line a table: there is no second list
}
