"""Tell which values are left in what leaves the airlock: in its pixels, read at two sizes, in its words, in its bytes.

A value is left when a telling part of it is: a word of a name, six digits or letters of a number in a row. Hides nothing.
"""

import functools
import itertools
import re
import unicodedata
import zlib
from collections.abc import Iterable

import cv2
import numpy as np

from model_runtime.airlock.handlers import Airlock
from model_runtime.protocol import messages, payloads
from model_runtime.redaction.marks import without_marks
from model_runtime.redaction.ocr_reading import OcrReading
from model_runtime.redaction.pen_strokes import without_strokes
from tests.helpers import processor_limit
from tests.helpers.documents import GivenChannel

_SIZES = (1.0, 1.7)
_IN_A_ROW = 6


def sent(data: bytes, policy: str) -> tuple[payloads.RedactedPage, bytes]:
    """Return page 1 of a document as it goes to an engine under `policy`, and the bytes of its copy as a PDF."""
    with processor_limit.kept():
        return _sent(data, policy)


def _sent(data: bytes, policy: str) -> tuple[payloads.RedactedPage, bytes]:
    airlock, channel = Airlock(), GivenChannel(data)
    airlock.handle(messages.OpenDocument(1, len(data)), channel)
    found = airlock.handle(messages.DetectRegions(2, 1, policy), channel)
    assert isinstance(found, messages.RegionsDetected)
    page = airlock.handle(messages.RedactPage(3, 1, found.detection.regions, 16_000_000), channel)
    assert isinstance(page, messages.PageRedacted)
    channel.said.clear()
    airlock.handle(messages.EncodeDocument(4, (payloads.PageRegions(1, found.detection.regions),), "pdf"), channel)
    copy = b"".join(event.data for event in channel.said if isinstance(event, messages.EncodedBlock))
    airlock.handle(messages.CloseDocument(5), channel)
    return page.page, copy


def left_over(values: Iterable[str], page: payloads.RedactedPage, copy: bytes) -> tuple[str, ...]:
    """Return those of `values` of which something is left in the page, or in the bytes of the copy."""
    said = [word.text for word in page.words]
    text = _squeezed(" ".join((*_read(page), *said)) + " " + "".join(said))
    raw = unpacked(copy)
    return tuple(
        value
        for value in values
        if any(_squeezed(part) in text for part in telling_parts(value))
        or any(_is_in(raw, part) for part in telling_parts(value))
    )


def telling_parts(value: str) -> list[str]:
    """Return the parts of `value` of which none may be left: words of a name, else every six characters in a row."""
    if re.fullmatch(r"[^\d@]+", value):
        return value.split()
    plain = _squeezed(value)
    return [plain[at : at + _IN_A_ROW] for at in range(len(plain) - _IN_A_ROW + 1)]


def unpacked(data: bytes) -> bytes:
    """Return `data` and what is compressed in it, pixels aside."""
    parts = [data]
    for match in re.finditer(rb"stream\r?\n(.*?)\r?\nendstream", data, re.DOTALL):
        try:
            inner = zlib.decompress(match.group(1))
        except zlib.error:
            continue
        if len(inner) < 1_000_000:
            parts.append(inner)
    return b"\n".join(parts)


def _read(page: payloads.RedactedPage) -> list[str]:
    pixels = np.frombuffer(page.picture.pixels, np.uint8).reshape(page.picture.height, page.picture.width, 3)
    reading, found = _reading(), []
    views = (pixels, *without_marks(pixels), *without_strokes(pixels))
    for view, size in itertools.product(views, _SIZES):
        shown = view if size == 1.0 else cv2.resize(view, None, fx=size, fy=size, interpolation=cv2.INTER_CUBIC)
        found += [line.text for lines in reading.text_in(shown) for line in lines.lines]
    return found


@functools.cache
def _reading() -> OcrReading:
    return OcrReading()


def _is_in(raw: bytes, part: str) -> bool:
    return any(
        form in raw
        for form in (part.encode(), part.encode("utf-16-be"), part.encode("utf-16-be").hex().upper().encode())
    )


def _squeezed(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).casefold()
    return "".join(letter for letter in plain if letter.isalnum())
