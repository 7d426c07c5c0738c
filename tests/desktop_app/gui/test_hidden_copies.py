"""Hidden copies leave the window as their pages were accepted, each with a report, and never before a person's word."""

import json
import time
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QDrag
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from desktop_app.gui.style import file_dialogs
from desktop_app.managed import in_force
from desktop_app.managed.rules import Export, Rules
from tests.desktop_app.gui.conftest import Meet
from tests.helpers import finding
from tests.helpers.hands import CONTROL, Meets, Person
from tests.helpers.scripted_runner import FACE, NAME, Script


@pytest.fixture
def chosen(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A folder that is chosen in every dialog, and a name in it."""
    folder = tmp_path / "chosen"
    folder.mkdir()
    monkeypatch.setattr(file_dialogs, "file_to_write", lambda _parent, _title, name: folder / name)
    monkeypatch.setattr(file_dialogs, "folder_to_open", lambda _parent, _title: folder)
    return folder


def _rows(report: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in report.read_text().splitlines()]


def _choose(person: Person, words: str) -> None:
    menu = person.window.page.tool_bar.copies.findChild(QMenu)
    assert isinstance(menu, QMenu)
    finding.line_of(menu, words).trigger()


def test_copy_is_saved_as_it_was_accepted_with_its_report(opened: Meets, chosen: Path) -> None:
    """A box that a person drew is hidden in it; the report has its kind and place, and nothing looks a second time."""
    person = opened()
    person.press(Qt.Key.Key_R, CONTROL)
    person.drag((200, 400), (300, 450))
    person.press(Qt.Key.Key_Return, CONTROL)
    person.ready()

    person.press(Qt.Key.Key_S, CONTROL)
    person.until(lambda: person.notice != "")

    assert person.notice == "The hidden copy is saved: report (hidden).png"
    assert person.notice_why == "What was hidden in it stands in report (hidden).report.jsonl."
    assert (chosen / "report (hidden).png").read_text() == "3"
    (row,) = _rows(chosen / "report (hidden).report.jsonl")
    assert (row["file"], row["policy"], row["counts"]) == ("report.png", "faces", {"FACE": 1, "PERSON": 1, "MARKED": 1})


def test_a_copy_is_proposed_under_a_name_that_reads_as_it_is(meet: Meet, chosen: Path, tmp_path: Path) -> None:
    """An override of direction in the source's name made `.png` out of `.exe`; neither it nor a line end goes into ours."""
    source = tmp_path / "a\u202egpj.exe\u2066 b\nc.png"
    source.touch()
    person = meet(Script(width=400, height=600, found=()))
    person.take_in(source)
    person.ready()
    person.press(Qt.Key.Key_S, CONTROL)
    person.until(lambda: person.notice != "")
    name = "a\ufffdgpj.exe\ufffd b c (hidden)"
    assert {f"{name}.png", f"{name}.report.jsonl"} == {path.name for path in chosen.iterdir()}


@pytest.mark.parametrize("formats", [("png",), ("png", "pdf", "jpg")])
def test_copy_is_saved_where_no_report_may_be(
    opened: Meets, chosen: Path, monkeypatch: pytest.MonkeyPatch, formats: tuple[str, ...]
) -> None:
    """The organisation lets pictures be taken along, and nothing else; that there is no report is said."""
    monkeypatch.setattr(in_force, "rules", lambda: Rules(export=Export(formats=formats)))
    person = opened()

    person.press(Qt.Key.Key_S, CONTROL)
    person.until(lambda: person.notice != "")

    assert person.notice == "The hidden copy is saved: report (hidden).png"
    assert person.notice_why == "Your organisation lets no report of it be written there."
    assert [path.name for path in chosen.iterdir()] == ["report (hidden).png"]


def test_copies_that_are_there_when_the_window_closes_have_their_report(
    meet: Meet, tmp_path: Path, chosen: Path
) -> None:
    """Of the one that is being written there is neither a copy nor a row."""
    script = Script(found=(FACE, NAME))
    person = meet(script)
    files = [tmp_path / name for name in ("a.png", "b.png", "slow.png", "z.png")]
    for file in files:
        file.touch()
    person.take_in(*files)
    person.ready()
    script.hold_copies.clear()
    _choose(person, "Save hidden copies of all documents…")
    person.until(lambda: _begun(script) == 3)

    person.built.application.close()

    report = chosen / "hidden copies.report.jsonl"
    assert sorted(chosen.iterdir()) == [chosen / "a (hidden).png", chosen / "b (hidden).png", report]
    assert ["a.png", "b.png"] == [row["file"] for row in _rows(report)]


@pytest.mark.parametrize("times_s", [(), (0.0, 0.5)], ids=["picture", "film"])
@pytest.mark.parametrize("is_done", [True, False], ids=["done", "not done"])
def test_a_copy_and_its_report_are_both_there_after_closing_or_neither(
    meet: Meet, tmp_path: Path, chosen: Path, *, is_done: bool, times_s: tuple[float, ...]
) -> None:
    """Also where the window had not yet been told that the copy is there."""
    script = Script(pages=len(times_s) or 1, times_s=times_s)
    person = meet(script)
    source = tmp_path / ("slow.mp4" if times_s else "slow.png")
    source.touch()
    person.take_in(source)
    person.ready()
    script.hold_copies.clear()
    person.press(Qt.Key.Key_S, CONTROL)
    person.until(lambda: _begun(script) == 1)
    if is_done:
        script.hold_copies.set()
        while not list(chosen.iterdir()):
            time.sleep(0.01)  # and the window has no time to hear of it

    person.built.application.close()

    copy = "slow (hidden).webm" if times_s else "slow (hidden).png"
    names = [copy, "slow (hidden).report.jsonl"] if is_done else []
    assert sorted(names) == sorted(path.name for path in chosen.iterdir())


def _begun(script: Script) -> int:
    return sum(job.copy_to is not None for job in script.jobs)


def test_copies_of_all_documents_lie_in_a_folder_with_one_report(meet: Meet, tmp_path: Path, chosen: Path) -> None:
    """One that cannot be written does not stop the others; one that cannot be read is named."""
    person = meet(Script(found=(FACE, NAME)))
    files = [tmp_path / name for name in ("a.png", "unwritten.png", "bad.png", "c.png")]
    for file in files:
        file.touch()
    person.take_in(*files)
    person.until(lambda: sum(person.is_ready(row) for row in range(len(person.documents))) == 3)

    _choose(person, "Save hidden copies of all documents…")
    person.until(lambda: "hidden copies" in person.notice)

    assert person.notice == "2 of 4 hidden copies are saved."
    assert "unwritten.png: " in person.notice_why
    assert "Not ready, or not reviewed yet: bad.png" in person.notice_why
    assert sorted(path.name for path in chosen.iterdir()) == [
        "a (hidden).png",
        "c (hidden).png",
        "hidden copies.report.jsonl",
    ]
    rows = _rows(chosen / "hidden copies.report.jsonl")
    assert [row["file"] for row in rows] == ["a.png", "unwritten.png", "c.png"]
    assert "error" in rows[1]


def test_nothing_is_saved_before_a_person_has_accepted(opened: Meets, chosen: Path) -> None:
    """Under a policy that wants a word, the way to give it is offered instead; so while somebody is at work on a box."""
    person = opened("medical")
    person.press(Qt.Key.Key_S, CONTROL)
    asked = (person.remedies, list(chosen.iterdir()))
    person.press(Qt.Key.Key_R, CONTROL)
    person.press(Qt.Key.Key_Return, CONTROL)
    person.press(Qt.Key.Key_R, CONTROL)
    person.drag((200, 400), (300, 450))
    person.press(Qt.Key.Key_S, CONTROL)

    assert asked == (["Review"], [])
    assert list(chosen.iterdir()) == []
    person.press(Qt.Key.Key_Return, CONTROL)
    person.ready()
    person.press(Qt.Key.Key_S, CONTROL)
    person.until((chosen / "report (hidden).png").exists)


def test_copy_is_dragged_out_as_a_file(opened: Meets, monkeypatch: pytest.MonkeyPatch) -> None:
    """What another program is handed is a file with everything hidden in it; it goes with its document."""
    person = opened()
    carried: list[Path] = []

    def dropped(drag: QDrag, _action: Qt.DropAction) -> Qt.DropAction:
        carried.extend(Path(url.toLocalFile()) for url in drag.mimeData().urls())
        return Qt.DropAction.CopyAction

    monkeypatch.setattr(QDrag, "exec", dropped)
    monkeypatch.setattr(QApplication, "mouseButtons", lambda: Qt.MouseButton.LeftButton)
    button = person.window.page.tool_bar.copies
    for _ in range(2):
        before = len(carried)
        QTest.mousePress(button, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(5, 5))
        QTest.mouseMove(button, QPoint(40, 40))
        person.until(lambda: len(carried) > before)  # noqa: B023 - asked before the next round
        QTest.mouseRelease(button, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(40, 40))
    seen = [(path.name, path.read_text()) for path in carried]
    person.remove(0)

    assert seen == 2 * [("report (hidden).png", "2")]
    assert len([job for job in person.script.jobs if job.copy_to is not None]) == 1  # the same copy served twice
    person.until(lambda: not any(path.exists() for path in carried))
