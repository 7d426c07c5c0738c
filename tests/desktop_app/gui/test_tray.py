"""The tray says what stands at each document: what it waits for, that it has an answer, why it cannot be read."""

from pathlib import Path

import pytest
from PySide6.QtCore import QByteArray, QMimeData, Qt, QUrl
from PySide6.QtGui import QDesktopServices

from desktop_app.conversation.document import DocumentState
from tests.desktop_app.gui.conftest import Meet
from tests.helpers import finding
from tests.helpers.hands import CONTROL, SHIFT, Meets, Person
from tests.helpers.scripted_runner import Script


def _tip(person: Person, row: int) -> str:
    return str(person.tray_list.model().index(row, 0).data(Qt.ItemDataRole.ToolTipRole))


def test_a_document_that_waits_for_a_review_says_so(opened: Meets) -> None:
    """Until it has been accepted; whoever has ten of them sees which."""
    person = opened(policy="medical")
    assert person.subtitles == ["review it first · PNG · 2 hidden"]

    person.press(Qt.Key.Key_R, CONTROL)
    person.press(Qt.Key.Key_Return, CONTROL)
    person.ready()

    assert person.subtitles == ["PNG · 2 hidden"]


def test_a_document_with_an_answer_says_so(person: Person, tmp_path: Path) -> None:
    """Also while another one is looked at."""
    person.open(tmp_path)
    person.script.hold.clear()
    person.ask()
    person.until(lambda: person.subtitles == ["answering… · PNG · 1 hidden"])

    person.script.hold.set()
    person.answered()

    assert person.subtitles == ["answered · PNG · 1 hidden"]


def test_why_a_file_cannot_be_read_is_still_said_when_the_notice_is_closed(person: Person, tmp_path: Path) -> None:
    """At its row."""
    bad = tmp_path / "bad.png"
    bad.touch()
    person.drop(bad)
    person.until(lambda: person.subtitles == ["cannot be read"])
    person.click("Close this message")

    assert _tip(person, 0).splitlines()[:3] == ["bad.png", "cannot be read", "The file is damaged."]


def test_a_document_is_removed_with_its_cross(person: Person, tmp_path: Path) -> None:
    """Without choosing it first; beside the cross a click chooses."""
    for name in ("a.png", "b.png"):
        (tmp_path / name).touch()
    person.drop(tmp_path / "a.png", tmp_path / "b.png")
    person.ready()

    person.cross_out(1)

    assert (person.names, person.current) == (["a.png"], "a.png")


def test_the_menu_of_a_document_offers_what_can_be_done_with_it(person: Person, tmp_path: Path) -> None:
    """As it is just then; what was pasted lies in no folder."""
    person.open(tmp_path)
    person.open_menu(0)
    assert person.tray_menu == ["Remove", "Show its folder", "Prepare it again"]

    person.choose_in_menu("Prepare it again")
    person.until(lambda: len(person.script.jobs) == 2 and person.are_ready)

    mime = QMimeData()
    mime.setData("image/png", QByteArray(b"picture"))
    person.script.hold.clear()
    person.paste(mime)
    person.until(lambda: person.subtitles[1] == "opening…")
    person.open_menu(1)
    assert person.tray_menu == ["Remove", "Stop preparing it"]
    person.choose_in_menu("Stop preparing it")
    person.until(lambda: person.subtitles[1] == "stopped")


def test_a_folder_is_shown_by_the_system(person: Person, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The one in which the file lies."""
    shown: list[QUrl] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", shown.append)
    person.open(tmp_path)

    person.open_menu(0)
    person.choose_in_menu("Show its folder")

    assert [Path(url.toLocalFile()) for url in shown] == [tmp_path]


def test_the_review_button_counts_nothing_before_somebody_has_looked(meet: Meet, tmp_path: Path) -> None:
    """A nought would say that there is nothing to hide."""
    script = Script(found=(), waits_before=1)
    person = meet(script)
    report = tmp_path / "report.png"
    report.touch()
    person.drop(report)
    person.until(lambda: person.has_page)
    assert person.review_button.text() == "Review (looking…)"

    script.goes_on.set()
    person.ready()

    assert person.review_button.text() == "Review (0)"


def test_the_review_button_counts_nothing_where_nobody_will_look(meet: Meet, tmp_path: Path) -> None:
    """Neither of a document that was stopped before nor of one that cannot be opened."""
    person = meet(Script(found=(), waits_before=1))
    report, bad = tmp_path / "report.png", tmp_path / "bad.png"
    report.touch()
    bad.touch()
    person.drop(report)
    person.until(lambda: person.has_page)
    person.press(Qt.Key.Key_Escape, SHIFT)
    person.until(lambda: person.documents[0].state is DocumentState.STOPPED)
    name = "Review; nothing has been looked for that is to be hidden"
    assert (person.review_button.text(), finding.name_of(person.review_button)) == ("Review", name)

    person.drop(bad)
    person.until(lambda: [one.state for one in person.documents[1:]] == [DocumentState.FAILED])
    person.look_at(1)
    assert (person.review_button.text(), finding.name_of(person.review_button)) == ("Review", name)


def test_an_accepted_question_waits_for_its_turn_and_not_for_the_review(opened: Meets) -> None:
    """What it waits for is said as it is: another question is being answered."""
    person = opened(policy="medical")
    for _ in range(2):
        person.ask()
    person.until(lambda: [turn.state for turn in person.turns] == ["Waiting for your review of what is hidden."] * 2)
    person.script.hold.clear()

    person.press(Qt.Key.Key_R, CONTROL)
    person.press(Qt.Key.Key_Return, CONTROL)

    person.until(lambda: [turn.state for turn in person.turns] == ["Reading the page…", "Waiting for its turn…"])
    person.script.hold.set()
    person.answered(2)
