"""What a person chooses in a dialog is handed on; whether it can be used is found out by whoever uses it."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from desktop_app.gui.style import file_dialogs


def test_a_name_that_the_disk_refuses_is_handed_on(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Writing tells that it is too long, in a sentence; asking whether it is there must not end as a bug."""
    parent = QWidget()
    qtbot.addWidget(parent)
    chosen = tmp_path / ("x" * 300)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_, **__: (str(chosen), ""))

    assert chosen == file_dialogs.file_to_write(parent, "Save", "a.txt")
