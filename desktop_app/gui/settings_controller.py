"""Keep the settings while the window is open, and save every change on a thread of its own: a disk may be slow."""

from PySide6.QtCore import QObject

from desktop_app.foundation import logs
from desktop_app.foundation.errors import AppError
from desktop_app.gui.background import Background
from desktop_app.settings.store import Settings, SettingsStore


class SettingsController(QObject):
    """The settings.

    Attributes:
        settings: as they are now.
        damage: what a person should be told of what was remembered; None where it was read.
    """

    def __init__(self, store: SettingsStore) -> None:
        super().__init__()
        self._store = store
        self._background = Background(self)
        self.settings = store.load()
        self.damage = store.damage

    def change(self, settings: Settings) -> None:
        """Use and save other settings."""
        if settings != self.settings:
            self.settings = settings
            self._background.do(lambda: self._store.save(settings), lambda _: None, _note)

    def close(self) -> None:
        """Wait until everything is saved."""
        self._background.finish()


def _note(error: AppError) -> None:
    logs.fact("settings", error.code)  # the next change tries again; nobody's work depends on it
