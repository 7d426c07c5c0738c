"""Make documents of people who do not exist, each with its own words, pixels and file name, and say how to find them again."""

import random
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

_SYLLABLES = ("quex", "vorn", "zwick", "plim", "tazo", "brith", "mulf", "yarv", "gond", "helx")
_NOISE_PX = 64


@dataclass(frozen=True)
class Patient:
    """Somebody, their file, what they ask, and what must not be found when they have left.

    Attributes:
        total: what stands behind TOTAL EUR.
        needles: by what they are, the bytes that would show it, as text in every coding that is used, and as pixels.
    """

    file: Path
    question: str
    total: str
    needles: dict[str, tuple[bytes, ...]]


def patient(stick: Path, number: int) -> Patient:
    """Write the document of the `number`-th patient onto a stick."""
    chance = random.Random(number)  # made-up people, the same each time
    word = "".join(chance.sample(_SYLLABLES, 3))
    name, shop = f"{word}file{number:04}.png", "".join(chance.sample(_SYLLABLES, 3)).upper()
    euros = f"{chance.randrange(1000, 9999)}.{chance.randrange(10, 99)}"
    noise = bytes(chance.randrange(1, 255) for _ in range(_NOISE_PX * 3))
    picture = Image.new("RGB", (560, 420), "white")
    pen = ImageDraw.Draw(picture)
    for row, line in enumerate((f"{shop} LTD", "Date 2026-03-14", "Bread 2.10", f"TOTAL EUR {euros}")):
        pen.text((30, 25 + 60 * row), line, fill="black", font=ImageFont.load_default(30))
    strip = Image.frombytes("RGB", (_NOISE_PX, 1), noise).resize((_NOISE_PX, 24), Image.Resampling.NEAREST)
    picture.paste(strip, (30, 340))
    picture.save(stick / name)
    data = (stick / name).read_bytes()
    asked = "".join(chance.sample(_SYLLABLES, 3))
    bgrx = b"".join(bytes((noise[at + 2], noise[at + 1], noise[at], 255)) for at in range(0, len(noise), 3))
    middle = len(data) // 2
    needles = {
        "file name": _codings(name.removesuffix(".png")),
        "question": _codings(asked),
        "read word": _codings(shop),
        "answer": _codings(euros),
        "pixels": (noise, bgrx),
        "bytes of the file": (data[middle : middle + 64],),
    }
    return Patient(stick / name, f"Who is {asked}?", euros, needles)


def _codings(text: str) -> tuple[bytes, ...]:
    return text.encode("utf-8"), text.encode("utf-16-le"), text.encode("utf-32-le")
