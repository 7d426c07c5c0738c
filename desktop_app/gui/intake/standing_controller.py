"""Tell the tray what stands at each document: that it waits for a person's review, is being asked about, has an answer.

Asks nothing and prepares nothing.
"""

from PySide6.QtCore import QObject

from desktop_app.conversation.document import OPEN_STATES, Document, Turn, TurnState
from desktop_app.gui.conversation.documents_controller import DocumentsController
from desktop_app.gui.conversation.turns_controller import TurnsController
from desktop_app.gui.intake.document_list_model import DocumentListModel, Standing


class StandingController(QObject):
    """Who looks after the marks in the tray."""

    def __init__(self, documents: DocumentsController, turns: TurnsController, rows: DocumentListModel) -> None:
        super().__init__()
        self._documents = documents
        self._turns = turns
        self._rows = rows
        documents.document_changed.connect(self._on_document_changed)
        for changed in (turns.turn_added, turns.turn_changed):
            changed.connect(self._on_turn_changed)

    def _on_document_changed(self, document: Document) -> None:
        self._show(document.id)

    def _on_turn_changed(self, turn: Turn) -> None:
        self._show(turn.document_id)

    def _show(self, document_id: str) -> None:
        self._rows.show_standing(document_id, self._standing(document_id))

    def _standing(self, document_id: str) -> Standing:
        if self._documents.pages_to_review(document_id):
            return Standing.REVIEW
        states = {turn.state for turn in self._turns.turns(document_id)}
        if states & OPEN_STATES:
            return Standing.ANSWERING
        return Standing.ANSWERED if TurnState.DONE in states else Standing.NONE
