"""Know which documents somebody waits for, and have their jobs go before others. Makes no job."""

from desktop_app.conversation.errands import Errands, Jobs
from desktop_app.jobs.need import Urgency


class Hurry:
    """Who waits for which document: whoever asked about it before whoever looks at it, and both before the rest."""

    def __init__(self, jobs: Jobs, errands: Errands) -> None:
        self._jobs = jobs
        self._errands = errands
        self._asked: set[str] = set()
        self._current = ""

    def of(self, document_id: str) -> Urgency:
        """Return how urgent it is to prepare a document."""
        if document_id in self._asked:
            return Urgency.ASKED
        return Urgency.CURRENT if document_id == self._current else Urgency.REST

    def look_at(self, document_id: str) -> None:
        """Somebody looks at this document now, and at no other; empty: at none."""
        before, self._current = self._current, document_id
        for changed in (before, document_id):
            self._tell(changed)

    def ask(self, document_id: str) -> None:
        """Somebody waits for an answer about it."""
        if document_id not in self._asked:
            self._asked.add(document_id)
            self._tell(document_id)

    def forget(self, document_id: str) -> None:
        """Nobody waits for an answer about it any more."""
        self._asked.discard(document_id)
        self._tell(document_id)

    def _tell(self, document_id: str) -> None:
        for job_id in self._errands.preparing(document_id):
            self._jobs.hasten(job_id, self.of(document_id))
