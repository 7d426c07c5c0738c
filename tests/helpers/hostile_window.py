"""Bring a window into every state in which it says words from outside, all of them hostile."""

from collections.abc import Iterator
from pathlib import Path

import msgspec
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication, QDialog

from desktop_app.foundation.errors import AppError
from desktop_app.foundation.machine import Machine
from desktop_app.gui.models.models_dialog import ModelsDialog
from desktop_app.gui.status.shield_view import ShieldDialog
from desktop_app.jobs.warm_engine import EngineNews
from desktop_app.models.model_fit import model_fit
from desktop_app.models.model_import import UNKNOWN_LICENCE, LicenceText
from desktop_app.models.model_library import ModelRecord
from desktop_app.runtime_client.supervisor import ChildState, ChildStatus
from desktop_app.runtime_client.values import (
    Answer,
    Box,
    CheckResult,
    Field,
    ModelInfo,
    Region,
    SandboxReport,
    Source,
)
from tests.helpers import finding
from tests.helpers.hands import CONTROL, Person
from tests.helpers.hostile_words import PICTURE, file_names, with_paths
from tests.helpers.scripted_runner import Script


def lay_out(folder: Path, profile: Path) -> Path:
    """Put the picture where markup would find it, files of hostile names beside it, policies and a model of such names."""
    picture = folder / PICTURE
    image = QImage(8, 8, QImage.Format.Format_RGB32)
    image.fill(QColor("red"))
    image.save(str(picture))
    for name in file_names():
        (folder / f"{name}.pdf").write_bytes(b"what it is, is judged in the airlock")
        (folder / f"bad{name}.pdf").write_bytes(b"what it is, is judged in the airlock")
    (profile / "policies").mkdir(parents=True)
    for name in file_names():
        (profile / "policies" / f"{name}.toml").write_text("title = 'x'\n")
    for name in file_names()[:2]:
        model = profile / "models" / name
        model.mkdir(parents=True)
        record = ModelRecord(name, name, "0" * 64, (), (), "2026-01-02T00:00:00+00:00", manifest_sha256="0" * 64)
        (model / "model.json").write_bytes(msgspec.json.encode(record))
    return picture


def script(folder: Path) -> Script:
    """Return a runner that finds and answers hostile words."""
    words = with_paths(folder)
    sources = tuple(Source(1, Box(40, 60, 30, 10), word) for word in words[:4])
    answer = Answer(
        text="\n".join(words),
        finish="stop",
        basis="rule",
        confidence="check",
        rule=words[0],
        sources=sources,
        fields=tuple(Field(word, word, "check", sources[:1]) for word in words),
        alternatives=words,
    )
    found = tuple(Region(word, 0.9, word, Box(1 + 9 * n, 1, 8, 8)) for n, word in enumerate(words))
    return Script(answer=answer, deltas=words, found=found)


def states(person: Person, folder: Path) -> Iterator[str]:
    """Drive the window from state to state; yields each one's name while it is on the screen."""
    words, window, built = with_paths(folder), person.window, person.built
    yield "at the start"
    person.take_in(*sorted(folder.glob("[!b]*.pdf")))
    person.ready()
    for document in person.documents:
        built.documents.choose(document.id)
        QApplication.processEvents()
        yield "a document is looked at"
    window.side.question.asked.emit(words[0])
    person.answered()
    yield "an answer with fields"
    person.script.answer = msgspec.structs.replace(person.script.answer, fields=())
    window.side.question.asked.emit(words[1])
    person.answered(2)
    yield "an answer with sources"
    person.press(Qt.Key.Key_R, CONTROL)
    yield "the review"
    person.press(Qt.Key.Key_Escape)
    person.take_in(*sorted(folder.glob("bad*.pdf")))
    person.until(lambda: bool(person.notice))
    yield "files are refused"
    for role in ("airlock", "engine"):
        checks = tuple(CheckResult(word[:150], held=False, enforced=True, detail=word[:150]) for word in words)
        built.bridge.pass_child_status(ChildStatus(role, ChildState.READY, SandboxReport(words[0], words, checks), 1.0))
    person.until(lambda: window.status.shield.property("level") != "checking")
    window.status.shield.click()
    yield from _in_a_dialog("the shield", ShieldDialog)
    info = ModelInfo(words[0], words[1], words[2], words[3], can_see=True, max_page_px=100, square_px=64)
    person.hear(EngineNews(built.parts.models.choice.command, model=info))
    for word in words:
        window.status.model.show_choice(word, "auto")
        window.status.model.show_loaded(word)
        window.start.show_model(word)
        window.page.tool_bar.picker.show_policy(f"own:{word}")
        window.review.show_policy(f"own:{word}")
        yield "a model and a policy"
        built.parts.notices.show_refused_model(word, AppError("model_missing"))
        yield "a model is refused"
        built.parts.notices.show_missing_policy(word)
        yield "a policy is gone"
    yield from _add_a_model(person, words)


def _add_a_model(person: Person, words: tuple[str, ...]) -> Iterator[str]:
    dialog = ModelsDialog(Machine(words[0], 2, 1 << 34, words[1], words[2]), person.window)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()
    fit = model_fit(1 << 33, 1 << 34)
    dialog.show_known(tuple((word, fit) for word in words))
    for word in words:
        dialog.show_folder(Path("/") / word, word, fit)
        yield "a model's folder"
    licences = tuple(msgspec.structs.replace(UNKNOWN_LICENCE, title=word, url=word, summary=(word,)) for word in words)
    dialog.show_licences([LicenceText(licence, word) for licence, word in zip(licences, words, strict=True)])
    yield "licences"
    dialog.close()


def _in_a_dialog(state: str, kind: type[QDialog]) -> Iterator[str]:
    dialog = finding.dialog(kind)
    yield state
    dialog.close()
