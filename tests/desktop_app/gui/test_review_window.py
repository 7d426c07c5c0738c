"""The review in the window: keys, list, comparison, words, and room for all of it."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLabel, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from desktop_app.gui.answers.question_view import QuestionView
from desktop_app.gui.page.page_tool_bar_view import PageToolBarView
from desktop_app.gui.style.theme import Theme
from desktop_app.runtime_client.values import Box
from tests.helpers import finding
from tests.helpers.hands import CONTROL, SHIFT, Meets
from tests.helpers.scripted_runner import NAME


def test_keys_walk_agree_remove_undo_move_and_resize(opened: Meets) -> None:
    """Everything a pointer can do can be done from the keyboard."""
    person = opened()
    person.press(Qt.Key.Key_R, CONTROL)
    person.write("]")
    person.press(Qt.Key.Key_Space)
    assert [place.is_accepted for place in person.places] == [True, False]
    assert person.chosen == 1
    person.press(Qt.Key.Key_Right)
    person.press(Qt.Key.Key_Down, SHIFT)
    person.press(Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    assert person.boxes[1].box == Box(41, 310, 141, 30)
    person.press(Qt.Key.Key_Z, CONTROL)
    assert person.boxes[1] == NAME
    person.press(Qt.Key.Key_Z, CONTROL | SHIFT)
    assert person.boxes[1].box == Box(41, 310, 141, 30)
    person.write("[")
    person.press(Qt.Key.Key_Delete)
    assert [region.kind for region in person.boxes] == ["PERSON"]
    assert "1 place that was found stays visible." in person.review_words
    person.press(Qt.Key.Key_Insert)
    assert person.boxes[1].box == Box(160, 270, 80, 60)
    assert person.chosen == 1


def test_held_key_shows_the_page_without_boxes(opened: Meets) -> None:
    """H, held, takes the boxes away; let go, they are back."""
    person = opened()
    person.press(Qt.Key.Key_R, CONTROL)

    QTest.keyPress(person.window.page.canvas, Qt.Key.Key_H)
    held = person.shows_boxes
    QTest.keyRelease(person.window.page.canvas, Qt.Key.Key_H)

    assert (held, person.shows_boxes) == (False, True)


def test_list_and_page_choose_the_same_place(opened: Meets) -> None:
    """A row chosen is the box chosen, and the other way round; the words say kind, certainty and finder."""
    person = opened()
    person.press(Qt.Key.Key_R, CONTROL)
    rows = person.place_list
    rows.setFocus()
    QTest.keyClick(rows, Qt.Key.Key_Down)
    QTest.keyClick(rows, Qt.Key.Key_Down)
    by_row = person.chosen
    person.drag((70, 80), (70, 80))

    assert (by_row, rows.currentIndex().row()) == (1, 0)
    names = [rows.model().index(row, 0).data(Qt.ItemDataRole.AccessibleTextRole) for row in range(2)]
    assert names == ["Face, 90 %, found by a detector", "Name, 80 %, found by a rule"]


def test_what_the_model_sees_changes_with_the_review(opened: Meets) -> None:
    """No picture of a page that was made anew is shown from before."""
    person = opened()
    source = person.picture
    person.look_as_the_model()
    person.until(lambda: person.picture is not None and person.picture is not source)
    before = person.picture
    person.press(Qt.Key.Key_R, CONTROL)
    person.drag((200, 400), (300, 450))
    person.press(Qt.Key.Key_Return, CONTROL)
    person.ready()

    source = person.picture
    person.look_as_the_model()
    person.until(lambda: person.picture is not None and person.picture is not source)

    assert person.picture is not before
    assert person.banner.endswith("3 places hidden")


def test_comparison_shows_what_is_sent_or_what_would_be(opened: Meets) -> None:
    """Unchanged, the very pixels that are sent; changed, the page with its boxes black, and it says so."""
    person = opened()
    person.press(Qt.Key.Key_R, CONTROL)
    person.click("Before and after")
    person.until(lambda: person.comparison is not None)
    sent = person.comparison
    person.press(Qt.Key.Key_Right, SHIFT)
    moved = person.comparison
    person.click("Before and after")
    person.drag((200, 400), (300, 450))
    person.click("Before and after")

    changed = person.comparison
    assert sent is not None
    assert moved is not None
    assert changed is not None
    assert sent.words == ("The page", "As it is sent")
    assert moved.share - sent.share == pytest.approx(0.1)
    assert changed.words == ("The page", "Once you accept")
    assert changed.boxes == tuple(region.box for region in person.boxes)


def test_escape_leaves_the_review_and_stops_nothing(opened: Meets) -> None:
    """Esc means the review first; its keys mean nothing outside it."""
    person = opened()
    person.press(Qt.Key.Key_R, CONTROL)
    person.write("]")
    person.press(Qt.Key.Key_Escape)
    person.press(Qt.Key.Key_Delete)
    person.press(Qt.Key.Key_R, CONTROL)

    assert person.are_ready
    assert len(person.boxes) == 2


def test_off_is_said_aloud(opened: Meets) -> None:
    """Switched off, the tool bar warns and the review says that nothing is looked for."""
    person = opened()
    person.choose_policy("off")
    person.ready()
    picker = person.window.page.tool_bar.picker
    person.press(Qt.Key.Key_R, CONTROL)

    assert (picker.text(), picker.property("warns")) == ("Redaction is off", True)
    assert "Nothing is looked for. Only boxes that you draw yourself are hidden." in person.review_words
    assert person.hidden() == ()


def test_review_fits_a_small_screen_and_every_control_has_a_name(opened: Meets) -> None:
    """At 1280 by 720 nothing is cut off, and assistive technology can name whatever takes the focus."""
    person = opened(pages=2)
    person.window.resize(1280, 720)
    person.press(Qt.Key.Key_R, CONTROL)

    panel = person.window.review
    inside = [widget for widget in panel.findChildren(QAbstractButton) if widget.isVisible()]
    reachable = finding.reachable(person.window)
    assert (person.window.width(), person.window.height()) == (1280, 720)
    assert all(panel.rect().contains(widget.mapTo(panel, widget.rect().bottomRight())) for widget in inside)
    assert panel.places.height() > 100
    assert [type(widget).__name__ for widget in reachable if not finding.name_of(widget)] == []


def test_narrow_tool_bar_keeps_what_is_hidden_and_its_review_whole(qtbot: QtBot, look: Theme) -> None:
    """The longest words become icons, then tools go into a menu; names stay, and all comes back with the room."""
    room = QWidget()
    qtbot.addWidget(room)
    room.resize(1000, 60)
    bar = PageToolBarView(room)
    bar.show_palette(look.palette)
    room.show()
    named = {button.accessibleName(): button for button in bar.findChildren(QToolButton)}
    part, model_view, turn, more = (
        named[name] for name in ("Ask about a part", "What the model sees", "Turn the view", "More tools")
    )
    whole = (bar.picker, named["Review, 0 places hidden"])
    icons, words = Qt.ToolButtonStyle.ToolButtonIconOnly, Qt.ToolButtonStyle.ToolButtonTextOnly
    seen: list[tuple[object, ...]] = []
    for width in (*range(900, 420, -10), 900):
        bar.resize(width, bar.height())
        now = (part.toolButtonStyle(), model_view.toolButtonStyle(), turn.isVisible(), more.isVisible())
        if seen[-1:] != [now]:
            seen.append(now)
        qtbot.waitUntil(
            lambda: all(one.isVisible() and one.width() >= one.sizeHint().width() for one in whole), timeout=5_000
        )

    assert seen[:3] == [(words, words, True, False), (icons, words, True, False), (icons, icons, True, False)]
    assert seen[-2:] == [(icons, icons, False, True), (words, words, True, False)]
    assert (part.accessibleName(), model_view.accessibleName()) == ("Ask about a part", "What the model sees")


@pytest.mark.parametrize("width", [300, 340, 700])
def test_what_sending_waits_for_is_not_cut(qtbot: QtBot, look: Theme, width: int) -> None:
    """Whatever the font and the width: every line has its room."""
    box = QuestionView()
    qtbot.addWidget(box)
    box.setFixedWidth(width)
    box.show()
    alone = box.height()
    box.show_waits_for("Nothing is sent before you have reviewed what will be hidden. " * 2)
    (words,) = finding.seen(box, QLabel, "waitsFor")
    qtbot.waitUntil(lambda: words.height() >= words.heightForWidth(words.width()) > 0)
    assert words.visibleRegion().boundingRect().height() == words.height()
    box.show_waits_for("")
    assert box.height() == alone
