"""Take the words that came with a page as what stands there: the airlock sends only such words as the pixels confirm.

They are not all that stands there. A scan with a stamp in real letters has words, too, and most of it is in its pixels:
what no word covers is read from them (`known_and_read.py`). Reads nothing itself.
"""

from collections.abc import Sequence

from model_runtime.protocol.payloads import Picture, RedactedPage, Word
from model_runtime.reading.lending import Place, PlacedWord
from model_runtime.reading.lines import Line, line_from_box

_LONGEST_WORD = 300  # characters: no printed word is longer, and patterns must end
_ENOUGH_WORDS = 25
_SIDEWAYS = 1.5  # a word of several letters this much taller than wide does not run to the right


def covers_page(page: RedactedPage) -> bool:
    """Tell whether the words are a page's text, seen from far: many, spread over the page, made of letters."""
    words = [word for word in page.words if word.text.strip()]
    if len(words) < _ENOUGH_WORDS:
        return False
    readable = sum(1 for word in words if any(char.isalnum() for char in word.text) and "\ufffd" not in word.text)
    top = min(word.box.top for word in words)
    bottom = max(word.box.bottom for word in words)
    return readable > 0.8 * len(words) and bottom - top > 0.35 * page.native.height


def words_on(page: RedactedPage) -> tuple[PlacedWord, ...]:
    """Return the words in pixels of the page's picture; their letters are taken to be equally wide, along the longer side."""
    return tuple(_placed(word, page.picture) for word in page.words if word.text.strip())


def scale(picture: Picture) -> tuple[float, float]:
    """Return how many of its pixels, across and down, stand for one pixel of the page."""
    return picture.width / max(1, picture.shown.width), picture.height / max(1, picture.shown.height)


def runs_right(word: PlacedWord) -> bool:
    """Tell whether `word` can be part of a line that runs to the right."""
    left, top, right, bottom = extent(word)
    return len(word.text) < 2 or bottom - top < _SIDEWAYS * (right - left)


def extent(word: PlacedWord) -> Place:
    """Return the left, top, right and bottom of `word`."""
    lefts, tops, rights, bottoms = zip(*word.letters, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)


def pieces_of(words: Sequence[PlacedWord]) -> list[Line]:
    """Return each word as a line of its own."""
    pieces = []
    for word in words:
        left, top, right, bottom = extent(word)
        pieces.append(line_from_box(word.text, left, top, right - left, bottom - top))
    return pieces


def _placed(word: Word, picture: Picture) -> PlacedWord:
    across, down = scale(picture)
    text = word.text.strip()[:_LONGEST_WORD]
    left, top = (word.box.left - picture.shown.left) * across, (word.box.top - picture.shown.top) * down
    width, height = max(1, word.box.width) * across, max(1, word.box.height) * down
    count = len(text)
    if count > 1 and height >= _SIDEWAYS * width:
        step = height / count
        return PlacedWord(text, tuple((left, top + step * i, left + width, top + step * (i + 1)) for i in range(count)))
    step = width / count
    return PlacedWord(text, tuple((left + step * i, top, left + step * (i + 1), top + height) for i in range(count)))
