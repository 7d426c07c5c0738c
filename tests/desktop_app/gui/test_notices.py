"""A notice says what happened and offers only what can be done about it."""

from pathlib import Path

from PySide6.QtWidgets import QLabel

from desktop_app.settings.store import FILE_NAME
from tests.desktop_app.gui.conftest import Build
from tests.helpers.scripted_runner import Script


def test_settings_that_were_set_aside_are_said(build: Build, tmp_path: Path) -> None:
    """Their policy has gone with them: what is hidden today is not what was hidden yesterday."""
    (tmp_path / "settings").mkdir()
    (tmp_path / "settings" / FILE_NAME).write_bytes(b"{")
    notice = build(Script()).window.side.notice

    assert not notice.isHidden()
    assert "The settings could not be read." in [label.text() for label in notice.findChildren(QLabel)]
