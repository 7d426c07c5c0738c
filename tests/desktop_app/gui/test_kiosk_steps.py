"""A person at the kiosk brings a file, looks, asks, takes a copy along; and what goes wrong ends in one sentence."""

import itertools
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop_app.conversation.review import PERSON
from desktop_app.foundation.errors import AppError
from desktop_app.gui.kiosk.kiosk_window import KioskPage
from desktop_app.gui.kiosk.kiosk_words import error_words
from desktop_app.gui.kiosk.touch_buttons import TARGET_PX
from desktop_app.gui.page import picture_maker
from desktop_app.gui.page.picture_maker import PagePicture, picture_from_page
from desktop_app.gui.style.theme import Theme
from desktop_app.gui.words.error_messages import error_message
from desktop_app.managed.rules import Rules
from desktop_app.runtime_client.values import RedactedPage
from tests.helpers import kiosk
from tests.helpers.kiosk import BuiltKiosk
from tests.helpers.scripted_runner import Script
from tests.helpers.visitor import Visitor

PRESETS = ("invoice_fields", "read_text", "table_to_csv", "describe", "ui_review", "medical_notes", "technical_diagram")
"""More ready questions than a small screen has room for."""

Visits = Callable[..., Visitor]


@pytest.fixture
def visit(qtbot: QtBot, look: Theme, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Visits]:
    """Return what puts somebody before a kiosk around a script."""
    monkeypatch.setenv("INCAMERA_HOME", str(tmp_path / "profile"))
    made: list[BuiltKiosk] = []

    def make(script: Script | None = None, rules: Rules | None = None) -> Visitor:
        made.append(kiosk.scripted(script or Script(width=400, height=560), tmp_path / "kept", look, rules))
        return Visitor(made[-1], qtbot.waitUntil)

    yield make
    for built in made:
        built.close()


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    """Return a stick with files on it."""
    folder = tmp_path / "media" / "STICK"
    (folder / "older").mkdir(parents=True)
    for name in ("report.png", "bad.png", "run.exe", "older/scan.pdf"):
        (folder / name).touch()
    return folder


def test_a_page_that_could_not_be_drawn_is_drawn_when_it_is_asked_for_again(
    visit: Visits, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Memory was short for its first picture; nobody goes on without having seen it."""
    tried: list[int] = []

    def short_of_memory(page: RedactedPage) -> PagePicture:
        tried.append(page.number)
        if len(tried) == 1:
            raise MemoryError
        return picture_from_page(page)

    monkeypatch.setattr(picture_maker, "picture_from_page", short_of_memory)
    visitor = visit(Script(width=400, height=560, review=("faces",)))
    visitor.touch("Touch to begin")
    visitor.built.place.plug_in(stick)
    visitor.take("report.png")
    visitor.until(lambda: tried[:1] == [1] and visitor.page is KioskPage.HIDDEN)
    documents = visitor.built.kiosk.parts.documents
    assert documents.current is not None
    document_id = documents.current.id

    def is_seen() -> bool:
        documents.page_arrived.emit(document_id, 1)  # as when it has been prepared anew
        return visitor.button("Good, go on").isEnabled()

    visitor.until(is_seen)
    assert tried[:2] == [1, 1]


def test_three_steps_lead_to_an_answer(visit: Visits, stick: Path) -> None:
    """A stick that is plugged in is opened by itself; nothing is asked before somebody has looked."""
    visitor = visit(Script(width=400, height=560, pages=2, review=("faces",)))
    visitor.touch("Touch to begin")
    assert "Plug in a USB stick now." in visitor.words
    visitor.built.place.plug_in(stick)
    visitor.until(lambda: visitor.listed == ["older", "bad.png", "report.png"])
    visitor.choose("report.png")
    visitor.until(lambda: visitor.page is KioskPage.HIDDEN and "2 places are hidden." in visitor.words)
    visitor.until(lambda: "Please look at the other page, too." in visitor.words)
    assert "Page 1 of 2" in visitor.words
    assert not visitor.button("Good, go on").isEnabled()
    visitor.until(lambda: visitor.sees_page)
    visitor.touch("Next page")
    visitor.until(visitor.button("Good, go on").isEnabled)
    visitor.accept()
    assert KioskPage.ASK is visitor.page
    visitor.touch("Invoice fields")
    visitor.until(lambda: visitor.is_answered)
    assert "567.51 EUR" in visitor.words
    assert "Sure" in visitor.words


def test_a_question_is_typed_with_the_keys_on_the_screen(visit: Visits, stick: Path) -> None:
    """Large letters, digits, signs, and what was typed wrongly taken back."""
    visitor = visit()
    visitor.bring(stick)
    visitor.accept()
    visitor.touch("Ask in your own words")
    visitor.type("What is 1?x")
    visitor.touch("Delete the last letter")
    assert "What is 1?" in visitor.words
    visitor.touch("Ask")
    visitor.until(lambda: visitor.is_answered)
    assert ["What is 1?"] == [turn.question.text for turn in visitor.built.kiosk.parts.turns.all_turns]


def test_a_finger_hides_more_and_takes_it_back(visit: Visits, stick: Path) -> None:
    """What is drawn is hidden in what is sent."""
    visitor = visit()
    visitor.bring(stick)
    documents = visitor.built.kiosk.parts.documents
    document = documents.documents[0]

    def own() -> int:
        page = documents.prepared_page(document.id, 1)
        return sum(region.origin == PERSON for region in page.regions) if page is not None else -1

    visitor.until(lambda: "still to be seen" in visitor.words)
    visitor.draw((100, 300), (200, 380))
    visitor.until(lambda: own() == 1 and visitor.button("Good, go on").isEnabled())
    assert "2 places are hidden." in visitor.words
    visitor.touch("Take my last box away")
    visitor.until(lambda: own() == 0)


def test_a_file_that_cannot_be_read_ends_in_one_sentence(visit: Visits, stick: Path) -> None:
    """And somebody can choose another."""
    visitor = visit()
    visitor.touch("Touch to begin")
    visitor.built.place.plug_in(stick)
    visitor.choose("bad.png")
    visitor.until(lambda: "damaged" in visitor.words and visitor.page is KioskPage.FILES)
    visitor.choose("report.png")
    visitor.until(lambda: visitor.page is KioskPage.HIDDEN)


def test_a_drive_that_is_pulled_out_while_it_is_read_ends_in_one_sentence(visit: Visits, stick: Path) -> None:
    """Not in a question, and not in a screen that waits for ever."""
    script = Script(width=400, height=560)
    script.hold.clear()
    visitor = visit(script)
    visitor.touch("Touch to begin")
    visitor.built.place.plug_in(stick)
    visitor.choose("report.png")
    visitor.until(lambda: visitor.page is KioskPage.HIDDEN)
    assert "still to be seen" not in visitor.words  # of a page that is not there yet
    visitor.built.place.pull_out()
    visitor.until(lambda: visitor.page is KioskPage.FILES)
    assert "The drive was pulled out while its file was being read." in visitor.words
    script.hold.set()


def test_who_takes_the_stick_along_has_probably_left(visit: Visits, stick: Path) -> None:
    """The countdown begins at once, and a touch stops it."""
    visitor = visit()
    visitor.bring(stick)
    visitor.built.place.pull_out()
    visitor.until(lambda: visitor.counts_aloud)
    visitor.touch_screen()
    visitor.until(lambda: not visitor.counts_aloud)
    assert KioskPage.HIDDEN is visitor.page


def test_a_copy_is_taken_along_only_where_that_is_allowed(visit: Visits, stick: Path) -> None:
    """Else a padlock says why not."""
    visitor = visit()
    visitor.bring(stick)
    visitor.accept()
    assert not visitor.button("Take the hidden copy along").isEnabled()
    assert "Your organisation has allowed no place here" in visitor.words

    visitor = visit(rules=kiosk.may_be_copied_to(stick.parent))
    visitor.bring(stick)
    visitor.accept()
    assert "Your organisation has allowed" not in visitor.words
    visitor.touch("Take the hidden copy along")
    visitor.until(lambda: "The hidden copy is on STICK" in visitor.words)
    assert (stick / "report (hidden).png").exists()


def test_the_organisation_says_which_questions_are_ready(visit: Visits, stick: Path) -> None:
    """In its order."""
    visitor = visit(rules=kiosk.rules_of(presets=("invoice_fields", "read_text")))
    visitor.bring(stick)
    visitor.accept()
    shown = [one for one in visitor.words.splitlines() if one in ("Read all text", "Invoice fields", "Table to CSV")]
    assert ["Invoice fields", "Read all text"] == shown


def test_folders_of_the_organisation_are_offered_and_nothing_above_them(visit: Visits, stick: Path) -> None:
    """One goes into folders and back, and never out."""
    visitor = visit(rules=kiosk.rules_of(folders=(str(stick),)))
    visitor.touch("Touch to begin")
    visitor.choose("older")
    visitor.until(lambda: visitor.listed == ["scan.pdf"])
    visitor.touch("Folder above")
    visitor.until(lambda: "older" in visitor.listed)
    assert "Folder above" not in visitor.words


@pytest.mark.parametrize("size", [(1280, 720), (800, 600)])
def test_every_target_is_large_enough(visit: Visits, stick: Path, size: tuple[int, int]) -> None:
    """On every page, also on a small screen."""
    visitor = visit(Script(width=400, height=560, pages=2), kiosk.rules_of(presets=PRESETS))
    visitor.window.resize(*size)
    small: list[str] = []

    def look() -> None:
        QTest.qWait(100)  # what was shown or hidden takes its place
        small.extend(
            f"{visitor.page}: {one.accessibleName()} {one.width()}x{one.height()}"
            for one in visitor.targets
            if min(one.width(), one.height()) < TARGET_PX
            or not visitor.window.rect().contains(one.mapTo(visitor.window, one.rect().bottomRight()))
        )
        small.extend(f"{one} and {other} overlap" for one, other in _overlapping(visitor))

    look()
    visitor.bring(stick)
    look()
    visitor.accept()
    look()
    visitor.touch("Ask in your own words")
    visitor.until(visitor.window.ask.keyboard.isVisible)
    look()
    visitor.touch("Put the keys away")
    visitor.touch("I am done")
    visitor.touch("For staff: leave the kiosk")
    look()
    assert not small, "\n".join(small)
    assert size == (visitor.window.width(), visitor.window.height())


def _overlapping(visitor: Visitor) -> list[tuple[str, str]]:
    """Return the names of targets that cover each other, as far as they can be seen."""
    shown = [
        (one.accessibleName(), one.visibleRegion().boundingRect().translated(one.mapTo(visitor.window, QPoint(0, 0))))
        for one in visitor.targets
    ]
    pairs = itertools.combinations(shown, 2)
    return [(one, other) for (one, place), (other, there) in pairs if place.intersects(there)]


@pytest.mark.parametrize(
    ("code", "is_advised"),
    [("too_many_pages", False), ("dicom_directory", False), ("out_of_memory", False), ("file_encrypted", True)],
)
def test_nothing_is_advised_that_nobody_can_do_there(code: str, *, is_advised: bool) -> None:
    """No choice of pages, no folder of the system, no other program, no command."""
    error = AppError(code)
    message = error_message(error, is_about_file=True)
    said = f"{message.what} {message.why}" if is_advised else message.what
    assert said == error_words(error, is_about_file=True)


def test_answers_that_only_serve_as_files_are_not_offered(visit: Visits, stick: Path) -> None:
    """None leaves a kiosk."""
    visitor = visit()
    visitor.bring(stick)
    visitor.accept()
    assert "Read all text" in visitor.words
    assert "Table to CSV" not in visitor.words
