"""Let a person choose in which window the pictures of a document are seen and sent, where they are medical ones."""

from dataclasses import replace

from desktop_app.gui.conversation.documents_controller import DocumentsController
from desktop_app.runtime_client.values import GreyWindow


class MedicalDocuments(DocumentsController):
    """The documents, some of which are pictures of values."""

    def set_window(self, document_id: str, window: GreyWindow | None, shown_key: str = "") -> None:
        """See and send a document in another window; None: as its file says. All of it is prepared anew.

        What was decided about it counts no more, for another window may show what nobody has seen; boxes that a person drew
        stay. `shown_key`: of the page that is on the screen in this window already.
        """
        document = self.document(document_id)
        if document is None or document.window == window or document.is_replaced:
            return
        self._shelf.forget_decisions(document_id)
        self._shelf.forget_sources(document_id, shown_key)
        self._documents[document_id] = changed = replace(document, window=window)
        self.window_changed.emit(document_id)
        self._make_all_anew([changed])
