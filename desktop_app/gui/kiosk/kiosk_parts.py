"""Name the parts that a kiosk is joined from, and what stands behind it. Makes and joins none of them."""

from collections.abc import Callable
from dataclasses import dataclass

from desktop_app.gui.background import Background
from desktop_app.gui.conversation.documents_controller import DocumentsController
from desktop_app.gui.conversation.turns_controller import TurnsController
from desktop_app.gui.kiosk.admin_view import AdminFacts
from desktop_app.gui.kiosk.ask_controller import AskController
from desktop_app.gui.kiosk.door_controller import DoorController, Tell
from desktop_app.gui.kiosk.drive_watch import DriveWatch
from desktop_app.gui.kiosk.files_controller import FilesController
from desktop_app.gui.kiosk.hidden_controller import HiddenController
from desktop_app.gui.kiosk.idle_watch import IdleWatch
from desktop_app.gui.kiosk.kiosk_window import KioskWindow


@dataclass(frozen=True)
class Backing:
    """What stands behind the screen.

    Attributes:
        renew: ends both children and starts new ones; returns at once.
        tell: writes an entry into the audit log.
        facts: what an administrator wants to know now; may touch the disk.
        wipe: lets go of what this process keeps beside the conversation; the last thing of a reset.
    """

    renew: Callable[[], None]
    tell: Tell
    facts: Callable[[], AdminFacts]
    wipe: Callable[[], None]


@dataclass(frozen=True)
class KioskParts:
    """Everything that `KioskController` joins."""

    window: KioskWindow
    documents: DocumentsController
    turns: TurnsController
    files: FilesController
    hidden: HiddenController
    ask: AskController
    door: DoorController
    drives: DriveWatch
    idle: IdleWatch
    backing: Backing
    background: Background
