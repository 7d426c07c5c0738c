"""The window does what people expect of it, with a scripted runner in the place of the children."""

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from desktop_app.runtime_client.values import Answer, Box, Source
from desktop_app.settings.store import SettingsStore
from tests.desktop_app.gui.conftest import Meet
from tests.helpers import finding
from tests.helpers.hands import CONTROL, Person
from tests.helpers.scripted_runner import Script


def _files(folder: Path, *names: str) -> list[Path]:
    paths = [folder / name for name in names]
    for path in paths:
        path.write_bytes(b"what it is, is judged in the airlock")
    return paths


def _invoice(person: Person, folder: Path) -> Person:
    """Drop an invoice and wait until it is prepared and on the screen."""
    person.drop(*_files(folder, "invoice.png"))
    person.ready()
    person.until(lambda: person.has_page)
    return person


def test_dropped_document_answers_with_its_source_lit(person: Person, tmp_path: Path) -> None:
    """Drop, ask, read: the main job of the product."""
    _invoice(person, tmp_path)

    person.ask("What is the total?")
    person.answered()

    (turn,) = person.turns
    assert turn.answer == "567.51 EUR"
    assert "Sure" in turn.words
    assert "found by rule: 476.90 + 90.61 = 567.51 · 0.4 s" in turn.words
    assert person.lit == [Box(40, 60, 30, 10)]
    assert [chip.isChecked() for chip in turn.chips] == [True]
    assert person.script.jobs[1].prepared is not None


def test_question_asked_early_waits_for_its_document(person: Person, tmp_path: Path) -> None:
    """A question may be asked while the document is still being opened; it is opened once."""
    person.script.hold.clear()
    person.drop(*_files(tmp_path, "invoice.png"))
    person.until(lambda: person.subtitles == ["opening…"])

    person.ask("What is the total?")
    person.script.hold.set()
    person.answered()

    assert [len(job.questions) for job in person.script.jobs] == [0, 1]
    assert person.script.jobs[1].prepared is not None


def test_some_unreadable_files_are_named_and_can_be_left_out(person: Person, tmp_path: Path) -> None:
    """The refusal says how many of how many, which, why and what is accepted, and the rest goes on."""
    paths = _files(tmp_path, "one.png", "bad-scan.png", "two.png", "bad-notes.pdf", "bad.jpg")
    person.drop(*paths)
    person.until(lambda: bool(person.notice))

    lines = person.notice_why.splitlines()
    assert person.notice == "3 of 5 files cannot be read."
    assert lines[0] == "bad-scan.png: The file is damaged."
    assert lines[-1].startswith("Accepted are: PNG, JPEG")

    person.click("Continue without these")
    assert person.names == ["one.png", "two.png"]
    assert person.notice == ""


def test_failed_question_comes_back_as_a_draft(meet: Meet, tmp_path: Path) -> None:
    """When no answer could be made the words are not lost, and the notice says why."""
    person = meet(Script(ask_error="child_died"))
    _invoice(person, tmp_path)

    person.ask("What is the total?")
    person.until(lambda: bool(person.notice))

    assert person.draft == "What is the total?"
    assert person.notice == "The process that answers ended unexpectedly."


def test_escape_stops_and_keeps_what_came(meet: Meet, tmp_path: Path) -> None:
    """Esc ends an answer at once; the text so far stays."""
    person = meet(Script(deltas=tuple(f"{number} " for number in range(500)), delta_pause_s=0.01))
    _invoice(person, tmp_path)
    person.ask("Read all text")
    person.until(lambda: bool(person.turns) and "3 " in person.turns[0].answer)

    person.press(Qt.Key.Key_Escape)
    person.answered()

    turn = person.turns[0]
    assert turn.state == "Stopped."
    assert turn.answer.startswith("0 1 2 3 ")
    assert "499" not in turn.answer


def test_what_the_model_sees_is_exactly_what_is_sent(meet: Meet, tmp_path: Path) -> None:
    """Ctrl+M shows the prepared pixels, the sizes, and warns when small print is lost."""
    person = meet(Script(width=300, height=400, sent_width=100))
    _invoice(person, tmp_path)
    person.look_as_the_model()
    person.until(lambda: person.picture is not None and person.picture.levels[0].width() == 100)

    picture = person.picture
    assert picture is not None
    sent = person.script.jobs[0]
    assert (picture.levels[0].width(), picture.levels[0].height(), picture.width, picture.height) == (
        100,
        133,
        300,
        400,
    )
    assert picture.levels[0].pixel(0, 0) == 0xFF000000
    assert person.banner == "Original 300 × 400 → sent 100 × 133 · 1 place hidden"
    assert person.warning
    assert sent.options.policy == "faces"


def test_other_redaction_policy_prepares_anew_and_is_remembered(person: Person, tmp_path: Path) -> None:
    """Nothing that was made under the old policy is sent, and the choice outlives the window."""
    _invoice(person, tmp_path)

    person.choose_policy("off")
    person.until(lambda: len(person.script.jobs) == 2 and person.subtitles == ["PNG · ready"])
    person.ask("What is the total?")
    person.answered()
    person.built.settings.close()

    asked = person.script.jobs[2]
    assert asked.prepared is not None
    assert (asked.prepared.policy, asked.options.policy) == ("off", "off")
    assert SettingsStore(tmp_path / "settings").load().policy == "off"


def test_another_policy_leaves_the_page_on_the_screen(meet: Meet, tmp_path: Path) -> None:
    """Also a later page, and while the new policy is still at work; what would be sent under the old one is not seen."""
    person = meet(Script(pages=3))
    person.drop(*_files(tmp_path, "long.pdf"))
    person.ready()
    person.click("Next page")
    person.until(lambda: person.shown_page == 2)
    person.script.hold.clear()

    person.choose_policy("all-text")
    person.until(lambda: person.script.jobs[-1].options.policy == "all-text")

    assert (person.shown_page, person.page_number, person.page_message) == (2, "2 / 3", "")
    person.look_as_the_model()
    assert (person.shown_page, person.page_message) == (0, "Preparing the page…")
    person.script.hold.set()
    person.until(lambda: person.shown_page == 2)


def test_part_is_sent_as_a_part(meet: Meet, tmp_path: Path) -> None:
    """A rectangle drawn on the page travels with the next question, and only with it."""
    person = meet(Script(width=600, height=800))
    _invoice(person, tmp_path)
    person.click("Ask about a part")
    person.drag((100, 200), (300, 260))
    person.ask("What is this?")
    person.answered()
    person.ask("And the whole?")
    person.answered(2)

    box = person.script.jobs[1].options.part
    assert box is not None
    assert [box.left, box.top, box.width, box.height] == pytest.approx([100, 200, 200, 60], abs=3)
    assert person.script.jobs[1].options.pages == (1,)
    assert person.script.jobs[1].prepared is None
    assert person.script.jobs[2].options.part is None


def test_pages_can_be_turned_and_sources_open_theirs(meet: Meet, tmp_path: Path) -> None:
    """Page buttons walk a document; a source on another page brings that page."""
    answer = Answer(text="x", finish="stop", basis="read", confidence="check", sources=(Source(3, Box(1, 1, 5, 5)),))
    person = meet(Script(answer=answer, pages=3))
    person.drop(*_files(tmp_path, "long.pdf"))
    person.ready()

    person.click("Next page")
    assert person.page_number == "2 / 3"
    person.ask("Where?")
    person.answered()

    person.until(lambda: person.page_number == "3 / 3")
    assert not finding.button(person.window, "Next page").isEnabled()


def test_pasted_picture_is_taken_in_without_being_decoded_here(person: Person) -> None:
    """The clipboard's own bytes reach the airlock."""
    mime = QMimeData()
    mime.setData("image/png", b"\x89PNG bytes as another program gave them")

    person.paste(mime)
    person.until(lambda: person.subtitles == ["PNG · 1 hidden"])

    assert person.script.jobs[0].path.read_bytes() == b"\x89PNG bytes as another program gave them"
    assert person.names[0] == "Pasted picture"


def test_clipboard_without_anything_says_so(person: Person) -> None:
    """Ctrl+V with nothing usable is never silent."""
    QGuiApplication.clipboard().setText("only words")

    person.press(Qt.Key.Key_V, CONTROL)

    assert person.notice == "The clipboard holds no picture and no file."


def test_folder_is_taken_in_with_what_lies_in_it(person: Person, tmp_path: Path) -> None:
    """A dropped folder stands for its files."""
    folder = tmp_path / "scans"
    (folder / "inner").mkdir(parents=True)
    _files(folder, "b.png", "a.png", ".hidden")
    _files(folder / "inner", "c.png")

    person.drop(folder)
    person.ready()
    person.until(lambda: len(person.subtitles) == 3)

    assert person.names == ["a.png", "b.png", "c.png"]


def test_new_conversation_forgets_everything(person: Person, tmp_path: Path) -> None:
    """Ctrl+N leaves no document, no page and no turn, nor what was said or half typed about them."""
    _invoice(person, tmp_path)
    person.ask("What is the total?")
    person.answered()
    person.type("Does Margaret")
    person.window.side.notice.show_notice("What", "Why", [])

    person.begin_anew()

    assert person.subtitles == []
    assert person.turns == []
    assert person.draft == ""
    assert person.notice == ""
    assert person.is_at_start


def test_title_holds_no_file_name(person: Person, tmp_path: Path) -> None:
    """Other programs read window titles; file names are private."""
    person.drop(*_files(tmp_path, "patient-4711.png"))
    person.ready()

    assert person.window.windowTitle() == "In Camera"


def test_copied_answer_is_the_answer(person: Person, tmp_path: Path) -> None:
    """The copy button puts the answer, and nothing else, on the clipboard."""
    _invoice(person, tmp_path)
    person.ask("What is the total?")
    person.answered()

    person.click("Copy the answer")

    assert QGuiApplication.clipboard().text() == "567.51 EUR"


def test_every_control_has_a_name(person: Person, tmp_path: Path) -> None:
    """Whatever can take the focus is named for assistive technology."""
    _invoice(person, tmp_path)
    person.ask("What is the total?")
    person.answered()
    person.window.side.notice.show_notice("What", "Why", [("copy_details", "Copy details")])

    reachable = finding.reachable(person.window)
    nameless = [widget for widget in reachable if not finding.name_of(widget)]

    assert len(reachable) > 25
    assert nameless == []


@pytest.mark.parametrize("direction", [Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft])
def test_1280_by_720_is_enough_in_both_directions(
    person: Person, tmp_path: Path, direction: Qt.LayoutDirection
) -> None:
    """On a small screen no zone is squeezed out, whichever way the language runs."""
    QApplication.setLayoutDirection(direction)
    try:
        person.window.resize(1280, 720)
        _invoice(person, tmp_path)

        zones = (person.window.tray, person.window.page, person.window.side)
        places = [zone.mapTo(person.window, QPoint(0, 0)).x() for zone in zones]
        is_mirrored = direction is Qt.LayoutDirection.RightToLeft
        assert (person.window.width(), person.window.height()) == (1280, 720)
        assert sorted(places, reverse=is_mirrored) == places
        assert all(zone.width() >= 180 for zone in zones)
    finally:
        QApplication.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
