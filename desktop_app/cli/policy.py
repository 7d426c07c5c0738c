"""`incamera policy`: list what the organisation has decided, where each table comes from, and what was left out."""

import argparse
import json

from desktop_app.cli import output
from desktop_app.foundation.plain_text import plain
from desktop_app.managed import in_force, listing
from desktop_app.managed.policy_files import Found, Origin


def run(arguments: argparse.Namespace) -> int:
    """Print a line a key, or one JSON object. Returns the exit code."""
    found = in_force.found()
    for complaint in in_force.complaints():
        output.print_note(plain(complaint))
    if arguments.json:
        output.say(json.dumps(_record(found)))
        return output.DONE
    output.say("Managed by your organisation" if found.origins else "No policy of an organisation binds this machine.")
    for row in listing.rows(found):
        where = plain(str(row.file)) if row.file else "default"
        where = f"recommended: {where}" if row.is_recommended else where
        over = f", instead of {', '.join(plain(str(file)) for file in row.overrides)}" if row.overrides else ""
        output.say(f"  {row.name:22}{plain(row.value):40}{where}{over}")
    return output.DONE


def _record(found: Found) -> dict[str, object]:
    return {
        "rules": listing.shown(found.rules_without_choice),
        "origins": {name: _origin(one) for name, one in sorted(found.origins.items())},
        "ignored": [str(path) for path in found.ignored],
        "unknown": list(found.unknown),
    }


def _origin(origin: Origin) -> dict[str, object]:
    return {"kind": origin.kind, "file": str(origin.file), "overrides": [str(file) for file in origin.overrides]}
