"""Make documents for tests, and open them as the airlock does. Needs no desktop and no child process."""

import io
from collections.abc import Sequence
from pathlib import Path

from PIL import Image

from model_runtime.documents.document import Document, open_document
from model_runtime.documents.remote_file import RemoteFile
from model_runtime.protocol import messages

DATA = Path(__file__).resolve().parent.parent / "data"

QUARTERS = ((220, 30, 30), (30, 160, 60), (30, 60, 200), (255, 255, 255))
"""Colours of `quarters()`: top left, top right, bottom left, bottom right."""


_STORED = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}


def stored_under(image: Image.Image, orientation: int) -> Image.Image:
    """Return upright `image` as a camera stores it under this EXIF orientation, 1 to 8."""
    return image if orientation == 1 else image.transpose(_STORED[orientation])


def remote(data: bytes) -> RemoteFile:
    """Return a file whose bytes come from `data`."""
    return RemoteFile(len(data), lambda offset, length: data[offset : offset + length])


def opened(data: bytes) -> Document:
    """Open a document made of `data`. Raises RequestFailed."""
    return open_document(remote(data))


def saved(image: Image.Image, kind: str, **options: object) -> bytes:
    """Return `image` as a file of Pillow's format `kind`."""
    target = io.BytesIO()
    image.save(target, kind, **options)
    return target.getvalue()


def quarters(width: int = 96, height: int = 64) -> Image.Image:
    """Return a picture whose four quarters differ, so that no way of turning it goes unseen."""
    image = Image.new("RGB", (width, height))
    for index, colour in enumerate(QUARTERS):
        left, top = index % 2 * width // 2, index // 2 * height // 2
        image.paste(colour, (left, top, left + width // 2, top + height // 2))
    return image


def quarter_colours(pixels: object) -> list[tuple[int, ...]]:
    """Return the colour in the middle of each quarter of `pixels` [H, W, 3], in the order of `QUARTERS`."""
    image = Image.fromarray(pixels)  # type: ignore[arg-type]
    places = [(image.width * x // 4, image.height * y // 4) for y in (1, 3) for x in (1, 3)]
    return [tuple(image.getpixel(place)) for place in places]  # type: ignore[arg-type]


def is_near(found: Sequence[Sequence[int]], expected: Sequence[Sequence[int]], tolerance: int) -> bool:
    """Tell whether all colours agree to `tolerance` steps a channel."""
    pairs = zip(found, expected, strict=True)
    return all(abs(a - b) <= tolerance for one, other in pairs for a, b in zip(one, other, strict=True))


def pdf(*contents: bytes, page: bytes = b"/MediaBox[0 0 200 100]", catalog: bytes = b"", trailer: bytes = b"") -> bytes:
    """Return a PDF with one page for each content stream; `page`, `catalog`, `trailer` are added to those dictionaries.

    Object 1 is the catalog, 2 the page tree, 3 the font Helvetica (named F).
    """
    first = 4
    kids = b" ".join(b"%d 0 R" % (first + 2 * index) for index in range(len(contents)))
    objects = [
        b"<</Type/Catalog/Pages 2 0 R%b>>" % catalog,
        b"<</Type/Pages/Count %d/Kids[%b]>>" % (len(contents), kids),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    for index, content in enumerate(contents):
        entries = b"/Type/Page/Parent 2 0 R/Resources<</Font<</F 3 0 R>>>>/Contents %d 0 R" % (first + 2 * index + 1)
        objects += [b"<<%b%b>>" % (entries, page), b"<</Length %d>>stream\n%b\nendstream" % (len(content), content)]
    body, offsets = b"%PDF-1.7\n", []
    for number, item in enumerate(objects, start=1):
        offsets.append(len(body))
        body += b"%d 0 obj\n%b\nendobj\n" % (number, item)
    rows = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    size = len(objects) + 1
    ending = b"xref\n0 %d\n0000000000 65535 f \n%btrailer\n<</Size %d/Root 1 0 R%b>>\nstartxref\n%d\n%%%%EOF\n"
    return body + ending % (size, rows, size, trailer, len(body))


def text(words: bytes, left: int = 20, bottom: int = 40, *, before: bytes = b"") -> bytes:
    """Return a content stream that writes `words` in 20 points at a place."""
    return b"%b BT /F 20 Tf %d %d Td (%b) Tj ET" % (before, left, bottom, words)


class GivenChannel:
    """A channel to nobody: gives the bytes of one document and keeps what is said.

    Attributes:
        said: events in their order.
        cancelled_after: how many questions whether to stop are answered with no.
    """

    def __init__(self, data: bytes, cancelled_after: int = 1_000_000) -> None:
        self.said: list[messages.AnyEvent] = []
        self.cancelled_after = cancelled_after
        self._data = data

    def emit(self, event: messages.AnyEvent) -> None:
        """Keep `event`."""
        self.said.append(event)

    def is_cancelled(self) -> bool:
        """Tell whether it is time to stop."""
        self.cancelled_after -= 1
        return self.cancelled_after < 0

    def fetch(self, offset: int, length: int) -> bytes:
        """Return bytes of the document."""
        return self._data[offset : offset + length]
