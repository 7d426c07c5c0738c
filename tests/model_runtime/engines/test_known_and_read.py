"""Every visible line is known once: from words where they say it, from pixels where nothing else does."""

from typing import cast

import msgspec
import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from model_runtime.engines.reader import known_and_read
from model_runtime.engines.reader.page_reader import PageReader
from model_runtime.protocol.payloads import Box, RedactedPage, Region, Word
from model_runtime.reading.ocr import Ocr
from tests.helpers.pages import page_of

FONT = ImageFont.load_default(22)
SIZE = (800, 1000)


@pytest.fixture(scope="module")
def reader() -> PageReader:
    return PageReader.load(lambda *_: None, lambda: False)


def _letter() -> tuple[Image.Image, list[Word]]:
    """Return a page of eight rows of five words, and its words."""
    image = Image.new("RGB", SIZE, "white")
    draw = ImageDraw.Draw(image)
    words = []
    for row in range(8):
        for column, text in enumerate(("Bitte", "zahlen", "Sie", "den", "Betrag")):
            place = (60 + 120 * column, 100 + 100 * row)
            draw.text(place, text, font=FONT, fill="black")
            left, top, right, bottom = draw.textbbox(place, text, font=FONT)
            words.append(Word(text, Box(int(left), int(top), int(right - left), int(bottom - top))))
    return image, words


def _wire(image: Image.Image, words: list[Word], hidden: tuple[Region, ...] | None = None) -> RedactedPage:
    return msgspec.structs.replace(page_of(image.tobytes(), image.size, words=tuple(words)), hidden=hidden)


def _read(page: RedactedPage, ocr: Ocr) -> list[str]:
    picture = np.frombuffer(page.picture.pixels, np.uint8).reshape(page.picture.height, page.picture.width, 3)
    result = known_and_read.read(page, picture, ocr, lambda: False)
    assert result is not None
    return [line.text for line in result.lines]


def test_words_that_say_everything_are_taken_without_reading() -> None:
    """No network is asked, also where something is hidden in black."""
    image, words = _letter()
    box = Box(60, 30, 300, 40)
    ImageDraw.Draw(image).rectangle((60, 30, 359, 69), fill="black")
    nobody = cast("Ocr", None)
    texts = _read(_wire(image, words, (Region("PERSON", 1.0, "x", box),)), nobody)
    assert ["Bitte"] * 8 == [text for text in texts if text == "Bitte"]


def test_what_no_word_says_is_read_beside_them(reader: PageReader) -> None:
    """A stamp between the rows and a number beside a word; the words stay exact and are not said twice."""
    image, words = _letter()
    draw = ImageDraw.Draw(image)
    draw.text((60, 150), "Paid 17 May 2024", font=FONT, fill="#c02020")
    draw.text((660, 300), "-259.80", font=FONT, fill="black")
    exact = [Word(word.text.replace("Betrag", "BetrAg"), word.box) for word in words]
    texts = _read(_wire(image, exact), reader._ocr)
    assert "Paid 17 May 2024" in texts
    assert any("-259.80" in text for text in texts)
    joined = " ".join(texts)
    assert (8, 8) == (joined.count("BetrAg"), joined.count("Bitte"))


def test_a_scan_with_a_few_words_of_its_own_is_read(reader: PageReader) -> None:
    """And words lend their letters to the lines that agree with them."""
    image, words = _letter()
    few = [Word(word.text.replace("Betrag", "BetrAg"), word.box) for word in words[:5]]
    texts = _read(_wire(image, few), reader._ocr)
    joined = "".join(texts).replace(" ", "")
    assert (1, 7) == (joined.count("BetrAg"), joined.count("Betrag"))


@pytest.mark.parametrize("turned", [1, 2, 3])
def test_words_of_a_turned_page_lend_their_letters(reader: PageReader, turned: int) -> None:
    """Which way they run does not travel; what was read tells."""
    image, words = _letter()
    turns = {1: Image.Transpose.ROTATE_270, 2: Image.Transpose.ROTATE_180, 3: Image.Transpose.ROTATE_90}
    lying = image.transpose(turns[turned])
    boxes = []
    for word in words:
        box = word.box
        left, top, width, height = box.left, box.top, box.width, box.height
        for _ in range({1: 3, 2: 2, 3: 1}[turned]):  # quarter turns to the left
            page_width = SIZE[0] if (width, height) == (box.width, box.height) else SIZE[1]
            left, top, width, height = top, page_width - left - width, height, width
        boxes.append(Box(left, top, width, height))
    exact = [Word(word.text.replace("Betrag", "BetrAg"), box) for word, box in zip(words, boxes, strict=True)]
    texts = _read(_wire(lying, exact), reader._ocr)
    joined = "".join(texts).replace(" ", "")
    assert joined.count("BetrAg") >= 7
    assert joined.count("Betrag") <= 1
