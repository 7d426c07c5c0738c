"""What a person chooses in a dialog is handed on; whether it can be used is found out by whoever uses it."""

from pathlib import Path

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from desktop_app.gui.style import file_dialogs
from desktop_app.gui.words import wording
from desktop_app.settings.store import SettingsStore
from model_runtime.documents import formats
from tests.helpers.hands import CONTROL, Person


def test_a_name_that_the_disk_refuses_is_handed_on(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Writing tells that it is too long, in a sentence; asking whether it is there must not end as a bug."""
    parent = QWidget()
    qtbot.addWidget(parent)
    chosen = tmp_path / ("x" * 300)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_, **__: (str(chosen), ""))

    assert chosen == file_dialogs.file_to_write(parent, "Save", "a.txt")


class Asked:
    """What Qt's dialog was asked for, in the place of a person who chooses `chosen`."""

    def __init__(self, chosen: list[Path]) -> None:
        self.chosen = [str(path) for path in chosen]
        self.folders: list[str] = []
        self.filters: list[str] = []

    def __call__(self, _parent: QWidget, _title: str, folder: str, filters: str, **_: object) -> tuple[list[str], str]:
        """Choose."""
        self.folders.append(folder)
        self.filters.append(filters)
        return self.chosen, ""


def test_files_are_looked_for_where_they_were_found_last(
    person: Person, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also after a new start; and what can be opened is listed first."""
    scans = tmp_path / "scans"
    scans.mkdir()
    (scans / "a.png").touch()
    asked = Asked([scans / "a.png"])
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", asked)

    person.press(Qt.Key.Key_O, CONTROL)
    person.ready()
    person.press(Qt.Key.Key_O, CONTROL)
    person.until(lambda: len(person.documents) == 2 and person.are_ready)
    person.built.settings.close()

    assert asked.folders == ["", str(scans)]
    assert SettingsStore(tmp_path / "settings").load().folder == str(scans)
    first, everything = asked.filters[0].split(";;")
    assert first.startswith("Pictures and documents (*.png *.PNG *.jpg ")
    assert everything == "All files (*)"


def test_a_folder_that_is_gone_is_not_asked_for(
    person: Person, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The dialog opens where the system thinks best; nothing is chosen, and nothing is remembered."""
    asked = Asked([])
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", asked)
    settings = person.built.settings
    settings.change(msgspec.structs.replace(settings.settings, folder=str(tmp_path / "gone")))

    person.press(Qt.Key.Key_O, CONTROL)

    assert asked.folders == [""]
    assert settings.settings.folder == str(tmp_path / "gone")


def test_every_kind_that_can_be_opened_is_listed() -> None:
    """A file that can be opened must not be invisible in the dialog for it."""
    listed = wording.file_filters()[0]

    assert [kind for kind in formats.FORMATS if f"*.{kind}" not in listed] == []
