"""Whoever drops a folder sees how far it is and how long it will take, can pause it, and hears what could not be read."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from desktop_app.conversation.drops import DropProgress
from desktop_app.gui.conversation.documents_controller import DocumentsController
from desktop_app.gui.intake.drop_progress_controller import DropProgressController
from desktop_app.gui.intake.drop_progress_view import DropProgressView
from desktop_app.jobs.queue import JobQueue
from tests.desktop_app.gui.conftest import Meet
from tests.helpers.hands import SHIFT, Person
from tests.helpers.scripted_runner import Script


def _folder(place: Path, *names: str) -> Path:
    folder = place / "folder"
    folder.mkdir()
    for name in names:
        (folder / name).touch()
    return folder


def _prepared(person: Person) -> list[str]:
    return [job.path.stem for job in person.script.jobs if not job.questions]


def test_a_folder_is_counted_until_its_last_file_has_been_tried(meet: Meet, tmp_path: Path) -> None:
    """Then the count goes, and the notice names what cannot be read."""
    script = Script()
    script.hold.clear()
    person = meet(script)
    person.drop(_folder(tmp_path, "a.png", "bad 1.png", "b.png", "bad 2.png"))
    person.until(lambda: person.drop_progress == "0 of 4")
    script.hold.set()
    person.until(lambda: person.drop_progress == "")
    person.until(lambda: person.notice == "2 of 4 files cannot be read.")
    assert "bad 1.png" in person.notice_why


def test_a_drop_is_paused_and_goes_on(meet: Meet, tmp_path: Path) -> None:
    """What is looked at is prepared all the same."""
    script = Script()
    script.hold.clear()
    person = meet(script)
    person.drop(_folder(tmp_path, "a.png", "b.png", "c.png", "d.png"))
    person.until(lambda: len(person.documents) == 4 and _prepared(person) == ["a"])
    person.click("Pause preparing the files")
    script.hold.set()
    person.until(lambda: person.drop_progress == "1 of 4, paused")
    person.look_at(2)
    person.until(lambda: person.drop_progress == "2 of 4, paused")
    assert ["a", "c"] == _prepared(person)
    person.click("Go on preparing the files")
    person.until(lambda: person.drop_progress == "")
    assert ["a", "b", "c", "d"] == sorted(_prepared(person))


def test_a_single_file_is_not_counted(meet: Meet, tmp_path: Path) -> None:
    """The tray says it all."""
    person = meet(Script())
    person.drop(_folder(tmp_path, "a.png") / "a.png")
    person.until(lambda: len(person.documents) == 1)
    assert person.drop_progress == ""


def test_a_new_conversation_ends_the_pause(meet: Meet, tmp_path: Path) -> None:
    """What is dropped next is prepared."""
    person = meet(Script())
    person.drop(_folder(tmp_path, *(f"{number}.png" for number in range(40))))
    person.until(lambda: person.drop_progress != "")
    person.click("Pause preparing the files")
    person.begin_anew()
    person.until(lambda: person.drop_progress == "")
    person.take_in(tmp_path / "folder" / "0.png", tmp_path / "folder" / "1.png")
    person.until(lambda: len(person.documents) == 2 and person.are_ready)


def test_what_is_being_prepared_is_stopped_and_gone_on_with_together(meet: Meet, tmp_path: Path) -> None:
    """Esc stops answers only; a button, or Shift+Esc, stops the files; one more button goes on with all of them."""
    script = Script()
    script.hold.clear()
    person = meet(script)
    person.drop(_folder(tmp_path, "a.png", "b.png", "c.png"))
    person.until(lambda: len(person.documents) == 3 and _prepared(person) == ["a"])

    person.press(Qt.Key.Key_Escape)
    assert person.drop_progress == "0 of 3"
    person.click("Stop preparing the files")
    person.until(lambda: person.subtitles == ["stopped"] * 3)
    assert person.drop_progress == "3 files are stopped"

    script.hold.set()
    person.click("Go on preparing the files")
    person.until(lambda: person.are_ready)
    assert person.drop_progress == ""


def test_shift_and_escape_stops_a_single_file(meet: Meet, tmp_path: Path) -> None:
    """It, too, can be gone on with."""
    script = Script()
    script.hold.clear()
    person = meet(script)
    person.drop(_folder(tmp_path, "a.png") / "a.png")
    person.until(lambda: _prepared(person) == ["a"])

    person.press(Qt.Key.Key_Escape, SHIFT)
    person.until(lambda: person.drop_progress == "1 file is stopped")

    script.hold.set()
    person.click("Go on preparing the files")
    person.until(lambda: person.are_ready)


def test_what_was_stopped_stays_so_under_another_policy(meet: Meet, tmp_path: Path) -> None:
    """Nobody has asked to go on; and nothing that was made under the old policy is sent when somebody does."""
    script = Script(pages=2, waits_before=2)
    person = meet(script)
    person.drop(_folder(tmp_path, "a.pdf") / "a.pdf")
    person.until(lambda: bool(person.documents))
    document_id = person.documents[0].id
    person.until(lambda: person.built.documents.prepared_page(document_id, 1) is not None)
    person.press(Qt.Key.Key_Escape, SHIFT)
    person.until(lambda: person.subtitles == ["stopped"])

    person.choose_policy("all-text")
    assert person.subtitles == ["stopped"]
    assert person.built.documents.prepared_page(document_id, 1) is None

    script.goes_on.set()
    person.ask()
    person.answered()
    asked = script.jobs[-1].prepared
    assert asked is not None
    assert (asked.policy, len(asked.pages)) == ("all-text", 2)


def test_what_is_brought_back_is_counted_and_can_be_paused_and_stopped(meet: Meet, tmp_path: Path) -> None:
    """What was ready before is not counted again."""
    script = Script()
    script.hold.clear()
    person = meet(script)
    person.drop(_folder(tmp_path, "a.png", "b.png", "c.png"))
    person.until(lambda: person.drop_progress == "0 of 3")
    person.begin_anew()
    assert person.drop_progress == ""

    person.take_back()
    assert person.drop_progress == "0 of 3"
    person.click("Pause preparing the files")
    assert person.drop_progress == "0 of 3, paused"
    script.hold.set()
    person.click("Go on preparing the files")
    person.ready()
    assert person.drop_progress == ""


def test_what_is_prepared_for_another_policy_is_counted(meet: Meet, tmp_path: Path) -> None:
    """All files once, whether they were ready before or not; they can be stopped."""
    script = Script()
    person = meet(script)
    person.drop(_folder(tmp_path, "a.png", "b.png", "c.png"))
    person.ready()
    script.hold.clear()
    person.choose_policy("all-text")
    assert person.drop_progress == "0 of 3"
    person.take_in(tmp_path / "folder" / "a.png")
    person.until(lambda: person.drop_progress == "0 of 4")
    person.choose_policy("faces")
    assert person.drop_progress == "0 of 4"

    person.click("Stop preparing the files")
    assert person.drop_progress == "4 files are stopped"
    script.hold.set()
    person.click("Go on preparing the files")
    person.ready()
    assert person.drop_progress == ""


def test_a_policy_that_is_refused_offers_nobody_to_leave_files_out(meet: Meet, tmp_path: Path) -> None:
    """They can be read, under another one."""
    person = meet(Script(broken="all-text"))
    person.drop(_folder(tmp_path, "a.png", "b.png"))
    person.ready()
    person.choose_policy("all-text")
    person.until(lambda: person.drop_progress == "" and person.notice != "")
    assert "cannot be read" not in person.notice


def test_time_left_is_told_once_some_files_have_told_how_long_they_take(qtbot: QtBot) -> None:
    """In minutes."""
    now, view, script = [0.0], DropProgressView(), Script()
    qtbot.addWidget(view)
    queue = JobQueue(script.run, lambda _: None)
    documents = DocumentsController(queue, lambda: "1", "faces", script.store)
    controller = DropProgressController(queue, documents, view, lambda: now[0])

    def told(tried: int, at_s: float) -> str:
        now[0] = at_s
        documents.drops.on_advanced(DropProgress(tried, 60))
        return " ".join(label.text() for label in view.findChildren(QLabel))

    assert "0 of 60" == told(0, 0.0)
    assert "2 of 60" == told(2, 5.0)
    assert "12 of 60, about 2 min" == told(12, 30.0)
    assert "50 of 60, less than a minute" == told(50, 100.0)
    controller.deleteLater()
    queue.close()
