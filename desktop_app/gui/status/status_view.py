"""Show the foot of the window: the shield at one end; model, its load, device, memory and speed at the other."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from desktop_app.gui.models.model_picker_view import ModelPickerView
from desktop_app.gui.status.shield_view import ShieldView
from desktop_app.gui.style import controls
from desktop_app.gui.words import wording


class StatusView(QFrame):
    """The status bar.

    Attributes:
        shield: the shield.
        model: the button that says which model answers.

    Signals:
        load_cancel_asked: the load is to end.
    """

    load_cancel_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("statusBar")
        self.setFixedHeight(32)
        self.shield = ShieldView()
        self.model = ModelPickerView()
        self._load = controls.label(is_quiet=True, name="modelLoad")
        self._cancel = controls.button(
            self.tr("Cancel"), "link", self.tr("Stop loading and go back to the built-in reader")
        )
        self._cancel.clicked.connect(self.load_cancel_asked)
        self._speed = controls.label(is_quiet=True, name="speed")
        self._device = controls.label(is_quiet=True)
        self._memory = controls.label(is_quiet=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(6, 0, 14, 0)
        row.setSpacing(16)
        row.addWidget(self.shield)
        row.addStretch(1)
        row.addWidget(self.model)
        row.addWidget(self._load)
        row.addWidget(self._cancel)
        for label in (self._device, self._memory, self._speed):
            row.addWidget(label)
        self.show_load("")
        self.show_speed("")

    def show_load(self, words: str) -> None:
        """Show how far a load is, with a way out; nothing when it has ended."""
        self._load.setText(words)
        self._load.setVisible(bool(words))
        self._cancel.setVisible(bool(words))

    def show_speed(self, words: str) -> None:
        """Show how fast the last answer came; nothing where it was not counted."""
        self._speed.setText(words)
        self._speed.setVisible(bool(words))

    def show_device(self, device: str) -> None:
        """Show what it runs on."""
        self._device.setText(device)

    def show_memory(self, resident_bytes: int) -> None:
        """Show the memory of both children together."""
        self._memory.setText(wording.memory(resident_bytes))
