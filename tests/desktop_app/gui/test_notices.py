"""A notice says what happened and offers only what can be done about it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from desktop_app.conversation.document import Document, Question, Refusal, Turn, TurnState
from desktop_app.foundation.errors import AppError
from desktop_app.gui.conversation.documents_controller import DocumentsController
from desktop_app.gui.notices.notice_controller import NoticeController
from desktop_app.gui.notices.notice_view import NoticeView
from desktop_app.jobs.queue import JobQueue
from desktop_app.settings.store import FILE_NAME
from tests.desktop_app.gui.conftest import Build
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
