"""Let answers be taken along: onto the clipboard, or into a file as Markdown, CSV or JSON. Asks no question."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication

from desktop_app.audit.chain import Facts
from desktop_app.conversation.document import OPEN_STATES, Turn
from desktop_app.export.answers_csv import answers_csv
from desktop_app.export.answers_json import answers_json
from desktop_app.export.answers_markdown import answers_markdown
from desktop_app.export.taken_answers import TakenAnswer
from desktop_app.foundation import atomic_file
from desktop_app.gui.answers.side_view import SideView
from desktop_app.gui.answers.taking import taken
from desktop_app.gui.background import Background
from desktop_app.gui.conversation.documents_controller import DocumentsController
from desktop_app.gui.conversation.turns_controller import TurnsController
from desktop_app.gui.notices.notice_controller import NoticeController
from desktop_app.gui.notices.notice_view import NoticeView
from desktop_app.gui.style import file_dialogs
from desktop_app.gui.words import wording
from desktop_app.jobs import audited
from desktop_app.managed import bounds, in_force

_WRITERS: dict[str, Callable[[Sequence[TakenAnswer]], str]] = {
    ".md": answers_markdown,
    ".csv": answers_csv,
    ".json": answers_json,
}


class TakingController(QObject):
    """Who takes answers along."""

    def __init__(
        self,
        turns: TurnsController,
        documents: DocumentsController,
        side: SideView,
        told: tuple[NoticeController, NoticeView],
        write_down: audited.Tell,
    ) -> None:
        super().__init__()
        self._write_down = write_down
        self._turns = turns
        self._documents = documents
        self._side = side
        self._notices, self._notice = told
        self._background = Background(self)
        side.answers.copy_asked.connect(self.copy)
        side.answers.save_asked.connect(self.save_one)
        side.save_document_asked.connect(self.save_document)
        side.save_all_asked.connect(self.save_all)

    def copy(self, turn_id: str) -> None:
        """Put an answer on the clipboard, with its mark."""
        turn = self._turns.turn(turn_id)
        if turn is not None:
            QGuiApplication.clipboard().setText(wording.copied_answer(turn))
            self._side.answers.show_copied(turn_id)

    def save_one(self, turn_id: str) -> None:
        """Save one answer."""
        turn = self._turns.turn(turn_id)
        if turn is not None:
            self._save([turn])

    def save_document(self) -> None:
        """Save every answer about the document that is looked at."""
        document = self._documents.current
        if document is not None:
            self._save(self._turns.turns(document.id))

    def save_all(self) -> None:
        """Save every answer of the conversation."""
        self._save(self._turns.all_turns)

    def close(self) -> None:
        """Let what is being written be written."""
        self._background.finish()

    def _save(self, turns: Sequence[Turn]) -> None:
        answers = [
            taken(turn, self._documents.document(turn.document_id)) for turn in turns if turn.state not in OPEN_STATES
        ]
        if not answers:
            self._notice.show_notice(self.tr("There is no answer to save yet."), "", [])
            return
        documents = {answer.document for answer in answers}
        subject = Path(answers[0].document).stem if len(documents) == 1 else self.tr("several documents")
        name = self.tr("Answers about {subject}").format(subject=subject)
        kinds = {".md": "Markdown", ".csv": "CSV", ".json": "JSON"}
        place = file_dialogs.file_to_write(self._side.window(), self.tr("Save answers"), f"{name}.md", kinds)
        if place is None:
            return
        writer = _WRITERS[place.suffix.lower()]
        one, many = self.tr("1 answer is saved: {name}"), self.tr("{count} answers are saved: {name}")
        words = (one if len(answers) == 1 else many).format(count=len(answers), name=place.name)

        def write() -> None:
            with audited.failures(self._write_down, audited.NO_JOB):
                bounds.check_export(in_force.rules(), place)
                facts: Facts = {"answers": len(answers), "format": place.suffix.lower().lstrip(".")}
                self._write_down("answers_export_begun", facts)
                atomic_file.write(place, [writer(answers).encode("utf-8", "backslashreplace")])
                self._write_down("answers_exported", facts)

        self._background.do(
            write,
            lambda _: self._notice.show_notice(words, "", []),
            self._notices.show_error,
        )
