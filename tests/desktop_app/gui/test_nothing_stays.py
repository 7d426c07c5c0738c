"""After a new conversation nothing of a page is alive in the window's process: no pixels, no picture, no box, no answer."""

import gc
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QByteArray, QMimeData, Qt

from desktop_app.conversation.review import PageReview, Place
from desktop_app.gui.page.picture_maker import PagePicture
from desktop_app.jobs.job import Job
from desktop_app.jobs.prepared import PreparedDocument, PreparedPage
from desktop_app.runtime_client.values import RedactedPage, SourceView
from tests.desktop_app.gui.conftest import Meet
from tests.helpers import window
from tests.helpers.hands import CONTROL, Person
from tests.helpers.scripted_runner import Script

PIXELS = (SourceView, RedactedPage, PagePicture)


def _alive(kinds: tuple[type, ...], but: Sequence[object] = ()) -> list[object]:
    """Return what is alive of `kinds`, without what `but` holds: that is other tests'.

    Asks for the type and not for `__class__`, which some packages' objects answer with a warning.
    """
    gc.collect()
    known = {id(thing) for thing in but}
    return [thing for thing in gc.get_objects() if issubclass(type(thing), kinds) and id(thing) not in known]


def test_nothing_of_a_page_is_alive_after_a_new_conversation(meet: Meet, tmp_path: Path) -> None:
    """Seen, seen as it is sent, reviewed, changed, compared, asked about, and gone."""
    kinds = (*PIXELS, PreparedPage, PreparedDocument, Place, PageReview, Job)
    before = _alive(kinds)
    person = meet(Script(width=400, height=600, pages=2)).open(tmp_path)
    person.ask()
    person.until(lambda: len(person.answers) == 1)
    person.look_as_the_model()
    person.until(lambda: person.picture is not None)
    person.look_as_the_model()
    person.press(Qt.Key.Key_R, CONTROL)
    person.drag((200, 400), (300, 500))
    person.click("Before and after")
    person.until(lambda: person.compared_picture is not None)
    person.press(Qt.Key.Key_Return, CONTROL)
    person.ready()
    assert {PagePicture, PreparedPage, Place} <= {type(thing) for thing in _alive(kinds, before)}
    assert len(person.script.store) > 0

    person.begin_anew()
    person.script.jobs.clear()  # the test's own account of what was asked
    person.until(lambda: not _alive(PIXELS, before))  # these at once, the rest when it cannot be brought back any more
    person.let_go()
    person.until(lambda: not _alive(kinds, before))

    assert len(person.script.store) == 0
    assert person.picture is None
    assert person.compared_picture is None
    assert person.outlined == []
    assert person.place_list.model().rowCount() == 0
    assert window.kept_of_documents(person.built) == ({}, {})


def test_a_box_that_was_decided_takes_the_page_that_was_not_hidden_so_with_it(meet: Meet, tmp_path: Path) -> None:
    """The page as it was made before shows what a person has hidden since."""
    person = meet(Script(width=400, height=600)).open(tmp_path)
    document_id = person.documents[0].id
    before = person.built.documents.prepared_page(document_id, 1)
    assert before is not None
    person.press(Qt.Key.Key_R, CONTROL)
    person.drag((200, 400), (300, 500))
    person.press(Qt.Key.Key_Return, CONTROL)
    person.ready()
    after = person.built.documents.prepared_page(document_id, 1)
    assert after is not None
    assert after.key != before.key
    assert person.script.store.get(before.key, RedactedPage) is None
    assert person.script.store.get(after.key, RedactedPage) is not None


def test_the_engine_is_told_to_forget_when_the_last_document_goes(person: Person, tmp_path: Path) -> None:
    """By a new conversation and by closing the last document alike; not before."""
    documents = person.built.documents
    told: list[int] = []
    documents.emptied.connect(lambda: told.append(len(documents.documents)))
    documents.add([tmp_path / "a.png", tmp_path / "b.png"])
    documents.remove(documents.documents[0].id)
    assert told == []
    documents.remove(documents.documents[0].id)
    assert told == [0]


def test_a_pasted_picture_goes_with_its_document(person: Person, tmp_path: Path) -> None:
    """It lies in memory that belongs to no file; nothing else would ever free it."""
    for _ in range(2):
        mime = QMimeData()
        mime.setData("image/png", QByteArray(b"picture"))
        person.paste(mime)
    first, second = person.documents
    person.remove(0)
    assert first.path.read_bytes() == b"picture"  # it can still be brought back
    person.let_go()
    assert (first.path.exists(), second.path.read_bytes()) == (False, b"picture")
    person.begin_anew()
    person.let_go()
    assert not second.path.exists()


def test_a_new_conversation_in_the_middle_of_an_answer_leaves_nothing_to_stop(meet: Meet, tmp_path: Path) -> None:
    """What was asked has gone with its document."""
    person = meet(Script()).open(tmp_path)
    person.script.hold.clear()
    person.ask()
    person.until(lambda: person.is_answering)
    person.begin_anew()
    assert not person.is_answering
