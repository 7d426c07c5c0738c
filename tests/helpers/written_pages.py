"""Write pages in any direction, spacing or comb with PDFium's own fonts, and tell what ink is a value's.

Places are in points from the page's top left, y downwards; angles are in degrees to the left. Reads nothing.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt
import pypdfium2 as pdfium

from model_runtime.documents.page import Pixels
from tests.helpers.documents import pdf

WIDTH_PT, HEIGHT_PT = 595, 842
DPI = 150
_DARKER = 80  # of 255 by which a value's ink differs from the page without it

Font = Literal["Helvetica", "Courier", "Times-Roman"]
_FONTS: tuple[Font, ...] = ("Helvetica", "Courier", "Times-Roman")


@dataclass(frozen=True)
class Written:
    """A line of text.

    Attributes:
        label: what stands before it on the line, and may be seen.
        spacing: points between letters beyond what the font gives.
        grey: 0 is black, 1 is white.
    """

    text: str
    x: float
    y: float
    size: float = 11.0
    font: Font = "Helvetica"
    angle: float = 0.0
    spacing: float = 0.0
    grey: float = 0.0
    label: str = ""

    def content(self) -> str:
        """Return the operators that write it."""
        return self._content(self.label + self.text)

    def without_value(self) -> str:
        """Return the operators that write its label."""
        return self._content(self.label)

    def _content(self, text: str) -> str:
        cos, sin = math.cos(math.radians(self.angle)), math.sin(math.radians(self.angle))
        matrix = f"{cos:.5f} {sin:.5f} {-sin:.5f} {cos:.5f} {self.x:.3f} {HEIGHT_PT - self.y:.3f}"
        text = text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
        font = f"/F{_FONTS.index(self.font)} {self.size:.2f} Tf {self.spacing:.2f} Tc"
        return f"{self.grey:.2f} g BT {font} {matrix} Tm ({text}) Tj ET"


@dataclass(frozen=True)
class Comb:
    """Letters, each in the middle of a cell of its own.

    Attributes:
        borders: "touching" boxes, boxes "apart", "ticks" that rise from a rule, or "rules" between letters only.
        group: letters after which a wider gap stands; 0 for none.
        angle: 0 or 90.
    """

    text: str
    x: float
    y: float
    pitch: float = 18.0
    tall: float = 18.0
    size: float = 11.0
    font: Font = "Courier"
    borders: Literal["touching", "apart", "ticks", "rules"] = "touching"
    group: int = 0
    angle: int = 0
    line: float = 0.8

    def _lefts(self) -> list[float]:
        return [
            number * self.pitch + (number // self.group * 0.8 * self.pitch if self.group else 0)
            for number in range(len(self.text))
        ]

    def letters(self) -> list[Written]:
        """Return its letters."""
        inner = 0.86 if self.borders == "apart" else 1.0
        result = []
        for letter, left in zip(self.text, self._lefts(), strict=True):
            across = left + (self.pitch * inner - 0.6 * self.size) / 2
            up = (self.tall - 0.62 * self.size) / 2
            x, y = (self.x + across, self.y - up) if self.angle == 0 else (self.x - up, self.y - across)
            result.append(Written(letter, x, y, self.size, self.font, self.angle))
        return result

    def content(self) -> str:
        """Return the operators that draw its borders."""
        strokes = []
        for left in self._lefts():
            wide = self.pitch * (0.86 if self.borders == "apart" else 1.0)
            if self.borders in ("touching", "apart"):
                strokes.append(f"{left:.2f} 0 {wide:.2f} {self.tall:.2f} re S")
            else:
                high = self.tall if self.borders == "rules" else 0.3 * self.tall
                strokes += [f"{x:.2f} 0 m {x:.2f} {high:.2f} l S" for x in (left, left + wide)]
                if self.borders == "ticks":
                    strokes.append(f"{left:.2f} 0 m {left + wide:.2f} 0 l S")
        turn = "1 0 0 1" if self.angle == 0 else "0 1 -1 0"
        return f"q 0 G {self.line} w {turn} {self.x:.2f} {HEIGHT_PT - self.y:.2f} cm {' '.join(strokes)} Q"


@dataclass(frozen=True)
class WrittenPage:
    """A page. Attributes: `values`, what must not be seen; `others`, labels and all else."""

    values: Sequence[Written | Comb]
    others: Sequence[Written | Comb] = ()
    rotate: int = 0

    def pdf(self) -> bytes:
        """Return it as a file."""
        return _file([*self.others, *self.values], self.rotate)

    def pixels(self) -> Pixels:
        """Return it as a person sees it, [H, W, 3]."""
        return _pixels(self.pdf())

    def ink(self) -> list[npt.NDArray[np.bool_]]:
        """Return for each value where its letters are, [H, W]; borders of combs are nobody's secret."""
        whole = self.pixels().astype(np.int16)
        masks = []
        for value in self.values:
            rest = [
                one if one is not value else one.content() if isinstance(one, Comb) else one.without_value()
                for one in (*self.others, *self.values)
            ]
            without = _pixels(_file(rest, self.rotate)).astype(np.int16)
            masks.append(np.abs(whole - without).max(axis=2) > _DARKER)
        return masks


def _file(items: Sequence[Written | Comb | str], rotate: int) -> bytes:
    lines = []
    for item in items:
        if isinstance(item, str):
            lines.append(item)
            continue
        lines.append(item.content())
        if isinstance(item, Comb):
            lines += [letter.content() for letter in item.letters()]
    fonts = "".join(f"/F{n} <</Type/Font/Subtype/Type1/BaseFont/{name}>>" for n, name in enumerate(_FONTS))
    page = f"/MediaBox[0 0 {WIDTH_PT} {HEIGHT_PT}]/Rotate {rotate}/Resources<</Font<<{fonts}>>>>"
    return pdf("\n".join(lines).encode("latin-1"), page=page.encode("ascii"))


def _pixels(data: bytes) -> Pixels:
    document = pdfium.PdfDocument(data)
    try:
        bitmap = document[0].render(scale=DPI / 72, rev_byteorder=True)
        pixels: Pixels = bitmap.to_numpy()[:, :, :3].copy()
        return pixels
    finally:
        document.close()
