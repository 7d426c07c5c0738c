"""Letters as tall as a page are read, and what is cut out for that is no larger than a network can use."""

import cv2
import numpy as np

from model_runtime.reading import ocr
from model_runtime.reading.ocr import Ocr
from model_runtime.reading.text_recognition import TALL_PX, cut_out
from model_runtime.reading.turning import Rgb, upright


def _poster(word: str, height: int) -> Rgb:
    page = np.full((height, height * 2, 3), 255, np.uint8)
    scale = height / 40
    (width, _), _ = cv2.getTextSize(word, cv2.FONT_HERSHEY_SIMPLEX, scale, 1)
    at = ((page.shape[1] - width) // 2, round(height * 0.75))
    cv2.putText(page, word, at, cv2.FONT_HERSHEY_SIMPLEX, scale, (0, 0, 0), max(1, height // 12), cv2.LINE_AA)
    return page


def test_a_place_beyond_the_page_is_cut_out_small() -> None:
    """Noise is now and then found to be one line, and that grows: 30 megapixels to be laid flat four times took three seconds."""
    page = np.random.default_rng(4).integers(0, 256, (3000, 4000, 3), np.uint8)
    for left, top, right, bottom in ((-976, -988, 5039, 3954), (0, 0, 4000, 3000), (100, 100, 3900, 1000)):
        cut = cut_out(page, upright(left, top, right, bottom))
        assert TALL_PX <= min(cut.shape[:2]) < 2 * TALL_PX
        assert abs(cut.shape[1] / cut.shape[0] - (right - left) / (bottom - top)) < 0.02


def test_what_is_cut_out_small_is_the_same_place() -> None:
    """To the pixel of the smaller one, beyond the page, too, where its edge goes on."""
    down, across = np.mgrid[0:2000, 0:3000]
    page = np.stack([across * 255 // 2999, down * 255 // 1999, across * 0], axis=2).astype(np.uint8)
    for left, top, right, bottom in ((300, 200, 2700, 1800), (-600, -400, 2400, 1600)):
        cut = cut_out(page, upright(left, top, right, bottom)).astype(int)
        height, width = cut.shape[:2]
        x = np.clip(left + (np.arange(width) + 0.5) / width * (right - left), 0, 2999) * 255 / 2999
        y = np.clip(top + (np.arange(height) + 0.5) / height * (bottom - top), 0, 1999) * 255 / 1999
        assert np.abs(cut[:, :, 0] - x).max() < 2.0
        assert np.abs(cut[:, :, 1] - y[:, None]).max() < 2.0


def test_an_ordinary_line_is_cut_out_as_it_is() -> None:
    """Pixel for pixel, up to twice what counts as tall."""
    page = np.random.default_rng(5).integers(0, 256, (900, 1200, 3), np.uint8)
    cut = cut_out(page, upright(100, 50, 1100, 50 + 2 * TALL_PX - 2))
    assert np.array_equal(cut, page[50 : 50 + 2 * TALL_PX - 2, 100:1100])


def test_letters_as_tall_as_a_page_are_read() -> None:
    """On a page of 12 megapixels as on a small one."""
    reading = Ocr(ocr.weights_folder())
    for height in (500, 2400):
        result = reading.read(_poster("MARTA", height), lambda: False)
        assert result is not None
        assert "".join(line.text for line in result.all_lines()) == "MARTA"
