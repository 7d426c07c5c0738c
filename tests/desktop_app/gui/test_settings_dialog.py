"""What is chosen in the settings holds at once and is remembered."""

import pytest
from PySide6.QtWidgets import QComboBox

from desktop_app.foundation.machine import this_machine
from desktop_app.gui.dialogs.settings_dialog import SettingsDialog
from desktop_app.jobs.page_store import limit_for
from desktop_app.settings.store import Settings
from tests.desktop_app.gui.conftest import Build
from tests.helpers import finding
from tests.helpers.scripted_runner import Script
from tests.helpers.window import Scripted


def _page_memory(built: Scripted) -> QComboBox:
    built.parts.dialogs.open_settings()
    dialog = built.window.findChildren(SettingsDialog)[-1]
    return next(box for box in dialog.findChildren(QComboBox) if box.accessibleName() == "Memory for pages")


def test_the_memory_for_pages_can_be_chosen_and_given_back(build: Build) -> None:
    """The store holds itself to it, and to what suits the computer when that is chosen again."""
    built = build(Script())
    box = _page_memory(built)
    assert box.currentText() == "As suits this computer"
    box.setCurrentText("512 MB")
    assert (built.settings.settings.page_memory_mb, built.script.store.limit_bytes) == (512, 512 << 20)
    box.setCurrentText("As suits this computer")
    assert built.settings.settings.page_memory_mb == 0
    assert built.script.store.limit_bytes == limit_for(this_machine().memory_bytes)


def test_a_window_begins_with_what_was_chosen(build: Build) -> None:
    """From the first page on."""
    first = build(Script())
    _page_memory(first).setCurrentText("256 MB")
    first.settings.close()
    assert build(Script()).script.store.limit_bytes == 256 << 20


@pytest.mark.usefixtures("look")
def test_a_language_that_is_decided_on_is_shown_and_cannot_be_changed() -> None:
    """And it is said who has."""
    for decided, shown in (("zh_CN", "简体中文"), ("", "English")):
        dialog = SettingsDialog(Settings(language="en"), decided_language=decided)
        dialog.show()
        box = next(box for box in dialog.findChildren(QComboBox) if box.accessibleName() == "Language")
        said = "Your organisation has decided on the language." in finding.words_in(dialog)
        assert (shown, not decided, bool(decided)) == (box.currentText(), box.isEnabled(), said)
        dialog.close()
        dialog.deleteLater()
