"""Show the foot of the window: the shield at one end; model, device and memory at the other."""

from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from desktop_app.gui import controls, wording
from desktop_app.gui.shield_view import ShieldView


class StatusView(QFrame):
    """The status bar.

    Attributes:
        shield: the shield.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("statusBar")
        self.setFixedHeight(32)
        self.shield = ShieldView()
        self._model = controls.label(self.tr("Built-in reader"), is_quiet=True)
        self._device = controls.label(is_quiet=True)
        self._memory = controls.label(is_quiet=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(6, 0, 14, 0)
        row.setSpacing(16)
        row.addWidget(self.shield)
        row.addStretch(1)
        for label in (self._model, self._device, self._memory):
            row.addWidget(label)

    def show_model(self, name: str) -> None:
        """Show which model answers."""
        self._model.setText(name)

    def show_device(self, device: str) -> None:
        """Show what it runs on."""
        self._device.setText(device)

    def show_memory(self, resident_bytes: int) -> None:
        """Show the memory of both children together."""
        self._memory.setText(wording.memory(resident_bytes))
