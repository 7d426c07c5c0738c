"""Pages become pictures whose full-size pixels are exactly those that came."""

import random
from pathlib import Path

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from desktop_app.gui.page import picture_maker
from desktop_app.gui.page.picture_maker import (
    PagePicture,
    PictureMaker,
    picture_from_page,
    sharp_from_picture,
    thumbnail_from_page,
)
from desktop_app.runtime_client.values import RedactedPage
from tests.desktop_app.gui.conftest import Meet
from tests.helpers.hands import CONTROL
from tests.helpers.pages import page_of, white_page
from tests.helpers.scripted_runner import Script


def _striped(width: int, height: int) -> RedactedPage:
    """Return a page whose pixel (x, y) is red x, green y, blue 7."""
    pixels = bytes(value for y in range(height) for x in range(width) for value in (x % 256, y % 256, 7))
    return page_of(pixels, (width, height), number=3, native=(width * 2, height * 2))


def _channels(image: QImage) -> bytes:
    """Return red, green and blue of every pixel."""
    rgb = image.convertToFormat(QImage.Format.Format_RGBA8888)
    return bytes(value for index, value in enumerate(rgb.constBits()) if index % 4 != 3)


def test_full_size_picture_has_the_pixels_that_came() -> None:
    """No pixel is changed on the way from the wire to the screen; odd widths have no padding."""
    page = _striped(53, 31)

    picture = picture_from_page(page)

    drawn = picture.levels[0]
    seen = bytes(
        part
        for y in range(31)
        for x in range(53)
        for part in QColor(drawn.pixel(x, y)).toTuple()[:3]  # type: ignore[index]
    )
    assert seen == page.picture.pixels


def test_picture_lies_in_native_pixels() -> None:
    """A page that was scaled down takes the place of the original."""
    picture = picture_from_page(_striped(53, 31))

    assert (picture.number, picture.left, picture.top, picture.width, picture.height) == (3, 0, 0, 106, 62)


def test_large_pages_have_smaller_levels() -> None:
    """Each level is half of the one before, down to what draws fast."""
    picture = picture_from_page(white_page(1, 2000, 3000))

    assert [level.width() for level in picture.levels] == [2000, 1000, 500]


def test_sharp_copy_has_the_width_asked_for() -> None:
    """The copy for a zoom is made for exactly its width and keeps the shape."""
    picture = picture_from_page(white_page(1, 1000, 1500))

    sharp = sharp_from_picture(picture, 618)

    assert (sharp.width(), sharp.height()) == (618, 927)


def test_no_band_shows_in_a_copy() -> None:
    """A page that is averaged down piece by piece looks like one that is averaged down whole, a step of rounding aside."""
    noise = random.Random(5).randbytes(1300 * 900 * 3)
    page = page_of(noise, (1300, 900))
    size = QSize(811, 561)
    whole = QImage(noise, 1300, 900, 3900, QImage.Format.Format_RGB888).scaled(
        size, Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation
    )

    sharp = sharp_from_picture(picture_from_page(page), size.width())

    assert sharp.size() == size
    pairs = zip(_channels(sharp), _channels(whole), strict=True)
    assert max(abs(ours - qts) for ours, qts in pairs) <= 3


def test_thumbnails_are_small_at_any_shape() -> None:
    """A page of one pixel's height still has a thumbnail."""
    flat, tall = thumbnail_from_page(white_page(1, 3000, 1)), thumbnail_from_page(white_page(1, 30, 400))

    assert (flat.width(), flat.height()) == (128, 1)
    assert (tall.width(), tall.height()) == (9, 128)


def test_pictures_come_by_signal_and_closing_waits(qtbot: QtBot) -> None:
    """The maker works on a thread of its own and leaves nothing running."""
    maker = PictureMaker()

    with qtbot.waitSignal(maker.picture_made) as made:
        maker.request_picture("key", white_page(1, 50, 40))
    maker.request_thumbnail("other", white_page(1, 50, 40))
    maker.close()

    assert made.args is not None
    assert made.args[0] == "key"
    assert made.args[1].levels[0].width() == 50


@pytest.fixture
def tries(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Let memory be too short for a picture whenever this list is empty; it holds the pages that were tried."""
    tried: list[int] = []

    def short_of_memory(page: RedactedPage) -> PagePicture:
        tried.append(page.number)
        if len(tried) == 1:
            raise MemoryError
        return picture_from_page(page)

    monkeypatch.setattr(picture_maker, "picture_from_page", short_of_memory)
    return tried


def test_what_cannot_be_made_is_told(qtbot: QtBot, tries: list[int]) -> None:
    """Under the key that it was asked under, and what was asked for next is made."""
    maker = PictureMaker()
    with qtbot.waitSignal(maker.failed) as failed, qtbot.waitSignal(maker.picture_made):
        maker.request_picture("key", white_page(1, 50, 40))
        maker.request_picture("next", white_page(2, 50, 40))
    maker.close()
    assert failed.args == ["key"]
    assert tries == [1, 2]


def test_a_page_that_could_not_be_made_is_there_for_who_comes_back_to_it(
    meet: Meet, tmp_path: Path, tries: list[int]
) -> None:
    """Memory was short, or the system started no thread."""
    person, report = meet(Script(pages=2)), tmp_path / "report.png"
    report.touch()
    person.take_in(report)
    person.ready()
    person.until(lambda: tries[:1] == [1])
    person.press(Qt.Key.Key_PageDown)
    person.until(lambda: person.shown_page == 2)
    person.press(Qt.Key.Key_PageUp)
    person.until(lambda: person.shown_page == 1)


def test_a_comparison_that_could_not_be_made_is_there_for_who_compares_again(
    meet: Meet, tmp_path: Path, tries: list[int]
) -> None:
    """Before and after, twice."""
    tries.append(0)
    person = meet(Script()).open(tmp_path)
    person.press(Qt.Key.Key_R, CONTROL)
    tries.clear()
    person.click("Before and after")
    person.until(lambda: tries == [1])
    assert person.compared_picture is None
    person.click("Before and after")
    person.click("Before and after")
    person.until(lambda: person.compared_picture is not None)
