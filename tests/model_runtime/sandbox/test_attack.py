"""The attack on the sandbox finds holes: where a rule is taken away it says so, and where none is it says that all held."""

import sys

import pytest

from tests.adversarial import attack_sandbox
from tests.model_runtime.sandbox.children import Account

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="attacks the Linux sandbox")

WEAKENED = {
    "marks on files": "rules.HARMLESS_IOCTLS += (0x4008_7602, 0x8008_7601); "
    "rules._DEVICES = rules.Rule(('ioctl',), '', only_if=rules.Match(1, rules.HARMLESS_IOCTLS))",
    "any library call": "from model_runtime.sandbox import syscall_allowed; rules.ALLOWED |= {'vmsplice'}",
    "names of disks": "from model_runtime.sandbox import profile; profile.SYSTEM_READABLE += ('/proc/self/mountinfo',)",
    "folders of others": "from model_runtime.sandbox import profile; profile.SYSTEM_READABLE += ('/home', '/tmp')",
}
IMPORT = "from model_runtime.sandbox import syscall_rules as rules\n"


@pytest.mark.parametrize("role", ["airlock", "engine"])
@pytest.mark.parametrize("has_namespaces", [True, False], ids=["namespaces", "no_namespaces"])
def test_no_way_out_is_found(account: Account, role: str, has_namespaces: bool) -> None:
    """In both roles, for every user, with and without namespaces, nothing gets through."""
    row = attack_sandbox.attacked(account, "somebody", role, has_namespaces=has_namespaces, is_small=True)
    assert (True, ()) == (row.held, row.names)
    assert row.tried > 10_000


@pytest.mark.parametrize("weakness", WEAKENED)
def test_a_hole_is_found(me: Account, weakness: str) -> None:
    """An attack that cannot fail proves nothing: each hole made on purpose is named."""
    row = attack_sandbox.attacked(
        me, "somebody", "airlock", has_namespaces=True, is_small=True, weakened=IMPORT + WEAKENED[weakness]
    )
    assert row.failed > 0
    assert row.names != ()


@pytest.mark.parametrize("how", attack_sandbox.CLINGS)
def test_a_hostile_child_does_not_outlive_its_desktop(account: Account, how: str) -> None:
    """It ignores all signals, its pipe and its parent, tries to forget the death signal, and dies all the same."""
    assert not attack_sandbox.goes_on(account, how)


def test_a_child_that_may_forget_the_death_signal_goes_on(me: Account) -> None:
    """It is the refused prctl that holds: without that rule the same child outlives the desktop, and is ended here."""
    assert attack_sandbox.goes_on(me, "spins", weakened=IMPORT + "rules.HARMLESS_PRCTLS += (1,)", wait_s=1.0)
