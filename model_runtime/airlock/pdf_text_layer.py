"""Lay the words that survived over a page's picture: nobody sees them, a reader finds, selects and copies them.

Source: ISO 32000-1, sections 9.4 (text objects), 9.6.5 (Type 3 fonts) and 9.10.3 (ToUnicode). A Type 3 font brings its
own glyphs, here an empty one for every character: all scripts, nothing to embed and nothing to draw, whatever a reader
makes of text that it is told not to show. Takes words as they are: which of them survive was decided before.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from model_runtime.protocol.payloads import Word

_CODES = 255
"""Characters of one font: codes are bytes, and 0 is left out because some readers end a text there."""

_MAPPED_AT_ONCE = 100  # section 9.10.3
_GLYPH_WIDTH = 0.5  # of the letter height; each word is stretched to its box
_INVISIBLE = 3  # text rendering mode, table 106

GLYPH = b"500 0 0 0 500 1000 d1"
"""A glyph with the extent of a letter that draws nothing."""


@dataclass(frozen=True)
class TextLayer:
    """What a page needs for its words.

    Attributes:
        drawing: operators that place the words.
        fonts: the characters of each font; the code of a character is its place, from 1.
    """

    drawing: bytes
    fonts: tuple[str, ...]


def text_layer(words: Sequence[Word], page_height_px: int, points_a_pixel: float) -> TextLayer:
    """Return the layer of `words`, whose boxes are in pixels of a page that is drawn with `points_a_pixel`."""
    characters = sorted({letter for word in words for letter in word.text})
    fonts = tuple("".join(characters[at : at + _CODES]) for at in range(0, len(characters), _CODES))
    drawn = b"\n".join(_drawn(word, fonts, page_height_px, points_a_pixel) for word in words)
    return TextLayer(b"BT %d Tr\n%b\nET" % (_INVISIBLE, drawn) if words else b"", fonts)


def font(characters: str, glyph: int, to_unicode: int) -> bytes:
    """Return the dictionary of the font of `characters`; `glyph` and `to_unicode` are the numbers of its streams."""
    last = len(characters)
    return (
        b"<</Type/Font/Subtype/Type3/FontBBox[0 0 500 1000]/FontMatrix[0.001 0 0 0.001 0 0]/CharProcs<</e %d 0 R>>"
        b"/Encoding<</Type/Encoding/Differences[1%b]>>/FirstChar 1/LastChar %d/Widths[%b]/Resources<<>>/ToUnicode %d 0 R>>"
    ) % (glyph, b"/e" * last, last, b" ".join([b"500"] * last), to_unicode)


def unicode_map(characters: str) -> bytes:
    """Return the CMap from a font's codes to its characters."""
    rows = [b"<%02X> <%b>" % (code, _hexadecimal(letter)) for code, letter in enumerate(characters, start=1)]
    blocks = [rows[at : at + _MAPPED_AT_ONCE] for at in range(0, len(rows), _MAPPED_AT_ONCE)]
    mapped = b"\n".join(b"%d beginbfchar\n%b\nendbfchar" % (len(block), b"\n".join(block)) for block in blocks)
    return (
        b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n"
        b"/CIDSystemInfo<</Registry(Adobe)/Ordering(UCS)/Supplement 0>> def\n"
        b"/CMapName /Adobe-Identity-UCS def /CMapType 2 def\n"
        b"1 begincodespacerange <01> <FF> endcodespacerange\n"
        b"%b\nendcmap CMapName currentdict /CMap defineresource pop end end"
    ) % mapped


def _drawn(word: Word, fonts: tuple[str, ...], page_height_px: int, points_a_pixel: float) -> bytes:
    """Return the operators for one word: letters of equal width from the left to the right edge of its box."""
    box = word.box
    across = box.width * points_a_pixel / (len(word.text) * _GLYPH_WIDTH)
    place = b"%.4f 0 0 %.4f %.4f %.4f Tm" % (
        across,
        box.height * points_a_pixel,
        box.left * points_a_pixel,
        (page_height_px - box.top - box.height) * points_a_pixel,
    )
    shown = b" ".join(b"/T%d 1 Tf <%b> Tj" % (font, codes) for font, codes in _runs(word.text, fonts))
    return b"%b %b" % (place, shown)


def _runs(text: str, fonts: tuple[str, ...]) -> Iterator[tuple[int, bytes]]:
    """Yield the pieces of `text` that one font can write: its number and the codes in hexadecimal."""
    run, codes = -1, b""
    for letter in text:
        number = next(index for index, characters in enumerate(fonts) if letter in characters)
        if number != run and codes:
            yield run, codes
            codes = b""
        run = number
        codes += b"%02X" % (1 + fonts[number].index(letter))
    yield run, codes


def _hexadecimal(letter: str) -> bytes:
    return letter.encode("utf-16-be").hex().upper().encode("ascii")
