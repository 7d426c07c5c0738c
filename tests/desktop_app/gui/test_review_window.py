"""The review in the window: keys, list, comparison, words, and room for all of it."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QWidget
from pytestqt.qtbot import QtBot

from desktop_app.gui.document import DocumentState
from desktop_app.gui.question_view import QuestionView
from desktop_app.gui.theme import Theme
from desktop_app.runtime_client.values import Box
from tests.desktop_app.gui.reviewing import CONTROL, NAME, SHIFT, Open


def test_keys_walk_agree_remove_undo_move_and_resize(opened: Open) -> None:
    """Everything a pointer can do can be done from the keyboard."""
    ward = opened()
    ward.press(Qt.Key.Key_R, CONTROL)
    ward.write("]")
    ward.press(Qt.Key.Key_Space)
    assert [place.is_accepted for place in ward.review.places] == [True, False]
    assert ward.review.chosen == 1
    ward.press(Qt.Key.Key_Right)
    ward.press(Qt.Key.Key_Down, SHIFT)
    ward.press(Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    assert ward.boxes()[1].box == Box(41, 310, 141, 30)
    ward.press(Qt.Key.Key_Z, CONTROL)
    assert ward.boxes()[1] == NAME
    ward.press(Qt.Key.Key_Z, CONTROL | SHIFT)
    assert ward.boxes()[1].box == Box(41, 310, 141, 30)
    ward.write("[")
    ward.press(Qt.Key.Key_Delete)
    assert [region.kind for region in ward.boxes()] == ["PERSON"]
    assert ward.window.review._removed.text() == "1 place that was found stays visible."
    ward.press(Qt.Key.Key_Insert)
    assert ward.boxes()[1].box == Box(160, 270, 80, 60)
    assert ward.review.chosen == 1


def test_held_key_shows_the_page_without_boxes(opened: Open) -> None:
    """H, held, takes the boxes away; let go, they are back."""
    ward = opened()
    ward.press(Qt.Key.Key_R, CONTROL)
    item = ward.window.page.regions._regions

    QTest.keyPress(ward.window.page.canvas, Qt.Key.Key_H)
    held = item.isVisible()
    QTest.keyRelease(ward.window.page.canvas, Qt.Key.Key_H)

    assert (held, item.isVisible()) == (False, True)


def test_list_and_page_choose_the_same_place(opened: Open) -> None:
    """A row chosen is the box chosen, and the other way round; the words say kind, certainty and finder."""
    ward = opened()
    ward.press(Qt.Key.Key_R, CONTROL)
    rows = ward.window.review.places
    rows.setFocus()
    QTest.keyClick(rows, Qt.Key.Key_Down)
    QTest.keyClick(rows, Qt.Key.Key_Down)
    by_row = ward.review.chosen
    ward.drag((70, 80), (70, 80))

    assert (by_row, rows.currentIndex().row()) == (1, 0)
    names = [rows.model().index(row, 0).data(Qt.ItemDataRole.AccessibleTextRole) for row in range(2)]
    assert names == ["Face, 90 %, found by a detector", "Name, 80 %, found by a rule"]


def test_what_the_model_sees_changes_with_the_review(opened: Open) -> None:
    """No picture of a page that was made anew is shown from before."""
    ward = opened()
    shown = ward.built.application.controller._parts.page
    ward.press(Qt.Key.Key_M, CONTROL)
    ward.until(lambda: shown._shown is not None and shown._shown.is_model_view)
    assert shown._shown is not None
    before = shown._shown.sent
    ward.press(Qt.Key.Key_R, CONTROL)
    ward.drag((200, 400), (300, 450))
    ward.press(Qt.Key.Key_Return, CONTROL)
    ward.ready()

    ward.press(Qt.Key.Key_M, CONTROL)
    ward.until(lambda: shown._shown is not None and shown._shown.is_model_view)

    assert shown._shown.sent != before
    assert ward.window.page._banner_text.text().endswith("3 places hidden")


def test_comparison_shows_what_is_sent_or_what_would_be(opened: Open) -> None:
    """Unchanged, the very pixels that are sent; changed, the page with its boxes black, and it says so."""
    ward = opened()
    ward.press(Qt.Key.Key_R, CONTROL)
    ward.click("Before and after")
    divider = ward.window.page.regions._divider
    ward.until(divider.isVisible)
    sent = divider._words
    share = divider._share
    ward.press(Qt.Key.Key_Right, SHIFT)
    moved = divider._share - share
    ward.click("Before and after")
    ward.drag((200, 400), (300, 450))
    ward.click("Before and after")

    assert sent == ("The page", "As it is sent")
    assert moved == pytest.approx(0.1)
    assert divider._words == ("The page", "Once you accept")
    assert ward.window.page.regions._after._boxes == tuple(region.box for region in ward.boxes())


def test_escape_leaves_the_review_and_stops_nothing(opened: Open) -> None:
    """Esc means the review first; its keys mean nothing outside it."""
    ward = opened()
    ward.press(Qt.Key.Key_R, CONTROL)
    ward.write("]")
    ward.press(Qt.Key.Key_Escape)
    ward.press(Qt.Key.Key_Delete)
    ward.press(Qt.Key.Key_R, CONTROL)

    assert ward.state is DocumentState.READY
    assert len(ward.boxes()) == 2


def test_off_is_said_aloud(opened: Open) -> None:
    """Switched off, the tool bar warns and the review says that nothing is looked for."""
    ward = opened()
    ward.choose("off")
    ward.ready()
    picker = ward.window.page.tool_bar.picker
    ward.press(Qt.Key.Key_R, CONTROL)

    assert (picker.text(), picker.property("warns")) == ("Redaction is off", True)
    assert ward.window.review._off.isVisible()
    assert ward.hidden() == ()


def test_review_fits_a_small_screen_and_every_control_has_a_name(opened: Open) -> None:
    """At 1280 by 720 nothing is cut off, and assistive technology can name whatever takes the focus."""
    ward = opened(pages=2)
    ward.window.resize(1280, 720)
    ward.press(Qt.Key.Key_R, CONTROL)

    panel = ward.window.review
    inside = [widget for widget in panel.findChildren(QAbstractButton) if widget.isVisible()]
    reachable = [widget for widget in ward.window.findChildren(QWidget) if _takes_focus(widget)]
    assert (ward.window.width(), ward.window.height()) == (1280, 720)
    assert all(panel.rect().contains(widget.mapTo(panel, widget.rect().bottomRight())) for widget in inside)
    assert panel.places.height() > 100
    assert [type(widget).__name__ for widget in reachable if not _name(widget)] == []


def test_narrow_tool_bar_shows_icons_for_its_longest_words(opened: Open) -> None:
    """Where words do not fit they become icons, one after the other; names stay, and words come back with the room."""
    bar = opened().window.page.tool_bar
    icons, words = Qt.ToolButtonStyle.ToolButtonIconOnly, Qt.ToolButtonStyle.ToolButtonTextOnly
    seen = []
    for width in (900, 600, 450, 900):
        bar.resize(width, bar.height())
        seen.append((bar._part.toolButtonStyle(), bar._model_view.toolButtonStyle()))

    assert seen == [(words, words), (icons, words), (icons, icons), (words, words)]
    assert (bar._part.accessibleName(), bar._model_view.accessibleName()) == ("Ask about a part", "What the model sees")


def _takes_focus(widget: QWidget) -> bool:
    is_inner = widget.objectName().startswith("qt_") or widget.parent() is None
    return widget.focusPolicy() != Qt.FocusPolicy.NoFocus and not is_inner


def _name(widget: QWidget) -> str:
    return QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)


@pytest.mark.parametrize("width", [300, 340, 700])
def test_what_sending_waits_for_is_not_cut(qtbot: QtBot, look: Theme, width: int) -> None:
    """Whatever the font and the width: every line has its room."""
    box = QuestionView()
    qtbot.addWidget(box)
    box.setFixedWidth(width)
    box.show()
    alone = box.height()
    box.show_waits_for("Nothing is sent before you have reviewed what will be hidden. " * 2)
    qtbot.waitUntil(lambda: box._waits_for.height() >= box._waits_for.heightForWidth(box._waits_for.width()) > 0)
    assert box._waits_for.visibleRegion().boundingRect().height() == box._waits_for.height()
    box.show_waits_for("")
    assert box.height() == alone
