"""Make pages on which six personal values are seen, under text layers that say something else. Judges nothing."""

import string
from collections.abc import Iterator

from tests.helpers.sheets import Sheet, scan, unicode_map

VALUES = {
    "name": "Thomas Miller",
    "e-mail": "thomas.miller@example.com",
    "telephone": "+49 30 901820",
    "iban": "DE89 3704 0044 0532 0130 00",
    "card": "4111 1111 1111 1111",
    "date of birth": "12.03.1981",
}
LINES = (
    "Invoice 2024-118",
    "Bill to: Mr. Thomas Miller",
    "Email: thomas.miller@example.com",
    "Phone: +49 30 901820",
    "IBAN: DE89 3704 0044 0532 0130 00",
    "Credit card: 4111 1111 1111 1111",
    "Date of birth: 12.03.1981",
    "Total: 1,250.00 EUR",
)
SIZE = (420, 300)
_CLEAR = b"/ExtGState<</A<</ca 0/CA 0>>/B<</ca .3/CA .3>>>>"
_PICTURE = b"/XObject<</P 6 0 R>>"
_SCANNED = b"q %d 0 0 %d 0 0 cm /P Do Q " % SIZE
_FONT = b"/Type/Font/Subtype/Type1/BaseFont/Helvetica"


def _written(
    lines: tuple[str, ...] = LINES, *, matrix: bytes = b"1 0 0 1", before: bytes = b"", step: float = -28.8
) -> bytes:
    rows = b"".join(
        b"%b %.1f %.1f Tm (%b) Tj " % (matrix, 29, 258 + step * row, line.encode()) for row, line in enumerate(lines)
    )
    return b"q %b BT /F 14 Tf %b ET Q " % (before, rows)


def lying_layers() -> Iterator[tuple[str, bytes]]:
    """Yield the name of each lie, and the file."""
    for name, sheet in (*_over_text(), *_over_scan(), *_renamed()):
        yield name, sheet.pdf


def _over_text() -> Iterator[tuple[str, Sheet]]:
    huge = b"q /A gs BT /F 500 Tf 0 -60 Td (W) Tj ET Q "
    yield "one transparent letter as large as the page", Sheet(_written() + huge, _CLEAR, size=SIZE)
    each = _written(tuple("x" * len(line) for line in LINES), before=b"/A gs")
    yield "transparent letters over every line", Sheet(_written() + each, _CLEAR, size=SIZE)
    yield (
        "transparent lines that repeat something harmless",
        Sheet(_written() + _written(("Nothing to see on this page at all",) * 8, before=b"/A gs"), _CLEAR, size=SIZE),
    )
    span = b"/Span<</ActualText(Nothing to see)>>BDC " + _written() + b"EMC "
    yield "a text that stands for all of it", Sheet(span, size=SIZE)


def _over_scan() -> Iterator[tuple[str, Sheet]]:
    objects = (scan(LINES, SIZE),)
    resources = _PICTURE + _CLEAR
    marks = {
        "a word across the page": b"q /B gs 1 0 0 rg BT /F 48 Tf .8 .6 -.6 .8 60 20 Tm (CONFIDENTIAL) Tj ET Q ",
        "a word over the page": b"q /B gs .6 g BT /F 60 Tf 10 130 Td (COPY) Tj ET Q ",
        "clear words upside down": _written(matrix=b"-1 0 0 -1", before=b"/A gs 1 0 0 1 380 0 cm", step=28.8),
        "clear words with another digit": _written(
            tuple(line.replace("1", "7").replace("i", "e") for line in LINES), before=b"/A gs"
        ),
        "clear words a line too high": _written((*LINES[1:], LINES[0]), before=b"/A gs"),
        "clear words a letter beside": _written(before=b"/A gs 1 0 0 1 9 0 cm"),
        "invisible words": _written(("nothing",) * 8, before=b"3 Tr"),
    }
    for name, mark in marks.items():
        yield f"scan, {name}", Sheet(_SCANNED + mark, resources, objects, size=SIZE)


def _renamed() -> Iterator[tuple[str, Sheet]]:
    letters = string.ascii_letters + string.digits
    maps = {
        "letters by one": dict(zip(letters, letters[1:] + letters[0], strict=True)),
        "all letters": dict.fromkeys(letters, "n"),
        "0 and 1 to O and l": {"0": "O", "1": "l"},
        "all to blanks": dict.fromkeys(letters, " "),
        "some to nothing seen": dict.fromkeys("aeiou0123", "\u200b"),
    }
    for name, pairs in maps.items():
        yield (
            f"character map moves {name}",
            Sheet(_written(), b"", (unicode_map(pairs),), font=_FONT + b"/ToUnicode 6 0 R", size=SIZE),
        )
