"""Know how the two children are, say so on the screen, start what has given up again, and tell the service manager that we live."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from desktop_app.foundation.errors import AppError
from desktop_app.gui.status.shield import Shield, ShieldLevel, shield_from
from desktop_app.gui.status.shield_view import headline
from desktop_app.kiosk import service_notice
from desktop_app.runtime_client.supervisor import ChildState, ChildStatus
from desktop_app.runtime_client.values import Role

AGAIN_AFTER_MS = 60_000
"""A child that was started too often in vain is tried again after a pause, all day: nobody is there to do it."""


class Health(QObject):
    """Who watches the children.

    Signals:
        changed: what is shown of it, and (`may_begin`) whether documents can be taken in.
    """

    changed = Signal(str, bool)

    def __init__(self, renew: Callable[[], None]) -> None:
        super().__init__()
        self._renew = renew
        self._children: dict[Role, ChildStatus] = {}
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.setInterval(AGAIN_AFTER_MS)
        self._again.timeout.connect(self._try_again)
        self._alive = QTimer(self)
        self._alive.timeout.connect(lambda: service_notice.tell(service_notice.ALIVE))

    @property
    def shield(self) -> Shield:
        """What the children's own tests have shown."""
        return shield_from(self._children)

    def watch(self) -> None:
        """The screen is there: say so to the service manager, and from now on that we live."""
        service_notice.tell(service_notice.READY)
        interval_s = service_notice.interval_s()
        if interval_s is not None:
            self._alive.start(int(interval_s * 1000))

    def close(self) -> None:
        """Say that this is the end, and no fault."""
        self._alive.stop()
        self._again.stop()
        service_notice.tell(service_notice.STOPPING)

    def on_child_changed(self, status: ChildStatus) -> None:
        """Note how a child is now."""
        self._children[status.role] = status
        has_stopped = any(one.state is ChildState.STOPPED for one in self._children.values())
        if has_stopped and not self._again.isActive():
            self._again.start()
        self.show()

    def show(self) -> None:
        """Show how the children are."""
        shield = self.shield
        self.changed.emit(headline(shield), shield.level is not ShieldLevel.REFUSED)

    def _try_again(self) -> None:
        if any(one.state is ChildState.STOPPED for one in self._children.values()):
            try:
                self._renew()
            except AppError:
                self._again.start()
