"""The window shows every page of a document of which it can only keep a few: what has gone comes again when it is wanted."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop_app.gui.document import DocumentState
from desktop_app.jobs.page_store import PageStore
from tests.desktop_app.gui.conftest import Build
from tests.desktop_app.gui.reviewing import CONTROL, Ward
from tests.helpers.scripted_runner import Script

WIDTH, HEIGHT, PAGES = 400, 600, 8
ONE_PAGE = WIDTH * HEIGHT * 3 + 2000


@pytest.fixture
def ward(build: Build, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Ward:
    """Return a window with a document of eight pages, and room for three pictures and one that is ready to draw."""
    monkeypatch.setattr("desktop_app.gui.page_controller._KEPT_BYTES", 1)
    script = Script(width=WIDTH, height=HEIGHT, pages=PAGES, store=PageStore(3 * ONE_PAGE))
    return Ward(build(script), qtbot, "faces").open(tmp_path)


def _shown(ward: Ward) -> int:
    picture = ward.window.page.canvas._page._picture
    return picture.number if picture is not None and ward.window.page._stack.currentIndex() == 1 else 0


def _fetches(ward: Ward) -> int:
    return sum(job.only_shows for job in ward.script.jobs)


def test_every_page_can_be_turned_to(ward: Ward) -> None:
    """Forwards and back; nothing is looked for again, and no more is kept than there is room for."""
    page = ward.built.application.controller._parts.page
    for number in (*range(1, PAGES + 1), *range(PAGES, 0, -1)):
        page.go_to(number)
        ward.until(lambda number=number: _shown(ward) == number)  # type: ignore[misc]  # bound at once
        assert ward.script.store.size_bytes <= ward.script.store.limit_bytes
    assert _fetches(ward) >= PAGES
    assert sum(not job.only_shows for job in ward.script.jobs) == 1
    assert all(job.options.decided_for == ward.script.sha256 for job in ward.script.jobs if job.only_shows)


def test_pages_that_were_passed_are_not_made(ward: Ward) -> None:
    """Somebody holds the key down through a long document: only what they stop at is made, and can be gone back to."""
    page = ward.built.application.controller._parts.page
    ward.script.store.clear()
    ward.script.hold.clear()
    for number in range(2, PAGES + 1):
        page.go_to(number)
    ward.until(lambda: _fetches(ward) >= 1)
    ward.script.hold.set()
    ward.until(lambda: _shown(ward) == PAGES)
    assert _fetches(ward) <= 3  # what was begun and taken back, and the last
    page.go_to(4)
    ward.until(lambda: _shown(ward) == 4)
    assert not ward.window.side.notice.isVisible()


def test_what_the_model_sees_can_be_seen_of_every_page(ward: Ward) -> None:
    """A page that was sent and has gone is made again for whoever wants to see it."""
    page = ward.built.application.controller._parts.page
    page.toggle_model_view()
    for number in (1, PAGES, 1):
        page.go_to(number)
        ward.until(lambda number=number: _shown(ward) == number)  # type: ignore[misc]  # bound at once
    assert {job.prepared.pages[0].number for job in ward.script.jobs if job.only_shows and job.prepared} >= {1}


def test_a_comparison_of_a_page_that_has_gone_shows_it_once_it_is_there(ward: Ward) -> None:
    """Before and after, of the first page of many."""
    ward.built.application.controller._parts.page.go_to(2)
    ward.until(lambda: _shown(ward) == 2)
    ward.press(Qt.Key.Key_R, CONTROL)
    ward.script.store.clear()
    ward.window.review.comparison_toggled.emit(True)
    ward.until(lambda: ward.window.page.regions._after._picture is not None)


def test_a_page_that_cannot_be_made_again_is_said_once(ward: Ward) -> None:
    """The window asks once, says why not, and does not try for ever."""
    ward.script.show_error = "file_missing"
    ward.script.store.clear()
    page = ward.built.application.controller._parts.page
    page._pictures.clear()
    page.go_to(2)
    ward.until(lambda: "cannot be shown any more" in ward.window.page._message.text())
    assert ward.window.side.notice.isVisible()
    asked = _fetches(ward)
    for _ in range(20):
        page.step(0)
        ward.qtbot.wait(5)
    assert _fetches(ward) == asked


def test_a_page_that_somebody_looks_at_comes_before_documents_that_wait(
    build: Build, qtbot: QtBot, tmp_path: Path
) -> None:
    """Twenty files are being prepared, and somebody turns a page: that goes first."""
    ward = Ward(build(Script(width=WIDTH, height=HEIGHT, pages=3, store=PageStore(2 * ONE_PAGE))), qtbot, "faces").open(
        tmp_path
    )
    ward.script.hold.clear()
    for name in ("two.png", "three.png", "four.png"):
        (tmp_path / name).touch()
    first = ward.session.documents[0]
    ward.session.add([tmp_path / "two.png", tmp_path / "three.png", tmp_path / "four.png"])
    ward.session.choose(first.id)
    ward.until(lambda: len(ward.script.jobs) >= 2)
    ward.built.application.controller._parts.page.go_to(1)
    ward.script.store.clear()
    ward.built.application.controller._parts.page.go_to(2)
    ward.script.hold.set()
    ward.until(lambda: _fetches(ward) >= 1)
    order = [job.only_shows for job in ward.script.jobs]
    assert order.index(True) <= 2  # one was being prepared already


def test_no_page_stands_under_the_name_of_another_document(ward: Ward, tmp_path: Path) -> None:
    """Whoever changes or removes the document sees nothing until its own page is there."""
    (tmp_path / "other.png").touch()
    first = ward.session.documents[0]
    ward.session.add([tmp_path / "other.png"])
    other = ward.session.documents[1]
    ward.until(lambda: ward.session.documents[1].state is DocumentState.READY and _shown(ward) == 1)
    for leave in (ward.session.choose, ward.session.remove):
        leave(first.id)
        assert ward.window.page.canvas._page._picture is None
        ward.until(lambda: _shown(ward) == 1)
    assert ward.session.current is not None
    assert ward.session.current.id == other.id
