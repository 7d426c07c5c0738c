"""Keep the settings while the window is open, and save every change on a thread of its own: a disk may be slow."""

from PySide6.QtCore import QObject, QRunnable, QThreadPool

from desktop_app.foundation import logs
from desktop_app.foundation.errors import AppError
from desktop_app.settings.store import Settings, SettingsStore


class SettingsController(QObject):
    """The settings.

    Attributes:
        settings: as they are now.
    """

    def __init__(self, store: SettingsStore) -> None:
        super().__init__()
        self._store = store
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(1)
        self.settings = store.load()

    def change(self, settings: Settings) -> None:
        """Use and save other settings."""
        if settings != self.settings:
            self.settings = settings
            self._pool.start(_Save(self._store, settings))

    def close(self) -> None:
        """Wait until everything is saved."""
        self._pool.waitForDone()


class _Save(QRunnable):
    def __init__(self, store: SettingsStore, settings: Settings) -> None:
        super().__init__()
        self._store = store
        self._settings = settings

    def run(self) -> None:
        try:
            self._store.save(self._settings)
        except AppError as error:
            logs.fact("settings", error.code)  # the next change tries again; nobody's work depends on it
