"""Decide what the shield says, from what both children proved. It reports tests, never settings.

Pure: no widget, no clock, no file.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from desktop_app.runtime_client import sandbox_proof
from desktop_app.runtime_client.supervisor import ChildState, ChildStatus
from desktop_app.runtime_client.values import CheckResult, Role

ROLES: tuple[Role, ...] = ("airlock", "engine")


class ShieldLevel(StrEnum):
    """What the shield stands for."""

    CHECKING = "checking"
    HELD = "held"
    PARTLY = "partly"
    REFUSED = "refused"


@dataclass(frozen=True)
class Shield:
    """The state of the promise *the model cannot reach the network*.

    Attributes:
        held, of: attempts to break out that held, of those made, in both children (`sandbox_proof.py`).
        checked_at: Unix time of the older of the two self-tests; None before both have come.
        checks: every attempt, with the role it was made in.
    """

    level: ShieldLevel
    held: int = 0
    of: int = 0
    checked_at: float | None = None
    checks: tuple[tuple[Role, CheckResult], ...] = ()


def shield_from(children: Mapping[Role, ChildStatus]) -> Shield:
    """Return the shield: HELD only when both children are ready and every one of their checks held."""
    checks = tuple(
        (role, check)
        for role in ROLES
        if role in children and (report := children[role].sandbox) is not None
        for check in report.checks
    )
    held = sandbox_proof.held_count([check for _, check in checks])
    times = [status.checked_at for status in children.values() if status.checked_at is not None]
    return Shield(_level(children, checks), held, len(checks), min(times, default=None), checks)


def _level(children: Mapping[Role, ChildStatus], checks: tuple[tuple[Role, CheckResult], ...]) -> ShieldLevel:
    states = [children[role].state if role in children else ChildState.STARTING for role in ROLES]
    if ChildState.REFUSED in states or ChildState.STOPPED in states:
        return ShieldLevel.REFUSED
    if ChildState.STARTING in states:
        return ShieldLevel.CHECKING
    has_both = {role for role, _ in checks} == set(ROLES)
    is_proven = has_both and sandbox_proof.is_proven([check for _, check in checks])
    return ShieldLevel.HELD if is_proven else ShieldLevel.PARTLY
