"""Draw the sample invoice that ships with In Camera: `python tests/helpers/make_sample.py`.

Everything on it is invented; the IBAN and the VAT id only pass their checksums. Run again, it draws the same picture.
"""

from pathlib import Path

from PIL import Image, ImageDraw, ImageFont
from stdnum import iban
from stdnum.de import vat

SIZE_PX = (1240, 1754)
"""A4 at 150 dpi."""

FONTS = Path("/usr/share/fonts/truetype/dejavu")
INK, QUIET, LINE, BRAND = "#1d2126", "#5a6168", "#c9c5bc", "#0f5a66"
LEFT, RIGHT = 100, 1140

IBAN = "DE63 9990 0001 0012 3456 78"
VAT_ID = "DE 999 999 995"
ITEMS = (
    ("Work gloves, nitrile, size 9", 12, 495),
    ("Cordless drill, 18 V", 2, 12990),
    ("Safety goggles, clear", 4, 1490),
    ("Extension cable, 25 m", 3, 3270),
)
"""Description, quantity, price in cents."""

TAX_PERCENT = 19


def main() -> None:
    """Draw and save."""
    net = sum(quantity * price for _, quantity, price in ITEMS)
    tax = round(net * TAX_PERCENT / 100)
    assert iban.is_valid(IBAN)
    assert vat.is_valid(VAT_ID)
    page = Image.new("RGB", SIZE_PX, "white")
    draw = ImageDraw.Draw(page)
    _letterhead(draw)
    _facts(draw)
    foot = _items(draw, 760)
    foot = _totals(draw, foot + 16, (("Net amount", net), (f"VAT {TAX_PERCENT} %", tax), ("Total due", net + tax)))
    _payment(draw, foot + 70)
    folder = Path(__file__).resolve().parents[2] / "resources" / "samples"
    page.quantize(64, dither=Image.Dither.NONE).save(folder / "invoice.png", optimize=True, dpi=(150, 150))


def _letterhead(draw: ImageDraw.ImageDraw) -> None:
    draw.rounded_rectangle((LEFT, 96, LEFT + 66, 162), 14, fill=BRAND)
    draw.polygon([(LEFT + 18, 142), (LEFT + 33, 114), (LEFT + 48, 142)], fill="white")
    draw.text((LEFT + 86, 98), "Northlight Tools GmbH", INK, _font(30, is_bold=True))
    draw.text((LEFT + 86, 138), "Tools and safety equipment", QUIET, _font(20))
    for row, line in enumerate(("Hafenstrasse 18", "20457 Hamburg, Germany", f"VAT ID: {VAT_ID}")):
        draw.text((RIGHT, 98 + 30 * row), line, QUIET, _font(19), anchor="ra")
    draw.line((LEFT, 206, RIGHT, 206), LINE, 2)
    draw.text((LEFT, 250), "Bill to", QUIET, _font(19))
    address = ("Harbour Print Works Ltd", "Margaret O'Neill", "4 Quay Street", "Galway H91 X2T4, Ireland")
    for row, line in enumerate(address):
        draw.text((LEFT, 282 + 33 * row), line, INK, _font(22, is_bold=row == 0))


def _facts(draw: ImageDraw.ImageDraw) -> None:
    draw.text((LEFT, 500), "Invoice", INK, _font(46, is_bold=True))
    facts = (
        ("Invoice number", "INV-2026-00417"),
        ("Invoice date", "14 March 2026"),
        ("Due date", "13 April 2026"),
        ("Order number", "PO-88213"),
    )
    for row, (name, value) in enumerate(facts):
        top = 252 + 38 * row
        draw.text((760, top), name, QUIET, _font(21))
        draw.text((RIGHT, top), value, INK, _font(21, is_bold=row == 0), anchor="ra")
    draw.text(
        (LEFT, 584), "Thank you for your order. We delivered the following goods on 12 March 2026.", INK, _font(21)
    )


def _items(draw: ImageDraw.ImageDraw, top: int) -> int:
    columns = (
        (LEFT + 16, "Description", "la"),
        (770, "Quantity", "ra"),
        (950, "Unit price", "ra"),
        (RIGHT - 16, "Amount", "ra"),
    )
    draw.rectangle((LEFT, top - 74, RIGHT, top - 22), fill="#eef3f3")
    for x, words, anchor in columns:
        draw.text((x, top - 61), words, QUIET, _font(20, is_bold=True), anchor=anchor)
    for description, quantity, price in ITEMS:
        values = (description, str(quantity), _money(price), _money(quantity * price))
        for (x, _, anchor), words in zip(columns, values, strict=True):
            draw.text((x, top), words, INK, _font(21), anchor=anchor)
        draw.line((LEFT, top + 46, RIGHT, top + 46), LINE, 1)
        top += 68
    return top


def _totals(draw: ImageDraw.ImageDraw, top: int, rows: tuple[tuple[str, int], ...]) -> int:
    for words, cents in rows[:-1]:
        draw.text((760, top), words, QUIET, _font(21))
        draw.text((RIGHT - 16, top), f"{_money(cents)} EUR", INK, _font(21), anchor="ra")
        top += 44
    draw.line((760, top + 4, RIGHT, top + 4), INK, 2)
    words, cents = rows[-1]
    draw.text((760, top + 24), words, INK, _font(26, is_bold=True))
    draw.text((RIGHT - 16, top + 24), f"{_money(cents)} EUR", INK, _font(26, is_bold=True), anchor="ra")
    return top + 60


def _payment(draw: ImageDraw.ImageDraw, top: int) -> None:
    draw.text((LEFT, top), "Payment", INK, _font(22, is_bold=True))
    rows = (("Payment terms", "30 days net"), ("Bank", "Elbe Bank"), ("IBAN", IBAN), ("Reference", "INV-2026-00417"))
    for row, (name, value) in enumerate(rows, start=1):
        draw.text((LEFT, top + 38 * row), name, QUIET, _font(21))
        draw.text((LEFT + 220, top + 38 * row), value, INK, _font(21))
    note = "Invented sample for In Camera. No such company, no such bank, no such goods."
    draw.text((SIZE_PX[0] // 2, 1670), note, QUIET, _font(17), anchor="ma")


def _money(cents: int) -> str:
    return f"{cents // 100}.{cents % 100:02d}"


def _font(size_px: int, *, is_bold: bool = False) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(FONTS / ("DejaVuSans-Bold.ttf" if is_bold else "DejaVuSans.ttf"), size_px)


if __name__ == "__main__":
    main()
