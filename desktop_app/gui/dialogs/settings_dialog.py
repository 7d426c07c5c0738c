"""Show the few settings there are: look, language, memory for pages."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QFormLayout, QHBoxLayout, QVBoxLayout, QWidget

from desktop_app.gui.style import controls
from desktop_app.settings.store import Settings

PAGE_MEMORY_MB = (128, 256, 512, 1024, 2048)


class SettingsDialog(QDialog):
    """Settings; every change takes effect at once, but for the language.

    Signals:
        theme_chosen: `system`, `light` or `dark`.
        language_chosen: `system`, `en` or `zh_CN`.
        page_memory_chosen: megabytes; 0: as suits the computer.
        managed_asked: what the organisation has decided is to be shown.
    """

    theme_chosen = Signal(str)
    language_chosen = Signal(str)
    page_memory_chosen = Signal(int)
    managed_asked = Signal()

    def __init__(self, settings: Settings, parent: QWidget | None = None, *, decided_language: str = "") -> None:
        """Show them; a language that the organisation has decided on cannot be changed, and it is said why."""
        super().__init__(parent)
        self.setWindowTitle(self.tr("Settings"))
        self.setMinimumWidth(420)
        self._theme = _choice(
            [("system", self.tr("Like the system")), ("light", self.tr("Light")), ("dark", self.tr("Dark"))],
            settings.theme,
            self.tr("Look"),
        )
        self._language = _choice(
            [("system", self.tr("Like the system")), ("en", "English"), ("zh_CN", "简体中文")],
            decided_language or settings.language,
            self.tr("Language"),
        )
        self._language.setEnabled(not decided_language)
        self._locked = controls.label(self.tr("Your organisation has decided on the language."), is_quiet=True)
        self._locked.setVisible(bool(decided_language))
        self._page_memory = _choice(
            [(0, self.tr("As suits this computer")), *((size, f"{size} MB") for size in PAGE_MEMORY_MB)],
            settings.page_memory_mb,
            self.tr("Memory for pages"),
        )
        self._theme.currentIndexChanged.connect(lambda: self.theme_chosen.emit(self._theme.currentData()))
        self._language.currentIndexChanged.connect(self._on_language_changed)
        self._page_memory.currentIndexChanged.connect(
            lambda: self.page_memory_chosen.emit(self._page_memory.currentData())
        )
        self._hint = controls.label(self.tr("The language changes when In Camera starts again."), is_quiet=True)
        self._hint.hide()
        form = QFormLayout()
        form.setVerticalSpacing(12)
        form.setHorizontalSpacing(24)
        form.addRow(controls.label(self.tr("Look")), self._theme)
        form.addRow(controls.label(self.tr("Language")), self._language)
        form.addRow(controls.label(self.tr("Memory for pages")), self._page_memory)
        close = controls.button(self.tr("Close"), "primary")
        close.clicked.connect(self.accept)
        managed = controls.button(self.tr("Managed by your organisation…"), "link")
        managed.clicked.connect(self.managed_asked)
        foot = QHBoxLayout()
        foot.addWidget(managed)
        foot.addStretch(1)
        foot.addWidget(close)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 16)
        column.setSpacing(14)
        column.addWidget(controls.label(self.tr("Settings"), name="dialogTitle"))
        column.addLayout(form)
        column.addWidget(self._hint)
        column.addWidget(self._locked)
        column.addStretch(1)
        column.addLayout(foot)

    def _on_language_changed(self) -> None:
        self._hint.show()
        self.language_chosen.emit(self._language.currentData())


def _choice(options: Sequence[tuple[object, str]], chosen: object, name: str) -> controls.Choice:
    box = controls.Choice()
    box.setAccessibleName(name)
    for value, words in options:
        box.addItem(words, value)
    box.setCurrentIndex(max(0, box.findData(chosen)))
    return box
