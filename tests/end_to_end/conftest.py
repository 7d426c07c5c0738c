"""Lend the program, and a small receipt that is quick to read, to the tests that run it whole."""

from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFont

from tests.end_to_end import program

RECEIPT_LINES = ("CORNER BAKERY", "Date 2026-03-14", "Bread 2.10", "Cake 10.24", "TOTAL EUR 12.34")


@pytest.fixture
def incamera(tmp_path: Path) -> program.Program:
    """Return the program with an empty home folder of its own."""
    home = tmp_path / "home"
    home.mkdir()
    return program.installed(home)


@pytest.fixture(scope="session")
def receipt(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the picture of a receipt over 12.34 EUR."""
    picture = Image.new("RGB", (420, 300), "white")
    pen = ImageDraw.Draw(picture)
    for row, line in enumerate(RECEIPT_LINES):
        pen.text((30, 25 + 50 * row), line, fill="black", font=ImageFont.load_default(28))
    path = tmp_path_factory.mktemp("receipt") / "receipt.png"
    picture.save(path)
    return path
