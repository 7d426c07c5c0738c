"""Window, command line and JSON count the same tests as held: those that a barrier of ours holds."""

from pathlib import Path

import pytest

from desktop_app.cli import doctor
from desktop_app.export import records
from desktop_app.foundation.machine import this_machine
from desktop_app.gui.status import shield, shield_view
from desktop_app.gui.status.shield import ShieldLevel
from desktop_app.runtime_client import sandbox_proof
from desktop_app.runtime_client.supervisor import ChildState, ChildStatus
from desktop_app.runtime_client.values import CheckResult, Role, SandboxReport

ROOT = Path(doctor.__file__).parents[1]
HELD = CheckResult("ipv4_tcp", held=True, enforced=True, detail="EACCES")
BY_CHANCE = CheckResult("home_read", held=True, enforced=False, detail="EACCES")
OPEN = CheckResult("udp", held=False, enforced=True, detail="succeeded")


def _status(role: Role, *checks: CheckResult) -> ChildStatus:
    return ChildStatus(role, ChildState.READY, SandboxReport("linux", ("seccomp",), checks))


@pytest.mark.parametrize(
    ("checks", "count", "is_proven"),
    [((HELD,), 1, True), ((HELD, BY_CHANCE), 1, False), ((HELD, OPEN), 1, False), ((), 0, False)],
    ids=["held", "by chance", "open", "nothing tried"],
)
def test_everybody_counts_alike(
    checks: tuple[CheckResult, ...], count: int, is_proven: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    """What the desktop refuses by, the shield, the doctor and the records of the command line."""
    children = (_status("airlock", *checks), _status("engine", *checks))
    seen = shield.shield_from({child.role: child for child in children})
    reports = tuple(child.sandbox for child in children if child.sandbox)
    findings = doctor.Findings(children, this_machine(), None, 0.0, None)
    doctor._print(findings)

    assert (count, is_proven) == (sandbox_proof.held_count(checks), sandbox_proof.is_proven(checks))
    assert (2 * count, is_proven) == (seen.held, seen.level is ShieldLevel.HELD)
    assert {"held": 2 * count, "of": 2 * len(checks)} == records.sandbox_record(reports)
    assert is_proven == doctor._is_proven(findings)
    assert 2 == capsys.readouterr().out.count(f"{count} of {len(checks)} tests held")


def test_a_refusal_by_chance_is_shown_as_what_it_is(capsys: pytest.CaptureFixture[str]) -> None:
    """Neither as held nor as possible."""
    doctor._print(doctor.Findings((_status("airlock", BY_CHANCE),), this_machine(), None, 0.0, None))

    assert "NOT ENFORCED HERE Read your home folder (EACCES)" in capsys.readouterr().out
    assert "refused, but not enforced here" == shield_view.check_words(BY_CHANCE)


def test_nobody_else_decides_what_held_is() -> None:
    """A second definition would sooner or later be another one."""
    named = [path.name for path in sorted(ROOT.rglob("*.py")) if ".enforced" in path.read_text(encoding="utf-8")]
    assert ["doctor.py", "sandbox_proof.py"] == named  # the doctor says which of the two is missing
