"""Somebody reviews a photograph in the real window over real processes; what they see is what the engine gets."""

import os
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import cast

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPointF, Qt
from PySide6.QtGui import QAction, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_app.gui import app, theme
from desktop_app.gui.job_bridge import JobBridge
from desktop_app.gui.model_controller import EngineSeat
from desktop_app.gui.review import PERSON, Place
from desktop_app.gui.session_controller import SessionController
from desktop_app.gui.settings_controller import SettingsController
from desktop_app.gui.turn_view import TurnView
from desktop_app.jobs.tools import Tools
from desktop_app.models import model_choice
from desktop_app.runtime_client.engine import Listener
from desktop_app.runtime_client.values import Box, Region
from desktop_app.settings.store import SettingsStore
from model_runtime.redaction.regions import grown
from tests.end_to_end.program import DATA
from tests.helpers.children import ECHO
from tests.helpers.listening import Heard, listen, row_runs, said

PORTRAIT = DATA / "faces" / "astronaut.jpg"
OWN_POLICY = 'detectors = ["faces"]\nreview = true\n\n[kinds]\nFACE = { threshold = 0.0 }\n'
LEFT, CONTROL, NO_KEYS = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.NoModifier
NOBODY = Listener(lambda *_: None, lambda *_: None, lambda *_: None)
LIMIT_MS = 300_000


@dataclass(frozen=True)
class Desk:
    """The window, the children behind it, and everything that is said on their pipes."""

    application: app.Application
    tools: Tools
    heard: Heard

    @property
    def session(self) -> SessionController:
        """The documents of the window."""
        return self.application.controller._session

    def press(self, key: Qt.Key, keys: Qt.KeyboardModifier = NO_KEYS) -> None:
        """Press a key on the page."""
        QTest.keyClick(self.application.window.page.canvas, key, keys)

    def write(self, text: str) -> None:
        """Write on the page."""
        QTest.keyClicks(self.application.window.page.canvas, text)

    def drag(self, start: tuple[int, int], end: tuple[int, int]) -> None:
        """Drag from one point of the page to another."""
        canvas = self.application.window.page.canvas
        at, to = (canvas.mapFromScene(QPointF(*point)) for point in (start, end))
        QTest.mousePress(canvas.viewport(), LEFT, pos=at)
        QTest.mouseMove(canvas.viewport(), (at + to) / 2)
        QTest.mouseMove(canvas.viewport(), to)
        QTest.mouseRelease(canvas.viewport(), LEFT, pos=to)

    def ask(self, text: str) -> None:
        """Type a question and send it."""
        box = self.application.window.side.question._text
        QTest.keyClicks(box, text)
        QTest.keyClick(box, Qt.Key.Key_Return, CONTROL)

    def answers(self) -> int:
        """Return how many answers are on the screen."""
        return sum(bool(view._answer.text) for view in self.application.window.side.answers.findChildren(TurnView))

    def engine_heard(self) -> bytes:
        """Return everything that went through the engine's pipe."""
        return self.heard.of(self.tools.lend(threading.Event()).engine(NOBODY)._client.process)


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qapp: QApplication) -> Iterator[Desk]:
    """A window over real children, in a profile with one policy of the user's own."""
    monkeypatch.setenv("INCAMERA_HOME", str(tmp_path / "profile"))
    policies = tmp_path / "profile" / "policies"
    policies.mkdir(parents=True)
    (policies / "Ward 3.toml").write_text(OWN_POLICY, encoding="utf-8")
    heard = listen(monkeypatch)
    bridge = JobBridge()
    tools = Tools(ECHO, bridge.pass_child_status, on_engine_news=bridge.pass_engine_news)
    settings = SettingsController(SettingsStore(tmp_path / "settings"))
    first, refused = model_choice.remembered("reader", "auto")
    engines = app.Engines(
        tools.run, EngineSeat(first, refused, tools.use_engine), lambda folder, families, stop: families[0], tools.store
    )
    built = app.build(engines, bridge, settings, theme.dress(qapp))
    built.window.show()
    tools.start()
    yield Desk(built, tools, heard)
    built.close()
    tools.close()
    built.window.close()
    built.window.deleteLater()
    for _ in range(3):
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        QCoreApplication.processEvents()


def test_engine_receives_what_was_shown_after_boxes_were_drawn_moved_and_deleted(desk: Desk, qtbot: QtBot) -> None:
    """Added and moved places are hidden, deleted ones seen, nothing is sent before, and the picture is the bytes."""
    window = desk.application.window
    _choose_policy(desk, "Ward 3")
    desk.application.controller.add_files([PORTRAIT])
    qtbot.waitUntil(lambda: not window.page.canvas.page_rect.isEmpty(), timeout=LIMIT_MS)
    desk.ask("Who is this?")
    qtbot.waitUntil(window.side.question._waits.isVisible, timeout=LIMIT_MS)
    source = desk.session.source_page(_document_id(desk), 1)
    assert source is not None
    assert said(desk.engine_heard(), row_runs(source.picture, source.native.whole)) == []

    face, moved_from = _reviewed(desk, qtbot)
    qtbot.waitUntil(lambda: desk.answers() == 1, timeout=LIMIT_MS)
    hidden = [region.box for region in _regions(desk)]
    to_engine = desk.engine_heard()

    assert [region.origin for region in _regions(desk)] == [PERSON, PERSON]
    assert _near(hidden[0], Box(300, 300, 120, 100))
    assert _near(hidden[1], Box(60, 200, 80, 80))
    for box in hidden:
        assert len(row_runs(source.picture, box)) > 100
        assert said(to_engine, row_runs(source.picture, box)) == []
    for box in (face, moved_from):
        seen = row_runs(source.picture, box, but=hidden)
        assert len(seen) > 100
        assert said(to_engine, seen) == seen
    assert _shown_bytes(desk, qtbot) in to_engine


def test_part_of_a_reviewed_page_hides_what_was_decided(desk: Desk, qtbot: QtBot) -> None:
    """A question about a part sends that part as it was reviewed: the drawn box is hidden in it, too."""
    window = desk.application.window
    desk.application.controller.add_files([PORTRAIT])
    qtbot.waitUntil(lambda: desk.session.prepared_page("1", 1) is not None, timeout=LIMIT_MS)
    qtbot.waitUntil(lambda: not window.page.canvas.page_rect.isEmpty(), timeout=LIMIT_MS)
    desk.press(Qt.Key.Key_R, CONTROL)
    desk.drag((300, 300), (420, 400))
    desk.press(Qt.Key.Key_Return, CONTROL)
    window.page.show_part_mode(is_on=True)
    desk.drag((280, 280), (460, 440))

    desk.ask("What is this?")
    qtbot.waitUntil(lambda: desk.answers() == 1, timeout=LIMIT_MS)
    source = desk.session.source_page(_document_id(desk), 1)
    assert source is not None
    to_engine = desk.engine_heard()

    own = _regions(desk)[-1].box
    around = row_runs(source.picture, Box(285, 285, 170, 150), but=[own])
    assert said(to_engine, row_runs(source.picture, own)) == []
    assert len(around) > 50
    assert said(to_engine, around) == around


def test_a_page_is_looked_at_again_as_it_is_left(desk: Desk, qtbot: QtBot) -> None:
    """A face that somebody wants seen is not found anew; one whose box was dragged away is, and they decide."""
    panel = desk.application.window.review
    desk.application.controller.add_files([PORTRAIT])
    qtbot.waitUntil(lambda: desk.session.prepared_page("1", 1) is not None, timeout=LIMIT_MS)
    desk.press(Qt.Key.Key_R, CONTROL)
    qtbot.waitUntil(lambda: bool(_places(desk)), timeout=LIMIT_MS)
    face = _places(desk)[0].region.box
    desk.write("]")
    desk.press(Qt.Key.Key_Delete)
    QTest.mouseClick(panel._again, LEFT)
    qtbot.waitUntil(lambda: panel._looked.text() == "Looked again: nothing more was found.", timeout=LIMIT_MS)
    assert _places(desk) == ()

    desk.press(Qt.Key.Key_Z, CONTROL)
    middle = (face.left + face.width // 2, face.top + face.height // 2)
    desk.drag(middle, (middle[0], middle[1] + 250))
    assert panel._looked.text() == ""
    QTest.mouseClick(panel._again, LEFT)
    qtbot.waitUntil(lambda: len(_places(desk)) == 2, timeout=LIMIT_MS)
    moved, found = _places(desk)
    assert moved.is_by_person
    assert found.is_undecided
    assert grown(face, 0.2).contains(found.region.box)


def _reviewed(desk: Desk, qtbot: QtBot) -> tuple[Box, Box]:
    """Draw, move, resize and delete, then accept; return where the face was and from where a box was moved."""
    window = desk.application.window
    layer = window.page.regions
    desk.press(Qt.Key.Key_R, CONTROL)
    qtbot.waitUntil(lambda: layer._review is not None and bool(layer._review.places), timeout=LIMIT_MS)
    assert layer._review is not None
    face = layer._review.places[0].region.box
    desk.drag((300, 300), (400, 380))
    desk.drag((400, 380), (420, 400))  # its corner
    desk.drag((60, 60), (140, 140))
    desk.drag((100, 100), (100, 230))  # moves it
    desk.press(Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    desk.press(Qt.Key.Key_Right)
    desk.press(Qt.Key.Key_Left)
    desk.drag((420, 60), (500, 120))
    desk.press(Qt.Key.Key_Delete)  # the one just drawn
    desk.press(Qt.Key.Key_Z, CONTROL)
    desk.press(Qt.Key.Key_Z, CONTROL)  # as if it had never been
    desk.write("]")
    while layer._review.chosen_place is None or layer._review.chosen_place.region.box != face:
        desk.write("]")
    desk.press(Qt.Key.Key_Delete)
    desk.press(Qt.Key.Key_Return, CONTROL)
    return face, Box(60, 60, 80, 80)


def _places(desk: Desk) -> tuple[Place, ...]:
    """Return the places that the review on the screen shows."""
    review = desk.application.window.page.regions._review
    return review.places if review is not None else ()


def _choose_policy(desk: Desk, name: str) -> None:
    """Choose from the menu, as a person does."""
    actions: list[QAction] = desk.application.window.page.tool_bar.picker._menu.actions()
    next(action for action in actions if action.text().startswith(name)).trigger()


def _document_id(desk: Desk) -> str:
    return desk.session.documents[0].id


def _regions(desk: Desk) -> tuple[Region, ...]:
    prepared = desk.session.prepared_page(_document_id(desk), 1)
    assert prepared is not None
    return prepared.regions


def _shown_bytes(desk: Desk, qtbot: QtBot) -> bytes:
    """Return the pixels on the screen under What the model sees, as RGB."""
    canvas = desk.application.window.page.canvas
    before = canvas._page._picture
    desk.press(Qt.Key.Key_M, CONTROL)
    qtbot.waitUntil(lambda: canvas._page._picture is not before, timeout=LIMIT_MS)
    picture = canvas._page._picture
    assert picture is not None
    image = picture.levels[0].convertToFormat(QImage.Format.Format_RGB888)
    bits = bytes(cast("memoryview", image.constBits()))
    rows = range(0, image.height() * image.bytesPerLine(), image.bytesPerLine())
    return b"".join(bits[start : start + 3 * image.width()] for start in rows)  # Qt pads its rows


def _near(box: Box, wanted: Box) -> bool:
    pairs = ((box.left, wanted.left), (box.top, wanted.top), (box.width, wanted.width), (box.height, wanted.height))
    return all(abs(found - exact) <= 3 for found, exact in pairs)
