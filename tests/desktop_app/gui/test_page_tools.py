"""Pages are turned, fitted and reached by number and by key, each document in its own way."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QMenu

from desktop_app.gui.dialogs.keys_dialog import KeysDialog
from tests.desktop_app.gui.conftest import Meet
from tests.helpers import finding
from tests.helpers.hands import Person
from tests.helpers.scripted_runner import Script


def _degrees(person: Person) -> int:
    transform = person.window.page.canvas.transform()
    return {(1, 0): 0, (0, 1): 90, (-1, 0): 180, (0, -1): 270}[
        round(transform.m11() / person.window.page.canvas.scale_factor),
        round(transform.m12() / person.window.page.canvas.scale_factor),
    ]


def test_turning_belongs_to_the_document(meet: Meet, tmp_path: Path) -> None:
    """Another one stands as it was; back again, the first is still turned, on every page."""
    person = meet(Script(pages=2))
    for name in ("a.png", "b.png"):
        (tmp_path / name).touch()
    person.take_in(tmp_path / "a.png", tmp_path / "b.png")
    person.ready()
    person.until(lambda: person.has_page)
    person.click("Turn the view")
    seen = [_degrees(person)]
    person.click("Next page")
    seen.append(_degrees(person))
    for row in (1, 0):
        person.look_at(row)
        person.until(lambda: person.has_page)
        seen.append(_degrees(person))
    assert seen == [90, 90, 0, 90]


def _two(folder: Path) -> tuple[Path, Path]:
    files = folder / "a.png", folder / "b.png"
    for file in files:
        file.touch()
    return files


def test_each_document_is_left_and_found_at_its_page(meet: Meet, tmp_path: Path) -> None:
    """However often somebody looks at others, or takes it away and back."""
    person = meet(Script(pages=9))
    person.take_in(*_two(tmp_path))
    person.ready()
    person.until(lambda: person.has_page)
    person.turn_to(7)
    person.look_at(1)
    seen = [person.page_number]
    person.turn_to(3)
    person.look_at(0)
    person.until(lambda: person.shown_page == 7)
    seen.append(person.page_number)
    person.begin_anew()
    person.take_back()
    seen.append(person.page_number)
    person.look_at(1)
    assert [*seen, person.page_number] == ["1 / 9", "7 / 9", "7 / 9", "3 / 9"]


def test_how_a_document_stood_is_forgotten_with_it(meet: Meet, tmp_path: Path) -> None:
    """Once it cannot be brought back; of the others it is known."""
    person = meet(Script(pages=9))
    person.take_in(*_two(tmp_path))
    person.ready()
    person.until(lambda: person.has_page)
    for row in (0, 1):
        person.look_at(row)
        person.turn_to(4)
        person.click("Turn the view")
    kept = person.documents[0].id
    person.remove(1)
    person.let_go()
    assert {kept} == person.built.parts.page.standings.known
    person.begin_anew()
    person.let_go()
    assert frozenset() == person.built.parts.page.standings.known


def test_a_page_number_can_be_typed(meet: Meet, tmp_path: Path) -> None:
    """One that there is not changes nothing."""
    person = meet(Script(pages=12)).open(tmp_path)
    (box,) = finding.seen(person.window.page, QLineEdit, "pageNumber")
    seen = []
    for typed in ("7", "13", "0"):
        box.selectAll()
        QTest.keyClicks(box, typed)
        QTest.keyClick(box, Qt.Key.Key_Return)
        seen.append(person.page_number)
    assert seen == ["7 / 12", "7 / 12", "7 / 12"]


def test_page_keys_work_wherever_the_focus_is(meet: Meet, tmp_path: Path) -> None:
    """In the box for questions, in the tray, on a button."""
    person = meet(Script(pages=9)).open(tmp_path)
    seen = []
    for widget in (person.question_box, person.tray_list, finding.button(person.window, "Zoom in")):
        widget.setFocus()
        QTest.keyClick(widget, Qt.Key.Key_PageDown)
        seen.append(person.page_number)
    QTest.keyClick(person.question_box, Qt.Key.Key_PageUp)
    assert [*seen, person.page_number] == ["2 / 9", "3 / 9", "4 / 9", "3 / 9"]


def test_the_list_of_keys_names_those_of_the_page(person: Person) -> None:
    """Also those that are bound to no action."""
    person.press(Qt.Key.Key_F1)
    shown = finding.dialog(KeysDialog)
    assert {"Page Up   Page Down", "Ctrl+wheel"} <= set(finding.words_in(shown))
    shown.close()


@pytest.mark.parametrize(("words", "fits"), [("Fit the whole page", True), ("Full size", False)])
def test_sizes_are_chosen_behind_the_zoom(meet: Meet, tmp_path: Path, words: str, fits: bool) -> None:
    """The whole page, or each pixel of it."""
    person = meet(Script(width=600, height=2000)).open(tmp_path)
    canvas = person.window.page.canvas
    menu = next(
        one
        for one in person.window.page.findChildren(QMenu)
        if words in [a.text().split("\t")[0] for a in one.actions()]
    )
    finding.line_of(menu, words).trigger()
    seen = canvas.mapFromScene(canvas.page_rect).boundingRect()
    assert canvas.viewport().rect().contains(seen) is fits
    assert (canvas.scale_factor == 1.0) is not fits


def test_pages_are_seen_and_reached_in_a_strip(meet: Meet, tmp_path: Path) -> None:
    """Each with its picture; the one that is looked at is marked; a single page has none."""
    person = meet(Script(pages=4)).open(tmp_path)
    strip = person.window.page.strip
    model = strip.model()
    person.until(lambda: all(model.index(row, 0).data(Qt.ItemDataRole.DecorationRole) for row in range(4)))
    QTest.mouseClick(strip.viewport(), Qt.MouseButton.LeftButton, pos=strip.visualRect(model.index(2, 0)).center())
    by_strip = person.page_number
    person.turn_to(4)
    assert (by_strip, strip.currentIndex().row(), strip.isVisible()) == ("3 / 4", 3, True)
    person.script.pages = 1
    (tmp_path / "one.png").touch()
    person.take_in(tmp_path / "one.png")
    person.until(lambda: not strip.isVisible())
    person.look_at(0)
    assert (strip.isVisible(), model.rowCount()) == (True, 4)


def test_a_warning_has_a_line_of_its_own(meet: Meet, tmp_path: Path) -> None:
    """However narrow the page is: its words are below what is said of the picture, and as wide."""
    person = meet(Script(width=300, height=400, square=64)).open(tmp_path)
    person.window.resize(1024, 720)
    person.look_as_the_model()
    person.until(lambda: person.warning != "")
    (text,), (warning,) = (finding.seen(person.window.page, QLabel, name) for name in ("bannerText", "bannerWarning"))
    person.until(lambda: warning.y() >= text.y() + text.height())
    assert warning.width() == text.width()
    assert warning.height() >= warning.heightForWidth(warning.width())
