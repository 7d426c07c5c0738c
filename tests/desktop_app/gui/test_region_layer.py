"""The pointer draws, moves, resizes and chooses boxes, in pixels of the page whatever the zoom."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop_app.conversation.review import PageReview, page_review
from desktop_app.gui.page.page_canvas_view import PageCanvasView
from desktop_app.gui.page.picture_maker import picture_from_page
from desktop_app.gui.review.region_layer import RegionLayer
from desktop_app.gui.words import kind_words
from desktop_app.runtime_client.values import Box, Region
from tests.helpers import pointer
from tests.helpers.pages import white_page
from tests.helpers.pointer import NO_KEYS, Point

MIDDLE = Qt.MouseButton.MiddleButton
FACE = Region("FACE", 0.9, "yunet", Box(100, 100, 120, 160))
NAME = Region("PERSON", 0.8, "name-list", Box(130, 300, 140, 30))
INNER = Region("CODE", 0.8, "zxing", Box(120, 120, 40, 40))
WORDS = ("The page", "As it is sent")


class Person:
    """Somebody who works on a page of 400 by 600 with the pointer, and whose review is kept as the window does."""

    def __init__(self, canvas: PageCanvasView, *regions: Region) -> None:
        self.canvas = canvas
        self.layer = RegionLayer(canvas)
        self.review = page_review((400, 600), regions)
        self.layer.show_review(self.review)
        self.layer.box_drawn.connect(lambda box: self.put(self.review.with_box(box)))
        self.layer.box_changed.connect(lambda box: self.put(self.review.resized(box)))
        self.layer.place_chosen.connect(lambda index: self.put(self.review.choosing(index)))

    def put(self, review: PageReview) -> None:
        """Keep and show another state."""
        self.review = review
        self.layer.show_review(review)

    def drag(self, start: Point, end: Point, keys: Qt.KeyboardModifier = NO_KEYS) -> None:
        """Drag from one point of the page to another."""
        pointer.drag(self.canvas, start, end, keys)

    @property
    def boxes(self) -> list[list[int]]:
        """The boxes of the review as numbers."""
        boxes = [region.box for region in self.review.regions]
        return [[box.left, box.top, box.width, box.height] for box in boxes]

    def colour(self, x: float, y: float) -> str:
        """Return what is on the screen at a point of the page."""
        return pointer.colour_at(self.canvas, x, y)


Makes = Callable[..., Person]


@pytest.fixture
def person(qtbot: QtBot) -> Makes:
    """Return a maker of somebody with a page of these regions."""

    def make(*regions: Region) -> Person:
        canvas = PageCanvasView()
        qtbot.addWidget(canvas)
        canvas.resize(360, 520)
        canvas.show()
        canvas.show_picture(picture_from_page(white_page(1, 400, 600)))
        return Person(canvas, *regions)

    return make


@pytest.mark.parametrize("zoom", [0.5, 1.0, 2.0])
def test_dragging_over_the_page_draws_a_box(person: Makes, zoom: float) -> None:
    """The box lies where the pointer went, at any zoom, and upwards as well as downwards."""
    someone = person()
    someone.canvas.show_actual_size()
    someone.canvas.zoom_by(zoom)
    someone.canvas.centerOn(100, 100)

    someone.drag((140, 150), (60, 70))

    assert someone.boxes == [pytest.approx([60, 70, 80, 80], abs=2 / zoom)]


def test_box_drawn_over_the_edge_is_cut(person: Makes) -> None:
    """A drag that leaves the page ends at its edge."""
    someone = person()

    someone.drag((200, 150), (410, 160))

    (left, top, width, height) = someone.boxes[0]
    assert (left + width, top) == pytest.approx((400, 150), abs=2)
    assert (width, height) == pytest.approx((200, 10), abs=3)


def test_slipped_click_draws_nothing_and_chooses_nothing(person: Makes) -> None:
    """A press that hardly moves is a click: beside every box it takes the choice away."""
    someone = person(FACE)
    someone.put(someone.review.choosing(0))

    someone.drag((300, 500), (301, 501))

    assert someone.boxes == [[100, 100, 120, 160]]
    assert someone.review.chosen is None


def test_click_chooses_the_smallest_box(person: Makes) -> None:
    """A code within a face can be reached; around it the face is."""
    someone = person(FACE, INNER)

    someone.drag((140, 140), (140, 140))
    inner = someone.review.chosen_place
    someone.drag((200, 240), (200, 240))
    outer = someone.review.chosen_place

    assert inner is not None
    assert outer is not None
    assert (inner.region.kind, outer.region.kind) == ("CODE", "FACE")


def test_dragging_a_box_moves_it(person: Makes) -> None:
    """It follows the pointer and stops at the page's edge."""
    someone = person(FACE, NAME)

    someone.drag((200, 315), (230, 355))
    assert someone.boxes[1] == pytest.approx([160, 340, 140, 30], abs=3)
    someone.drag((230, 355), (395, 355))
    assert someone.boxes[1] == pytest.approx([260, 340, 140, 30], abs=3)
    assert someone.boxes[0] == [100, 100, 120, 160]


@pytest.mark.parametrize(
    ("handle", "to", "wanted"),
    [
        ((220, 260), (260, 300), [100, 100, 160, 200]),
        ((100, 100), (80, 70), [80, 70, 140, 190]),
        ((160, 100), (180, 60), [100, 60, 120, 200]),
        ((100, 180), (120, 300), [120, 100, 100, 160]),
    ],
)
def test_dragging_a_handle_resizes(
    person: Makes, handle: tuple[int, int], to: tuple[int, int], wanted: list[int]
) -> None:
    """A corner moves two sides, a handle in the middle of a side only that one."""
    someone = person(FACE)
    someone.put(someone.review.choosing(0))

    someone.drag(handle, to)

    assert someone.boxes[0] == pytest.approx(wanted, abs=3)


def test_ctrl_draws_over_another_box(person: Makes) -> None:
    """With Ctrl a drag inside a box draws a new one and leaves the old where it is."""
    someone = person(FACE)

    someone.drag((120, 120), (180, 200), Qt.KeyboardModifier.ControlModifier)

    assert someone.boxes[0] == [100, 100, 120, 160]
    assert someone.boxes[1] == pytest.approx([120, 120, 60, 80], abs=3)


def test_boxes_have_the_colours_of_their_kinds(person: Makes) -> None:
    """Outline in the kind's colour, a wash inside through which the page is seen."""
    someone = person(FACE)

    assert someone.colour(100, 180) == kind_words.kind_colour("FACE")
    assert someone.colour(160, 180) not in ("#ffffff", kind_words.kind_colour("FACE"))
    assert someone.colour(300, 180) == "#ffffff"


def test_held_key_shows_the_page_without_boxes(person: Makes) -> None:
    """What lies below is seen as it is, until the boxes come back."""
    someone = person(FACE)

    someone.layer.show_boxes(is_on=False)
    without = someone.colour(160, 180)
    someone.layer.show_boxes(is_on=True)

    assert without == "#ffffff"
    assert someone.colour(160, 180) != "#ffffff"


def test_comparison_shows_the_page_left_and_what_is_sent_right(person: Makes, qtbot: QtBot) -> None:
    """The line parts them; dragging asks for it elsewhere; no box is drawn or moved meanwhile."""
    someone = person(FACE)
    someone.layer.show_comparison(picture_from_page(white_page(1, 400, 600)), (FACE.box,))
    someone.layer.show_divider(0.4, WORDS)

    assert [someone.colour(120, 150), someone.colour(200, 150)] == ["#ffffff", "#000000"]
    with qtbot.waitSignal(someone.layer.divider_moved) as moved:
        someone.drag((160, 400), (300, 400))
    assert moved.args == [pytest.approx(0.4, abs=0.02)]
    assert someone.boxes == [[100, 100, 120, 160]]


def test_middle_button_moves_the_page(person: Makes) -> None:
    """Dragging draws, so the page is moved with the middle button."""
    someone = person()
    someone.canvas.show_actual_size()
    bar = someone.canvas.verticalScrollBar()
    bar.setValue(40)
    viewport = someone.canvas.viewport()

    QTest.mousePress(viewport, MIDDLE, NO_KEYS, QPoint(100, 200))
    QTest.mouseMove(viewport, QPoint(100, 170))
    QTest.mouseRelease(viewport, MIDDLE, NO_KEYS, QPoint(100, 170))

    assert bar.value() == 70
    assert someone.boxes == []


def test_five_hundred_boxes_are_drawn(person: Makes) -> None:
    """A page full of faces still shows each of them."""
    many = [Region("FACE", 0.9, "yunet", Box(16 * (n % 25), 30 * (n // 25), 10, 20)) for n in range(500)]
    someone = person(*many)
    someone.canvas.show_actual_size()
    someone.canvas.centerOn(0, 0)

    assert someone.colour(16, 40) == kind_words.kind_colour("FACE")
    assert len(someone.boxes) == 500


def test_without_a_review_the_pointer_is_the_canvas_own(person: Makes) -> None:
    """After the review a drag moves the page, and no box is drawn."""
    someone = person(FACE)
    during = someone.canvas.dragMode()
    someone.layer.show_review(None)

    assert during is PageCanvasView.DragMode.NoDrag
    assert someone.canvas.dragMode() is PageCanvasView.DragMode.ScrollHandDrag
    assert someone.colour(160, 180) == "#ffffff"
