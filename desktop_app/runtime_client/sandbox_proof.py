"""Say what *held* means, once, for everybody who counts it: supervisor, window, command line and JSON.

A refusal by chance, with no barrier of ours behind it, is gone on another machine: it is shown, and does not count. Shows
nothing and tries nothing.
"""

from collections.abc import Collection

from desktop_app.runtime_client.values import CheckResult


def is_held(check: CheckResult) -> bool:
    """Tell whether an attempt to break out failed because a barrier stands there."""
    return check.held and check.enforced


def held_count(checks: Collection[CheckResult]) -> int:
    """Return how many attempts failed so."""
    return sum(is_held(check) for check in checks)


def is_proven(checks: Collection[CheckResult]) -> bool:
    """Tell whether every attempt failed so; no attempt at all proves nothing."""
    return 0 < len(checks) == held_count(checks)
