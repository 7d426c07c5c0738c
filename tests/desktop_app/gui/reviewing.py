"""Let tests be somebody at the window who reviews one document, with pointer, keys and buttons."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot

from desktop_app.gui.document import DocumentState
from desktop_app.gui.review import PageReview
from desktop_app.gui.session_controller import SessionController
from desktop_app.gui.turn_view import TurnView
from desktop_app.runtime_client.values import Box, Region

if TYPE_CHECKING:
    from tests.desktop_app.gui.conftest import Built  # which lends what is made here to tests

NO_KEYS, CONTROL, SHIFT = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
)
FACE = Region("FACE", 0.9, "yunet", Box(40, 40, 60, 80))
NAME = Region("PERSON", 0.8, "name-list", Box(40, 300, 140, 30))
LATE = Region("FACE", 0.4, "yunet", Box(300, 450, 40, 40))
QUESTION = "What is the total?"

Open = Callable[..., "Ward"]
"""Opens a window with a document in it: policy, what is found, and more of the `Script`."""


class Ward:
    """A window with one document, and somebody at it."""

    def __init__(self, built: "Built", qtbot: QtBot, policy: str) -> None:
        self.built = built
        self.window = built.window
        self.script = built.script
        self.qtbot = qtbot
        if policy != "faces":
            self.choose(policy)

    @property
    def session(self) -> SessionController:
        """The documents of the window."""
        return self.built.application.controller._session

    @property
    def review(self) -> PageReview:
        """The review on the screen."""
        review = self.window.page.regions._review
        assert review is not None
        return review

    @property
    def answers(self) -> list[str]:
        """The answers on the screen."""
        views = self.window.side.answers.findChildren(TurnView)
        return [view._answer.text for view in views if view._answer.text]

    @property
    def state(self) -> DocumentState:
        """How far the document is."""
        return self.session.documents[0].state

    def hidden(self, page: int = 1) -> tuple[Region, ...]:
        """Return what is hidden in the page that may be sent."""
        prepared = self.session.prepared_page(self.session.documents[0].id, page)
        assert prepared is not None
        return prepared.regions

    def open(self, folder: Path) -> "Ward":
        """Take a file in and wait for its page."""
        file = folder / "report.png"
        file.touch()
        self.built.application.controller.add_files([file])
        self.ready()
        self.until(lambda: not self.window.page.canvas.page_rect.isEmpty())
        return self

    def ready(self) -> None:
        """Wait until everything is prepared."""
        self.until(lambda: bool(self.session.documents) and self.state is DocumentState.READY)

    def until(self, is_so: Callable[[], bool]) -> None:
        """Wait for something."""
        self.qtbot.waitUntil(is_so)

    def choose(self, policy: str) -> None:
        """Choose a policy."""
        self.window.page.tool_bar.picker.policy_chosen.emit(policy)

    def ask(self) -> None:
        """Type a question and send it."""
        QTest.keyClicks(self.window.side.question._text, QUESTION)
        QTest.keyClick(self.window.side.question._text, Qt.Key.Key_Return, CONTROL)

    def press(self, key: Qt.Key, keys: Qt.KeyboardModifier = NO_KEYS) -> None:
        """Press a key on the page."""
        QTest.keyClick(self.window.page.canvas, key, keys)

    def write(self, text: str) -> None:
        """Write on the page."""
        QTest.keyClicks(self.window.page.canvas, text)

    def drag(self, start: tuple[int, int], end: tuple[int, int]) -> None:
        """Drag over the page."""
        viewport = self.window.page.canvas.viewport()
        at, to = (self.window.page.canvas.mapFromScene(QPointF(*point)) for point in (start, end))
        QTest.mousePress(viewport, Qt.MouseButton.LeftButton, pos=at)
        QTest.mouseMove(viewport, (at + to) / 2)
        QTest.mouseMove(viewport, to)
        QTest.mouseRelease(viewport, Qt.MouseButton.LeftButton, pos=to)

    def click(self, words: str) -> None:
        """Click a button that is on the screen."""
        buttons = [button for button in self.window.findChildren(QAbstractButton) if button.isVisible()]
        chosen = next(button for button in buttons if button.text() == words)
        QTest.mouseClick(chosen, Qt.MouseButton.LeftButton)

    def boxes(self) -> Sequence[Region]:
        """Return the boxes over the page."""
        return self.review.regions
