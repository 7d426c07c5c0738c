"""Bring together what is known of a page (its words) and what is read in it (its pixels): every visible line, once.

Where the words are all that stands out from the page, they are its text, exact and at no cost. Where something else does,
those rows are read, and what no word says is added to the words. Does not ask what the lines mean.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace

from model_runtime.engines.reader import text_layer
from model_runtime.protocol.payloads import RedactedPage
from model_runtime.reading.agreement import Agreement, agreements, spelled
from model_runtime.reading.lending import Place, PlacedWord
from model_runtime.reading.lines import Line, words_to_lines
from model_runtime.reading.ocr import Ocr, OcrResult
from model_runtime.reading.outlines import rows_with_more
from model_runtime.reading.strips import Strips, strips_around
from model_runtime.reading.turning import Rgb

_MARGIN = 0.25
"""Of a word's height: letters with tails and accents reach out of its box."""

_BLANK_STEPS = 1.5
"""Letters' widths between two words of a line, at most; columns stand further apart."""

_HIDDEN_MARGIN_PX = 4.0


def read(page: RedactedPage, picture: Rgb, ocr: Ocr, is_cancelled: Callable[[], bool]) -> OcrResult | None:
    """Return the lines of `page`, whose pixels are `picture` [H, W, 3]; None when cancelled on the way."""
    words = text_layer.words_on(page)
    strips = _unknown(page, picture, words) if text_layer.covers_page(page) else None
    if strips is None:
        result = ocr.read(picture, is_cancelled)
        return None if result is None else _lent(result, words)
    more: list[Line] = []
    if strips.rows:
        result = ocr.read(strips.stacked(picture), is_cancelled, strips=strips)
        if result is None:
            return None
        if result.turned:  # a few lines that run another way: how, the whole page tells better
            whole = ocr.read(picture, is_cancelled)
            return None if whole is None else _lent(whole, words)
        more = _not_said([strips.put_back(line, 0) for line in result.all_lines()], words)
    lines = words_to_lines([*text_layer.pieces_of(words), *more], _BLANK_STEPS)
    return OcrResult(lines, 0, picture.shape[1], picture.shape[0])


def _unknown(page: RedactedPage, picture: Rgb, words: Sequence[PlacedWord]) -> Strips | None:
    """Return the rows of `picture` in which something stands that no word says; None where they are most of it."""
    known = [_grown(word) for word in words if text_layer.runs_right(word)]
    rows = rows_with_more(picture, [*known, *_hidden(page)])
    return strips_around(rows, [_rows(word) for word in words])


def _not_said(lines: Sequence[Line], words: Sequence[PlacedWord]) -> list[Line]:
    """Return the pieces of `lines` that none of `words` says: neither by agreeing with them nor by standing there."""
    agreed = agreements(words, lines)
    said = [
        {at for one in agreed if one.line == index for at in range(one.start, one.end)} for index in range(len(lines))
    ]
    heard = {one.word for one in agreed}
    places = [text_layer.extent(word) for index, word in enumerate(words) if index not in heard]
    pieces = []
    for line, of_line in zip(lines, said, strict=True):
        start = 0
        for end in range(len(line.text) + 1):
            if end == len(line.text) or end in of_line or _stands_in(line, end, places):
                if line.text[start:end].strip():
                    pieces.append(line.piece(start, end))
                start = end + 1
    return pieces


def _stands_in(line: Line, at: int, places: Sequence[Place]) -> bool:
    """Tell whether the middle of a character of `line` lies in one of `places`."""
    x, y = (line.edges[at] + line.edges[at + 1]) / 2, line.top + line.height / 2
    return any(left <= x <= right and top <= y <= bottom for left, top, right, bottom in places)


def _lent(result: OcrResult, words: Sequence[PlacedWord]) -> OcrResult:
    """Return `result` in the letters of the words that agree with it."""
    here = [_turned(word, result) for word in words]
    of_line: dict[int, list[Agreement]] = {}
    for one in agreements(here, result.lines):
        of_line.setdefault(one.line, []).append(one)
    lines: list[Line] = [
        spelled(line, of_line[index], here) if index in of_line else line for index, line in enumerate(result.lines)
    ]
    return replace(result, lines=tuple(lines))


def _turned(word: PlacedWord, result: OcrResult) -> PlacedWord:
    """Return `word` where it stands after the turns with which `result` was read.

    Which way it runs did not travel; it runs to the right there, or it does not agree with what was read.
    """
    letters = word.letters
    width = result.height if result.turned % 2 else result.width
    height = result.width if result.turned % 2 else result.height
    for _ in range(result.turned):
        letters = tuple((top, width - right, bottom, width - left) for left, top, right, bottom in letters)
        width, height = height, width
    return PlacedWord(word.text, tuple(sorted(letters)))


def _grown(word: PlacedWord) -> tuple[float, float, float, float]:
    left, top, right, bottom = text_layer.extent(word)
    margin = _MARGIN * (bottom - top) + 1
    return left - margin, top - margin, right + margin, bottom + margin


def _rows(word: PlacedWord) -> tuple[float, float]:
    _, top, _, bottom = text_layer.extent(word)
    return top, bottom


def _hidden(page: RedactedPage) -> list[tuple[float, float, float, float]]:
    """Return what was filled on the page, in pixels of its picture: there is nothing to read."""
    (across, down), shown = text_layer.scale(page.picture), page.picture.shown
    margin = _HIDDEN_MARGIN_PX
    return [
        (
            (box.left - shown.left) * across - margin,
            (box.top - shown.top) * down - margin,
            (box.right - shown.left) * across + margin,
            (box.bottom - shown.top) * down + margin,
        )
        for region in page.hidden or ()
        if region.operator == "fill"
        for box in (region.box,)
    ]
