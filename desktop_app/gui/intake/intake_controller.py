"""Take files in, however they come: chosen, dropped, pasted, with a folder, as a picture on the clipboard."""

from collections.abc import Collection, Sequence
from pathlib import Path

import msgspec
from PySide6.QtCore import QMimeData, QObject
from PySide6.QtGui import QGuiApplication

from desktop_app.conversation.drops import DropProgress
from desktop_app.conversation.file_gathering import Gathered
from desktop_app.gui.conversation.documents_controller import DocumentsController
from desktop_app.gui.intake.drop_view import DropView
from desktop_app.gui.intake.file_gatherer import FileGatherer, local_files
from desktop_app.gui.intake.pasted_picture import PastedPictures
from desktop_app.gui.intake.sorting_controller import SortingController
from desktop_app.gui.notices.notice_controller import NoticeController
from desktop_app.gui.settings_controller import SettingsController
from desktop_app.gui.style import file_dialogs
from desktop_app.gui.words import wording


class IntakeController(QObject):
    """Who brings files into the conversation. What they are is judged in the airlock."""

    def __init__(
        self,
        documents: DocumentsController,
        notices: NoticeController,
        settings: SettingsController,
        drops: Sequence[DropView],
        sorting: SortingController,
    ) -> None:
        """`drops` are the places in the window whose button asks for files."""
        super().__init__()
        self._settings = settings
        self._documents = documents
        self._notices = notices
        self._drops = drops
        self._gatherer = FileGatherer()
        self._pasted = PastedPictures()
        self._sorting = sorting
        self._gatherer.gathered.connect(self._on_gathered)
        sorting.begun.connect(lambda count: documents.drops.on_advanced(DropProgress(0, count)))
        sorting.sorted.connect(documents.take_in)
        notices.choose_files_asked.connect(self.choose)
        for drop in drops:
            drop.choose_asked.connect(self.choose)

    def add(self, paths: Sequence[Path]) -> None:
        """Take in files and folders."""
        if paths:
            self._gatherer.gather(paths)

    def choose(self) -> None:
        """Let the user choose files, first where they did last."""
        settings = self._settings.settings
        title, filters = self.tr("Open pictures or documents"), wording.file_filters()
        chosen = file_dialogs.files_to_open(self._drops[0].window(), title, settings.folder, filters)
        if chosen:
            self._settings.change(msgspec.structs.replace(settings, folder=str(chosen[0].parent)))
        self.add(chosen)

    def paste(self) -> None:
        """Take in what is on the clipboard."""
        self.take_in(QGuiApplication.clipboard().mimeData())

    def take_in(self, mime: QMimeData) -> None:
        """Take in what was dropped or pasted."""
        files = local_files(mime)
        if files:
            self.add(files)
            return
        picture = self._pasted.store(mime)
        if picture is not None:
            self._documents.add([picture], self.tr("Pasted picture"))
        else:
            self._notices.show_nothing_to_paste()

    def forget_pasted(self, but: Collection[Path]) -> None:
        """Forget pasted pictures that nobody has open, and that nobody can bring back (`but`)."""
        self._pasted.keep_only({*(document.path for document in self._documents.documents), *but})

    def close(self) -> None:
        """Stop looking for files and forget pasted pictures."""
        self._gatherer.close()
        self._pasted.close()

    def _on_gathered(self, found: Gathered) -> None:
        self._sorting.sort(found.files)
        if found.is_cut or not found.files:
            self._notices.show_gathered(found)
