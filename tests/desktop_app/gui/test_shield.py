"""The shield is green only for what was proven."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop_app.foundation import shared_words
from desktop_app.foundation.errors import AppError
from desktop_app.gui.status import shield_view
from desktop_app.gui.status.shield import Shield, ShieldLevel, shield_from
from desktop_app.gui.status.shield_view import ShieldDialog, ShieldView
from desktop_app.runtime_client.supervisor import ChildState, ChildStatus
from desktop_app.runtime_client.values import CheckResult, Role, SandboxReport
from model_runtime.sandbox import self_test

HELD = CheckResult("ipv4_tcp", held=True, enforced=True, detail="EACCES")
OPEN = CheckResult("home_read", held=False, enforced=True, detail="succeeded")
UNENFORCED = CheckResult("udp", held=True, enforced=False, detail="EACCES")


def _ready(role: Role, *checks: CheckResult, checked_at: float = 100.0) -> ChildStatus:
    return ChildStatus(role, ChildState.READY, SandboxReport("linux", ("seccomp",), checks), checked_at)


def _children(*statuses: ChildStatus) -> dict[Role, ChildStatus]:
    return {status.role: status for status in statuses}


def test_shield_is_held_when_every_check_of_both_children_held() -> None:
    """Green counts the checks of both and names the older time."""
    shield = shield_from(_children(_ready("airlock", HELD, HELD), _ready("engine", HELD, checked_at=90.0)))

    assert (shield.level, shield.held, shield.of, shield.checked_at) == (ShieldLevel.HELD, 3, 3, 90.0)


@pytest.mark.parametrize("bad", [OPEN, UNENFORCED], ids=["open", "not enforced"])
def test_one_check_is_enough_for_amber(bad: CheckResult) -> None:
    """A check that did not hold, or that nothing enforces, is never green."""
    shield = shield_from(_children(_ready("airlock", HELD, bad), _ready("engine", HELD)))

    assert (shield.level, shield.held, shield.of) == (ShieldLevel.PARTLY, 2, 3)


def test_a_child_without_a_report_is_never_green() -> None:
    """Ready alone proves nothing."""
    shield = shield_from(_children(_ready("airlock", HELD), ChildStatus("engine", ChildState.READY)))

    assert shield.level is ShieldLevel.PARTLY


def test_an_empty_report_is_never_green() -> None:
    """A report without checks proves nothing."""
    assert shield_from(_children(_ready("airlock"), _ready("engine"))).level is ShieldLevel.PARTLY


def test_shield_is_checking_until_both_have_spoken() -> None:
    """Neither green nor red before both children are there."""
    assert shield_from({}).level is ShieldLevel.CHECKING
    assert shield_from(_children(_ready("airlock", HELD))).level is ShieldLevel.CHECKING


@pytest.mark.parametrize("state", [ChildState.REFUSED, ChildState.STOPPED])
def test_a_child_that_is_down_is_red(state: ChildState) -> None:
    """A refused or stopped child makes the shield red, whatever the other proved."""
    down = replace(_ready("engine", HELD), state=state, error=AppError("sandbox_not_proven"))

    assert shield_from(_children(_ready("airlock", HELD), down)).level is ShieldLevel.REFUSED


def test_shield_speaks_in_words(qtbot: QtBot) -> None:
    """What the colour says, the text says, too."""
    view = ShieldView()
    qtbot.addWidget(view)

    view.show_shield(Shield(ShieldLevel.HELD, 18, 18, 0.0))

    assert view.text().startswith("Model cannot reach the network · 18 of 18 checked ")
    assert view.accessibleName() == view.text()
    assert view.property("level") == "held"


def test_list_names_every_check_of_both_parts(qtbot: QtBot) -> None:
    """The dialog and its export hold one line a check, in words, with how it ended."""
    shield = shield_from(_children(_ready("airlock", HELD, OPEN), _ready("engine", HELD)))
    dialog = ShieldDialog(shield)
    qtbot.addWidget(dialog)

    lines = shield_view.report(shield).splitlines()

    assert lines[3:] == [
        "The part that opens your files",
        "  Open a connection to the internet (IPv4): refused, as it must be (EACCES)",
        "  Read your home folder: was possible (succeeded)",
        "",
        "The part that answers",
        "  Open a connection to the internet (IPv4): refused, as it must be (EACCES)",
    ]


def test_every_check_of_the_sandbox_has_words() -> None:
    """The self-test's words are all known, to the window and to the command line."""
    made = re.findall(r'Check\("(\w+)"', Path(self_test.__file__).read_text(encoding="utf-8"))

    assert sorted(shared_words.CHECK_WORDS) == sorted(made)
