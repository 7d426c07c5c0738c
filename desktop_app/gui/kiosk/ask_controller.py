"""The third step: ask what somebody touches or types, show the answer and its place, and have the hidden copy written."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject

from desktop_app.conversation.copy_order import may_be_copied
from desktop_app.conversation.document import Document, Question, Turn, TurnState
from desktop_app.conversation.errands import Jobs
from desktop_app.foundation.errors import AppError
from desktop_app.foundation.plain_text import plain
from desktop_app.gui.answers.sources import all_sources, first_source
from desktop_app.gui.conversation.documents_controller import DocumentsController
from desktop_app.gui.conversation.turns_controller import TurnsController
from desktop_app.gui.kiosk.ask_view import AskView
from desktop_app.gui.kiosk.kiosk_words import error_words
from desktop_app.gui.kiosk.page_shower import PageShower
from desktop_app.gui.words import wording
from desktop_app.jobs.copy_places import Place
from desktop_app.jobs.job import Job, JobEnded, JobEvent, JobOptions, JobState
from desktop_app.jobs.need import Urgency
from desktop_app.kiosk.copy_folders import copy_folder
from desktop_app.managed.rules import Rules
from desktop_app.settings.presets import Preset


class AskController(QObject):
    """Who asks for somebody."""

    def __init__(
        self,
        jobs: Jobs,
        new_id: Callable[[], str],
        conversation: tuple[DocumentsController, TurnsController],
        shower: PageShower,
        view: AskView,
        rules: Rules,
    ) -> None:
        super().__init__()
        self._jobs = jobs
        self._new_id = new_id
        self._documents, self._turns = conversation
        self._shower = shower
        self._view = view
        self._rules = rules
        self._copying = ""
        view.asked.connect(lambda text: self._ask(Question(text)))
        view.preset_chosen.connect(self._on_preset)
        view.copy_asked.connect(self._on_copy_asked)
        self._turns.turn_added.connect(self._on_turn)
        self._turns.turn_changed.connect(self._on_turn)
        self._documents.document_changed.connect(lambda _: self._show_copy())

    @property
    def is_copying(self) -> bool:
        """Whether a copy is being written."""
        return bool(self._copying)

    def open(self) -> None:
        """Show the document that is looked at."""
        self._shower.show_page(1)
        self._show_copy()

    def close(self) -> None:
        """Show nothing of anybody."""
        self._copying = ""
        self._shower.forget()
        self._view.clear()

    def on_job_event(self, event: JobEvent) -> None:
        """Note how a copy of ours ends; other jobs' events are not ours."""
        if not self._copying or event.job_id != self._copying or not isinstance(event, JobEnded):
            return
        self._copying = ""
        copy = event.result.copy if event.result is not None else None
        if copy is not None:
            words = self.tr("The hidden copy is on {place}: {name}")
            self._view.show_message(words.format(place=copy.output.parent.name, name=copy.output.name))
        elif event.state is JobState.FAILED:
            self._tell(event.error or AppError("bug"))
        self._show_copy()

    def _ask(self, question: Question) -> None:
        document = self._documents.current
        if document is not None and not self._turns.is_busy:
            self._view.show_message("")
            self._turns.ask(document, question)

    def _on_preset(self, preset: Preset) -> None:
        title, note = wording.preset_title(preset.title), wording.preset_note(preset.note)
        self._ask(Question(preset.question, title, note=note))

    def _on_turn(self, turn: Turn) -> None:
        self._view.answer.show_turn(turn)
        self._view.show_busy(is_busy=self._turns.is_busy)
        if turn.state is TurnState.DONE and turn.answer is not None and all_sources(turn.answer):
            self._shower.light(all_sources(turn.answer), first_source(turn.answer))
        else:
            self._shower.light((), None)

    def _show_copy(self) -> None:
        document = self._documents.current
        if document is None:
            return
        reason = ""
        if copy_folder(self._rules, document.path) is None:
            reason = self.tr("Your organisation has allowed no place here for copies to be taken along.")
        may = not reason and not self._copying and may_be_copied(document, self._documents.pages_to_review(document.id))
        self._view.show_copy(is_allowed=may, reason=reason)

    def _on_copy_asked(self) -> None:
        document = self._documents.current
        folder = copy_folder(self._rules, document.path) if document is not None else None
        if document is None or folder is None or document.prepared is None or self._copying:
            return
        options = JobOptions(policy=document.prepared.policy, decided_for=document.sha256)
        place = Place(folder, is_folder=True, stem=self._stem_of(document))
        prepared = document.prepared
        job = Job(self._new_id(), document.path, (), options, prepared, copy_to=place, urgency=Urgency.ASKED)
        self._copying = job.id
        self._view.show_message(self.tr("The copy is being written. Leave the stick where it is."))
        self._show_copy()
        try:
            self._jobs.submit(job)
        except AppError as error:
            self._copying = ""
            self._tell(error)

    def _tell(self, error: AppError) -> None:
        self._view.show_message(error_words(error, is_about_file=False))

    def _stem_of(self, document: Document) -> str:
        return self.tr("{name} (hidden)").format(name=plain(Path(document.name).stem))
