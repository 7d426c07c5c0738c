"""`incamera policy`: list what the organisation has decided, where each table comes from, and what was left out."""

import argparse
import json

import msgspec

from desktop_app.cli import output
from desktop_app.foundation.plain_text import plain
from desktop_app.managed import in_force
from desktop_app.managed.policy_files import Found, Origin
from desktop_app.managed.rules import TABLES


def run(arguments: argparse.Namespace) -> int:
    """Print a line a key, or one JSON object. Returns the exit code."""
    found = in_force.found()
    for complaint in in_force.complaints():
        output.print_note(plain(complaint))
    if arguments.json:
        output.say(json.dumps(_record(found)))
        return output.DONE
    output.say("Managed by your organisation" if found.managed else "No policy of an organisation binds this machine.")
    rules = found.rules
    for name in TABLES:
        origin = found.origins.get(name)
        where = plain(str(origin.file)) if origin else "default"
        over = (
            f", instead of {', '.join(plain(str(file)) for file in origin.overrides)}"
            if origin and origin.overrides
            else ""
        )
        for key, value in msgspec.to_builtins(getattr(rules, name)).items():
            output.say(f"  {f'{name}.{key}':22}{plain(json.dumps(value)):40}{where}{over}")
    return output.DONE


def _record(found: Found) -> dict[str, object]:
    return {
        "rules": msgspec.to_builtins(found.rules),
        "origins": {name: _origin(one) for name, one in sorted(found.origins.items())},
        "ignored": [str(path) for path in found.ignored],
        "unknown": list(found.unknown),
    }


def _origin(origin: Origin) -> dict[str, object]:
    return {"file": str(origin.file), "overrides": [str(file) for file in origin.overrides]}
