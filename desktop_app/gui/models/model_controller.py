"""Decide which model answers: what was chosen last time, what is chosen now, and what to do when it cannot be loaded.

Imports nothing (`model_import_controller.py`) and starts no process: it says which engine is to be used.
"""

from collections.abc import Callable
from dataclasses import dataclass

import msgspec
from PySide6.QtCore import QObject, Signal

from desktop_app.foundation.errors import AppError
from desktop_app.gui.background import Background
from desktop_app.gui.models.model_picker_view import ModelPickerView
from desktop_app.gui.notices.notice_controller import NoticeController
from desktop_app.gui.settings_controller import SettingsController
from desktop_app.gui.words import wording
from desktop_app.jobs.warm_engine import EngineNews
from desktop_app.models import model_choice
from desktop_app.models.model_choice import READER, Choice
from desktop_app.runtime_client.process import ChildCommand


@dataclass(frozen=True)
class EngineSeat:
    """Where an engine sits.

    Attributes:
        first: what sits there when the window opens.
        refused: why that is not what was remembered; None when it is.
        use: let another engine take over; must not block.
    """

    first: Choice
    refused: AppError | None
    use: Callable[[ChildCommand], None]


class ModelController(QObject):
    """The choice of the model.

    Signals:
        chosen: a `Choice` that was just made.
        known: the `ModelInfo` of the model that is ready.
        load_changed: how far its load is, in words; empty where there is none to wait for.
    """

    chosen = Signal(object)
    known = Signal(object)
    load_changed = Signal(str)

    def __init__(
        self, seat: EngineSeat, picker: ModelPickerView, settings: SettingsController, notices: NoticeController
    ) -> None:
        super().__init__()
        self._seat = seat
        self._picker = picker
        self._settings = settings
        self._notices = notices
        self._background = Background(self)
        self._choice = seat.first
        picker.model_chosen.connect(self.choose)
        notices.reader_asked.connect(self.use_reader)
        notices.four_bit_asked.connect(lambda: self.choose(self._choice.name, "int4"))
        self.list_models()
        if seat.refused is not None:
            notices.show_refused_model(settings.settings.model, seat.refused)

    @property
    def choice(self) -> Choice:
        """The model that answers."""
        return self._choice

    def show(self) -> None:
        """Show which model answers, of which nothing more is known yet."""
        choice = self._choice
        self.load_changed.emit("" if choice.is_built_in else self.tr("Loading…"))
        self._picker.show_choice(choice.name, choice.precision)
        self._notices.expect_model(None if choice.is_built_in else choice.precision)

    def list_models(self) -> None:
        """Look which models there are."""
        self._background.do(_names, self._picker.show_models, self._notices.show_error)

    def choose(self, name: str, precision: str) -> None:
        """Let a model answer from now on, unless it does."""
        if (name, precision) == (self._choice.name, self._choice.precision):
            self._picker.tick_chosen()
            return
        self._background.do(lambda: model_choice.choice(name, precision), self._take, self._on_refused)

    def use_reader(self) -> None:
        """Go back to the built-in reader."""
        self.choose(READER, "auto")

    def on_engine_news(self, news: EngineNews) -> None:
        """Note how a load goes; an engine that is not the chosen one any more is of no interest."""
        if news.command is not self._choice.command:
            return
        if news.error is not None:
            self.load_changed.emit("")
            self._notices.show_error(news.error)
        elif news.model is not None:
            self.load_changed.emit("")
            self._picker.show_loaded("" if self._choice.is_built_in else news.model.precision)
            self.known.emit(news.model)
        elif news.total and not self._choice.is_built_in:
            words = self.tr("Loading {progress}").format(progress=wording.progress(news.done, news.total))
            self.load_changed.emit(words)

    def close(self) -> None:
        """Stop looking at the disk."""
        self._background.close()

    def _take(self, choice: Choice) -> None:
        self._choice = choice
        self._notices.clear()
        self.show()
        settings = self._settings.settings
        self._settings.change(msgspec.structs.replace(settings, model=choice.name, precision=choice.precision))
        self._seat.use(choice.command)
        self.chosen.emit(choice)

    def _on_refused(self, error: AppError) -> None:
        self._picker.tick_chosen()
        self.list_models()
        self._notices.show_error(error)


def _names() -> tuple[str, ...]:
    return tuple(record.name for record in model_choice.library().records())
