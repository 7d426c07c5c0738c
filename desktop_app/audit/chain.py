"""Chain entries so that a changed, cut, swapped or inserted one is found: each holds the hash of the one before it.

An entry is one line of canonical JSON (RFC 8785 for the values it can hold: strings and whole numbers). What no chain can
show from inside is that its last lines were cut off: for that its head is noted elsewhere (`anchor.py`) and compared.
Reads and writes no file.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

import msgspec

GENESIS = "0" * 64
"""What the first entry has for the hash of the one before it."""

MAX_LINE_BYTES = 8192
"""Of one entry: what is told of an event is short and bounded; more is not ours."""

Facts: TypeAlias = Mapping[str, str | int]


class Entry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One line of the log.

    Attributes:
        seq: 1, 2, 3 …
        time: UTC, ISO 8601.
        what: was done, as a stable word.
        facts: never text, names or pixels of a document.
        prev_hash: of the entry before; hex SHA-256.
        hash: over the canonical JSON of all the rest.
    """

    seq: int
    time: str
    what: str
    facts: dict[str, str | int]
    prev_hash: str
    hash: str


class Flaw(StrEnum):
    """What is wrong with a line."""

    NOT_AN_ENTRY = "not an entry as In Camera writes them"
    CHANGED = "changed: its hash is another"
    MISPLACED = "not the one that follows the line before it"
    NOT_ENDED = "not ended: whoever wrote it was stopped, or its end was cut off"


@dataclass(frozen=True)
class Head:
    """The last entry of a chain.

    Attributes:
        seq: 0 of a chain without entries.
    """

    seq: int = 0
    hash: str = GENESIS


@dataclass(frozen=True)
class Verdict:
    """What a chain is found to be.

    Attributes:
        head: of the part that holds.
        flaw: of the first line that does not; None: all do.
        line: the number of that line, from 1.
    """

    head: Head
    flaw: Flaw | None = None
    line: int = 0


def line_after(head: Head, time: str, what: str, facts: Facts) -> tuple[bytes, Head]:
    """Return the line of a new entry behind `head`, and the new head."""
    fields = {"seq": head.seq + 1, "time": time, "what": what, "facts": dict(facts), "prev_hash": head.hash}
    digest = _digest(fields)
    return canonical(fields | {"hash": digest}) + b"\n", Head(head.seq + 1, digest)


def entry_of(line: bytes) -> Entry | Flaw:
    """Read one line by itself, with the end of line that it must have."""
    if not line.endswith(b"\n"):
        return Flaw.NOT_ENDED
    try:
        entry = msgspec.json.decode(line[:-1], type=Entry, strict=True)
    except (msgspec.MsgspecError, ValueError):
        return Flaw.NOT_AN_ENTRY
    fields = msgspec.structs.asdict(entry)
    if canonical(fields) + b"\n" != line:
        return Flaw.NOT_AN_ENTRY
    del fields["hash"]
    return entry if entry.hash == _digest(fields) else Flaw.CHANGED


def verify(lines: Iterable[bytes], hear: Callable[[Entry], None] = lambda _: None) -> Verdict:
    """Follow a chain from its beginning to its end or its first flaw; `hear` is told of each entry that holds."""
    head = Head()
    for number, line in enumerate(lines, 1):
        entry = entry_of(line)
        if isinstance(entry, Flaw):
            return Verdict(head, entry, number)
        if (entry.seq, entry.prev_hash) != (head.seq + 1, head.hash):
            return Verdict(head, Flaw.MISPLACED, number)
        head = Head(entry.seq, entry.hash)
        hear(entry)
    return Verdict(head)


def canonical(fields: Mapping[str, object]) -> bytes:
    """Return the one form in which these fields are written and hashed."""
    return json.dumps(fields, sort_keys=True, separators=(",", ":"), ensure_ascii=True).encode("ascii")


def _digest(fields: Mapping[str, object]) -> str:
    return hashlib.sha256(canonical(fields)).hexdigest()
