"""Folders are walked beside the window."""

import threading
from collections.abc import Sequence
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop_app.conversation import file_gathering
from desktop_app.gui.intake.file_gatherer import FileGatherer


def test_gathering_happens_on_another_thread(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A slow disk holds up a thread of its own, not the window."""
    threads: list[int] = []
    real = file_gathering.gathered

    def told(paths: Sequence[Path]) -> file_gathering.Gathered:
        threads.append(threading.get_ident())
        return real(paths)

    monkeypatch.setattr(file_gathering, "gathered", told)
    gatherer = FileGatherer()

    with qtbot.waitSignal(gatherer.gathered):
        gatherer.gather([tmp_path])
    gatherer.close()

    assert len(threads) == 1
    assert threads[0] != threading.get_ident()
