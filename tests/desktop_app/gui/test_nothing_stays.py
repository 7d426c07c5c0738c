"""After a new conversation nothing of a page is alive in the window's process: no pixels, no picture, no box, no answer."""

import gc
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QByteArray, QMimeData, Qt

from desktop_app.gui.picture_maker import PagePicture
from desktop_app.gui.review import PageReview, Place
from desktop_app.jobs.job import Job, PreparedDocument, PreparedPage
from desktop_app.runtime_client.values import Page
from tests.desktop_app.gui.conftest import Meet
from tests.helpers import window
from tests.helpers.hands import CONTROL, Person
from tests.helpers.scripted_runner import Script


def _alive(kinds: tuple[type, ...], but: Sequence[object] = ()) -> list[object]:
    """Return what is alive of `kinds`, without what `but` holds: that is other tests'.

    Asks for the type and not for `__class__`, which some packages' objects answer with a warning.
    """
    gc.collect()
    known = {id(thing) for thing in but}
    return [thing for thing in gc.get_objects() if issubclass(type(thing), kinds) and id(thing) not in known]


def test_nothing_of_a_page_is_alive_after_a_new_conversation(meet: Meet, tmp_path: Path) -> None:
    """Seen, seen as it is sent, reviewed, changed, compared, asked about, and gone."""
    kinds = (Page, PagePicture, PreparedPage, PreparedDocument, Place, PageReview, Job)
    before = _alive(kinds)
    ward = meet(Script(width=400, height=600, pages=2)).open(tmp_path)
    ward.ask()
    ward.until(lambda: len(ward.answers) == 1)
    ward.look_as_the_model()
    ward.until(lambda: ward.picture is not None)
    ward.look_as_the_model()
    ward.press(Qt.Key.Key_R, CONTROL)
    ward.drag((200, 400), (300, 500))
    ward.click("Before and after")
    ward.until(lambda: ward.compared_picture is not None)
    ward.press(Qt.Key.Key_Return, CONTROL)
    ward.ready()
    assert {PagePicture, PreparedPage, Place} <= {type(thing) for thing in _alive(kinds, before)}
    assert len(ward.script.store) > 0

    ward.begin_anew()
    ward.script.jobs.clear()  # the test's own account of what was asked
    ward.until(lambda: not _alive(kinds, before))

    assert len(ward.script.store) == 0
    assert ward.picture is None
    assert ward.compared_picture is None
    assert ward.outlined == []
    assert ward.window.review.places.model().rowCount() == 0
    assert window.kept_of_documents(ward.built) == ({}, {})


def test_a_box_that_was_decided_takes_the_page_that_was_not_hidden_so_with_it(meet: Meet, tmp_path: Path) -> None:
    """The page as it was made before shows what a person has hidden since."""
    ward = meet(Script(width=400, height=600)).open(tmp_path)
    document_id = ward.documents[0].id
    before = ward.built.session.prepared_page(document_id, 1)
    assert before is not None
    ward.press(Qt.Key.Key_R, CONTROL)
    ward.drag((200, 400), (300, 500))
    ward.press(Qt.Key.Key_Return, CONTROL)
    ward.ready()
    after = ward.built.session.prepared_page(document_id, 1)
    assert after is not None
    assert after.key != before.key
    assert ward.script.store.get(before.key) is None
    assert ward.script.store.get(after.key) is not None


def test_the_engine_is_told_to_forget_when_the_last_document_goes(person: Person, tmp_path: Path) -> None:
    """By a new conversation and by closing the last document alike; not before."""
    session = person.built.session
    told: list[int] = []
    session.emptied.connect(lambda: told.append(len(session.documents)))
    session.add([tmp_path / "a.png", tmp_path / "b.png"])
    session.remove(session.documents[0].id)
    assert told == []
    session.remove(session.documents[0].id)
    assert told == [0]


def test_a_pasted_picture_goes_with_its_document(person: Person, tmp_path: Path) -> None:
    """It lies in memory that belongs to no file; nothing else would ever free it."""
    for _ in range(2):
        mime = QMimeData()
        mime.setData("image/png", QByteArray(b"picture"))
        person.paste(mime)
    first, second = person.documents
    person.remove(0)
    assert (first.path.exists(), second.path.read_bytes()) == (False, b"picture")
    person.begin_anew()
    assert not second.path.exists()


def test_a_new_conversation_in_the_middle_of_an_answer_leaves_nothing_to_stop(meet: Meet, tmp_path: Path) -> None:
    """What was asked has gone with its document."""
    ward = meet(Script()).open(tmp_path)
    ward.script.hold.clear()
    ward.ask()
    ward.until(lambda: ward.is_answering)
    ward.begin_anew()
    assert not ward.is_answering
