"""Faint pages are seen twice, as they are and with their contrast turned up; ordinary ones once."""

import numpy as np
import numpy.typing as npt
import pytest
import zxingcpp
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from PIL import Image

from model_runtime.documents.page import Pixels, SourcePage
from model_runtime.redaction import contrast, detectors, face_looks
from model_runtime.redaction.codes import CodeDetector, texts_in
from model_runtime.redaction.entities.given_words import GivenWords
from model_runtime.redaction.faces import FaceDetector
from model_runtime.redaction.policy import DetectorName
from tests.helpers.documents import DATA
from tests.model_runtime.redaction.test_personal_text import _form


def _grey(values: npt.NDArray[np.floating] | npt.NDArray[np.integer]) -> Pixels:
    return np.repeat(np.clip(values, 0, 255).astype(np.uint8)[:, :, None], 3, axis=2)


def _photograph() -> npt.NDArray[np.uint8]:
    with Image.open(DATA / "faces" / "two-people.jpg") as image:
        return np.asarray(image.convert("L"))


WHITE, BLACK = np.full((300, 400), 255), np.zeros((300, 400))
SCREEN = np.tile(np.arange(256), (300, 1))


@pytest.mark.parametrize("ordinary", [WHITE, BLACK, SCREEN, np.full((300, 400), 40), np.where(SCREEN > 20, 255, 0)])
def test_an_ordinary_page_is_looked_at_once(ordinary: npt.NDArray[np.integer]) -> None:
    """Blank paper, one colour, print in black and white, the whole range."""
    page = SourcePage(1, _grey(ordinary))
    assert list(contrast.shown(page)) == [page]


@given(
    arrays(np.int64, 256, elements=st.integers(0, 40)).filter(lambda counts: counts.any()),
    st.sampled_from([1, 7, 90, 99]),
)
def test_a_percentile_of_counted_levels_is_that_of_the_pixels(counts: npt.NDArray[np.int64], percent: int) -> None:
    """To the bit that matters: a page is stretched by it."""
    pixels = np.repeat(np.arange(256), counts)
    assert contrast._percentile(counts, percent) == pytest.approx(np.percentile(pixels, percent), abs=1e-9)


@pytest.mark.parametrize(
    "faint",
    [SCREEN // 64, 120 + SCREEN // 16, 250 + SCREEN // 100, np.where(SCREEN > 250, 255, SCREEN // 8), np.hstack([SCREEN // 16, np.zeros((300, 50))])],
)  # fmt: skip
def test_a_faint_page_is_shown_once_more_with_its_whole_range(faint: npt.NDArray[np.integer]) -> None:
    """Dark, grey on grey, nearly white, dark with a lamp, dark in a black frame."""
    page = SourcePage(1, _grey(faint))
    first, second = contrast.shown(page)
    assert first is page
    assert (second.pixels.min(), second.pixels.max()) == (0, 255)
    assert second.pixels.shape == page.pixels.shape


@pytest.mark.parametrize("levels", [4, 8, 16, 64])
@pytest.mark.parametrize("base", [0, 100, 190])
def test_faces_on_a_dim_picture_are_found(levels: int, base: int) -> None:
    """Of however few levels it has, dark or not; what turns the contrast up shows no more than was looked at."""
    found = FaceDetector(face_looks.BALANCED).detect(SourcePage(1, _grey(base + _photograph() // (256 // levels))))
    assert len([region for region in found if region.score > 0.5]) == 2


@pytest.mark.parametrize("levels", [4, 8])
def test_faces_of_a_dark_photograph_on_an_ordinary_page_are_found(levels: int) -> None:
    """The page uses the whole range, the photograph on it next to nothing."""
    dim = _photograph() // (256 // levels)
    page = np.random.default_rng(1).integers(0, 256, (dim.shape[0] + 400, dim.shape[1] + 200))
    page[350 : 350 + dim.shape[0], 100 : 100 + dim.shape[1]] = dim
    pixels = _grey(page)
    assert len(list(contrast.shown(SourcePage(1, pixels)))) == 1
    found = [one for one in FaceDetector(face_looks.BALANCED).detect(SourcePage(1, pixels)) if one.score > 0.4]
    assert len(found) == 2


def test_faint_parts_are_those_with_few_levels_and_a_shape() -> None:
    """Flat paper has none, neither has what uses the range."""
    page = np.full((320, 640), 255)
    page[:160, :160] = np.arange(160) // 3
    page[:160, 320:480] = np.arange(160)
    parts = contrast.faint_parts(_grey(page))
    assert parts.shape == (16, 32)
    assert parts[2:6, 1:7].all()
    assert not parts[10:].any()
    assert not parts[:, 18:22].any()


def test_codes_and_text_that_are_faint_are_found() -> None:
    """A QR code in two greys; a form printed in the lightest of greys."""
    code = zxingcpp.create_barcode("Quillon Vexberry", zxingcpp.BarcodeFormat.QRCode)
    drawn = np.pad(np.asarray(zxingcpp.write_barcode_to_image(code, scale=5)), 60, constant_values=255)
    page = SourcePage(1, _grey(100 + (drawn > 128) * 3))
    assert len(CodeDetector().detect(page)) == 1
    assert texts_in(page) == ("Quillon Vexberry",)
    form = _form((("Name:", "Margaret Thornton"), ("IBAN:", "DE89 3704 0044 0532 0130 00")))
    faint = SourcePage(1, (246 + form // 28).astype(np.uint8))
    for name in (DetectorName.PERSONAL_TEXT, DetectorName.ALL_TEXT):
        found = {one.kind for one in detectors.load(name, GivenWords()).detect(faint)}
        assert found >= ({"PERSON", "IBAN"} if name is DetectorName.PERSONAL_TEXT else {"TEXT"})


def test_a_page_too_small_for_a_code_says_nothing() -> None:
    """Nor does one without codes."""
    assert texts_in(SourcePage(1, _grey(np.zeros((2, 900))))) == ()
    assert texts_in(SourcePage(1, _grey(WHITE))) == ()
