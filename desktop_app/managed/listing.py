"""List what the organisation has decided, key by key, for whoever shows it: window, kiosk and command line. Shows nothing."""

import json
from dataclasses import dataclass
from pathlib import Path

import msgspec

from desktop_app.managed.policy_files import Found
from desktop_app.managed.rules import TABLES, Rules

_SECRET = ("kiosk", "pin")
SET = "set"
"""What is told of a PIN: that there is one. So few digits could be found out from what stands for them."""


@dataclass(frozen=True)
class Row:
    """One key.

    Attributes:
        name: `table.key`.
        value: as JSON.
        file: where it was decided; None: nowhere, so that the default holds.
        overrides: files whose table this one's was preferred to.
        is_recommended: a person's own choice goes before it, where there is one.
    """

    name: str
    value: str
    file: Path | None
    overrides: tuple[Path, ...] = ()
    is_recommended: bool = False


def rows(found: Found) -> tuple[Row, ...]:
    """Return every key there is, in the order of the tables."""
    listed = []
    for table, values in shown(found.rules_without_choice).items():
        origin = found.origins.get(table)
        file, overrides = (origin.file, origin.overrides) if origin else (None, ())
        for key, value in values.items():
            listed.append(Row(f"{table}.{key}", json.dumps(value), file, overrides, table in found.recommended))
    return tuple(listed)


def shown(rules: Rules) -> dict[str, dict[str, object]]:
    """Return all tables as values of JSON, without what nobody has to see."""
    tables = {name: msgspec.to_builtins(getattr(rules, name)) for name in TABLES}
    table, key = _SECRET
    tables[table][key] = SET if tables[table][key] else ""
    return tables
