"""Somebody reviews a photograph in the real window over real processes; what they see is what the engine gets."""

import os
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import cast

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_app.conversation.review import PERSON
from desktop_app.gui.style import theme
from desktop_app.runtime_client.engine import NOBODY
from desktop_app.runtime_client.values import Box
from model_runtime.redaction.regions import grown
from tests.end_to_end.program import DATA
from tests.helpers import window
from tests.helpers.children import ECHO, process_of
from tests.helpers.hands import CONTROL, SHIFT, Person
from tests.helpers.listening import Heard, listen, row_runs, said

PORTRAIT = DATA / "faces" / "astronaut.jpg"
OWN_POLICY = 'detectors = ["faces"]\nreview = true\n\n[kinds]\nFACE = { threshold = 0.0 }\n'
LIMIT_MS = 300_000


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> Heard:
    """Everything that is said on the children's pipes."""
    return listen(monkeypatch)


@pytest.fixture
def person(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qapp: QApplication, heard: Heard
) -> Iterator[Person]:
    """Somebody at a window over real children, in a profile with one policy of the user's own."""
    monkeypatch.setenv("INCAMERA_HOME", str(tmp_path / "profile"))
    policies = tmp_path / "profile" / "policies"
    policies.mkdir(parents=True)
    (policies / "Ward 3.toml").write_text(OWN_POLICY, encoding="utf-8")
    built = window.with_children(tmp_path / "settings", theme.dress(qapp), command=ECHO)
    yield Person(built, lambda is_so: qtbot.waitUntil(is_so, timeout=LIMIT_MS))
    built.close()


def test_engine_receives_what_was_shown_after_boxes_were_drawn_moved_and_deleted(person: Person, heard: Heard) -> None:
    """Added and moved places are hidden, deleted ones seen, nothing is sent before, and the picture is the bytes."""
    person.choose_policy("own:Ward 3")
    person.take_in(PORTRAIT)
    person.until(lambda: person.has_page)
    person.ask("Who is this?")
    person.until(lambda: bool(person.waits_for))
    source = person.source()
    assert said(_engine_heard(person, heard), row_runs(source.picture, source.native.whole)) == []

    face, moved_from = _reviewed(person)
    person.until(lambda: len(person.answers) == 1)
    hidden = [region.box for region in person.hidden()]
    to_engine = _engine_heard(person, heard)

    assert [region.origin for region in person.hidden()] == [PERSON, PERSON]
    assert _near(hidden[0], Box(300, 300, 120, 100))
    assert _near(hidden[1], Box(60, 200, 80, 80))
    for box in hidden:
        assert len(row_runs(source.picture, box)) > 100
        assert said(to_engine, row_runs(source.picture, box)) == []
    for box in (face, moved_from):
        seen = row_runs(source.picture, box, but=hidden)
        assert len(seen) > 100
        assert said(to_engine, seen) == seen
    assert _shown_bytes(person) in to_engine


def test_part_of_a_reviewed_page_hides_what_was_decided(person: Person, heard: Heard) -> None:
    """A question about a part sends that part as it was reviewed: the drawn box is hidden in it, too."""
    person.take_in(PORTRAIT)
    person.until(lambda: person.are_ready)
    person.until(lambda: person.has_page)
    person.press(Qt.Key.Key_R, CONTROL)
    person.drag((300, 300), (420, 400))
    person.press(Qt.Key.Key_Return, CONTROL)
    person.click("Ask about a part")
    person.drag((280, 280), (460, 440))

    person.ask("What is this?")
    person.until(lambda: len(person.answers) == 1)
    source = person.source()
    to_engine = _engine_heard(person, heard)

    own = person.hidden()[-1].box
    around = row_runs(source.picture, Box(285, 285, 170, 150), but=[own])
    assert said(to_engine, row_runs(source.picture, own)) == []
    assert len(around) > 50
    assert said(to_engine, around) == around


def test_a_page_is_looked_at_again_as_it_is_left(person: Person) -> None:
    """A face that somebody wants seen is not found anew; one whose box was dragged away is, and they decide."""
    person.take_in(PORTRAIT)
    person.until(lambda: person.are_ready)
    person.press(Qt.Key.Key_R, CONTROL)
    person.until(lambda: bool(person.places))
    face = person.places[0].region.box
    person.write("]")
    person.press(Qt.Key.Key_Delete)
    person.click("Look again")
    person.until(lambda: person.looked == "Looked again: nothing more was found.")
    assert not person.places

    person.press(Qt.Key.Key_Z, CONTROL)
    middle = (face.left + face.width // 2, face.top + face.height // 2)
    person.drag(middle, (middle[0], middle[1] + 250))
    assert person.looked == ""
    person.click("Look again")
    person.until(lambda: len(person.places) == 2)
    moved, found = person.places
    assert moved.is_by_person
    assert found.is_undecided
    assert grown(face, 0.2).contains(found.region.box)


def _reviewed(person: Person) -> tuple[Box, Box]:
    """Draw, move, resize and delete, then accept; return where the face was and from where a box was moved."""
    person.press(Qt.Key.Key_R, CONTROL)
    person.until(lambda: bool(person.places))
    face = person.places[0].region.box
    person.drag((300, 300), (400, 380))
    person.drag((400, 380), (420, 400))  # its corner
    person.drag((60, 60), (140, 140))
    person.drag((100, 100), (100, 230))  # moves it
    person.press(Qt.Key.Key_Down, SHIFT)
    person.press(Qt.Key.Key_Right)
    person.press(Qt.Key.Key_Left)
    person.drag((420, 60), (500, 120))
    person.press(Qt.Key.Key_Delete)  # the one just drawn
    person.press(Qt.Key.Key_Z, CONTROL)
    person.press(Qt.Key.Key_Z, CONTROL)  # as if it had never been
    person.write("]")
    while person.chosen is None or person.places[person.chosen].region.box != face:
        person.write("]")
    person.press(Qt.Key.Key_Delete)
    person.press(Qt.Key.Key_Return, CONTROL)
    return face, Box(60, 60, 80, 80)


def _engine_heard(person: Person, heard: Heard) -> bytes:
    """Return everything that went through the engine's pipe."""
    assert isinstance(person.built, window.Real)
    return heard.of(process_of(person.built.tools.lend(threading.Event()).engine(NOBODY)))


def _shown_bytes(person: Person) -> bytes:
    """Return the pixels on the screen under What the model sees, as RGB."""
    before = person.picture
    person.look_as_the_model()
    person.until(lambda: person.picture is not before)
    picture = person.picture
    assert picture is not None
    image = picture.levels[0].convertToFormat(QImage.Format.Format_RGB888)
    bits = bytes(cast("memoryview", image.constBits()))
    rows = range(0, image.height() * image.bytesPerLine(), image.bytesPerLine())
    return b"".join(bits[start : start + 3 * image.width()] for start in rows)  # Qt pads its rows


def _near(box: Box, wanted: Box) -> bool:
    pairs = ((box.left, wanted.left), (box.top, wanted.top), (box.width, wanted.width), (box.height, wanted.height))
    return all(abs(found - exact) <= 3 for found, exact in pairs)
