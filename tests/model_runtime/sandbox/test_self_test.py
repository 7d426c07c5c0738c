"""The self-test tells the truth: all held inside, nothing held outside, and exactly what is missing in between."""

from pathlib import Path

import pytest

from tests.model_runtime.sandbox.children import Account

NETWORK = ["ipv4_tcp", "ipv6_tcp", "udp", "name_resolution"]
FILES = ["home_read", "outside_write"]
PROCESSES = ["new_process", "unix_socket_connect", "other_process"]
TRACES = ["file_marks", "messages", "outliving"]
FACTS = ["system_facts"]
CHECKS = NETWORK + FILES + PROCESSES + TRACES + FACTS

TELL_CHECKS = """
from model_runtime.sandbox.self_test import run_self_test
tell([[c.check, c.held, c.enforced, c.detail] for c in run_self_test(wanted, layers)])
"""
CLOSED = "wanted = profile(); layers = close_sandbox(wanted)\n" + TELL_CHECKS


def test_every_check_is_held_inside(account: Account) -> None:
    """Every attempt to break out of the closed sandbox is refused, for root and for an ordinary user."""
    told = account.run(CLOSED).told
    assert [[name, True, True] for name in CHECKS] == [result[:3] for result in told]
    assert {"EACCES", "EPERM"} >= {result[3] for result in told}


def test_every_check_is_held_without_namespaces(account: Account) -> None:
    """A system that forbids namespaces loses no check, for anybody."""
    forbidden = "import model_runtime.sandbox.namespaces as n\nn.enter = lambda: False\n"
    told = account.run(forbidden + CLOSED).told
    assert [[name, True, True] for name in CHECKS] == [result[:3] for result in told]


def test_no_check_is_held_in_an_open_process(account: Account) -> None:
    """Without a sandbox every check fails, so that none of them can pass by itself."""
    told = account.run("wanted = profile(); layers = ()\n" + TELL_CHECKS).told
    assert [[name, False, False] for name in CHECKS] == [result[:3] for result in told]


def test_the_self_test_leaves_nothing_behind(account: Account) -> None:
    """Attempts that succeed, because nothing is closed, are undone."""
    ran = account.run("wanted = profile(); layers = ()\n" + TELL_CHECKS)
    assert 0 == ran.returncode
    left = [path for folder in ("/tmp", "/var/tmp", "/dev/shm") for path in Path(folder).glob(".in-camera-self-test*")]
    assert [] == left


@pytest.mark.parametrize(
    ("missing", "lost"),
    [
        ("model_runtime.sandbox.seccomp.install = lambda program: False", NETWORK + PROCESSES + TRACES),
        ("model_runtime.sandbox.landlock.version = lambda architecture: 0", FILES + FACTS),
        ("model_runtime.sandbox.namespaces.enter = lambda: False", []),
    ],
    ids=["no_seccomp", "no_landlock", "no_namespaces"],
)
def test_a_missing_layer_is_said(me: Account, missing: str, lost: list[str]) -> None:
    """Where the system lacks a layer, exactly the checks that only this layer holds are reported as not held."""
    told = me.run("import model_runtime.sandbox.linux\n" + missing + "\n" + CLOSED).told
    tcp = {"ipv4_tcp", "ipv6_tcp"}  # Landlock alone holds these two as well
    assert set(lost) - tcp == {result[0] for result in told if not result[1]} - tcp


def test_closing_and_proving_is_light(me: Account) -> None:
    """Closing and self-test, which every start waits for, import nothing heavy."""
    told = me.run(
        """
        wanted = profile()
        layers = close_sandbox(wanted)
        from model_runtime.sandbox.self_test import run_self_test
        run_self_test(wanted, layers)
        heavy = {"numpy", "cv2", "PIL", "onnxruntime", "subprocess", "asyncio"}
        tell(sorted(heavy & set(sys.modules)))
        """
    ).told
    assert [] == told


def test_a_removed_working_folder_does_not_stop_the_self_test(me: Account, tmp_path: Path) -> None:
    """A child whose working folder is gone still proves its sandbox."""
    folder = tmp_path / "gone"
    folder.mkdir()
    told = me.run("import os\nos.chdir(sys.argv[1]); os.rmdir(sys.argv[1])\n" + CLOSED, str(folder)).told
    assert [] == [result[0] for result in told if not result[1]]


def test_working_in_the_scratch_folder_is_no_breach(me: Account, tmp_path: Path) -> None:
    """A child that was started in its own scratch folder may write there, and holds all checks."""
    code = "import os\nos.chdir(sys.argv[1])\n" + CLOSED.replace("profile()", "profile(scratch=Path(sys.argv[1]))")
    assert [] == [result[0] for result in me.run(code, str(tmp_path)).told if not result[1]]
