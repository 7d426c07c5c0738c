"""Removing asks nothing and loses nothing: for a while one step brings back all that belonged to what was removed."""

from pathlib import Path

import pytest
from PySide6.QtCore import QByteArray, QMimeData, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop_app.runtime_client.values import RedactedPage
from tests.desktop_app.gui.conftest import Meet
from tests.helpers import window
from tests.helpers.hands import CONTROL, Meets, Person
from tests.helpers.scripted_runner import FACE, NAME, Script


def _files(folder: Path, *names: str) -> list[Path]:
    paths = [folder / name for name in names]
    for path in paths:
        path.touch()
    return paths


def test_a_removed_document_comes_back_to_its_place_with_its_answers(person: Person, tmp_path: Path) -> None:
    """Nothing is prepared anew: pixels are made again when somebody looks."""
    person.drop(*_files(tmp_path, "a.png", "b.png", "c.png"))
    person.ready()
    person.look_at(1)
    person.ask()
    person.answered()
    prepared = len(person.script.jobs)

    person.remove(1)
    assert person.names == ["a.png", "c.png"]
    assert person.toast == "b.png was removed."
    person.take_back()

    assert person.names == ["a.png", "b.png", "c.png"]
    assert person.current == "b.png"
    person.until(lambda: person.answers == ["567.51 EUR"] and person.shown_page == 1)
    assert person.toast == ""
    assert all(job.only_shows for job in person.script.jobs[prepared:])


def test_it_can_be_asked_about_again(person: Person, tmp_path: Path) -> None:
    """What is sent is what was prepared, and nothing else."""
    person.open(tmp_path)
    before = person.built.documents.prepared_page(person.documents[0].id, 1)
    person.remove(0)
    person.take_back()

    person.ask()
    person.answered()

    (asked,) = [job for job in person.script.jobs if job.questions]
    assert asked.prepared is not None
    assert asked.prepared.pages == (before,)


def test_a_new_conversation_is_taken_back_with_the_question_half_typed(person: Person, tmp_path: Path) -> None:
    """Ctrl+N is near Ctrl+B."""
    person.drop(*_files(tmp_path, "a.png", "b.png"))
    person.ready()
    person.look_at(1)
    person.type("Does Margaret")

    person.begin_anew()
    assert person.is_at_start
    assert (person.toast, person.draft) == ("A new conversation has begun.", "")
    QTest.keyClick(QApplication.focusWidget() or person.window, Qt.Key.Key_Z, CONTROL)

    assert person.names == ["a.png", "b.png"]
    assert (person.current, person.draft) == ("b.png", "Does Margaret")


def test_a_document_comes_back_with_its_open_review(opened: Meets) -> None:
    """What was drawn and not accepted is there, holds the document back, and can be undone step by step."""
    person = opened()
    person.press(Qt.Key.Key_R, CONTROL)
    person.drag((200, 400), (300, 500))
    boxes = person.boxes
    assert len(boxes) == 3

    person.begin_anew()
    person.take_back()
    person.until(lambda: person.shown_page == 1)

    assert person.waits_for == "Nothing is sent before you have reviewed what will be hidden."
    person.press(Qt.Key.Key_R, CONTROL)
    person.until(lambda: person.boxes == boxes)
    person.press(Qt.Key.Key_Z, CONTROL)
    assert person.boxes == (FACE, NAME)


def test_a_document_that_was_being_prepared_is_prepared(meet: Meet, tmp_path: Path) -> None:
    """Its job has ended with it; another one does the same."""
    script = Script()
    script.hold.clear()
    person = meet(script)
    person.drop(*_files(tmp_path, "a.png"))
    person.until(lambda: person.subtitles == ["opening…"])
    person.remove(0)

    person.take_back()
    script.hold.set()
    person.ready()

    assert person.subtitles == ["PNG · 1 hidden"]


def test_only_the_last_step_can_be_taken_back(person: Person, tmp_path: Path) -> None:
    """Of two files removed one after the other the second comes back."""
    person.drop(*_files(tmp_path, "a.png", "b.png", "c.png"))
    person.ready()
    person.remove(0)
    person.remove(0)
    assert person.toast == "b.png was removed."

    person.take_back()

    assert person.names == ["b.png", "c.png"]


def test_what_cannot_be_brought_back_any_more_is_gone(person: Person, tmp_path: Path) -> None:
    """Nothing of it is left when the toast goes; its pixels had gone before."""
    person.open(tmp_path)
    key = person.built.documents.prepared_page(person.documents[0].id, 1)
    assert key is not None
    person.remove(0)
    assert person.script.store.get(key.key, RedactedPage) is None

    person.let_go()

    assert person.toast == ""
    assert window.kept_of_documents(person.built) == ({}, {})
    assert person.built.parts.removals.paths == frozenset()


def test_a_pasted_picture_can_be_brought_back(person: Person) -> None:
    """It lies in memory and nowhere else: that must not go before the offer does."""
    mime = QMimeData()
    mime.setData("image/png", QByteArray(b"picture"))
    person.paste(mime)
    person.ready()

    person.remove(0)
    person.take_back()

    (document,) = person.documents
    assert document.path.read_bytes() == b"picture"


def test_refused_files_can_be_brought_back(person: Person, tmp_path: Path) -> None:
    """Also what a notice offered to leave out."""
    person.drop(*_files(tmp_path, "a.png", "bad.png", "bad too.png"))
    person.until(lambda: person.notice == "2 of 3 files cannot be read.")
    person.click("Continue without these")
    assert person.names == ["a.png"]
    assert person.toast == "2 documents were removed."

    person.take_back()

    assert person.names == ["a.png", "bad.png", "bad too.png"]


@pytest.mark.parametrize("is_anew", [True, False], ids=["new conversation", "removed"])
def test_the_pages_and_what_can_be_taken_along_come_back(meet: Meet, tmp_path: Path, is_anew: bool) -> None:
    """The small pictures of all pages are there, though their pixels had gone, and the answers can be saved."""
    person = meet(Script(pages=3)).open(tmp_path)
    model = person.window.page.strip.model()

    def has_pictures() -> bool:
        return all(model.index(row, 0).data(Qt.ItemDataRole.DecorationRole) is not None for row in range(3))

    person.until(has_pictures)
    person.ask()
    person.answered()
    save = person.window.side.save
    assert save.isVisible()

    if is_anew:
        person.begin_anew()
    else:
        person.remove(0)
    assert (save.isVisible(), model.rowCount()) == (False, 0)
    person.take_back()

    assert (save.isVisible(), model.rowCount()) == (True, 3)
    person.until(has_pictures)
