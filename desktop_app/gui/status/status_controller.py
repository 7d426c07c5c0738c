"""Tell shield, memory and what is ready from how the two children are. Starts and stops no child."""

from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal

from desktop_app.foundation import atomic_file, left_behind
from desktop_app.foundation.errors import AppError
from desktop_app.foundation.machine import Machine
from desktop_app.gui.notices.notice_controller import NoticeController
from desktop_app.gui.status import shield_view
from desktop_app.gui.status.shield import Shield, ShieldLevel, shield_from
from desktop_app.gui.status.status_view import StatusView
from desktop_app.gui.style import file_dialogs
from desktop_app.gui.words import wording
from desktop_app.runtime_client.supervisor import ChildState, ChildStatus
from desktop_app.runtime_client.values import Answer, ModelInfo, Role


class StatusController(QObject):
    """What the foot of the window tells.

    Signals:
        ready_changed: what is done of a start: sandbox proven, hardware found, model ready.
    """

    ready_changed = Signal(object)

    def __init__(self, view: StatusView, notices: NoticeController, machine: Machine) -> None:
        super().__init__()
        self._view = view
        self._notices = notices
        self._children: dict[Role, ChildStatus] = {}
        self._shield = Shield(ShieldLevel.CHECKING)
        self._cpu = self.tr("CPU, {count} cores").format(count=machine.cores)
        view.show_device(self._cpu)
        view.shield.clicked.connect(self.open_shield)
        notices.shield_asked.connect(self.open_shield)

    def show(self) -> None:
        """Show how the children are."""
        self._shield = shield_from(self._children)
        self._view.shield.show_shield(self._shield)
        engine = self._children.get("engine")
        is_ready = engine is not None and engine.state is ChildState.READY
        self._view.show_memory(sum(status.resident_bytes for status in self._children.values()))
        self.ready_changed.emit((self._shield.level is ShieldLevel.HELD, True, is_ready))

    def on_child_changed(self, status: ChildStatus) -> None:
        """Note how a child is now."""
        self._children[status.role] = status
        self.show()
        if (untold := left_behind.untold()) is not None:
            self._notices.show_error(untold)

    def on_model_known(self, model: ModelInfo) -> None:
        """Note what answers."""
        self._view.show_device(self._cpu if model.device == "CPU" else model.device)

    def on_answered(self, answer: Answer) -> None:
        """Note how fast an answer came."""
        self._view.show_speed(wording.speed(answer))

    def open_shield(self) -> None:
        """Show every check in words."""
        dialog = shield_view.ShieldDialog(self._shield, self._view.window())
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.export_asked.connect(self._on_export_asked)
        dialog.open()

    def _on_export_asked(self) -> None:
        title = self.tr("Save the list of checks")
        chosen = file_dialogs.file_to_write(self._view.window(), title, "in-camera-checks.txt")
        if chosen is not None:
            self.export(chosen)

    def export(self, path: Path) -> None:
        """Write the list of checks to a text file."""
        try:
            atomic_file.write(path, [shield_view.report(self._shield).encode()])
        except AppError as error:
            self._notices.show_error(error)
