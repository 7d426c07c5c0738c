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

PIN_FORM = re.compile(r"scrypt:(1[4-9]):8:1:([0-9a-f]{32}):([0-9a-f]{64})")
"""What stands for a PIN: `scrypt:log2(n):r:p:salt:hash`, salt and hash in hex (`kiosk/pin.py` makes it)."""

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


class Kiosk(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How a machine is used by one person after the other.

    Attributes:
        pin: what stands for the PIN of the administrator (`PIN_FORM`); empty: there is none, and no kiosk starts.
        idle_s: after how many seconds without a touch a conversation is over, its countdown included.
        drives: folders below which removable drives are mounted; what is plugged in there is offered.
        folders: what is offered beside drives.
        presets: names of the ready questions that are offered, in this order; None: all that the model can answer.
    """

    pin: str = ""
    idle_s: Annotated[int, msgspec.Meta(ge=15, le=3600)] = 90
    drives: tuple[_Place, ...] = ("/media", "/run/media")
    folders: tuple[_Place, ...] = ()
    presets: tuple[_Word, ...] | None = None

    def __post_init__(self) -> None:
        if self.pin and not PIN_FORM.fullmatch(self.pin):
            raise ValueError("pin")
        if any(not Path(one).is_absolute() for one in (*self.drives, *self.folders)):
            raise ValueError("folders")
        if any(one not in resources.preset_names() for one in self.presets or ()):
            raise ValueError("presets")


class Interface(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`language`: which one window and kiosk speak; None: the person's own choice, else the system's."""

    language: Literal["en", "zh_CN"] | None = None


class Printing(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`allowed`: In Camera prints nothing. A file may say so; one that allows it asks for what there is not, and is refused."""

    allowed: Literal[False] = False


class History(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`days`: nothing of a conversation is kept when it is over. A file may say so; one that wants it kept is refused."""

    days: Literal[0] = 0


class Rules(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All tables."""

    redaction: Redaction = Redaction()
    sandbox: Sandbox = Sandbox()
    models: Models = Models()
    export: Export = Export()
    audit: Audit = Audit()
    kiosk: Kiosk = Kiosk()
    interface: Interface = Interface()
    printing: Printing = Printing()
    history: History = History()


TABLES: dict[str, type[msgspec.Struct]] = {
    field.name: field.type
    for field in msgspec.structs.fields(Rules)  # one line a table: there is no second list
}

_CHOICES = {"redaction": "least", "interface": "language"}
"""Keys, by their table, of what a person can choose: what is hidden beside what must be, and what is spoken."""


def without_choices(table: msgspec.Struct) -> msgspec.Struct:
    """Return a table that is only recommended without what a person can choose: that is at its default, and binds nobody."""
    name = next(name for name, kind in TABLES.items() if isinstance(table, kind))
    key = _CHOICES.get(name)
    return table if key is None else msgspec.structs.replace(table, **{key: getattr(TABLES[name](), key)})
