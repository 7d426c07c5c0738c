"""Open the two dialogs that belong to no document: settings and the list of keys."""

from collections.abc import Callable, Sequence

import msgspec
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from desktop_app.gui.dialogs.keys_dialog import KeysDialog
from desktop_app.gui.dialogs.settings_dialog import SettingsDialog
from desktop_app.gui.settings_controller import SettingsController
from desktop_app.gui.style.theme import Theme
from desktop_app.gui.words import translations


class DialogController(QObject):
    """Who opens them, and makes every change in them take effect at once.

    Signals:
        managed_asked: somebody wants to see what their organisation has decided.
    """

    managed_asked = Signal()

    def __init__(
        self, parent: QWidget, settings: SettingsController, theme: Theme, limit_pages: Callable[[int], None]
    ) -> None:
        """Make them.

        Args:
            parent: what they open over.
            settings: where changes are kept.
            theme: takes effect at once.
            limit_pages: is told how many megabytes pages may take; 0: as suits the machine.
        """
        super().__init__()
        self._limit_pages = limit_pages
        self._parent = parent
        self._settings = settings
        self._theme = theme

    def open_settings(self) -> None:
        """Show the settings."""
        settings = self._settings
        dialog = SettingsDialog(settings.settings, self._parent, decided_language=translations.decided())
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.theme_chosen.connect(self._theme.prefer)
        dialog.theme_chosen.connect(
            lambda theme: settings.change(msgspec.structs.replace(settings.settings, theme=theme))
        )
        dialog.language_chosen.connect(
            lambda language: settings.change(msgspec.structs.replace(settings.settings, language=language))
        )
        dialog.managed_asked.connect(self.managed_asked)
        dialog.page_memory_chosen.connect(self._limit_pages)
        dialog.page_memory_chosen.connect(
            lambda size_mb: settings.change(msgspec.structs.replace(settings.settings, page_memory_mb=size_mb))
        )
        dialog.open()

    def open_keys(self, keys: Sequence[QAction], typed: Sequence[tuple[str, str]]) -> None:
        """Show the keys as they are bound, and those `typed` that mean something in one place only."""
        dialog = KeysDialog(keys, typed, self._parent)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()
