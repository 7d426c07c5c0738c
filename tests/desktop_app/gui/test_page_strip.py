"""The strip shows whole pictures of pages, also where they come after the strip was laid out."""

from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from desktop_app.gui.page.page_strip_view import PageStripView


def test_a_picture_that_comes_late_is_shown_whole(qtbot: QtBot) -> None:
    """Each page has room for its picture from the beginning, and what is chosen keeps its colours."""
    strip = PageStripView()
    qtbot.addWidget(strip)
    strip.resize(92, 300)
    strip.pages.show_count(2)
    strip.show()
    strip.show_number(1)
    for number in (1, 2):
        image = QImage(60, 80, QImage.Format.Format_RGB32)
        image.fill(QColor("#3366cc"))
        strip.pages.show_picture(number, image)
    shown = strip.viewport().grab().toImage()
    for number in (1, 2):
        place = strip.visualRect(strip.pages.index(number - 1))
        assert (place.width(), place.height()) >= (60, 80)
        assert strip.viewport().rect().contains(place)
        colours = [
            shown.pixelColor(x, y).name() for x in range(shown.width()) for y in range(place.top(), place.bottom())
        ]
        assert 60 * 80 * shown.devicePixelRatio() ** 2 <= colours.count("#3366cc")
