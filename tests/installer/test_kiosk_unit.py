"""The service of the kiosk is packed, and says what the kiosk's own promises lean on."""

import configparser
import importlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
UNIT = ROOT / "installer" / "linux" / "kiosk" / "in-camera-kiosk.service"
SESSION = UNIT.with_name("kiosk-session")


def service() -> dict[str, str]:
    """Return the unit's section Service; of a key that comes twice the last."""
    parser = configparser.RawConfigParser(strict=False)
    parser.optionxform = str  # type: ignore[assignment,method-assign]  # keys of systemd have capitals
    parser.read_string(UNIT.read_text(encoding="utf-8"))
    return dict(parser["Service"])


def test_no_key_switches_to_another_console_and_a_window_that_hangs_is_started_again() -> None:
    """`-s` would let it; the kiosk tells the manager itself, as a child of cage."""
    unit = service()
    assert "/usr/lib/in-camera/kiosk-session /usr/bin/incamera kiosk" == unit["ExecStart"]
    assert "cage -d -- " in SESSION.read_text(encoding="utf-8")
    assert ("notify", "all") == (unit["Type"], unit["NotifyAccess"])
    assert int(unit["WatchdogSec"]) > 0
    assert "on-failure" == unit["Restart"]


def test_nothing_of_a_person_reaches_a_disk() -> None:
    """Neither as a core nor as swap."""
    assert ("0", "0") == (service()["LimitCORE"], service()["MemorySwapMax"])


def test_both_packages_bring_service_and_recipe(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Where systemd and people look for them."""
    monkeypatch.syspath_prepend(str(ROOT / "installer"))
    packages = importlib.import_module("build_packages")
    monkeypatch.setattr(packages, "_time", lambda: "2026-01-01T00:00:00Z")
    description = packages._description(tmp_path, "0.1.0")
    packed = {one["dst"]: Path(one["src"]) for one in description["contents"]}
    for target in ("systemd/system/in-camera-kiosk.service", "in-camera/kiosk-session"):
        assert packed[f"/usr/lib/{target}"].is_file()
    assert packed["/usr/share/doc/in-camera/kiosk.md"].is_file()


@pytest.mark.skipif(sys.platform != "linux", reason="cage is a program of Linux")
@pytest.mark.parametrize("code", [0, 6, 70])
def test_a_session_ends_as_its_kiosk_ended(code: int, tmp_path: Path) -> None:
    """Though cage ends with 0 whatever happens; one that left no code has died."""
    cage = tmp_path / "cage"
    cage.write_text('#!/bin/sh\nshift 2\n"$@"\nexit 0\n' if code != 70 else "#!/bin/sh\nexit 0\n")
    cage.chmod(0o755)
    environment = os.environ | {"PATH": f"{tmp_path}:{os.environ['PATH']}", "XDG_RUNTIME_DIR": str(tmp_path)}
    ran = subprocess.run(["sh", SESSION, "sh", "-c", f"exit {code}"], env=environment)
    assert code == ran.returncode


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd-analyze is not installed")
def test_systemd_understands_it(tmp_path: Path) -> None:
    """Every key is one."""
    text = UNIT.read_text(encoding="utf-8")
    copy = tmp_path / UNIT.name
    copy.write_text(text.replace("/usr/lib/in-camera/kiosk-session /usr/bin/incamera", sys.executable))
    ran = subprocess.run(["systemd-analyze", "verify", str(copy)], capture_output=True, text=True)
    assert not [line for line in ran.stderr.splitlines() if UNIT.name in line and "Unknown" in line]
