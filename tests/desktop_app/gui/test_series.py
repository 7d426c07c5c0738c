"""Slices in the window: put together, stepped through, seen in a window, listed, hidden over the series, marked everywhere."""

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget
from pytestqt.qtbot import QtBot

from desktop_app.gui.series.mark_view import MarkView
from desktop_app.gui.style import file_dialogs
from desktop_app.jobs.job import Job
from desktop_app.runtime_client.values import FoundSeries, GreyWindow, MedicalFacts, SeriesPart, Tag
from tests.desktop_app.gui.conftest import Meet
from tests.helpers import finding
from tests.helpers.hands import CONTROL, Person
from tests.helpers.scripted_runner import Script
from tests.helpers.slice_hands import SlicePerson

LUNG, SOFT = GreyWindow(-600.0, 1500.0, "lung"), GreyWindow(40.0, 400.0, "soft tissue")
FACTS = MedicalFacts((SOFT, LUNG), (SeriesPart(1, "CT", 3),))
TAGS = (
    Tag("(0010,0010)", "Patient's Name", "Testperson^Tilda", "emptied"),
    Tag("(0008,1030)", "Study Description", "Knee of Mrs Testperson", "cleaned", "Knee of Mrs ***"),
    Tag("(0028,0010)", "Rows", "512", "kept"),
)
NAMES = ("IM3", "IM1", "IM2")


def _script(*notes: str, **more: object) -> Script:
    series = (FoundSeries("0f", (1, 2, 0), "CT", 3, "Knee of Mrs Testperson", "axial"),)
    return Script(
        width=400,
        height=400,
        pages=3,
        series=series,
        facts=FACTS,
        notes=("not_for_diagnosis", *notes),
        tags=TAGS,
        found=(),
        **more,  # type: ignore[arg-type]  # as given
    )


@pytest.fixture
def person(meet: Meet, tmp_path: Path) -> SlicePerson:
    """Somebody who has dropped a folder with three slices."""
    return _with_series(meet(_script()), tmp_path)


def _with_series(person: Person, folder: Path) -> SlicePerson:
    folder = folder / "disc"
    folder.mkdir()
    for name in NAMES:
        (folder / name).touch()
    slices = SlicePerson(person)
    person.drop(folder)
    person.until(lambda: len(person.documents) == 1)
    person.ready()
    person.until(lambda: person.has_page)
    return slices


def _last(person: Person, wanted: str) -> Job:
    return [job for job in person.script.jobs if getattr(job, wanted)][-1]


def test_a_folder_of_slices_is_one_document_in_its_study(person: SlicePerson, tmp_path: Path) -> None:
    """In the order that the airlock found; named by nothing that somebody typed, which stands in the tray alone."""
    at = person.at
    assert at.names == ["CT 3"]
    assert at.documents[0].files == tuple(tmp_path / "disc" / name for name in ("IM2", "IM3", "IM1"))
    assert at.subtitles == ["DICOM, 3 slices · ready · not for diagnosis"]
    assert person.study_of(0) == "Knee of Mrs Testperson"
    assert [job.files for job in at.script.jobs] == [
        tuple(sorted(tmp_path / "disc" / name for name in NAMES)),
        at.documents[0].files,
    ]


def test_files_that_nobody_can_sort_are_documents_by_themselves(meet: Meet, tmp_path: Path) -> None:
    """What the airlock finds in no series is taken in as it was dropped."""
    person = meet(Script())
    for name in NAMES:
        (tmp_path / name).touch()
    person.drop(tmp_path)
    person.until(lambda: len(person.documents) == 3)
    person.ready()
    assert person.names == sorted(NAMES)


def test_slices_are_stepped_through_with_slider_wheel_and_keys(person: SlicePerson) -> None:
    """Page Down, End, Home, the wheel with Alt, and the slider below the page, whose keys go the same way."""
    at = person.at
    assert person.place == "Slice 1 of 3"
    QTest.keyClick(at.window.page.canvas, Qt.Key.Key_PageDown)
    assert person.place == "Slice 2 of 3"
    QTest.keyClick(at.window.page.canvas, Qt.Key.Key_End)
    assert person.place == "Slice 3 of 3"
    QTest.keyClick(at.window.page.canvas, Qt.Key.Key_Home)
    assert person.place == "Slice 1 of 3"
    person.wheel(-1)
    assert person.place == "Slice 2 of 3"
    QTest.keyClick(person.slider, Qt.Key.Key_PageDown)
    assert (person.place, at.page_number.split()[0]) == ("Slice 3 of 3", "3")
    at.until(lambda: at.has_page)


def test_a_drag_shows_the_page_in_another_window_and_then_all_of_it_is_sent_so(person: SlicePerson) -> None:
    """While it lasts only the slice that is looked at is drawn, once at a time; afterwards the series is prepared anew."""
    at = person.at
    before = len(at.script.jobs)
    person.press_right(QPoint(100, 100))
    for step in range(1, 9):
        person.move_right(QPoint(100 + 16 * step, 100))
    at.until(lambda: any(job.only_shows for job in at.script.jobs[before:]))
    windows = [document.window for document in at.documents]
    assert windows == [None]  # nothing is sent otherwise before the drag is over
    person.let_go_right(QPoint(228, 100))
    at.until(lambda: at.documents[0].window is not None)
    at.ready()

    window = at.documents[0].window
    assert window == GreyWindow(40.0, 600.0)
    drawn = [job for job in at.script.jobs[before:] if job.only_shows]
    assert 1 <= len(drawn) <= 8
    assert drawn[-1].options.window == window
    assert {job.options.pages for job in drawn} == {(1,)}
    assert [job.options.window for job in at.script.jobs[before:] if not job.only_shows] == [window]
    assert all(at.built.documents.prepared_page(at.documents[0].id, number) is not None for number in (1, 2, 3))


def test_a_preset_is_chosen_from_the_menu_and_the_file_s_own_again(person: SlicePerson) -> None:
    """Those of the file and of the craft, with their numbers; questions are asked in the window that is chosen."""
    at = person.at
    assert person.windows == ["as the file says", "soft tissue\t40 / 400", "lung\t-600 / 1500"]
    person.choose_window("lung")
    at.until(lambda: at.documents[0].window == LUNG)
    at.ready()
    assert person.window_words == "Window: lung"
    at.ask()
    at.answered()
    assert _last(at, "questions").options.window == LUNG
    person.choose_window("as the file says")
    at.until(lambda: at.documents[0].window is None)
    at.ready()


def test_another_window_takes_back_what_was_accepted_but_no_box_that_was_drawn(meet: Meet, tmp_path: Path) -> None:
    """It may show what nobody has seen: under a policy that wants a person's word, that is wanted anew."""
    plain = meet(_script())
    plain.choose_policy("medical")
    person = _with_series(plain, tmp_path)
    plain.press(Qt.Key.Key_R, CONTROL)
    plain.drag((50, 50), (150, 150))
    plain.click("Accept all slices")
    plain.ready()
    assert plain.built.documents.pages_to_review(plain.documents[0].id) == ()
    person.choose_window("lung")
    plain.until(lambda: plain.documents[0].window == LUNG)
    plain.ready()

    assert plain.built.documents.pages_to_review(plain.documents[0].id) == (1, 2, 3)
    assert [region.kind for region in plain.hidden(1)] == ["MARKED"]


def test_one_box_goes_over_the_series_into_copy_and_model(person: SlicePerson, tmp_path: Path) -> None:
    """Drawn once, applied once, accepted once; what nobody has looked at is counted before."""
    at = person.at
    at.press(Qt.Key.Key_R, CONTROL)
    at.drag((50, 50), (150, 150))
    assert "Not looked at yet: 2 of 3 slices." in person.unseen
    at.click("Put the chosen box on every page")
    at.click("Accept all slices")
    at.ready()

    boxes = {at.hidden(number)[0].box for number in (1, 2, 3)}
    assert len(boxes) == 1
    at.ask()
    at.answered()
    prepared = _last(at, "questions").prepared
    assert prepared is not None
    assert [len(page.regions) for page in prepared.pages] == [1, 1, 1]


def test_a_box_goes_over_a_range_of_slices(person: SlicePerson) -> None:
    """From one to another; the others stay as they are."""
    at = person.at
    at.press(Qt.Key.Key_R, CONTROL)
    at.drag((50, 50), (150, 150))
    person.set_range(1, 2)
    at.click("Put the chosen box at the same place on these slices")
    at.click("Accept all slices")
    at.ready()
    assert [len(at.hidden(number)) for number in (1, 2, 3)] == [1, 1, 0]


def test_the_header_is_listed_and_searched(person: SlicePerson) -> None:
    """Each element with what a copy makes of it under the policy in force; it is listed anew for another policy."""
    at = person.at
    at.click("Header")
    at.until(lambda: len(person.tags) == 3)
    assert person.tags[1] == ("Study Description", "Knee of Mrs Testperson", "cleaned: Knee of Mrs ***")
    assert person.tag_summary == "1 cleaned · 1 emptied · 1 kept"
    person.search("testperson")
    assert [name for name, _, _ in person.tags] == ["Patient's Name", "Study Description"]
    at.choose_policy("medical")
    at.until(lambda: _last(at, "lists_tags").options.policy == "medical")
    at.ready()


def test_not_for_diagnosis_stands_on_page_answer_and_copy(person: SlicePerson) -> None:
    """And nowhere can it be turned off."""
    at = person.at
    assert person.mark == "Not for diagnosis"
    at.look_as_the_model()
    assert person.mark == "Not for diagnosis"
    at.look_as_the_model()
    at.ask()
    at.answered()
    assert "Not for diagnosis" in person.answer_words
    assert any(words.startswith("CT 3, slice 1") for words in person.source_words)
    at.click("Copy the answer")
    assert QApplication.clipboard().text().endswith("Not for diagnosis")


def test_slices_of_a_head_say_on_the_page_that_a_face_can_be_rebuilt(
    meet: Meet, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whole, in the review as well, in a window as small as they are; and where a copy is saved."""
    at = meet(_script("face_in_slices"))
    person = _with_series(at, tmp_path)
    at.window.resize(1280, 800)
    assert person.mark == "Not for diagnosis\nA face can be rebuilt from these slices."
    assert person.is_mark_whole
    at.press(Qt.Key.Key_R, CONTROL)
    assert person.mark.endswith("A face can be rebuilt from these slices.")
    assert person.is_mark_whole
    at.press(Qt.Key.Key_Return, CONTROL)
    at.ready()
    monkeypatch.setattr(file_dialogs, "file_to_write", lambda *_: tmp_path / "copy.dcm")
    at.press(Qt.Key.Key_S, CONTROL)
    at.until(lambda: at.notice != "")
    assert "A face can be rebuilt from these slices." in at.notice_why


@pytest.mark.parametrize("width", [420, 130])
def test_the_mark_can_be_read_however_narrow_the_page_gets(qtbot: QtBot, width: int) -> None:
    """Beside the open header the page is a strip: the words take the lines that they need."""
    page = QWidget()
    qtbot.addWidget(page)
    mark = MarkView(page)
    page.resize(900, 600)
    page.show()
    mark.show_mark(is_on=True, has_face=True)
    page.resize(width, 600)
    needed = mark.fontMetrics().boundingRect(
        QRect(0, 0, mark.contentsRect().width(), 1000), Qt.TextFlag.TextWordWrap, mark.text()
    )
    assert mark.width() <= width
    assert mark.contentsRect().height() >= needed.height()
    assert mark.contentsRect().width() >= needed.width()


def test_the_window_in_force_can_be_read_in_a_small_window(person: SlicePerson) -> None:
    """No word of it is cut where the side, the tray and the pages are open."""
    person.at.window.resize(1280, 800)
    person.at.until(lambda: person.window.width() == 1280)
    assert person.is_picker_whole


def test_other_documents_have_none_of_it(meet: Meet, tmp_path: Path) -> None:
    """A photograph has no slices, no window and no mark."""
    slices = SlicePerson(meet(Script()).open(tmp_path))
    assert (slices.mark, slices.is_bar_shown) == ("", False)


def test_every_control_has_a_name_and_a_review_of_a_series_fits_a_small_screen(person: SlicePerson) -> None:
    """At 1280 by 720 nothing of it is cut off, with two rows more than other documents have."""
    at = person.at
    at.window.resize(1280, 720)
    at.click("Header")
    at.until(lambda: len(person.tags) == 3)
    assert [type(one).__name__ for one in finding.reachable(at.window) if not finding.name_of(one)] == []
    at.click("Close the header")
    at.press(Qt.Key.Key_R, CONTROL)
    at.drag((50, 50), (150, 150))
    panel = at.window.review
    inside = [one for one in panel.findChildren(QAbstractButton) if one.isVisible()]
    assert all(panel.rect().contains(one.mapTo(panel, one.rect().bottomRight())) for one in inside)
    assert panel.places.height() > 60
