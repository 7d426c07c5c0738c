"""Remember which files came together, so that those that cannot be read are told of together. Knows no window."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from desktop_app.conversation.document import Document, DocumentState, Refusal


@dataclass
class _Drop:
    """Files that came together.

    Attributes:
        all, waiting: their ids, and those of the ones that have not been tried yet.
        failed: those that could not be read.
        is_told: whether somebody is told of those in the end.
    """

    all: frozenset[str]
    waiting: set[str]
    is_told: bool
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

    @property
    def progress(self) -> DropProgress | None:
        """How far all drops are together; None where nothing waits, or a single file."""
        total = len(frozenset().union(*(drop.all for drop in self._by_document.values())))
        return DropProgress(total - len(self._by_document), total) if total > 1 else None

    def tells_of(self, document_id: str) -> bool:
        """Tell whether a file that cannot be read is told of together with others."""
        drop = self._by_document.get(document_id)
        return drop is not None and drop.is_told

    def begin(self, documents: Sequence[Document]) -> None:
        """Take a drop in."""
        self._begin(documents, is_told=True)

    def count(self, documents: Sequence[Document]) -> None:
        """Count files that were tried before and are prepared anew; those that still wait in a drop stay in it."""
        self._begin([document for document in documents if document.id not in self._by_document], is_told=False)

    def end(self, document_id: str, ended: Document | None) -> Refusal | None:
        """Note that a file has been tried (None: taken away). Returns what to tell, when it was the last of its drop."""
        drop = self._by_document.pop(document_id, None)
        if drop is None:
            return None
        drop.waiting.discard(document_id)
        if ended is not None and ended.state is DocumentState.FAILED:
            drop.failed.append(ended)
        self.on_advanced(self.progress)
        is_told = drop.is_told and not drop.waiting and bool(drop.failed)
        return Refusal(tuple(drop.failed), len(drop.all)) if is_told else None

    def _begin(self, documents: Sequence[Document], *, is_told: bool) -> None:
        ids = frozenset(document.id for document in documents)
        drop = _Drop(ids, set(ids), is_told)
        self._by_document.update(dict.fromkeys(ids, drop))
        self.on_advanced(self.progress)
