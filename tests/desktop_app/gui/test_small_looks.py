"""Small things that make a window look cared for: even frames, ticks on one side, whole words, no hover that stays."""

import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QCursor, QEnterEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QToolButton, QWidget

from desktop_app.foundation import resources
from desktop_app.gui.dialogs.settings_dialog import SettingsDialog
from desktop_app.gui.style.controls import Choice
from desktop_app.gui.style.theme import Theme
from desktop_app.settings.store import Settings
from tests.desktop_app.gui.conftest import Meet
from tests.helpers import finding
from tests.helpers.hands import Person
from tests.helpers.scripted_runner import Script


def _is_clipped(label: QLabel) -> bool:
    is_low = label.hasHeightForWidth() and label.height() < label.heightForWidth(label.width())
    return is_low or label.width() < label.minimumSizeHint().width()


@pytest.mark.parametrize("look_name", ["light", "dark"])
def test_fields_with_a_choice_have_the_same_frame_all_round(look: Theme, look_name: str) -> None:
    """No side is raised, in either look."""
    look.prefer(look_name)
    dialog = SettingsDialog(Settings())
    dialog.show()
    picture = finding.seen(dialog, Choice)[1].grab().toImage()
    dialog.close()
    dialog.deleteLater()
    right, foot = picture.width() - 1, picture.height() - 1
    middle_x, middle_y = right // 2, foot // 2
    sides = ((0, middle_y), (right, middle_y), (middle_x, 0), (middle_x, foot), (right - 20, 0), (right - 20, foot))
    inner = ((3, middle_y), (right - 3, middle_y), (right - 20, foot - 3))
    assert {look.palette.edge} == {picture.pixelColor(*at).name() for at in sides}
    assert {look.palette.panel} == {picture.pixelColor(*at).name() for at in inner}
    look.prefer("light")


def test_both_menus_have_their_ticks_on_one_side(person: Person) -> None:
    """The button's arrow stands behind its words; its menu reads as everything else does."""
    directions = {menu.layoutDirection() for menu in (person.model_menu, person.policy_menu)}
    assert directions == {QApplication.layoutDirection()}


def test_quotes_are_straight_in_english() -> None:
    """As they are typed; each language has its own."""
    texts = ET.parse(resources.path("translations", "in_camera_zh_CN.ts")).iter("source")
    assert [] == [text.text for text in texts if set(text.text or "") & set("“”‘’")]


def test_what_a_start_does_is_read_whole_in_the_smallest_window(person: Person) -> None:
    """One below the other where there is no room beside, and then nothing else is clipped."""
    person.window.resize(person.window.minimumSize())
    person.until(lambda: person.window.size() == person.window.minimumSize())
    labels = [one for one in finding.seen(person.window.start, QLabel) if one.text()]
    assert len(labels) > 5
    person.until(lambda: not any(_is_clipped(one) for one in labels))


def test_what_is_hidden_and_its_review_are_read_whole_beside_pages(meet: Meet, tmp_path: Path) -> None:
    """At 1024 px a document of many pages leaves room for both; its pages can be turned all the same."""
    person = meet(Script(pages=120)).open(tmp_path)
    person.window.resize(1024, 768)
    QApplication.processEvents()
    bar = person.window.page.tool_bar
    whole = [one for one in finding.seen(bar, QToolButton) if one is bar.picker or one is person.review_button]
    assert [one.sizeHint().width() <= one.width() for one in whole] == [True, True]
    person.press(Qt.Key.Key_PageDown)
    assert person.page_number == "2 / 120"


def test_a_picker_does_not_look_pointed_at_when_its_menu_has_closed(person: Person) -> None:
    """Qt tells no button that the pointer has left it through an open menu."""
    picker, menu = person.window.page.tool_bar.picker, person.policy_menu
    picker.ensurePolished()
    at = QPointF(5, 5)
    QApplication.sendEvent(picker, QEnterEvent(at, at, QPointF(picker.mapToGlobal(QPoint(5, 5)))))
    picker.setAttribute(Qt.WidgetAttribute.WA_UnderMouse)  # as the application does
    menu.popup(QPoint(0, 0))
    QCursor.setPos(QPoint(0, 0))
    menu.close()
    QApplication.processEvents()
    assert not picker.underMouse()


def test_what_offers_to_undo_covers_neither_documents_nor_questions(meet: Meet, tmp_path: Path) -> None:
    """However long the file's name is and however small the window; its end is read, and a screen reader has all of it."""
    person = meet(Script())
    long = tmp_path / f"{'a-very-long-name-' * 8}2026.png"
    long.touch()
    person.take_in(long)
    person.ready()
    person.window.resize(person.window.minimumSize())
    person.remove(0)
    toast, page = person.window.toast, person.window.side.answers
    left, right = page.mapTo(person.window, page.rect().topLeft()).x(), toast.x() + toast.width()
    assert left <= toast.x()
    assert right <= left + page.width()
    assert person.toast.endswith("removed.")
    assert len(finding.seen(toast, QLabel)[0].accessibleName()) > len(person.toast)


def test_what_can_be_taken_back_is_read_whole_and_lies_on_no_words(person: Person, tmp_path: Path) -> None:
    """In the smallest window, where a start has no room to spare; the answers have."""
    person.open(tmp_path)
    person.window.resize(person.window.minimumSize())
    person.until(lambda: person.window.size() == person.window.minimumSize())
    person.begin_anew()
    QApplication.processEvents()
    window, toast = person.window, person.window.toast
    assert "A new conversation has begun." == person.toast
    others = [one for one in finding.seen(window, QWidget) if isinstance(one, QLabel | QAbstractButton)]
    beside = [one for one in others if not toast.isAncestorOf(one)]
    assert len(beside) > 10
    assert [] == [
        one for one in beside if toast.geometry().intersects(one.rect().translated(one.mapTo(window, QPoint())))
    ]
