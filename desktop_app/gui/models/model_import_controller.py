"""Bring a folder of weights into the library from the window: ask, check, show the licences, copy, say when it is ready.

What is done is `models/model_import.py`; here it gets a thread, and its questions get to a person. Draws nothing.
"""

import datetime as dt
import queue
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from PySide6.QtCore import QObject, Qt, Signal

from desktop_app.foundation.errors import AppError
from desktop_app.foundation.machine import Machine
from desktop_app.gui.background import Background
from desktop_app.gui.models.model_picker_view import ModelPickerView
from desktop_app.gui.models.models_dialog import ModelsDialog
from desktop_app.gui.style import file_dialogs
from desktop_app.models import model_choice
from desktop_app.models.model_fit import ModelFit, model_fit, weights_bytes
from desktop_app.models.model_folder import missing_from
from desktop_app.models.model_import import ImportOptions, ImportTools, LicenceText, import_model, name_of
from desktop_app.models.model_library import ModelRecord
from desktop_app.models.weights_check import WeightsCheck

_TELL_EVERY_S = 0.05
"""A disk tells of a block every few milliseconds; nobody sees more than this."""


@dataclass(frozen=True)
class Import:
    """One import on its way: `stop` ends it, and every page of licences waits for one word in `answers`."""

    stop: threading.Event
    answers: "queue.SimpleQueue[bool]"


class ModelImportController(QObject):
    """The way of a model into the library.

    Signals:
        imported: the name of a model that is there now.
    """

    imported = Signal(str)
    _licences_asked = Signal(object, object)
    _progressed = Signal(object, object, object)

    def __init__(self, picker: ModelPickerView, machine: Machine, check: WeightsCheck) -> None:
        """`check` judges a folder in a sandboxed process and raises AppError."""
        super().__init__()
        self._picker = picker
        self._machine = machine
        self._check = check
        self._background = Background(self)
        self._dialog: ModelsDialog | None = None
        self._import: Import | None = None
        self._licences_asked.connect(self._on_licences_asked)
        self._progressed.connect(self._on_progressed)
        picker.add_asked.connect(self.open_dialog)

    def open_dialog(self) -> None:
        """Show what a larger model would do here, and let a folder be chosen."""
        dialog = ModelsDialog(self._machine, self._picker.window())
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.folder_asked.connect(self._on_folder_asked)
        dialog.import_asked.connect(self._on_import_asked)
        dialog.licences_answered.connect(self._answer)
        dialog.finished.connect(self._on_closed)
        self._dialog = dialog
        self._background.do(_known_fits(self._machine), self._show_known, self._on_failed)
        dialog.open()

    def take_folder(self, folder: Path) -> None:
        """Propose a folder: its name, and what it would do on this machine; or say what it lacks to be a model's."""
        memory = self._machine.memory_bytes

        def look() -> tuple[tuple[str, ...], str, ModelFit]:
            return missing_from(folder), name_of(folder), _fit_of(folder, memory)

        self._background.do(
            look,
            lambda found: self._show_folder(folder, *found),
            lambda error: self._show_no_model(folder, error),
        )

    def close(self) -> None:
        """End what is going on; nothing of it stays."""
        self._stop()
        self._background.close()

    def _on_folder_asked(self) -> None:
        chosen = file_dialogs.folder_to_open(self._dialog, self.tr("Choose the folder of a model"))
        if chosen is not None:
            self.take_folder(chosen)

    def _on_import_asked(self, source: Path, name: str, keep: Literal["copy", "reference"]) -> None:
        options = ImportOptions(source, name, keep, asked_in="window")
        going = self._import = Import(threading.Event(), queue.SimpleQueue())
        self._background.do(
            lambda: self._run(options, going), self._on_imported, lambda error: self._on_import_failed(going, error)
        )

    # -- on the background's thread --------------------------------------------------------------------------------

    def _run(self, options: ImportOptions, going: Import) -> ModelRecord:
        told_at = 0.0

        def accept(licences: tuple[LicenceText, ...]) -> bool:
            self._licences_asked.emit(going, licences)
            return going.answers.get()

        def tell(done: int, total: int) -> None:
            nonlocal told_at
            if time.monotonic() - told_at > _TELL_EVERY_S or done == total:
                told_at = time.monotonic()
                self._progressed.emit(going, done, total)

        def check(folder: Path, families: tuple[str, ...]) -> str:
            return self._check(folder, families, going.stop)

        tools = ImportTools(check, accept, tell, going.stop.is_set, lambda: dt.datetime.now(dt.UTC))
        return import_model(options, model_choice.library(), model_choice.releases(), tools)

    # -- on the window's thread ------------------------------------------------------------------------------------

    def _answer(self, is_accepted: bool) -> None:
        if self._import is not None:
            self._import.answers.put(is_accepted)

    def _stop(self) -> None:
        if self._import is not None:
            self._import.stop.set()
            self._import.answers.put(False)  # the answer of who has left
            self._import = None

    def _on_closed(self) -> None:
        self._stop()
        self._dialog = None

    def _show_known(self, known: tuple[tuple[str, ModelFit], ...]) -> None:
        if self._dialog is not None:
            self._dialog.show_known(known)

    def _show_folder(self, folder: Path, missing: tuple[str, ...], name: str, fit: ModelFit) -> None:
        if self._dialog is not None and missing:
            self._dialog.show_no_model(folder, missing)
        elif self._dialog is not None:
            self._dialog.show_folder(folder, name, fit)

    def _show_no_model(self, folder: Path, error: AppError) -> None:
        if self._dialog is not None:
            self._dialog.show_no_model(folder, ())
            self._dialog.show_failed(error)

    def _on_licences_asked(self, going: Import, licences: tuple[LicenceText, ...]) -> None:
        if self._dialog is not None and going is self._import:
            self._dialog.show_licences(licences)

    def _on_progressed(self, going: Import, done: int, total: int) -> None:
        if self._dialog is not None and going is self._import:
            self._dialog.show_progress(done, total)

    def _on_imported(self, record: ModelRecord) -> None:
        self._import = None
        if self._dialog is not None:
            self._dialog.accept()
        self.imported.emit(record.name)

    def _on_import_failed(self, going: Import, error: AppError) -> None:
        if going is self._import:
            self._import = None
            self._on_failed(error)

    def _on_failed(self, error: AppError) -> None:
        if self._dialog is not None:
            self._dialog.show_failed(error)


def _fit_of(folder: Path, memory_bytes: int) -> ModelFit:
    release = model_choice.releases().for_folder(folder.resolve().name)
    return model_fit(weights_bytes(folder), memory_bytes, release)


def _known_fits(machine: Machine) -> Callable[[], tuple[tuple[str, ModelFit], ...]]:
    """Return what tells of every published release whose size we know what it would do on this machine."""

    def look() -> tuple[tuple[str, ModelFit], ...]:
        known = [release for release in model_choice.releases().releases if release.weights_bytes]
        return tuple((item.title, model_fit(item.weights_bytes, machine.memory_bytes, item)) for item in known)

    return look
