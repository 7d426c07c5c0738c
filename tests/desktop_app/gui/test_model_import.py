"""A model is brought in through the window: never without its licences, never half."""

import json
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QPushButton
from pytestqt.qtbot import QtBot

from desktop_app.foundation.errors import AppError
from desktop_app.gui import app, licence_words
from desktop_app.gui.job_bridge import JobBridge
from desktop_app.gui.model_controller import EngineSeat
from desktop_app.gui.models_dialog import ModelsDialog
from desktop_app.gui.settings_controller import SettingsController
from desktop_app.gui.theme import Theme
from desktop_app.jobs.tools import Tools
from desktop_app.models import model_choice
from desktop_app.models.model_import import UNKNOWN_LICENCE
from desktop_app.models.weights_check import check_weights
from desktop_app.settings.store import SettingsStore
from tests.desktop_app.gui.conftest import Built
from tests.desktop_app.gui.test_window import _ask, _drop, _mime, _turns
from tests.helpers.scripted_runner import Script
from tests.helpers.shape_pictures import draw, quiz

MINIATURE = Path(__file__).parents[2] / "data" / "miniature"
REAL_WAIT_MS = 300_000
UNSEEN = 1_000_003
"""The number of a picture that the miniature was not trained on."""


def dialog_of(built: Built) -> ModelsDialog:
    """Return the dialog that is open."""
    return next(
        widget for widget in QApplication.topLevelWidgets() if isinstance(widget, ModelsDialog) and widget.isVisible()
    )


def open_dialog(qtbot: QtBot, built: Built, folder: Path) -> ModelsDialog:
    """Ask for another model and propose a folder, as its chooser does."""
    built.window.status.model.add_asked.emit()
    dialog = dialog_of(built)
    built.application.controller._parts.imports.take_folder(folder)
    qtbot.waitUntil(dialog._check.isEnabled)
    return dialog


def press(button: QPushButton) -> None:
    """Press a button."""
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def come_to_licences(qtbot: QtBot, dialog: ModelsDialog, *, wait_ms: int = 5_000) -> None:
    """Have the folder checked."""
    press(dialog._check)
    qtbot.waitUntil(lambda: bool(dialog._boxes), timeout=wait_ms)


def library_files(home: Path) -> list[str]:
    """Return all that is in the library."""
    return sorted(str(path.relative_to(home)) for path in home.rglob("*") if path.is_file())


def closed(qtbot: QtBot) -> None:
    """Wait until no dialog is left."""
    qtbot.waitUntil(
        lambda: not any(isinstance(w, ModelsDialog) and w.isVisible() for w in QApplication.topLevelWidgets())
    )


def test_every_sentence_about_a_licence_can_be_translated() -> None:
    """What the data say is what the translation tools see."""
    licences = (*model_choice.releases().licences, UNKNOWN_LICENCE)
    sentences = {sentence for licence in licences for sentence in licence.summary}

    assert sentences | {UNKNOWN_LICENCE.title} == set(licence_words.OURS)


def test_dialog_says_what_models_would_do_on_this_machine(qtbot: QtBot, built: Built) -> None:
    """Weights against memory, in numbers, for what is published and for the folder chosen."""
    dialog = open_dialog(qtbot, built, MINIATURE)
    qtbot.waitUntil(lambda: bool(dialog._known.text()))

    assert "CogVLM2 19B: " in dialog._known.text()
    assert "GB" in dialog._known.text()
    assert dialog._fit.text().startswith("miniature: fits in full precision, which takes about 4.3 GB of ")
    dialog.reject()
    closed(qtbot)


def test_every_licence_must_be_ticked(qtbot: QtBot, built: Built, tmp_path: Path) -> None:
    """A published release shows all its licences with their texts; no key and no button leads past an open one."""
    folder = tmp_path / "cogvlm2-llama3-chat-19B"
    folder.mkdir()
    for path in MINIATURE.iterdir():
        if path.name.startswith(("model", "config", "token")):
            (folder / path.name).write_bytes(path.read_bytes())
    (folder / "LICENSE").write_text("Word for word.", encoding="utf-8")
    dialog = open_dialog(qtbot, built, folder)
    come_to_licences(qtbot, dialog)

    dialog._boxes[0].click()
    press(dialog._accept)
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    qtbot.wait(50)

    assert len(dialog._boxes) == 2
    assert [text.toPlainText() for text in dialog.findChildren(QPlainTextEdit)] == ["Word for word."]
    assert not dialog._accept.isEnabled()
    assert library_files(tmp_path / "profile") == []
    dialog.reject()
    closed(qtbot)


@pytest.mark.parametrize("keep", ["copy", "reference"])
def test_accepted_model_is_recorded_and_chosen(qtbot: QtBot, built: Built, tmp_path: Path, keep: str) -> None:
    """What was accepted, and that it was in the window, is kept; the model answers from then on."""
    dialog = open_dialog(qtbot, built, MINIATURE)
    dialog._in_place.setChecked(keep == "reference")
    come_to_licences(qtbot, dialog)
    dialog._boxes[0].click()
    press(dialog._accept)
    qtbot.waitUntil(lambda: len(built.used) == 1)

    record = json.loads((tmp_path / "profile" / "models" / "miniature" / "model.json").read_bytes())
    assert [(item["licence"], item["accepted_in"]) for item in record["acceptances"]] == [("unknown", "window")]
    assert bool(record["source"]) == (keep == "reference")
    assert built.used[0].engine == "cogvlm2"
    closed(qtbot)


def test_leaving_at_the_licences_leaves_nothing(qtbot: QtBot, built: Built, tmp_path: Path) -> None:
    """Not accepting is an answer; the dialog can be opened again at once."""
    dialog = open_dialog(qtbot, built, MINIATURE)
    come_to_licences(qtbot, dialog)
    dialog.reject()
    closed(qtbot)

    again = open_dialog(qtbot, built, MINIATURE)
    come_to_licences(qtbot, again)
    again.reject()
    closed(qtbot)

    assert library_files(tmp_path / "profile") == []
    assert built.used == []


def test_refused_folder_says_why_and_another_can_be_chosen(
    qtbot: QtBot, built: Built, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The first fault, in its sentence, in the same dialog."""

    def refuse(folder: Path, families: tuple[str, ...], stop: threading.Event) -> str:
        raise AppError("model_unsafe_format")

    monkeypatch.setattr(built.application.controller._parts.imports, "_check", refuse)
    dialog = open_dialog(qtbot, built, MINIATURE)
    press(dialog._check)
    qtbot.waitUntil(dialog._failed.isVisible)

    assert dialog._failed.text() == "The folder holds weights in a format that can run code when it is loaded."
    assert dialog._check.isEnabled()
    assert library_files(tmp_path / "profile") == []
    dialog.reject()
    closed(qtbot)


@pytest.fixture
def real(qtbot: QtBot, look: Theme, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Built]:
    """A window with its real children."""
    monkeypatch.setenv("INCAMERA_HOME", str(tmp_path / "profile"))
    settings = SettingsController(SettingsStore(tmp_path / "settings"))
    bridge = JobBridge()
    first = model_choice.reader()
    tools = Tools(first.command, bridge.pass_child_status, on_engine_news=bridge.pass_engine_news)
    engines = app.Engines(tools.run, EngineSeat(first, None, tools.use_engine), check_weights, tools.store)
    application = app.build(engines, bridge, settings, look)
    application.window.show()
    tools.start()
    yield Built(application.window, Script(), bridge, application, settings, [])
    application.close()
    tools.close()
    application.window.close()
    application.window.deleteLater()


@pytest.mark.timeout(400)
def test_imported_model_answers_about_a_picture(qtbot: QtBot, real: Built, tmp_path: Path) -> None:
    """Folder, sandboxed check, licence, load, picture, question, answer: the whole way with real processes."""
    asked = quiz(UNSEEN)
    question, answer = asked.questions[0]
    picture = tmp_path / "shapes.png"
    draw(asked.items).save(picture)
    dialog = open_dialog(qtbot, real, MINIATURE)
    dialog._in_place.setChecked(True)
    come_to_licences(qtbot, dialog, wait_ms=REAL_WAIT_MS)
    dialog._boxes[0].click()
    press(dialog._accept)
    picker = real.window.status.model
    qtbot.waitUntil(lambda: picker.text() in ("miniature · bf16", "miniature · int4"), timeout=REAL_WAIT_MS)

    _drop(real.window, _mime(picture))
    qtbot.waitUntil(lambda: not real.window.page.canvas._page.boundingRect().isEmpty(), timeout=REAL_WAIT_MS)
    _ask(qtbot, real, question)
    qtbot.waitUntil(
        lambda: len(_turns(real)) == 1 and not real.window.side.question._stop.isVisible(), timeout=REAL_WAIT_MS
    )

    assert _turns(real)[0]._answer.text == answer
    closed(qtbot)
