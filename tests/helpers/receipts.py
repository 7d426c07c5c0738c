"""Draw small receipts that are quick to read: one over 12.34 EUR, or a folder of many, each with its own total. Asserts nothing."""

from collections.abc import Sequence
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

LINES = ("CORNER BAKERY", "Date 2026-03-14", "Bread 2.10", "Cake 10.24", "TOTAL EUR 12.34")


def write_receipt(path: Path, lines: Sequence[str] = LINES) -> Path:
    """Write a receipt in the format that the name asks for, and return its path."""
    picture = Image.new("RGB", (420, 300), "white")
    pen = ImageDraw.Draw(picture)
    for row, line in enumerate(lines):
        pen.text((30, 25 + 50 * row), line, fill="black", font=ImageFont.load_default(28))
    picture.save(path)
    return path


def write_receipts(folder: Path, count: int) -> list[Path]:
    """Write receipts of several types, some of them in a folder below, in the order of their names."""
    (folder / "more").mkdir(parents=True, exist_ok=True)
    suffixes = (".png", ".jpg", ".pdf")
    places = [folder / f"{number:02}{suffixes[number % 3]}" for number in range(count - count // 4)]
    places += [folder / "more" / f"{number:02}.png" for number in range(len(places), count)]
    return [
        write_receipt(path, (*LINES[:2], f"Bread {number}.10", "Cake 10.24", f"TOTAL EUR {number + 10}.34"))
        for number, path in enumerate(places)
    ]
