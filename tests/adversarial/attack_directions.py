"""Write values in directions, spacings and boxes that hide them from somebody who reads from left to right.

Each page is drawn, read from its pixels alone and hidden under `financial`; a value whose ink can still be seen has got
through. Seeded: every run tries the same pages.
"""

import random
from collections.abc import Iterator

import numpy as np

from model_runtime.documents.page import SourcePage
from model_runtime.protocol.payloads import Region
from model_runtime.redaction.ocr_reading import OcrReading
from model_runtime.redaction.personal_text import PersonalTextDetector
from model_runtime.redaction.policy import understood
from tests.adversarial.row import Row, Size
from tests.helpers.written_pages import Comb, Font, Written, WrittenPage

SEED = 9
SEEN = 0.03
"""Of a value's ink: more than this left outside makes it readable in part."""

FONTS: tuple[Font, ...] = ("Helvetica", "Courier", "Times-Roman")

VALUES = (
    ("IBAN: ", "DE89 3704 0044 0532 0130 00"),
    ("IBAN ", "GB29 NWBK 6016 1331 9268 19"),
    ("Card: ", "4111 1111 1111 1111"),
    ("Card number: ", "5500 0055 5555 5559"),
    ("Account holder: ", "Marguerite Oyelaran"),
    ("Date of birth: ", "03/03/1984"),
    ("E-mail: ", "marguerite.oyelaran@example.org"),
    ("Phone: ", "+44 20 7946 0958"),
)
"""Labels and values; numbers are the published examples of their schemes, people are invented."""

COMBS = (
    ("IBAN", "DE89370400440532013000"),
    ("IBAN", "FR1420041010050500013M02606"),
    ("Card number", "4111111111111111"),
    ("Account holder", "MARGUERITE OYELARAN"),
    ("Date of birth (DDMMYYYY)", "03031984"),
)

BODY = (
    "Thank you for your letter of last week. We have looked into the matter and can",
    "tell you that the goods will be delivered within ten working days. Please keep",
    "this letter with your papers; you will need it when you ask for a refund. The",
    "guarantee covers all parts that were bought together with the machine.",
)


def rows(size: Size) -> Iterator[Row]:
    """Carry out the attacks."""
    full = size is Size.FULL
    chance = random.Random(SEED)
    for angle in (90, 180, 270):
        pages = [sideways(chance, angle) for _ in range(14 if full else 1)]
        yield row(f"a line turned by {angle} degrees on an upright page", pages)
    yield row("a line at a slant", [slanting(chance) for _ in range(12 if full else 1)])
    for borders in ("touching", "apart", "ticks", "rules"):
        pages = [comb(chance, borders) for _ in range(10 if full else 1)]
        yield row(f"letters in a comb, {borders}", pages)
    yield row("letters in a comb, sideways", [comb(chance, "touching", 90) for _ in range(8 if full else 1)])
    yield row("letters set apart", [spaced(chance) for _ in range(16 if full else 1)])
    yield row("letters set apart, sideways", [spaced(chance, 90) for _ in range(8 if full else 1)])


def row(check: str, pages: list[WrittenPage]) -> Row:
    """Return how many values of `pages` can be seen after hiding, and which."""
    seen = [name for page in pages for name, share in left_over(page).items() if share > SEEN]
    return Row(check, sum(len(page.values) for page in pages), len(seen), tuple(seen))


def left_over(page: WrittenPage) -> dict[str, float]:
    """Return for each value on `page` what share of its ink is outside everything hidden."""
    pixels = page.pixels()
    outside = np.ones(pixels.shape[:2], dtype=np.bool_)
    for region in hidden(pixels):
        box = region.box
        outside[box.rows, box.columns] = False
    shares = [float((ink & outside).sum() / max(1, ink.sum())) for ink in page.ink()]
    return {f"{value}: {share:.0%} seen": share for value, share in zip(page.values, shares, strict=True)}


def hidden(pixels: np.typing.NDArray[np.uint8]) -> tuple[Region, ...]:
    """Return what `financial` hides of the text in `pixels`."""
    return understood("financial").wanted(PersonalTextDetector(reading()).detect(SourcePage(1, pixels)))


_READING: list[OcrReading] = []


def reading() -> OcrReading:
    """Return the networks, loaded once."""
    if not _READING:
        _READING.append(OcrReading())
    return _READING[0]


def body(first_y: float) -> list[Written]:
    """Return upright running text."""
    return [Written(text, 110, first_y + 17 * number, 10.5) for number, text in enumerate(BODY)]


def turned(label: str, value: str, place: tuple[float, float], angle: int, font: Font, size: float) -> WrittenPage:
    """Return an upright page with one labelled value that runs in another direction."""
    return WrittenPage([Written(value, *place, size, font, angle, label=label)], [*body(60), *body(700)])


def sideways(chance: random.Random, angle: int) -> WrittenPage:
    """Return an upright page with a value turned by `angle` somewhere."""
    label, value = chance.choice(VALUES)
    size, font = chance.uniform(8, 14), chance.choice(FONTS)
    if angle == 180:
        place = (chance.uniform(480, 560), chance.uniform(200, 640))
    else:
        x = chance.choice([chance.uniform(30, 80), chance.uniform(120, 570)])
        place = (x, chance.uniform(600, 640) if angle == 90 else chance.uniform(190, 230))
    return turned(label, value, place, angle, font, size)


def slanting(chance: random.Random) -> WrittenPage:
    """Return an upright page with a value at a slant, as stamps and watermarks stand."""
    label, value = chance.choice(VALUES)
    size, angle = chance.uniform(12, 20), chance.choice([-45, -30, -15, -8, 8, 15, 30, 45, 60])
    line = Written(value, 150, 430 if angle > 0 else 260, size, "Helvetica", angle, label=label)
    return WrittenPage([line], [*body(60), *body(760)])


def comb(chance: random.Random, borders: str, angle: int = 0) -> WrittenPage:
    """Return a form with a value in a comb below its label."""
    label, value = chance.choice(COMBS)
    size = chance.uniform(9, 13)
    pitch = min(chance.uniform(1.15, 2.0) * size, 480 / len(value))
    tall = chance.uniform(1.35, 1.9) * size
    group = chance.choice([0, 0, 4]) if pitch * len(value) < 400 else 0
    x, y = (60.0, chance.uniform(250, 600)) if angle == 0 else (chance.uniform(80, 500), 760)
    font = chance.choice(FONTS)
    line = chance.uniform(0.4, 1.2)
    boxes = Comb(value, x, y, pitch, tall, size, font, borders, group, angle, line)  # type: ignore[arg-type]
    label_x, label_y = (x, y - tall - 6) if angle == 0 else (x - tall - 6, y)
    return WrittenPage(
        [boxes], [Written(label, label_x, label_y, 9, "Helvetica", angle), *(body(60) if angle == 0 else [])]
    )


def spaced(chance: random.Random, angle: int = 0) -> WrittenPage:
    """Return a page with a labelled value whose letters stand far apart."""
    label, value = chance.choice(VALUES)
    size, spacing = chance.uniform(9, 13), chance.uniform(2, 10)
    spacing = min(spacing, 470 / len(label + value) - 0.55 * size)
    x, y = (60.0, chance.uniform(250, 600)) if angle == 0 else (chance.uniform(40, 560), 760)
    line = Written(value, x, y, size, chance.choice(FONTS), angle, spacing, label=label)
    return WrittenPage([line], body(60) if angle == 0 else [])
