"""Fill the screen with one of the kiosk's pages, and let nothing close it but the one who may. Shows; decides nothing."""

from collections.abc import Sequence
from enum import Enum, auto

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from desktop_app.gui.kiosk.admin_view import AdminView
from desktop_app.gui.kiosk.ask_view import AskView
from desktop_app.gui.kiosk.attract_view import AttractView
from desktop_app.gui.kiosk.countdown_view import CountdownView
from desktop_app.gui.kiosk.digit_pad import DigitPad
from desktop_app.gui.kiosk.files_view import FilesView
from desktop_app.gui.kiosk.hidden_view import HiddenView
from desktop_app.gui.kiosk.steps_view import StepsView
from desktop_app.gui.style import icons
from desktop_app.gui.style.theme import Palette
from desktop_app.settings.presets import Preset


class KioskPage(Enum):
    """What the screen can show."""

    ATTRACT = auto()
    FILES = auto()
    HIDDEN = auto()
    ASK = auto()
    DOOR = auto()
    ADMIN = auto()


_STEPS = (KioskPage.FILES, KioskPage.HIDDEN, KioskPage.ASK)


class _Pages(QStackedWidget):
    """Pages that take the room that the screen has: one that would rather have more makes no other reach beyond its edge."""

    def minimumSizeHint(self) -> QSize:
        """Ask for nothing (Qt)."""
        return QSize(0, 0)

    def hasHeightForWidth(self) -> bool:
        """Ask for nothing (Qt)."""
        return False


class KioskWindow(QWidget):
    """The screen.

    Attributes:
        steps, attract, files, hidden, ask, door, admin, countdown: its parts, shown through their own methods.
        may_close: whether somebody who may has said so; until then it stays, whatever asks it to go.
    """

    def __init__(self, presets: Sequence[Preset]) -> None:
        super().__init__()
        self.setObjectName("kiosk")
        self.setWindowTitle("In Camera")
        self.setWindowIcon(icons.window_icon())
        self.setWindowFlags(
            Qt.WindowType.Window | Qt.WindowType.FramelessWindowHint | Qt.WindowType.WindowStaysOnTopHint
        )
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        self.may_close = False
        self.steps = StepsView()
        self.attract = AttractView()
        self.files = FilesView()
        self.hidden = HiddenView()
        self.ask = AskView(presets)
        self.door = DigitPad()
        self.admin = AdminView()
        self._pages: dict[KioskPage, QWidget] = {
            KioskPage.ATTRACT: self.attract,
            KioskPage.FILES: self.files,
            KioskPage.HIDDEN: self.hidden,
            KioskPage.ASK: self.ask,
            KioskPage.DOOR: self.door,
            KioskPage.ADMIN: self.admin,
        }
        self._stack = _Pages()
        for page in self._pages.values():
            self._stack.addWidget(page)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.steps)
        column.addWidget(self._stack, 1)
        self.countdown = CountdownView(self)
        self.show_page(KioskPage.ATTRACT)

    @property
    def page(self) -> KioskPage:
        """What is shown."""
        shown = self._stack.currentWidget()
        return next(page for page, widget in self._pages.items() if widget is shown)

    def show_page(self, page: KioskPage) -> None:
        """Show another page; the three steps have a head."""
        self._stack.setCurrentWidget(self._pages[page])
        self.steps.setVisible(page in _STEPS)
        if page in _STEPS:
            self.steps.show_step(_STEPS.index(page) + 1)
        self._pages[page].setFocus(Qt.FocusReason.OtherFocusReason)

    def show_palette(self, palette: Palette) -> None:
        """Take the colours of the look."""
        for part in (self.attract, self.files, self.hidden, self.ask):
            part.show_palette(palette)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Stay, unless somebody who may has said otherwise (Qt)."""
        event.setAccepted(self.may_close)
