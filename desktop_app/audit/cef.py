"""Write an entry in the Common Event Format (ArcSight CEF, revision 26), which log collectors of hospitals and banks take in.

The chain's fields are kept: without them a collector could not tell that entries are missing.
"""

from desktop_app.audit.chain import Entry

_SEVERITIES = {"refused": 6, "failed": 4, "pin_refused": 7, "unfinished_line_removed": 7, "log_replaced": 8}
"""0 (nothing) to 10; what is not named is everyday work."""

_EVERYDAY = 2


def cef_line(entry: Entry, version: str) -> str:
    """Return one line without its end. `version`: of In Camera."""
    head = ["CEF:0", "In Camera", "In Camera", version, entry.what, entry.what.replace("_", " ")]
    severity = _SEVERITIES.get(entry.what, _EVERYDAY)
    extension = {
        "rt": entry.time,
        "externalId": str(entry.seq),
        "cs1Label": "hash",
        "cs1": entry.hash,
        "cs2Label": "prevHash",
        "cs2": entry.prev_hash,
    } | {f"inCamera{_camel(name)}": str(value) for name, value in sorted(entry.facts.items())}
    fields = " ".join(f"{name}={_escaped(value)}" for name, value in extension.items())
    return "|".join([*(_escaped_head(part) for part in head), str(severity), fields])


def _camel(name: str) -> str:
    return "".join(word.capitalize() for word in name.split("_"))


def _escaped_head(text: str) -> str:
    return text.replace("\\", "\\\\").replace("|", "\\|")


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("=", "\\=").replace("\n", "\\n").replace("\r", "\\r")
