"""Remember which files came together, so that those that cannot be read are told of together. Knows no window."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from desktop_app.conversation.document import Document, DocumentState, Refusal


@dataclass
class _Drop:
    waiting: set[str]
    total: int
    failed: list[Document] = field(default_factory=list)


@dataclass(frozen=True)
class DropProgress:
    """How many files of the drops that are under way have been tried, out of `total`."""

    tried: int
    total: int


class Drops:
    """The files of each drop that have not been tried yet.

    Attributes:
        on_advanced: is told how far all drops are together, whenever one begins or a file of one has been tried.
    """

    def __init__(self) -> None:
        self.on_advanced: Callable[[DropProgress | None], None] = lambda _: None
        self._by_document: dict[str, _Drop] = {}

    def __contains__(self, document_id: str) -> bool:
        return document_id in self._by_document

    @property
    def progress(self) -> DropProgress | None:
        """How far all drops are together; None where nothing waits, or a single file."""
        under_way = {id(drop): drop for drop in self._by_document.values()}.values()
        total = sum(drop.total for drop in under_way)
        return DropProgress(total - sum(len(drop.waiting) for drop in under_way), total) if total > 1 else None

    def begin(self, documents: Sequence[Document]) -> None:
        """Take a drop in."""
        drop = _Drop({document.id for document in documents}, len(documents))
        self._by_document.update({document.id: drop for document in documents})
        self.on_advanced(self.progress)

    def end(self, document_id: str, ended: Document | None) -> Refusal | None:
        """Note that a file has been tried (None: taken away). Returns what to tell, when it was the last of its drop."""
        drop = self._by_document.pop(document_id, None)
        if drop is None:
            return None
        drop.waiting.discard(document_id)
        if ended is not None and ended.state is DocumentState.FAILED:
            drop.failed.append(ended)
        self.on_advanced(self.progress)
        return Refusal(tuple(drop.failed), drop.total) if drop.failed and not drop.waiting else None
