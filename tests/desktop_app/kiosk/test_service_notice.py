"""What the service manager is told goes to its socket file, and nowhere where there is none."""

import socket
from pathlib import Path

import pytest

from desktop_app.kiosk import service_notice


def test_it_is_told_where_it_listens(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A datagram each."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
        manager.bind(str(tmp_path / "notify"))
        manager.settimeout(10)
        monkeypatch.setenv("NOTIFY_SOCKET", str(tmp_path / "notify"))
        assert service_notice.tell(service_notice.READY)
        assert service_notice.tell(service_notice.ALIVE)
        assert [b"READY=1", b"WATCHDOG=1"] == [manager.recv(100), manager.recv(100)]


@pytest.mark.parametrize("address", ["", "relative", "127.0.0.1:80", "vsock:2:1", "/nobody/listens"])
def test_nothing_is_sent_to_anything_else(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """No address of any network is one."""
    monkeypatch.setenv("NOTIFY_SOCKET", address)
    assert not service_notice.tell(service_notice.ALIVE)


def test_it_is_told_twice_as_often_as_it_asks(monkeypatch: pytest.MonkeyPatch) -> None:
    """And not at all where it has not asked; in the place of the compositor that it has asked."""
    monkeypatch.setenv("WATCHDOG_PID", "1")
    for asked, every_s in (("10000000", 5.0), ("", None), ("x", None), ("0", None), ("-1", None)):
        monkeypatch.setenv("WATCHDOG_USEC", asked)
        assert every_s == service_notice.interval_s()
