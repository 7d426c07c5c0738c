"""Write PDFs of one page by hand, with whatever objects an attack needs. Judges nothing."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageDraw, ImageFont

FIRST_OBJECT = 6
"""Number of the first of `Sheet.objects`."""


@dataclass(frozen=True)
class Sheet:
    """A page of 300 x 200 points with the font F (Helvetica).

    Attributes:
        content: what is drawn.
        resources: entries of the page's resources beside the font.
        objects: numbered from `FIRST_OBJECT`.
        page, catalog: entries of those dictionaries.
        font: entries of the font.
    """

    content: bytes
    resources: bytes = b""
    objects: tuple[bytes, ...] = ()
    page: bytes = b""
    catalog: bytes = b""
    font: bytes = b"/Type/Font/Subtype/Type1/BaseFont/Helvetica"
    size: tuple[int, int] = (300, 200)

    @property
    def pdf(self) -> bytes:
        """The file."""
        objects = [
            b"<</Type/Catalog/Pages 2 0 R%b>>" % self.catalog,
            b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 %d %d]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>%b>>%b>>"
            % (*self.size, self.resources, self.page),
            stream(self.content),
            b"<<%b>>" % self.font,
            *self.objects,
        ]
        body, offsets = b"%PDF-1.7\n", []
        for number, item in enumerate(objects, start=1):
            offsets.append(len(body))
            body += b"%d 0 obj\n%b\nendobj\n" % (number, item)
        rows = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
        ending = b"xref\n0 %d\n0000000000 65535 f \n%btrailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n"
        return body + ending % (len(objects) + 1, rows, len(objects) + 1, len(body))


def stream(data: bytes, entries: bytes = b"") -> bytes:
    """Return a stream object."""
    return b"<<%b/Length %d>>stream\n%b\nendstream" % (entries, len(data), data)


def form(content: bytes, box: bytes = b"0 0 300 200", entries: bytes = b"") -> bytes:
    """Return a form that knows the font F."""
    return stream(content, b"/Type/XObject/Subtype/Form/BBox[%b]/Resources<</Font<</F 5 0 R>>>>%b" % (box, entries))


def picture(pixels: "np.ndarray[tuple[int, ...], np.dtype[np.uint8]]") -> bytes:
    """Return grey `pixels` [H, W] as an image."""
    height, width = pixels.shape
    entries = b"/Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace/DeviceGray/BitsPerComponent 8"
    return stream(pixels.tobytes(), entries % (width, height))


def noise(width: int = 120, height: int = 30) -> bytes:
    """Return an image of noise: what a photograph is to whoever looks for letters in it."""
    return picture(np.random.default_rng(5).integers(0, 255, (height, width), dtype=np.uint8))


def scan(lines: Sequence[str], size: tuple[int, int]) -> bytes:
    """Return an image of printed `lines` as large as a page of `size` points at 150 dpi."""
    image = Image.new("L", (size[0] * 150 // 72, size[1] * 150 // 72), 250)
    draw = ImageDraw.Draw(image)
    for row, line in enumerate(lines):
        draw.text((60, 60 + 60 * row), line, font=ImageFont.load_default(30), fill=20)
    return picture(np.asarray(image))


def unicode_map(pairs: dict[str, str]) -> bytes:
    """Return a character map (ToUnicode) that calls the codes of some letters others."""
    rows = b"".join(b"<%02X> <%04X>\n" % (ord(code), ord(said)) for code, said in pairs.items())
    return stream(
        b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def /CMapType 2 def\n"
        b"1 begincodespacerange <00> <FF> endcodespacerange\n%d beginbfchar\n%bendbfchar\nendcmap end end"
        % (len(pairs), rows)
    )
