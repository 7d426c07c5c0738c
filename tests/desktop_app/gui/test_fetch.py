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
def ward(meet: Meet, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Person:
    """Return a window with a document of eight pages, and room for three pictures and one that is ready to draw."""
    monkeypatch.setattr("desktop_app.gui.page_controller._KEPT_BYTES", 1)
    script = Script(width=WIDTH, height=HEIGHT, pages=PAGES, store=PageStore(3 * ONE_PAGE))
    return meet(script).open(tmp_path)


def _fetches(ward: Person) -> int:
    return sum(job.only_shows for job in ward.script.jobs)


def test_every_page_can_be_turned_to(ward: Person) -> None:
    """Forwards and back; nothing is looked for again, and no more is kept than there is room for."""
    for number in (*range(1, PAGES + 1), *range(PAGES, 0, -1)):
        ward.turn_to(number)
        ward.until(lambda number=number: ward.shown_page == number)  # type: ignore[misc]  # bound at once
        assert ward.script.store.size_bytes <= ward.script.store.limit_bytes
    assert _fetches(ward) >= PAGES
    assert sum(not job.only_shows for job in ward.script.jobs) == 1
    assert all(job.options.decided_for == ward.script.sha256 for job in ward.script.jobs if job.only_shows)


def test_pages_that_were_passed_are_not_made(ward: Person) -> None:
    """Somebody holds the key down through a long document: only what they stop at is made, and can be gone back to."""
    ward.script.store.clear()
    ward.script.hold.clear()
    for number in range(2, PAGES + 1):
        ward.turn_to(number)
    ward.until(lambda: _fetches(ward) >= 1)
    ward.script.hold.set()
    ward.until(lambda: ward.shown_page == PAGES)
    assert _fetches(ward) <= 3  # what was begun and taken back, and the last
    ward.turn_to(4)
    ward.until(lambda: ward.shown_page == 4)
    assert ward.notice == ""


def test_what_the_model_sees_can_be_seen_of_every_page(ward: Person) -> None:
    """A page that was sent and has gone is made again for whoever wants to see it."""
    ward.look_as_the_model()
    for number in (1, PAGES, 1):
        ward.turn_to(number)
        ward.until(lambda number=number: ward.shown_page == number)  # type: ignore[misc]  # bound at once
    assert {job.prepared.pages[0].number for job in ward.script.jobs if job.only_shows and job.prepared} >= {1}


def test_a_comparison_of_a_page_that_has_gone_shows_it_once_it_is_there(ward: Person) -> None:
    """Before and after, of the first page of many."""
    ward.turn_to(2)
    ward.until(lambda: ward.shown_page == 2)
    ward.press(Qt.Key.Key_R, CONTROL)
    ward.script.store.clear()
    ward.click("Before and after")
    ward.until(lambda: ward.compared_picture is not None)


def test_a_page_that_cannot_be_made_again_is_said_once(ward: Person, qtbot: QtBot) -> None:
    """The window asks once, says why not, and does not try for ever."""
    ward.script.show_error = "file_missing"
    ward.script.store.clear()
    ward.turn_to(2)
    ward.until(lambda: "cannot be shown any more" in ward.page_message)
    assert ward.notice
    asked = _fetches(ward)
    for _ in range(20):
        ward.built.parts.page.step(0)
        qtbot.wait(5)
    assert _fetches(ward) == asked


def test_a_page_that_somebody_looks_at_comes_before_documents_that_wait(meet: Meet, tmp_path: Path) -> None:
    """Twenty files are being prepared, and somebody turns a page: that goes first."""
    ward = meet(Script(width=WIDTH, height=HEIGHT, pages=3, store=PageStore(2 * ONE_PAGE))).open(tmp_path)
    ward.script.hold.clear()
    others = [tmp_path / name for name in ("two.png", "three.png", "four.png")]
    for file in others:
        file.touch()
    ward.take_in(*others)
    ward.until(lambda: len(ward.documents) == 4)
    ward.look_at(0)
    ward.until(lambda: len(ward.script.jobs) >= 2)
    ward.turn_to(1)
    ward.script.store.clear()
    ward.turn_to(2)
    ward.script.hold.set()
    ward.until(lambda: _fetches(ward) >= 1)
    order = [job.only_shows for job in ward.script.jobs]
    assert order.index(True) <= 2  # one was being prepared already


def test_no_page_stands_under_the_name_of_another_document(ward: Person, tmp_path: Path) -> None:
    """Whoever changes or removes the document sees nothing until its own page is there."""
    (tmp_path / "other.png").touch()
    ward.take_in(tmp_path / "other.png")
    ward.until(lambda: ward.current == "other.png" and ward.are_ready and ward.shown_page == 1)
    for leave in (ward.look_at, ward.remove):
        leave(0)
        assert ward.picture is None
        ward.until(lambda: ward.shown_page == 1)
    assert ward.current == "other.png"
