"""Remember which files came together, so that those that cannot be read are told of together. Values in, values out."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from desktop_app.conversation.document import Document, DocumentState, Refusal


@dataclass
class _Drop:
    waiting: set[str]
    total: int
    failed: list[Document] = field(default_factory=list)


class Drops:
    """The files of each drop that have not been tried yet."""

    def __init__(self) -> None:
        self._by_document: dict[str, _Drop] = {}

    def __contains__(self, document_id: str) -> bool:
        return document_id in self._by_document

    def begin(self, documents: Sequence[Document]) -> None:
        """Take a drop in."""
        drop = _Drop({document.id for document in documents}, len(documents))
        self._by_document.update({document.id: drop for document in documents})

    def end(self, document_id: str, ended: Document | None) -> Refusal | None:
        """Note that a file has been tried (None: taken away). Returns what to tell, when it was the last of its drop."""
        drop = self._by_document.pop(document_id, None)
        if drop is None:
            return None
        drop.waiting.discard(document_id)
        if ended is not None and ended.state is DocumentState.FAILED:
            drop.failed.append(ended)
        return Refusal(tuple(drop.failed), drop.total) if drop.failed and not drop.waiting else None
