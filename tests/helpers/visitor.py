"""Stand before the kiosk: touch, type on its keyboard, draw with a finger, read what it says. Does only what a person can."""

from pathlib import Path

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QListWidget, QWidget

from desktop_app.gui.kiosk.kiosk_window import KioskPage
from tests.helpers import finding, pointer
from tests.helpers.finding import Until
from tests.helpers.kiosk import BuiltKiosk
from tests.helpers.pointer import LEFT, NO_KEYS, Point


class Visitor:
    """Somebody at a kiosk.

    Attributes:
        built: the kiosk and what is around it.
        until: waits for something.
    """

    def __init__(self, built: BuiltKiosk, until: Until) -> None:
        self.built = built
        self.window = built.window
        self.until = until

    # -- doing ---------------------------------------------------------------------------------------------------------

    def touch(self, words: str) -> None:
        """Touch what can be seen with these words on it, or with this name for screen readers."""
        QTest.mouseClick(self.button(words), LEFT)

    def touch_screen(self) -> None:
        """Touch the screen, wherever."""
        QTest.mouseClick(self.window, LEFT, pos=QPoint(5, 5))

    def type(self, text: str) -> None:
        """Type on the keyboard of the screen."""
        for letter in text:
            if letter == " ":
                self.touch("Space")
                continue
            shown = letter if self._can_see(letter) else letter.swapcase()
            if not self._can_see(shown):
                self.touch("Digits and signs")
            self.touch(letter if self._can_see(letter) else shown)

    def enter_pin(self, digits: str) -> None:
        """Type a PIN and touch what opens."""
        for digit in digits:
            self.touch(digit)
        self.touch("Open")

    def press(self, key: Qt.Key, keys: Qt.KeyboardModifier = NO_KEYS) -> None:
        """Press a key of a keyboard that somebody has plugged in."""
        QTest.keyClick(QApplication.focusWidget() or self.window, key, keys)

    def choose(self, name: str) -> None:
        """Touch a row of the list of files, once it is there."""
        rows = self.window.files.findChild(QListWidget)
        assert rows is not None
        self.until(lambda: name in self.listed)
        item = rows.item(self.listed.index(name))
        QTest.mouseClick(rows.viewport(), LEFT, pos=rows.visualItemRect(item).center())

    def draw(self, start: Point, end: Point) -> None:
        """Draw over the page with a finger."""
        self.touch("Hide something more")
        pointer.drag(self.window.hidden.canvas, start, end)

    def bring(self, folder: Path, name: str = "report.png") -> None:
        """Begin, plug a drive in, choose a file on it, and wait until it can be accepted."""
        self.touch("Touch to begin")
        if not self.built.place.drives:
            self.built.place.plug_in(folder)
        self.take(name)
        self.until(lambda: self.page is not KioskPage.HIDDEN or self.button("Good, go on").isEnabled())

    def take(self, name: str) -> None:
        """Choose a file, and wait until it is being opened."""
        self.choose(name)
        self.until(lambda: self.page is not KioskPage.FILES)

    def accept(self) -> None:
        """Say that enough is hidden."""
        self.touch("Good, go on")

    # -- seeing --------------------------------------------------------------------------------------------------------

    @property
    def page(self) -> KioskPage:
        """What fills the screen."""
        return self.window.page

    @property
    def listed(self) -> list[str]:
        """The names of the files that are shown."""
        rows = self.window.files.findChild(QListWidget)
        assert rows is not None
        return [rows.item(number).text() for number in range(rows.count())]

    @property
    def words(self) -> str:
        """Every word that can be read now."""
        labels = [one.text() for one in self.window.findChildren(QLabel) if one.isVisible()]
        buttons = [one.text() for one in self.window.findChildren(QAbstractButton) if one.isVisible()]
        return "\n".join((*labels, *buttons, *(self.listed if self.page is KioskPage.FILES else ())))

    @property
    def counts_aloud(self) -> bool:
        """Whether the countdown covers everything."""
        return self.window.countdown.isVisible()

    @property
    def sees_page(self) -> bool:
        """Whether a page is on the screen."""
        canvases = (self.window.hidden.canvas, self.window.ask.canvas)
        return any(one.isVisible() and not one.page_rect.isEmpty() for one in canvases)

    @property
    def targets(self) -> list[QWidget]:
        """Everything that can be touched now."""
        return [one for one in self.window.findChildren(QAbstractButton) if one.isVisible()]

    @property
    def is_answered(self) -> bool:
        """Whether a question has an answer, and nothing is on its way."""
        turns = self.built.kiosk.parts.turns
        return bool(turns.all_turns) and not turns.is_busy

    def button(self, words: str) -> QAbstractButton:
        """Return what can be touched, by its words."""
        return finding.button(self.window, words)

    def _can_see(self, words: str) -> bool:
        return any(one.text() == words and one.isVisible() for one in self.window.findChildren(QAbstractButton))
