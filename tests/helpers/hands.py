"""Be somebody at the window: drop, choose, ask, draw, press, with pointer, keys and buttons, and wait for what comes.

Acts only as a person can; what cannot be done in front of the window is asked of `built.parts`.
"""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QContextMenuEvent, QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from desktop_app.gui.words import policy_words, wording
from desktop_app.jobs.warm_engine import EngineNews
from desktop_app.runtime_client.process import ChildCommand
from desktop_app.runtime_client.values import Region, SourceView
from desktop_app.settings.presets import preset_named
from tests.helpers import finding, pointer
from tests.helpers.eyes import Eyes
from tests.helpers.finding import Until
from tests.helpers.pointer import LEFT, NO_KEYS, Point
from tests.helpers.scripted_runner import Script
from tests.helpers.window import Built, Scripted

COPY = Qt.DropAction.CopyAction
CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
QUESTION = "What is the total?"

Meets = Callable[..., "Person"]
"""Opens a window with a document in it: policy, what is found, and more of the `Script`."""


class Person(Eyes):
    """Somebody at a window.

    Attributes:
        built: the window and what is behind it.
        until: waits for something.
    """

    def __init__(self, built: Built, until: Until) -> None:
        super().__init__(built.window)
        self.built = built
        self.until = until

    @property
    def script(self) -> Script:
        """What answers, where no child does."""
        assert isinstance(self.built, Scripted)
        return self.built.script

    @property
    def used(self) -> list[ChildCommand]:
        """The engines that the window asked for, where no child answers."""
        assert isinstance(self.built, Scripted)
        return self.built.used

    # -- documents -------------------------------------------------------------------------------------------------

    def open(self, folder: Path) -> "Person":
        """Take in a report that lies in a folder, and wait for its page."""
        report = folder / "report.png"
        report.touch()
        self.take_in(report)
        self.ready()
        self.until(lambda: self.has_page)
        return self

    def take_in(self, *files: Path) -> None:
        """Take files in as if they had been named on the command line."""
        self.built.application.controller.add_files(files)

    def drop(self, *files: Path) -> None:
        """Drop files onto the window, as Qt delivers it."""
        at, mime = QPoint(300, 300), QMimeData()
        mime.setUrls([QUrl.fromLocalFile(str(file)) for file in files])
        enter = QDragEnterEvent(at, COPY, mime, LEFT, NO_KEYS)
        QApplication.sendEvent(self.window, enter)
        assert enter.isAccepted()
        QApplication.sendEvent(self.window, QDropEvent(QPointF(at), COPY, mime, LEFT, NO_KEYS))

    def paste(self, mime: QMimeData) -> None:
        """Paste what is no text into the box for questions."""
        self.window.side.question.files_pasted.emit(mime)

    def ready(self) -> None:
        """Wait until everything is prepared."""
        self.until(lambda: self.are_ready)

    def look_at(self, row: int) -> None:
        """Choose a document in the tray."""
        rows = self.tray_list
        QTest.mouseClick(rows.viewport(), LEFT, pos=rows.visualRect(rows.model().index(row, 0)).center())

    def remove(self, row: int) -> None:
        """Take a document away."""
        self.look_at(row)
        QTest.keyClick(self.tray_list, Qt.Key.Key_Delete)

    def cross_out(self, row: int) -> None:
        """Take a document away with the cross that its row has under the pointer."""
        rows = self.tray_list
        place = rows.visualRect(rows.model().index(row, 0))
        at = QPoint(place.right() - 16, place.center().y())
        QTest.mouseMove(rows.viewport(), at)
        QTest.mouseClick(rows.viewport(), LEFT, pos=at)

    def open_menu(self, row: int) -> None:
        """Open the menu of a document."""
        rows = self.tray_list
        at = rows.visualRect(rows.model().index(row, 0)).center()
        where = rows.viewport().mapToGlobal(at)
        QApplication.sendEvent(rows.viewport(), QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, where))

    def choose_in_menu(self, words: str) -> None:
        """Choose a line of the menu that is open."""
        menu = next(one for one in self.window.tray.findChildren(QMenu) if one.isVisible())
        line = finding.line_of(menu, words)
        menu.close()
        line.trigger()

    def take_back(self) -> None:
        """Undo what was just done."""
        self.click("Undo", self.window.toast)

    def let_go(self) -> None:
        """Close what offers to undo: now it cannot be undone any more."""
        self.click("Close this message", self.window.toast)

    def begin_anew(self) -> None:
        """Begin a new conversation."""
        self.press(Qt.Key.Key_N, CONTROL)

    def hidden(self, page: int = 1, document: int = 0) -> tuple[Region, ...]:
        """Return what is hidden in the page that may be sent."""
        prepared = self.built.documents.prepared_page(self.documents[document].id, page)
        assert prepared is not None
        return prepared.regions

    def source(self, page: int = 1, document: int = 0) -> SourceView:
        """Return a page as a person may see it."""
        found = self.built.documents.source_page(self.documents[document].id, page)
        assert found is not None
        return found

    # -- keys and pointer ------------------------------------------------------------------------------------------

    def press(self, key: Qt.Key, keys: Qt.KeyboardModifier = NO_KEYS) -> None:
        """Press a key on the page, or on the window where there is none."""
        QTest.keyClick(self._page_or_window, key, keys)

    def write(self, text: str) -> None:
        """Write on the page."""
        QTest.keyClicks(self._page_or_window, text)

    def drag(self, start: Point, end: Point) -> None:
        """Drag over the page."""
        pointer.drag(self.window.page.canvas, start, end)

    def click(self, words: str, within: QWidget | None = None) -> None:
        """Click the button with these words, or with this name for screen readers."""
        QTest.mouseClick(finding.button(within or self.window, words), LEFT)

    # -- the page --------------------------------------------------------------------------------------------------

    def turn_to(self, number: int) -> None:
        """Turn pages with a key, quickly, until this one."""
        by = number - int(self.page_number.split()[0])
        for _ in range(abs(by)):
            QTest.keyClick(self.window.page.canvas, Qt.Key.Key_PageDown if by > 0 else Qt.Key.Key_PageUp)

    def look_as_the_model(self) -> None:
        """See what the model sees, or the page again."""
        self.press(Qt.Key.Key_M, CONTROL)

    def choose_policy(self, policy: str) -> None:
        """Choose what is hidden, from the menu above the page or, in a review, from its own."""
        name = policy_words.policy_name(policy)
        finding.line_of(self.policy_menu, f"{name[:1].upper()}{name[1:]}").trigger()

    # -- questions -------------------------------------------------------------------------------------------------

    def type(self, text: str, delay_ms: int = 0) -> None:
        """Type into the box for questions."""
        QTest.keyClicks(self.question_box, text, delay=delay_ms)

    def send(self) -> None:
        """Send what stands there."""
        QTest.keyClick(self.question_box, Qt.Key.Key_Return)

    def ask(self, text: str = QUESTION) -> None:
        """Type a question and send it."""
        self.type(text)
        self.send()

    def choose_preset(self, name: str) -> None:
        """Click a ready question."""
        self.click(wording.preset_title(preset_named(name).title), self.window.side)

    def answered(self, count: int = 1) -> None:
        """Wait until so many questions are there, and nothing is to be stopped any more."""
        self.until(lambda: len(self.turns) == count and not self.is_answering)

    # -- models ----------------------------------------------------------------------------------------------------

    def choose_model(self, name: str, precision: str = "auto") -> None:
        """Choose what answers; imported models have a menu of precisions each."""
        title = wording.model_title(name)
        self.until(lambda: any(line.text() == title for line in self.model_menu.actions()))
        line = finding.line_of(self.model_menu, title)
        menu = finding.menu_behind(line)
        (line if menu is None else finding.line_of(menu, wording.precision_name(precision))).trigger()

    def hear(self, news: EngineNews) -> None:
        """Let an engine say something, and wait until the window has heard it."""
        heard: list[object] = []
        self.built.bridge.engine_news.connect(heard.append)
        self.built.bridge.pass_engine_news(news)
        self.until(lambda: heard == [news])
        self.built.bridge.engine_news.disconnect(heard.append)

    @property
    def _page_or_window(self) -> QWidget:
        canvas = self.window.page.canvas
        return canvas if canvas.isVisible() else self.window
