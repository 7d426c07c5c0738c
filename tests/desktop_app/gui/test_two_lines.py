"""Whoever looks and whoever asks does not wait for everything that was dropped beside it."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop_app.gui.document import DocumentState
from desktop_app.gui.turn_view import TurnView
from tests.desktop_app.gui.conftest import Build
from tests.desktop_app.gui.reviewing import Ward
from tests.helpers.scripted_runner import Script


def _dropped(ward: Ward, folder: Path, count: int) -> list[str]:
    """Drop files, and return the ids of their documents."""
    files = [folder / f"{number}.png" for number in range(count)]
    for file in files:
        file.touch()
    ward.session.add(files)
    return [document.id for document in ward.session.documents]


def _order(ward: Ward) -> list[str]:
    """Return which files the airlock began with, in order."""
    return [job.path.stem for job in ward.script.jobs if not job.questions]


def _notes(ward: Ward) -> list[str]:
    return [view._read_pages.text() for view in ward.window.side.answers.findChildren(TurnView)]


@pytest.fixture
def ward(build: Build, qtbot: QtBot) -> Ward:
    """Return a window whose preparations wait."""
    script = Script()
    script.hold.clear()
    return Ward(build(script), qtbot, "faces")


def test_what_somebody_chooses_is_opened_next(ward: Ward, tmp_path: Path) -> None:
    """Not after all that came before it."""
    ids = _dropped(ward, tmp_path, 5)
    ward.until(lambda: _order(ward) == ["0"])
    ward.session.choose(ids[3])
    ward.script.hold.set()
    ward.until(lambda: len(_order(ward)) == 5)
    assert _order(ward) == ["0", "3", "1", "2", "4"]


def test_what_is_asked_about_is_prepared_before_what_is_looked_at(ward: Ward, tmp_path: Path) -> None:
    """Somebody asks about a file that waits, and goes on to another one."""
    ids = _dropped(ward, tmp_path, 5)
    ward.until(lambda: _order(ward) == ["0"])
    ward.session.choose(ids[4])
    ward.ask()
    ward.session.choose(ids[2])
    ward.script.hold.set()
    ward.until(lambda: len(_order(ward)) == 5)
    assert set(_order(ward)[1:3]) == {"4", "2"}  # both are shown before anything is hidden
    ward.session.choose(ids[4])
    ward.until(lambda: len(ward.answers) == 1)


def test_a_file_that_is_removed_is_left(
    build: Build, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The airlock need not keep it open for anybody."""
    ward = Ward(build(Script()), qtbot, "faces").open(tmp_path)
    left: list[Path] = []
    monkeypatch.setattr(ward.session._jobs, "leave", left.append)
    ward.session.clear()
    assert left == [tmp_path / "report.png"]


def test_a_long_document_is_asked_about_its_first_pages_while_the_rest_is_prepared(
    build: Build, qtbot: QtBot, tmp_path: Path
) -> None:
    """And says so; once all are there it says that one may ask again, and the next answer is from all."""
    ward = Ward(build(Script(pages=40, waits_before=9)), qtbot, "faces")
    _dropped(ward, tmp_path, 1)
    ward.until(lambda: ward.session.documents[0].pages_ready == 8)
    ward.ask()
    ward.until(lambda: len(ward.answers) == 1)
    assert ward.state is DocumentState.OPENING
    assert _notes(ward) == ["Answered from pages 1 to 8 of 40; the rest is still being prepared."]
    ward.script.goes_on.set()
    ward.ready()
    ward.until(lambda: _notes(ward) == ["Answered from pages 1 to 8 of 40. Ask again to have all of them read."])
    ward.ask()
    ward.until(lambda: len(ward.answers) == 2)
    assert _notes(ward)[1] == ""


@pytest.mark.parametrize(
    ("pages", "waits_before", "policy"), [(40, 8, "faces"), (15, 9, "faces"), (40, 9, "medical")], ids=str
)
def test_an_answer_waits_where_few_pages_are_there_few_are_missing_or_a_person_must_look(
    pages: int, waits_before: int, policy: str, build: Build, qtbot: QtBot, tmp_path: Path
) -> None:
    """Seven of forty, eight of fifteen, and eight that nobody has reviewed."""
    ward = Ward(build(Script(pages=pages, waits_before=waits_before)), qtbot, policy)
    _dropped(ward, tmp_path, 1)
    ward.until(lambda: ward.session.documents[0].pages_ready == waits_before - 1)
    ward.ask()
    qtbot.wait(50)
    assert [job for job in ward.script.jobs if job.questions] == []
    ward.script.goes_on.set()
    ward.ready()


def test_a_page_is_shown_before_its_turn_has_come(build: Build, qtbot: QtBot, tmp_path: Path) -> None:
    """Somebody turns to page 5 while page 2 is still to be hidden; when its turn comes it is not shown anew."""
    ward = Ward(build(Script(pages=6, waits_before=2, width=400, height=600)), qtbot, "faces")
    _dropped(ward, tmp_path, 1)
    ward.until(lambda: ward.session.documents[0].pages_ready == 1)
    ward.built.application.controller._parts.page.go_to(5)
    ward.until(lambda: _shown(ward) == 5)
    assert ward.session.documents[0].pages_ready == 1
    ward.script.goes_on.set()
    ward.ready()
    assert _shown(ward) == 5


def _shown(ward: Ward) -> int:
    picture = ward.window.page.canvas._page._picture
    return picture.number if picture is not None and ward.window.page._stack.currentIndex() == 1 else 0
