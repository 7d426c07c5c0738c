"""The window shows every page of a document of which it can only keep a few: what has gone comes again when it is wanted."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop_app.jobs.page_store import PageStore
from tests.desktop_app.gui.conftest import Meet
from tests.helpers.hands import CONTROL, Person
from tests.helpers.scripted_runner import Script

WIDTH, HEIGHT, PAGES = 400, 600, 8
ONE_PAGE = WIDTH * HEIGHT * 3 + 2000


@pytest.fixture
def person(meet: Meet, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Person:
    """Return a window with a document of eight pages, and room for three pictures and one that is ready to draw."""
    monkeypatch.setattr("desktop_app.gui.page.page_controller._KEPT_BYTES", 1)
    script = Script(width=WIDTH, height=HEIGHT, pages=PAGES, store=PageStore(3 * ONE_PAGE))
    return meet(script).open(tmp_path)


def _fetches(person: Person) -> int:
    return sum(job.only_shows for job in person.script.jobs)


def test_every_page_can_be_turned_to(person: Person) -> None:
    """Forwards and back; nothing is looked for again, and no more is kept than there is room for."""
    for number in (*range(1, PAGES + 1), *range(PAGES, 0, -1)):
        person.turn_to(number)
        person.until(lambda number=number: person.shown_page == number)  # type: ignore[misc]  # bound at once
        assert person.script.store.size_bytes <= person.script.store.limit_bytes
    assert _fetches(person) >= PAGES
    assert sum(not job.only_shows for job in person.script.jobs) == 1
    assert all(job.options.decided_for == person.script.sha256 for job in person.script.jobs if job.only_shows)


def test_pages_that_were_passed_are_not_made(person: Person) -> None:
    """Somebody holds the key down through a long document: only what they stop at is made, and can be gone back to."""
    person.until(lambda: person.shown_page == 1)
    before = _fetches(person)
    person.script.store.clear()
    person.script.is_deaf = True  # the line stands still behind the first one, however quick or slow this machine is
    person.script.hold.clear()
    person.built.parts.page.go_to(2)
    person.until(lambda: _fetches(person) == before + 1)
    for number in range(3, PAGES + 1):
        person.built.parts.page.go_to(number)
    person.script.hold.set()
    person.until(lambda: person.shown_page == PAGES)
    assert _fetches(person) == before + 2  # what was begun and taken back, and the last
    person.turn_to(4)
    person.until(lambda: person.shown_page == 4)
    assert person.notice == ""


def test_what_the_model_sees_can_be_seen_of_every_page(person: Person) -> None:
    """A page that was sent and has gone is made again for whoever wants to see it."""
    person.look_as_the_model()
    for number in (1, PAGES, 1):
        person.turn_to(number)
        person.until(lambda number=number: person.shown_page == number)  # type: ignore[misc]  # bound at once
    assert {job.prepared.pages[0].number for job in person.script.jobs if job.only_shows and job.prepared} >= {1}


def test_a_comparison_of_a_page_that_has_gone_shows_it_once_it_is_there(person: Person) -> None:
    """Before and after, of the first page of many."""
    person.turn_to(2)
    person.until(lambda: person.shown_page == 2)
    person.press(Qt.Key.Key_R, CONTROL)
    person.script.store.clear()
    person.click("Before and after")
    person.until(lambda: person.compared_picture is not None)


def test_a_page_that_cannot_be_made_again_is_said_once(person: Person, qtbot: QtBot) -> None:
    """The window asks once, says why not, and does not try for ever."""
    person.script.show_error = "file_missing"
    person.script.store.clear()
    person.turn_to(2)
    person.until(lambda: "cannot be shown any more" in person.page_message)
    assert person.notice
    asked = _fetches(person)
    for _ in range(20):
        person.built.parts.page.step(0)
        qtbot.wait(5)
    assert _fetches(person) == asked


def test_a_page_that_somebody_looks_at_comes_before_documents_that_wait(meet: Meet, tmp_path: Path) -> None:
    """Twenty files are being prepared, and somebody turns a page: that goes first."""
    person = meet(Script(width=WIDTH, height=HEIGHT, pages=3, store=PageStore(2 * ONE_PAGE))).open(tmp_path)
    person.script.hold.clear()
    others = [tmp_path / name for name in ("two.png", "three.png", "four.png")]
    for file in others:
        file.touch()
    person.take_in(*others)
    person.until(lambda: len(person.documents) == 4)
    person.look_at(0)
    person.until(lambda: len(person.script.jobs) >= 2)
    person.turn_to(1)
    person.script.store.clear()
    person.turn_to(2)
    person.script.hold.set()
    person.until(lambda: _fetches(person) >= 1)
    order = [job.only_shows for job in person.script.jobs]
    assert order.index(True) <= 2  # one was being prepared already


def test_no_page_stands_under_the_name_of_another_document(person: Person, tmp_path: Path) -> None:
    """Whoever changes or removes the document sees nothing until its own page is there."""
    (tmp_path / "other.png").touch()
    person.take_in(tmp_path / "other.png")
    person.until(lambda: person.current == "other.png" and person.are_ready and person.shown_page == 1)
    for leave in (person.look_at, person.remove):
        leave(0)
        assert person.picture is None
        person.until(lambda: person.shown_page == 1)
    assert person.current == "other.png"
