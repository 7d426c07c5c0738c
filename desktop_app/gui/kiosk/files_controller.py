"""The first step: offer drives and folders, list what is in them, take one file in. Everything on a disk is done elsewhere."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from desktop_app.foundation.errors import AppError
from desktop_app.gui.background import Background
from desktop_app.gui.kiosk.drive_watch import DriveWatch
from desktop_app.gui.kiosk.files_view import FilesView
from desktop_app.gui.kiosk.kiosk_words import error_words
from desktop_app.kiosk import shown_files
from desktop_app.kiosk.drives import Drive
from desktop_app.kiosk.shown_files import Entry


class FilesController(QObject):
    """Who helps somebody to bring a file.

    Signals:
        chosen: the `Path` of a file inside an allowed place.
    """

    chosen = Signal(object)

    def __init__(self, view: FilesView, watch: DriveWatch, folders: Sequence[str], background: Background) -> None:
        super().__init__()
        self._view = view
        self._watch = watch
        self._folders = tuple(Path(folder) for folder in folders)
        self._background = background
        self._place: Path | None = None
        self._folder: Path | None = None
        self._is_open = False
        watch.changed.connect(self._on_drives_changed)
        watch.came.connect(self._on_drive_came)
        view.place_chosen.connect(self._go_to_place)
        view.folder_chosen.connect(self._go_to)
        view.file_chosen.connect(self._take)
        view.up_asked.connect(self._go_up)

    def open(self, message: str = "") -> None:
        """Offer what there is; where it is only one place, what is in it."""
        self._is_open = True
        self._view.show_message(message)
        self._offer()

    def close(self) -> None:
        """Show nothing of anybody."""
        self._is_open = False
        self._place = self._folder = None
        self._view.clear()

    @property
    def places(self) -> tuple[Path, ...]:
        """Where files may be from now."""
        return (*(drive.path for drive in self._watch.drives), *self._folders)

    def drive_of(self, path: Path) -> Drive | None:
        """Return the drive that a file is on, as its name says."""
        return next((drive for drive in self._watch.drives if path.is_relative_to(drive.path)), None)

    def _offer(self) -> None:
        places = self.places
        if self._place not in places:
            self._place = places[0] if len(places) == 1 else None
            self._folder = self._place
        self._view.show_places([(path, path.name) for path in places], self._place)
        if self._folder is not None:
            self._list(self._folder)
        else:
            self._view.show_entries("" if not places else self.tr("Choose a place"), (), has_above=False)

    def _on_drives_changed(self) -> None:
        if self._is_open:
            self._offer()

    def _on_drive_came(self, drive: Drive) -> None:
        """Whoever plugs something in wants to see what is on it."""
        if self._is_open:
            self._view.show_message("")
            self._place = self._folder = drive.path

    def _go_to_place(self, path: Path) -> None:
        self._place = self._folder = path
        self._view.show_message("")
        self._offer()

    def _go_to(self, path: Path) -> None:
        self._folder = path
        self._list(path)

    def _go_up(self) -> None:
        if self._folder is not None and self._folder != self._place:
            self._go_to(self._folder.parent)

    def _list(self, folder: Path) -> None:
        places = self.places

        def show(entries: tuple[Entry, ...]) -> None:
            if self._is_open and folder == self._folder:
                self._view.show_entries(folder.name, entries, has_above=folder != self._place)

        self._background.do(lambda: shown_files.entries(folder, places), show, self._on_failed)

    def _take(self, path: Path) -> None:
        places = self.places

        def checked() -> Path:
            if not shown_files.is_inside(path, places):
                raise AppError("file_missing")
            return path

        self._background.do(checked, self.chosen.emit, self._on_failed)

    def _on_failed(self, error: AppError) -> None:
        if self._is_open:
            self._view.show_message(error_words(error, is_about_file=True))
