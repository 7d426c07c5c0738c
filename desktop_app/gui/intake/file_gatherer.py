"""Gather the files behind what was dropped or pasted, away from the window's thread. Opens none."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QMimeData, QObject, Signal

from desktop_app.conversation import file_gathering
from desktop_app.conversation.file_gathering import Gathered
from desktop_app.foundation.errors import AppError
from desktop_app.gui.background import Background


class FileGatherer(QObject):
    """Gathers on a thread of its own: a folder may lie on a slow disk.

    Signals:
        gathered: a `Gathered`.
    """

    gathered = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._background = Background(self)

    def gather(self, paths: Sequence[Path]) -> None:
        """Begin; the result comes by signal."""
        wanted = tuple(paths)
        self._background.do(lambda: file_gathering.gathered(wanted), self.gathered.emit, self._on_failed)

    def close(self) -> None:
        """Wait for what has begun."""
        self._background.close()

    def _on_failed(self, _error: AppError) -> None:
        self.gathered.emit(Gathered((), is_cut=False))  # whoever waits for a drop hears of it, whatever happened


def local_files(mime: QMimeData) -> list[Path]:
    """Return the local files and folders in what was dropped or pasted."""
    return [Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile()]
