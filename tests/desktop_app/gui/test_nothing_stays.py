"""After a new conversation nothing of a page is alive in the window's process: no pixels, no picture, no box, no answer."""

import gc
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QByteArray, QMimeData, Qt
from pytestqt.qtbot import QtBot

from desktop_app.gui.picture_maker import PagePicture
from desktop_app.gui.review import PageReview, Place
from desktop_app.jobs.job import Job, PreparedDocument, PreparedPage
from desktop_app.runtime_client.values import RedactedPage, SourceView
from tests.desktop_app.gui.conftest import Build, Built
from tests.desktop_app.gui.reviewing import CONTROL, Ward
from tests.helpers.scripted_runner import Script


def _alive(kinds: tuple[type, ...], but: Sequence[object] = ()) -> list[object]:
    """Return what is alive of `kinds`, without what `but` holds: that is other tests'.

    Asks for the type and not for `__class__`, which some packages' objects answer with a warning.
    """
    gc.collect()
    known = {id(thing) for thing in but}
    return [thing for thing in gc.get_objects() if issubclass(type(thing), kinds) and id(thing) not in known]


def test_nothing_of_a_page_is_alive_after_a_new_conversation(build: Build, qtbot: QtBot, tmp_path: Path) -> None:
    """Seen, seen as it is sent, reviewed, changed, compared, asked about, and gone."""
    kinds = (SourceView, RedactedPage, PagePicture, PreparedPage, PreparedDocument, Place, PageReview, Job)
    before = _alive(kinds)
    ward = Ward(build(Script(width=400, height=600, pages=2)), qtbot, "faces").open(tmp_path)
    parts, window = ward.built.application.controller._parts, ward.window
    ward.ask()
    ward.until(lambda: len(ward.answers) == 1)
    parts.page.toggle_model_view()
    ward.until(lambda: window.page.canvas._page._picture is not None)
    parts.page.toggle_model_view()
    ward.press(Qt.Key.Key_R, CONTROL)
    ward.drag((200, 400), (300, 500))
    window.review.comparison_toggled.emit(True)
    ward.until(lambda: window.page.regions._after._picture is not None)
    ward.press(Qt.Key.Key_Return, CONTROL)
    ward.ready()
    assert {PagePicture, PreparedPage, Place} <= {type(thing) for thing in _alive(kinds, before)}
    assert len(ward.script.store) > 0

    ward.session.clear()
    ward.script.jobs.clear()  # the test's own account of what was asked
    ward.until(lambda: not _alive(kinds, before))

    assert len(ward.script.store) == 0
    assert window.page.canvas._page._picture is None
    assert window.page.regions._after._picture is None
    assert window.page.canvas._sources == []
    assert window.review.places.model().rowCount() == 0
    assert parts.documents._thumbnails == {}
    assert parts.conversation._turns == {}


def test_a_box_that_was_decided_takes_the_page_that_was_not_hidden_so_with_it(
    build: Build, qtbot: QtBot, tmp_path: Path
) -> None:
    """The page as it was made before shows what a person has hidden since."""
    ward = Ward(build(Script(width=400, height=600)), qtbot, "faces").open(tmp_path)
    document_id = ward.session.documents[0].id
    before = ward.session.prepared_page(document_id, 1)
    assert before is not None
    ward.press(Qt.Key.Key_R, CONTROL)
    ward.drag((200, 400), (300, 500))
    ward.press(Qt.Key.Key_Return, CONTROL)
    ward.ready()
    after = ward.session.prepared_page(document_id, 1)
    assert after is not None
    assert after.key != before.key
    assert ward.script.store.get(before.key, RedactedPage) is None
    assert ward.script.store.get(after.key, RedactedPage) is not None


def test_the_engine_is_told_to_forget_when_the_last_document_goes(built: Built, tmp_path: Path) -> None:
    """By a new conversation and by closing the last document alike; not before."""
    session = built.application.controller._session
    told: list[int] = []
    session.emptied.connect(lambda: told.append(len(session.documents)))
    session.add([tmp_path / "a.png", tmp_path / "b.png"])
    session.remove(session.documents[0].id)
    assert told == []
    session.remove(session.documents[0].id)
    assert told == [0]


def test_a_pasted_picture_goes_with_its_document(built: Built, tmp_path: Path) -> None:
    """It lies in memory that belongs to no file; nothing else would ever free it."""
    intake = built.application.controller._parts.intake
    for _ in range(2):
        mime = QMimeData()
        mime.setData("image/png", QByteArray(b"picture"))
        intake.take_in(mime)
    session = built.application.controller._session
    first, second = session.documents
    session.remove(first.id)
    assert (first.path.exists(), second.path.read_bytes()) == (False, b"picture")
    session.clear()
    assert not second.path.exists()


def test_a_new_conversation_in_the_middle_of_an_answer_leaves_nothing_to_stop(
    build: Build, qtbot: QtBot, tmp_path: Path
) -> None:
    """What was asked has gone with its document."""
    ward = Ward(build(Script()), qtbot, "faces").open(tmp_path)
    ward.script.hold.clear()
    ward.ask()
    ward.until(ward.window.side.question._stop.isVisible)
    ward.press(Qt.Key.Key_N, CONTROL)
    assert not ward.window.side.question._stop.isVisible()
