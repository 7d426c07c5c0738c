"""The log lies where the organisation has it, else in the account's own home, wherever a person's variables point."""

import os
import sys
from pathlib import Path

import pytest

from desktop_app.audit.log_folder import log_folder
from desktop_app.jobs.audited import Recorder
from desktop_app.managed.rules import Audit

VARIABLES = ("INCAMERA_HOME", "HOME", "XDG_STATE_HOME", "XDG_DATA_HOME", "LOGNAME", "USER")


@pytest.mark.skipif(sys.platform != "linux", reason="Windows keeps such places elsewhere")
def test_no_variable_moves_the_log(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Who is asked is the system's list of accounts."""
    import pwd

    account = pwd.getpwuid(os.getuid())
    monkeypatch.setattr(pwd, "getpwuid", lambda uid: account if uid == os.getuid() else None)
    for name in VARIABLES:
        monkeypatch.setenv(name, str(tmp_path))
    assert Path(account.pw_dir, ".local/state/in-camera/log") == log_folder("")


def test_a_folder_that_is_decided_is_taken(tmp_path: Path) -> None:
    """By whoever writes, too."""
    assert tmp_path == log_folder(str(tmp_path))
    Recorder(Audit("required", str(tmp_path))).tell("opened", {})
    assert ["audit.jsonl"] == [path.name for path in tmp_path.iterdir()]


@pytest.mark.skipif(sys.platform != "linux", reason="as above")
def test_an_account_that_the_system_does_not_know_keeps_its_log_with_its_settings(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """As in a container that runs under any number."""
    import pwd

    def unknown(uid: int) -> None:
        raise KeyError(uid)

    monkeypatch.setattr(pwd, "getpwuid", unknown)
    monkeypatch.setenv("INCAMERA_HOME", str(tmp_path))
    assert tmp_path / "logs" == log_folder("")
