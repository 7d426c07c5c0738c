"""A review is quick: the next box follows, whole kinds and every occurrence of a word are one step, and edges scroll."""

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QMenu, QPushButton

from desktop_app.conversation.review import page_review
from desktop_app.runtime_client.values import Box, Region, Word
from tests.helpers import finding, pointer, seen_text
from tests.helpers.hands import CONTROL, Meets, Person
from tests.helpers.scripted_runner import FACE, NAME

OTHER = Region("PERSON", 0.7, "name-list", Box(40, 400, 140, 30))


def _choose(person: Person, chip: str, words: str) -> None:
    def chips() -> list[QPushButton]:
        return [one for one in finding.seen(person.window.review, QPushButton, "kindChip") if one.text() == chip]

    person.until(lambda: len(chips()) == 1)
    menu = chips()[0].findChild(QMenu)
    assert isinstance(menu, QMenu)
    finding.line_of(menu, words).trigger()


def test_after_a_delete_the_next_box_is_chosen_and_after_the_last_the_one_before(opened: Meets) -> None:
    """Nobody is thrown back to the top of the page."""
    person = opened(found=(FACE, NAME, OTHER))
    person.press(Qt.Key.Key_R, CONTROL)
    person.write("]]")
    person.press(Qt.Key.Key_Delete)
    after_middle = person.boxes[person.chosen or 0]
    person.press(Qt.Key.Key_Delete)
    assert (after_middle, person.chosen, person.boxes) == (OTHER, 0, (FACE,))


def test_a_whole_kind_is_agreed_with_or_let_be_seen_in_one_step(opened: Meets) -> None:
    """And taken back in one."""
    person = opened(found=(FACE, NAME, OTHER))
    person.press(Qt.Key.Key_R, CONTROL)
    _choose(person, "Name 2", "Agree with all: Name")
    agreed = [place.is_accepted for place in person.places]
    _choose(person, "Name 2", "Let all be seen: Name")
    left = person.boxes
    person.press(Qt.Key.Key_Z, CONTROL)
    assert (agreed, left, person.boxes) == ([False, True, True], (FACE,), (FACE, NAME, OTHER))


def test_every_occurrence_of_a_word_is_hidden_in_one_step(opened: Meets) -> None:
    """On all pages, as boxes of the person's own that wait for their word."""
    words = (Word("Jane", Box(40, 200, 60, 20)), Word("Roe", Box(110, 200, 40, 20)), Word("Jane", Box(40, 500, 60, 20)))
    person = opened(pages=2, seen=words)
    person.press(Qt.Key.Key_R, CONTROL)
    person.press(Qt.Key.Key_F, CONTROL)
    (box,) = finding.seen(person.window.page, QLineEdit, "findText")
    QTest.keyClicks(box, "jane")
    person.until(lambda: seen_text.state(person) == "1 of 4")
    person.click("Hide all")
    drawn = [region.box for region in person.boxes if region.kind == "MARKED"]
    person.press(Qt.Key.Key_Return, CONTROL)
    person.press(Qt.Key.Key_Return, CONTROL)
    person.ready()

    assert all(any(one.contains(word.box) for one in drawn) for word in words if word.text == "Jane")
    assert len(drawn) == 2
    assert [sum(region.kind == "MARKED" for region in person.hidden(page)) for page in (1, 2)] == [2, 2]


def test_what_is_doubtful_comes_first() -> None:
    """`]` leads to what nobody has decided about, then to what was found with little certainty, then to the rest."""
    late = Region("FACE", 0.9, "yunet", Box(0, 500, 10, 10))
    unsure = Region("FACE", 0.3, "yunet", Box(0, 400, 10, 10))
    review = page_review((600, 600), (FACE, unsure, NAME), (late,))
    seen = []
    for _ in range(4):
        review = review.walked(1)
        assert review.chosen_place is not None
        seen.append(review.chosen_place.region)
    assert seen == [late, unsure, FACE, NAME]
    assert review.regions == (FACE, NAME, unsure, late)


def test_walking_brings_a_small_box_near(opened: Meets) -> None:
    """What lies below it can be judged without another key; a large one stays where it is."""
    person = opened(found=(Region("PERSON", 0.8, "name-list", Box(300, 500, 30, 8)), FACE))
    person.press(Qt.Key.Key_R, CONTROL)
    before = person.window.page.canvas.scale_factor
    person.write("]")
    large = person.window.page.canvas.scale_factor
    person.write("]")
    canvas = person.window.page.canvas
    assert (large, canvas.scale_factor > before) == (before, True)
    assert canvas.viewport().rect().contains(canvas.mapFromScene(QPointF(315, 504)))


def test_drawing_at_the_edge_moves_the_page(opened: Meets) -> None:
    """A box can be longer than the screen is high."""
    person = opened()
    person.press(Qt.Key.Key_R, CONTROL)
    canvas = person.window.page.canvas
    canvas.zoom_by(6.0)
    canvas.verticalScrollBar().setValue(0)
    viewport, foot = canvas.viewport(), canvas.viewport().height() - 3
    QTest.mousePress(viewport, pointer.LEFT, pointer.NO_KEYS, QPoint(100, 100))
    QTest.mouseMove(viewport, QPoint(150, 200))
    QTest.mouseMove(viewport, QPoint(200, foot))
    start = canvas.verticalScrollBar().value()
    person.until(lambda: canvas.verticalScrollBar().value() > start + 30)
    QTest.mouseRelease(viewport, pointer.LEFT, pointer.NO_KEYS, QPoint(200, foot))
    stopped = canvas.verticalScrollBar().value()
    QTest.qWait(100)

    drawn = person.boxes[-1].box
    assert drawn.height * canvas.scale_factor > foot - 100
    assert canvas.verticalScrollBar().value() == stopped
