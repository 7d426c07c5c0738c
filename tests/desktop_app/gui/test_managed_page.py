"""What an organisation has decided is said in the window: a padlock with its reason, and a page with every key and its file."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QAbstractButton, QLabel

from desktop_app.gui.dialogs.settings_dialog import SettingsDialog
from desktop_app.gui.managed.lock_words import lock_words
from desktop_app.gui.managed.managed_controller import Decided, ManagedController
from desktop_app.gui.managed.managed_dialog import ManagedDialog
from desktop_app.gui.style.theme import Theme
from desktop_app.managed.policy_files import Found, Origin
from desktop_app.managed.rules import Audit, Export, Interface, Models, Redaction, Rules
from tests.helpers import finding
from tests.helpers.hands import Person

EVERYTHING = {
    "redaction": Redaction("medical", review=True),
    "models": Models(("reader",)),
    "export": Export(("png",), ("/srv/copies",)),
    "audit": Audit("required"),
    "interface": Interface("zh_CN"),
}


def decided(tmp_path: Path) -> Decided:
    """Return what is decided on a machine where everything is."""
    origin = Origin(tmp_path / "20-b.toml", (tmp_path / "10-a.toml",))
    found = Found(dict(EVERYTHING), dict.fromkeys(EVERYTHING, origin), (), ())
    return Decided(found, ("30-c.toml is ignored.",))


def locked(person: Person) -> dict[str, str]:
    """Return the reasons that stand on padlocks, by the name of the control."""
    marks = person.window.findChildren(QLabel, "lockMark")
    return {parent.objectName(): mark.accessibleName() for mark in marks if (parent := mark.parentWidget()) is not None}


def test_every_locked_control_has_a_padlock_and_says_why(person: Person, look: Theme, tmp_path: Path) -> None:
    """For the eye, for the pointer and for a screen reader."""
    assert {} == locked(person)
    bar = person.window.page.tool_bar
    controls = {"redaction": (bar.picker,), "models": (person.window.status.model,), "export": (bar.copies,)}
    controller = ManagedController(person.window, look, controls, lambda: decided(tmp_path))
    reasons = locked(person)
    assert 3 == len(reasons)
    for control in (bar.picker, person.window.status.model, bar.copies):
        reason = reasons[control.objectName()]
        assert reason.startswith("Your organisation has decided")
        assert reason.split(":")[0] in control.toolTip()
        assert reason == control.accessibleDescription()
    controller.open()
    dialog = finding.dialog(ManagedDialog)
    words = "\n".join(finding.words_in(dialog))
    for said in (
        "redaction.least",
        "medical",
        "20-b.toml, instead of",
        "30-c.toml is ignored.",
        "/srv/copies",
        "decided on the language",
    ):
        assert said in words
    dialog.close()


def test_the_page_opens_from_the_settings(person: Person) -> None:
    """Also where nothing is decided, and then says so."""
    finding.button(person.window, "Settings (Ctrl+,)").click()
    settings = finding.dialog(SettingsDialog)
    button: QAbstractButton = finding.button(settings, "Managed by your organisation…")
    button.click()
    dialog = finding.dialog(ManagedDialog)
    assert "No policy of an organisation binds this computer." in finding.words_in(dialog)
    dialog.close()
    settings.close()


@pytest.mark.parametrize("table", sorted(EVERYTHING))
def test_every_table_that_locks_something_has_a_sentence(table: str) -> None:
    """And nothing is said where nothing is locked."""
    assert () == lock_words(Rules()).all
    assert lock_words(Rules(**{table: EVERYTHING[table]})).all  # type: ignore[arg-type]  # each its own table's type
