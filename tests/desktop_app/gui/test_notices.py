"""A notice says what happened and offers only what can be done about it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from desktop_app.conversation.document import Document, Question, Refusal, Turn, TurnState
from desktop_app.foundation.errors import AppError
from desktop_app.gui.conversation.documents_controller import DocumentsController
from desktop_app.gui.notices.notice_controller import NoticeController
from desktop_app.gui.notices.notice_view import NoticeView
from desktop_app.jobs.queue import JobQueue
from desktop_app.settings.store import FILE_NAME
from tests.desktop_app.gui.conftest import Build
from tests.helpers import finding
from tests.helpers.hands import CONTROL, Person
from tests.helpers.scripted_runner import Script

FAILED = Turn("turn", "document", Question("q"), state=TurnState.FAILED, error=AppError("child_died"))


@pytest.fixture
def view(qtbot: QtBot) -> NoticeView:
    """The place of the notices."""
    made = NoticeView()
    qtbot.addWidget(made)
    return made


@pytest.fixture
def notices(view: NoticeView) -> Iterator[NoticeController]:
    """What decides on them, for a conversation without documents."""
    script = Script()
    queue = JobQueue(script.run, lambda _: None)
    documents = DocumentsController(queue, lambda: "id", "faces", script.store)
    yield NoticeController(documents, view)
    queue.close()


def _offered(view: NoticeView) -> list[str]:
    return [button.text() for button in view.findChildren(QPushButton) if not button.isHidden()]


def test_only_a_question_can_be_asked_again(qtbot: QtBot, notices: NoticeController, view: NoticeView) -> None:
    """What fails after it belongs to no question: the button would ask the old one once more."""
    asked: list[str] = []
    notices.ask_again_asked.connect(asked.append)
    refused = Document("document", Path("a.png"), "a.png", error=AppError("child_died"))

    notices.show_failed_turn(FAILED)
    qtbot.waitUntil(lambda: _offered(view) == ["Ask again", "Copy details"])
    notices.show_error(AppError("child_died"))
    qtbot.waitUntil(lambda: _offered(view) == ["Copy details"])
    notices.show_refusal(Refusal((refused,), 1))
    qtbot.waitUntil(lambda: _offered(view) == ["Continue without it", "Copy details"])
    notices.show_failed_turn(FAILED)
    view.action_chosen.emit("ask_again")
    assert asked == ["turn"]


def test_settings_that_were_set_aside_are_said(build: Build, tmp_path: Path) -> None:
    """Their policy has gone with them: what is hidden today is not what was hidden yesterday."""
    (tmp_path / "settings").mkdir()
    (tmp_path / "settings" / FILE_NAME).write_bytes(b"{")
    notice = build(Script()).window.side.notice

    assert not notice.isHidden()
    assert "The settings could not be read." in [label.text() for label in notice.findChildren(QLabel)]


def test_a_notice_goes_with_its_document_and_comes_back_with_it(person: Person, tmp_path: Path) -> None:
    """What concerns another document than the one on the screen confuses."""
    for name in ("a.png", "b.png"):
        (tmp_path / name).touch()
    person.drop(tmp_path / "a.png", tmp_path / "b.png")
    person.ready()
    person.script.ask_error = "child_died"
    person.ask("What is the total?")
    person.until(lambda: bool(person.notice))

    person.look_at(1)
    assert person.notice == ""
    person.look_at(0)
    assert person.notice == "The process that answers ended unexpectedly."
    person.remove(0)
    assert person.notice == ""


def test_a_closed_reason_can_be_read_again(person: Person, tmp_path: Path) -> None:
    """Whoever looks at a file that cannot be read is told why, as often as they look."""
    for name in ("good.png", "bad.png"):
        (tmp_path / name).touch()
    person.drop(tmp_path / "good.png", tmp_path / "bad.png")
    person.until(lambda: person.notice == "1 of 2 files cannot be read.")
    person.click("Close this message")
    assert person.notice == ""

    for _ in range(2):
        person.look_at(1)
        assert person.notice == "The file is damaged."
        person.click("Close this message")
        person.look_at(0)
        assert person.notice == ""


def test_a_notice_of_several_files_stays_until_all_of_them_are_gone(person: Person, tmp_path: Path) -> None:
    """It belongs to them and to nothing else."""
    names = ("good.png", "bad 1.png", "bad 2.png")
    for name in names:
        (tmp_path / name).touch()
    person.drop(*(tmp_path / name for name in names))
    person.until(lambda: person.notice == "2 of 3 files cannot be read.")

    person.remove(1)
    assert person.notice == "2 of 3 files cannot be read."
    person.remove(1)
    assert person.notice == ""


def test_without_a_page_there_are_no_tools_for_one(person: Person, tmp_path: Path) -> None:
    """What is hidden can be chosen all the same: another policy may be the mend."""
    (tmp_path / "bad.png").touch()
    person.drop(tmp_path / "bad.png")
    person.until(lambda: bool(person.notice))

    bar = person.window.page.tool_bar
    usable = [one.accessibleName() for one in finding.seen(bar, QAbstractButton) if one.isEnabled()]
    assert usable == [bar.picker.accessibleName()]
    person.press(Qt.Key.Key_R, CONTROL)
    assert not person.is_reviewing
