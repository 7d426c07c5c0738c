"""A slice is looked at once, as it stands, however much its body looks like a letter; what is burnt in is read all the same."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from model_runtime.documents.dicom.document import DicomDocument
from model_runtime.documents.formats import FORMATS
from model_runtime.documents.page import SourcePage
from model_runtime.documents.remote_file import RemoteFile
from model_runtime.engines.reader.page_reader import PageReader
from model_runtime.protocol.payloads import Box, Picture, RedactedPage, Size
from model_runtime.reading.bodies import Shows, is_body, is_body_read
from model_runtime.reading.ocr import Ocr, OcrResult, weights_folder
from model_runtime.reading.text_detection import TextDetector
from model_runtime.reading.turning import Quad, Rgb
from model_runtime.redaction import detectors
from model_runtime.redaction.burnt_in_text import BurntInTextDetector
from model_runtime.redaction.ocr_reading import OcrReading
from model_runtime.redaction.page_lines import lines_of
from model_runtime.redaction.remembered_reading import RememberedReading
from tests.helpers.ct_series import write_series
from tests.helpers.read_lines import GivenReading

NAME = "Thoraxson, Iliana"


@pytest.fixture(scope="module")
def ocr() -> Ocr:
    """The networks, loaded once."""
    return Ocr(weights_folder())


@pytest.fixture(scope="module")
def chest(tmp_path_factory: pytest.TempPathFactory) -> SourcePage:
    """A slice of a chest with nothing burnt in."""
    (path,) = write_series(tmp_path_factory.mktemp("series"), 1)
    return _opened(path)


def _opened(path: Path) -> SourcePage:
    data = path.read_bytes()
    return DicomDocument(RemoteFile(len(data), lambda at, length: data[at : at + length]), FORMATS["dicom"]).render(1)


def _said(result: OcrResult | None) -> set[str]:
    assert result is not None
    return {line.text for line in result.all_lines() if len(line.text) > 3}


def _with(pixels: Rgb, text: str, place: tuple[int, int], grey: int, size: int) -> Rgb:
    """Return `pixels` with letters of that grey and size at `place`."""
    page = Image.fromarray(pixels)
    ImageDraw.Draw(page).text(place, text, fill=(grey,) * 3, font=ImageFont.load_default(size))
    return np.array(page)


def test_a_slice_is_looked_at_once(ocr: Ocr, chest: SourcePage, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two lungs read as an 8, which is none the wiser upside down; they had each view turned, and looked at again."""
    looks: list[tuple[int, ...]] = []
    find = TextDetector.find

    def counted(
        detector: TextDetector, picture: Rgb, is_cancelled: Callable[[], bool], whole: tuple[int, int] | None = None
    ) -> list[Quad] | None:
        looks.append(picture.shape)
        return find(detector, picture, is_cancelled, whole)

    monkeypatch.setattr(TextDetector, "find", counted)
    for view in (chest.pixels, *chest.views):
        result = ocr.read(view, lambda: False, shows=Shows.SLICE)
        assert result is not None
        assert result.turned == 0
    assert len(looks) == 1 + len(chest.views)


@pytest.mark.parametrize("burnt_in", [(), ((NAME, 12, 10), ("Im 1", 430, 480))], ids=["nothing", "a name"])
def test_the_built_in_reader_answers_nothing_that_a_body_looks_like(
    burnt_in: tuple[tuple[str, int, int], ...], ocr: Ocr, tmp_path: Path
) -> None:
    """Two lungs are an 8: whoever asks what is written on the slice is not told so; what is burnt in is read."""
    for path in write_series(tmp_path, 30, lambda _: burnt_in)[::6]:
        pixels = _opened(path).pixels
        height, width = pixels.shape[:2]
        picture = Picture(width, height, pixels.tobytes(), Box(0, 0, width, height))
        page = RedactedPage(1, Size(width, height), picture)
        read = PageReader(ocr, "").read(page, lambda: False)
        assert read is not None
        assert sorted(line.text for line in read.lines) == sorted(text for text, _, _ in burnt_in)


@pytest.mark.parametrize(
    ("text", "wide", "tall", "is_one"),
    [
        ("8", 400, 400, True),
        ("à", 700, 690, True),
        ("8", 240, 440, False),
        ("OPEN", 500, 400, False),
        ("8", 500, 90, False),
    ],
)
def test_letters_are_a_body_only_where_they_fill_the_picture(text: str, wide: int, tall: int, *, is_one: bool) -> None:
    """A number on a door, a word across a sign and a line are writing."""
    assert is_body_read(text, wide, tall, (512, 512, 3)) is is_one


def test_views_that_are_read_side_by_side_say_what_each_says_alone(tmp_path: Path) -> None:
    """To the last place, and however the two networks share the cores."""
    paths = write_series(tmp_path, 2, lambda _: ((NAME, 12, 10), ("Im 1", 430, 480)), seed=8)
    page = _opened(paths[0])
    pictures = [page.pixels, *page.views]
    assert len(pictures) > 1
    reading = OcrReading()
    alone = [reading.text_in(pixels, shows=Shows.SLICE) for pixels in pictures]
    for _ in range(3):
        remembered = RememberedReading(reading)
        remembered.read_ahead(pictures, shows=Shows.SLICE)
        assert len(remembered._kept) == len(pictures)
        assert [remembered.text_in(pixels, shows=Shows.SLICE) for pixels in pictures] == alone
    assert any(NAME in line.text for line in alone[0][0].lines)


def test_a_body_does_not_have_a_name_read_upside_down(tmp_path: Path) -> None:
    """White in the file's window, across the edge of the body: with the slice on its head it was seen in no view."""
    paths = write_series(tmp_path, 10, lambda _: ((NAME, 0, 250),), seed=8, ink=1264)
    try:
        found = BurntInTextDetector(detectors.reading()).detect(_opened(paths[2]))
    finally:
        detectors.forget_readings()
    assert any(one.box.contains(Box(4, 254, 110, 10)) for one in found)


@pytest.mark.parametrize("turns", [0, 1, 2, 3])
def test_a_slice_that_lies_turned_is_read(turns: int, ocr: Ocr, chest: SourcePage) -> None:
    """Its letters say how it lies, not its body; a glance before would only have said so sooner."""
    page = np.ascontiguousarray(np.rot90(_with(chest.pixels, NAME, (12, 10), 255, 16), turns))
    result = ocr.read(page, lambda: False, shows=Shows.SLICE)
    assert _said(result) == {NAME}


@pytest.mark.parametrize(
    ("place", "grey", "size"),
    [((12, 10), 40, 16), ((190, 335), 20, 16), ((200, 390), 255, 18), ((380, 490), 255, 14)],
    ids=["faint", "dark on bone", "below the spine", "at the border"],
)
def test_what_a_page_shows_a_slice_shows(
    place: tuple[int, int], grey: int, size: int, ocr: Ocr, chest: SourcePage
) -> None:
    """Whatever is read where the picture is glanced at first, and its body asked how it lies."""
    pixels = _with(chest.pixels, NAME, place, grey, size)
    as_page = _said(ocr.read(pixels, lambda: False))
    assert as_page
    assert as_page <= _said(ocr.read(pixels, lambda: False, shows=Shows.SLICE))


def test_only_what_is_wide_and_tall_is_a_body() -> None:
    """A long line, a standing one, a large letter and all that a small picture holds are none."""
    assert is_body(450, 373, (512, 512, 3))
    assert not any(is_body(wide, tall, (512, 512, 3)) for wide, tall in [(500, 150), (20, 500), (96, 96), (130, 20)])
    assert not is_body(96, 90, (100, 100, 3))


@pytest.mark.parametrize(("is_measured", "expected"), [(True, Shows.SLICE), (False, Shows.PAGE)])
def test_only_slices_of_a_scanner_are_read_as_such(is_measured: bool, expected: Shows) -> None:
    """A capture or a report with a header may lie turned like any page."""
    reading = GivenReading()
    lines_of(SourcePage(1, np.full((200, 300, 3), 20, np.uint8), known=(), is_measured=is_measured), reading)
    assert set(reading.shown_as) == {expected}
