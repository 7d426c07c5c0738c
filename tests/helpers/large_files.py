"""Write files as large as people have them: photographs of a telephone, a scanned report, an archive of scans."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw

A4_AT_200_DPI, A4_AT_300_DPI = (1654, 2339), (2480, 3508)


def photographs(folder: Path, count: int) -> list[Path]:
    """Write photographs of 12 megapixels, each another one, and return where they are."""
    paths = [folder / f"photograph {number}.jpg" for number in range(count)]
    for number, path in enumerate(paths):
        coarse = np.random.default_rng(number).integers(0, 255, (75, 100, 3), dtype=np.uint8)
        Image.fromarray(coarse).resize((4000, 3000), Image.Resampling.BICUBIC).save(path, quality=85)
    return paths


def scanned_pdf(path: Path, page_count: int) -> Path:
    """Write a PDF whose pages are pictures of a few lines each."""
    first, *others = _sheets(A4_AT_200_DPI, page_count)
    first.save(path, format="PDF", resolution=200, save_all=True, append_images=others)
    return path


def scanned_tiff(path: Path, page_count: int) -> Path:
    """Write a TIFF of black and white pages at 300 dpi."""
    sheets = _sheets(A4_AT_300_DPI, page_count)
    first = next(sheets)
    first.convert("1").save(
        path, compression="group4", dpi=(300, 300), save_all=True, append_images=(one.convert("1") for one in sheets)
    )
    return path


def letters(folder: Path, count: int) -> list[Path]:
    """Write pictures of one page each, no two alike."""
    paths = [folder / f"letter {number}.png" for number in range(count)]
    for path, sheet in zip(paths, _sheets(A4_AT_200_DPI, count), strict=True):
        sheet.convert("L").save(path)
    return paths


def _sheets(size: tuple[int, int], count: int) -> Iterator[Image.Image]:
    for number in range(1, count + 1):
        sheet = Image.new("RGB", size, "white")
        draw = ImageDraw.Draw(sheet)
        for line in range(12):
            draw.text(
                (200, 200 + 120 * line),
                f"Item {line + 1} of page {number}: {number * 7 + line}.00",
                "black",
                font_size=44,
            )
        draw.text((200, 200 + 120 * 13), f"Total: {number * 84 + 66}.00 EUR", "black", font_size=44)
        yield sheet
