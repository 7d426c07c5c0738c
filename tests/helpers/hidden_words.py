"""List ways in which a PDF carries a word that nobody sees, each as a page that shows other words. Judges nothing."""

from collections.abc import Iterator

from tests.helpers.sheets import Sheet, form, noise, stream, unicode_map

SECRET = "SECRETWORD"
_SEEN = b"BT 0 g /F 16 Tf 20 170 Td (Seen words) Tj ET "
_WORD = b"BT /F 20 Tf 60 100 Td (SECRETWORD) Tj ET "
_BOX = b"55 94 150 26 re f "
_OVER = b"q 150 0 0 26 55 94 cm /P Do Q "
_SHADING = b"/Shading<</S<</ShadingType 2/ColorSpace/DeviceGray/Coords[0 0 300 0]/Function<</FunctionType 2/Domain[0 1]/C0[.2]/C1[.9]/N 1>>/Extend[true true]>>>>"
_PATTERN = (
    b"/Pattern<</P<</PatternType 2/Shading<</ShadingType 2/ColorSpace/DeviceGray/Coords[0 0 300 0]"
    b"/Function<</FunctionType 2/Domain[0 1]/C0[.2]/C1[.9]/N 1>>/Extend[true true]>>>>>>"
)
_OFF = b"/OCProperties<</OCGs[6 0 R]/D<</OFF[6 0 R]>>>>"
_LAYER = b"<</Type/OCG/Name(L)>>"


def _hatched(step: float, width: float) -> bytes:
    lines = b"".join(b"%.1f 90 m %.1f 124 l S " % (50 + step * i, 60 + step * i) for i in range(int(160 / step)))
    return b"q %.1f w 0 G %b Q " % (width, lines)


def hidden_words() -> Iterator[tuple[str, bytes]]:
    """Yield the name of each way, and the file."""
    for name, sheet in (*_covered(), *_colourless(), *_switched_off(), *_elsewhere(), *_renamed()):
        yield name, sheet.pdf


def _covered() -> Iterator[tuple[str, Sheet]]:
    below = _SEEN + _WORD
    for colour in (b"1 g", b"0 g", b".5 g", b"1 0 0 rg"):
        yield f"under a box ({colour.decode()})", Sheet(below + colour + b" " + _BOX)
    yield (
        "under a box with a rim and a code",
        Sheet(
            below
            + b"1 g 0 G "
            + _BOX
            + b"55 94 150 26 re S BT 0 g /F 9 Tf 70 103 Td (\\(b\\)\\(6\\) \\(b\\)\\(7\\)) Tj ET "
        ),
    )
    yield (
        "under a black box with a white word",
        Sheet(below + b"0 g " + _BOX + b"BT 1 g /F 14 Tf 80 102 Td (REDACTED) Tj ET "),
    )
    yield "under hatching on white", Sheet(below + b"1 g " + _BOX + _hatched(6, 0.7))
    yield "under dense lines", Sheet(below + _hatched(1.5, 1.6))
    yield "under one thick line", Sheet(below + b"q 30 w 0 G 50 107 m 210 107 l S Q ")
    yield "under letters", Sheet(below + b"q 14 w 0 G BT 2 Tr /F 26 Tf 50 98 Td (MMMMMMMM) Tj ET Q ")
    yield "under a shading", Sheet(below + b"q 50 90 160 34 re W n /S sh Q ", _SHADING)
    yield "under a pattern", Sheet(below + b"/Pattern cs /P scn " + _BOX, _PATTERN)
    yield "under a picture", Sheet(below + _OVER, b"/XObject<</P 6 0 R>>", (noise(),))
    yield "under a form", Sheet(below + b"/X Do ", b"/XObject<</X 6 0 R>>", (form(b"1 g " + _BOX),))
    yield "in a form, under a box", Sheet(_SEEN + b"/X Do 1 g " + _BOX, b"/XObject<</X 6 0 R>>", (form(_WORD),))
    yield "under a box that is nearly opaque", Sheet(below + b"/A gs 1 g " + _BOX, b"/ExtGState<</A<</ca .985>>>>")
    for kind, more in ((b"Stamp", b""), (b"Square", b""), (b"FreeText", b""), (b"Widget", b"/FT/Tx/T(a)")):
        annotation = b"/Annots[<</Type/Annot/Subtype/%b%b/Rect[55 94 205 120]/F 4/AP<</N 6 0 R>>>>]" % (kind, more)
        catalog = b"/AcroForm<</Fields[]>>" if more else b""
        appearance = form(b".9 g 0 0 150 26 re f", b"0 0 150 26")
        yield f"under an annotation ({kind.decode()})", Sheet(below, b"", (appearance,), annotation, catalog)


def _colourless() -> Iterator[tuple[str, Sheet]]:
    line = b"q 2 w 0 G 55 96 m 205 96 l S Q "
    for alpha in (b"0", b".01", b".03"):
        state = b"/ExtGState<</A<</ca %b/CA %b>>>>" % (alpha, alpha)
        yield f"opacity {alpha.decode()}", Sheet(_SEEN + b"q /A gs " + _WORD + b"Q ", state)
        over = _SEEN + _OVER + b"q /A gs " + _WORD + b"Q "
        yield f"opacity {alpha.decode()} over a picture", Sheet(over, state + b"/XObject<</P 6 0 R>>", (noise(),))
    yield "white on white", Sheet(_SEEN + b"1 g " + _WORD)
    yield "white beside a line", Sheet(_SEEN + line + b"1 g " + _WORD)
    yield "nearly white", Sheet(_SEEN + b".985 g " + _WORD)
    yield "black on black", Sheet(_SEEN + b"0 g " + _BOX + _WORD)
    yield "white outlines", Sheet(_SEEN + line + b"1 G 1 Tr " + _WORD)
    yield "white outlines over its own letters", Sheet(_SEEN + b"1 G 1 g 12 w 2 Tr " + _WORD)
    yield (
        "in the colours of a gradient",
        Sheet(
            _SEEN + b"/S sh BT 0 g /F 16 Tf 20 170 Td (Seen words) Tj ET /Pattern cs /P scn " + _WORD,
            _SHADING + _PATTERN,
        ),
    )
    yield (
        "white, multiplied",
        Sheet(_SEEN + b"q .8 g " + _BOX + b"/A gs 1 g " + _WORD + b"Q ", b"/ExtGState<</A<</BM/Multiply>>>>"),
    )
    mask = form(b"0 g 0 0 300 200 re f", entries=b"/Group<</S/Transparency/CS/DeviceGray>>")
    yield (
        "behind a soft mask",
        Sheet(_SEEN + b"q /A gs " + _WORD + b"Q ", b"/ExtGState<</A<</SMask<</S/Luminosity/G 6 0 R>>>>>>", (mask,)),
    )


def _switched_off() -> Iterator[tuple[str, Sheet]]:
    for mode in (b"3", b"7"):
        yield f"drawing mode {mode.decode()}", Sheet(_SEEN + b"q " + mode + b" Tr " + _WORD + b"Q ")
        over = _SEEN + _OVER + b"q " + mode + b" Tr " + _WORD + b"Q "
        yield f"drawing mode {mode.decode()} over a picture", Sheet(over, b"/XObject<</P 6 0 R>>", (noise(),))
    marked = b"/OC /L BDC " + _WORD + b"EMC "
    yield "in a layer that is off", Sheet(_SEEN + marked, b"/Properties<</L 6 0 R>>", (_LAYER,), catalog=_OFF)
    yield (
        "in a layer that is off, over a picture",
        Sheet(_SEEN + _OVER + marked, b"/Properties<</L 6 0 R>>/XObject<</P 7 0 R>>", (_LAYER, noise()), catalog=_OFF),
    )
    hidden_form = form(_WORD, entries=b"/OC 6 0 R")
    yield (
        "in a form of a layer that is off",
        Sheet(_SEEN + b"/X Do ", b"/XObject<</X 7 0 R>>", (_LAYER, hidden_form), catalog=_OFF),
    )


def _elsewhere() -> Iterator[tuple[str, Sheet]]:
    for left, bottom in ((-400, 100), (600, 100), (60, -300), (60, 900)):
        yield (
            f"off the page at {left}, {bottom}",
            Sheet(_SEEN + b"BT /F 20 Tf %d %d Td (SECRETWORD) Tj ET " % (left, bottom)),
        )
    yield "clipped away", Sheet(_SEEN + b"q 0 0 20 20 re W n " + _WORD + b"Q ")
    yield "clipped to a sliver", Sheet(_SEEN + b"q 55 100 150 1 re W n " + _WORD + b"Q ")
    yield "clipped to nothing", Sheet(_SEEN + b"q 0 0 0 0 re W n " + _WORD + b"Q ")
    yield "outside its form's box", Sheet(_SEEN + b"/X Do ", b"/XObject<</X 6 0 R>>", (form(_WORD, b"0 0 20 20"),))
    yield "half a point high", Sheet(_SEEN + b"BT /F .5 Tf 60 100 Td (SECRETWORD) Tj ET ")
    yield "squeezed to a line", Sheet(_SEEN + b"BT /F 20 Tf 2 Tz 60 100 Td (SECRETWORD) Tj ET ")
    yield "without height", Sheet(_SEEN + b"BT /F 20 Tf 1 0 0 .02 60 100 Tm (SECRETWORD) Tj ET ")
    empty = (
        b"/Type/Font/Subtype/Type3/FontBBox[0 0 9 9]/FontMatrix[.1 0 0 .1 0 0]/CharProcs<</e 7 0 R>>/FirstChar 0/LastChar 255"
        b"/Encoding<</Type/Encoding/Differences[0%b]>>/Widths[%b]/ToUnicode 6 0 R" % (b"/e" * 256, b"6 " * 256)
    )
    objects = (unicode_map({letter: letter for letter in SECRET}), stream(b"6 0 0 0 6 9 d1"))
    yield "in letters that draw nothing", Sheet(b"0 g 20 170 60 1 re f " + _WORD, b"", objects, font=empty)


def _renamed() -> Iterator[tuple[str, Sheet]]:
    shown = b"BT 0 g /F 20 Tf 60 100 Td (%b) Tj ET "
    for text in (b"Invoice", b"SEGRETWORT", b"."):
        span = b"/Span<</ActualText(SECRETWORD)>>BDC " + shown % text + b"EMC "
        yield f"as another text of {text.decode()}", Sheet(_SEEN + span)
    other = dict(zip("BCDFGHIJKL", SECRET, strict=True))
    font = b"/Type/Font/Subtype/Type1/BaseFont/Helvetica/ToUnicode 6 0 R"
    seen = b"0 g 20 170 60 1 re f "
    yield "as another name of other letters", Sheet(seen + shown % b"BCDFGHIJKL", b"", (unicode_map(other),), font=font)
    named = Sheet(seen + shown % b"SEGRETWORD", b"", (unicode_map({"G": "C"}),), font=font)
    yield "as another name of one letter", named
