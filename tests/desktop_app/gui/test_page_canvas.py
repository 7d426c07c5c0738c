"""The canvas draws what it is given where it belongs."""

import pytest
from PySide6.QtCore import QPoint, QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QImage, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_app.gui.page.page_canvas_view import MAX_SCALE, MIN_SCALE, PageCanvasView
from desktop_app.gui.page.page_items import LitSource, tag_place
from desktop_app.gui.page.picture_maker import picture_from_page
from desktop_app.gui.style import theme
from desktop_app.runtime_client.values import Box
from tests.helpers.pages import white_page
from tests.helpers.pointer import colour_at


@pytest.fixture
def canvas(qtbot: QtBot) -> PageCanvasView:
    """A canvas with a white page of 400 by 600."""
    view = PageCanvasView()
    qtbot.addWidget(view)
    view.resize(300, 400)
    view.show()
    view.show_picture(picture_from_page(white_page(1, 400, 600)))
    return view


def _wheel(canvas: PageCanvasView, notches: int, keys: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    centre = QPointF(canvas.viewport().rect().center())
    event = QWheelEvent(
        centre,
        centre,
        QPoint(),
        QPoint(0, 120 * notches),
        Qt.MouseButton.NoButton,
        keys,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(canvas.viewport(), event)


def test_page_is_fitted_and_never_enlarged(canvas: PageCanvasView) -> None:
    """A wide page fits the width; a small one is not blown up."""
    fitted, width = canvas.scale_factor, canvas.viewport().width()
    canvas.show_picture(picture_from_page(white_page(1, 50, 60)))

    assert fitted == pytest.approx((width - 42) / 400, abs=0.03)
    assert canvas.scale_factor == 1.0


def test_source_is_drawn_on_its_box(canvas: PageCanvasView) -> None:
    """The outline lies round the box in native pixels, with a wash inside, at any zoom."""
    canvas.show_sources([LitSource(Box(100, 200, 150, 60), "Answer")], 0)
    for zoom in (canvas.fit, canvas.show_actual_size):
        zoom()
        canvas.centerOn(175, 230)

        assert colour_at(canvas, 175, 330) == "#ffffff"
        assert colour_at(canvas, 175, 230) not in ("#ffffff", theme.LIGHT.source)
        assert colour_at(canvas, 96, 230) == theme.LIGHT.source


def test_lit_source_is_scrolled_into_sight(canvas: PageCanvasView) -> None:
    """A source at the foot of the page is on the screen once it is lit."""
    canvas.show_actual_size()
    canvas.centerOn(200, 100)

    canvas.show_sources([LitSource(Box(300, 570, 40, 20), "Answer")], 0)

    assert canvas.viewport().rect().contains(canvas.mapFromScene(QPointF(320, 580)))


def test_wheel_scrolls_and_zooms_with_ctrl(canvas: PageCanvasView) -> None:
    """As everywhere else: the wheel moves the page, with Ctrl it zooms by steps."""
    before, top = canvas.scale_factor, canvas.verticalScrollBar().value()
    _wheel(canvas, -1)
    moved = canvas.scale_factor, canvas.verticalScrollBar().value()
    _wheel(canvas, 2, Qt.KeyboardModifier.ControlModifier)

    assert moved[0] == before
    assert moved[1] > top
    assert canvas.scale_factor == pytest.approx(before * 1.25**2)


def test_a_page_is_fitted_whole_and_stays_so(canvas: PageCanvasView) -> None:
    """All of it is seen, also when the window is another size or the page is turned."""
    canvas.fit_page()
    seen = [canvas.viewport().rect().contains(canvas.mapFromScene(canvas.page_rect).boundingRect())]
    canvas.resize(500, 250)
    seen.append(canvas.viewport().rect().contains(canvas.mapFromScene(canvas.page_rect).boundingRect()))
    canvas.show_turned(90)
    seen.append(canvas.viewport().rect().contains(canvas.mapFromScene(canvas.page_rect).boundingRect()))

    assert seen == [True, True, True]


@pytest.mark.parametrize(
    ("lit", "others", "left", "top"),
    [
        (QRectF(50, 50, 40, 10), [], 100, 60 - 5 - 10),
        (QRectF(50, 50, 40, 10), [QRectF(100, 50, 40, 10)], 44, 70),
        (QRectF(130, 50, 40, 10), [], 124, 70),
        (QRectF(130, 180, 40, 10), [], 124, 150),
    ],
)
def test_the_tag_covers_no_source_and_stays_on_the_page(
    lit: QRectF, others: list[QRectF], left: float, top: float
) -> None:
    """Behind the box, below it where something is proved there, above it at the foot of the page."""
    tag = tag_place(QSizeF(60, 20), [lit, *others], 0, QRectF(0, 0, 200, 200))
    assert (tag.left(), tag.top()) == (left, top)
    assert not any(tag.intersects(box) for box in (lit, *others))


def test_zoom_has_bounds(canvas: PageCanvasView) -> None:
    """No wheel turns the page into a dot or a single pixel into the screen."""
    _wheel(canvas, 100, Qt.KeyboardModifier.ControlModifier)
    largest = canvas.scale_factor
    _wheel(canvas, -200, Qt.KeyboardModifier.ControlModifier)

    assert [largest, canvas.scale_factor] == pytest.approx([MAX_SCALE, MIN_SCALE])


def test_turning_turns_the_view_only(canvas: PageCanvasView) -> None:
    """A turned page keeps its native coordinates: parts and sources stay right."""
    canvas.show_turned(90)

    assert canvas.page_rect.width() == 400
    assert canvas.transform().m11() == pytest.approx(0)
    canvas.show_turned(0)
    assert canvas.transform().m12() == 0


def test_sharp_picture_is_asked_for_when_the_zoom_has_settled(canvas: PageCanvasView, qtbot: QtBot) -> None:
    """One request a zoom, for exactly the pixels that the page takes on the screen."""
    with qtbot.waitSignal(canvas.sharp_picture_asked) as asked:
        canvas.zoom_by(0.5)
        canvas.zoom_by(1.5)

    assert asked.args == [round(400 * canvas.scale_factor * canvas.devicePixelRatioF())]


@pytest.mark.parametrize("degrees", [0, 90, 180, 270])
def test_sharp_picture_is_drawn_pixel_by_pixel(canvas: PageCanvasView, degrees: int) -> None:
    """A picture of the right width lands on whole pixels, however the page is turned: nothing is blurred."""
    canvas.show_turned(degrees)
    width = round(400 * canvas.scale_factor)
    stripes = QImage(width, round(width * 1.5), QImage.Format.Format_RGB32)
    for x in range(width):
        for y in range(stripes.height()):
            stripes.setPixelColor(x, y, QColor("#000000" if x % 2 else "#ff0000"))

    canvas.show_sharp_picture(stripes)
    drawn = canvas.viewport().grab().toImage()

    at = canvas.mapFromScene(canvas.page_rect.center())
    across = [drawn.pixelColor(x, at.y()).name() for x in range(drawn.width())]
    down = [drawn.pixelColor(at.x(), y).name() for y in range(drawn.height())]
    row = across if degrees % 180 == 0 else down
    assert row.count("#000000") >= min(width, len(row) - 44) // 2 - 2
    assert set(row) <= {"#000000", "#ff0000", row[0], row[-1], theme.LIGHT.line}


def test_slipped_click_is_no_part(canvas: PageCanvasView, qtbot: QtBot) -> None:
    """A drag of a few pixels chooses nothing."""
    canvas.take_part(is_on=True)
    told: list[object] = []
    canvas.part_chosen.connect(told.append)

    QTest.mousePress(canvas.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(100, 100))
    QTest.mouseRelease(canvas.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(101, 101))

    assert told == []
