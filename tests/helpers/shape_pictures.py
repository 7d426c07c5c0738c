"""Draw pictures of one to three coloured shapes and ask questions whose answers can only be seen.

Every picture is a function of its number, so that training and checking draw from different numbers and nothing has to
be stored. Does not know any model.
"""

import random
from dataclasses import dataclass

from PIL import Image, ImageDraw

SIZE_PX = 112

COLOURS = {
    "red": (214, 40, 40),
    "green": (34, 150, 60),
    "blue": (30, 80, 210),
    "yellow": (240, 200, 20),
    "black": (20, 20, 20),
    "pink": (240, 120, 200),
}
SHAPES = ("circle", "square", "triangle", "cross")
COUNTS = ("one", "two", "three")


@dataclass(frozen=True)
class Item:
    """One shape on a picture; `left`, `top` and `size` in pixels."""

    shape: str
    colour: str
    left: int
    top: int
    size: int


@dataclass(frozen=True)
class Quiz:
    """A picture's items, and four questions with their one-word answers: colour, shape, count, yes or no."""

    items: tuple[Item, ...]
    questions: tuple[tuple[str, str], ...]


def quiz(number: int) -> Quiz:
    """Make the picture with this number; on one picture no shape and no colour comes twice."""
    chance = random.Random(number)
    count = chance.randint(1, 3)
    places = chance.sample([(0, 0), (1, 0), (0, 1), (1, 1)], count)
    half = SIZE_PX // 2
    items = []
    for (column, row), shape, colour in zip(
        places, chance.sample(SHAPES, count), chance.sample(list(COLOURS), count), strict=True
    ):
        size = chance.randint(26, 46)
        left, top = (place * half + chance.randint(2, half - size - 2) for place in (column, row))
        items.append(Item(shape, colour, left, top, size))
    asked = chance.choice(items)
    return Quiz(
        tuple(items),
        (
            (f"What colour is the {asked.shape}?", asked.colour),
            (f"Which shape is {asked.colour}?", asked.shape),
            ("How many shapes are there?", COUNTS[count - 1]),
            _yes_or_no(chance, items),
        ),
    )


def draw(items: tuple[Item, ...]) -> Image.Image:
    """Draw the items on light grey paper, RGB, `SIZE_PX` square."""
    image = Image.new("RGB", (SIZE_PX, SIZE_PX), (236, 236, 232))
    pen = ImageDraw.Draw(image)
    for item in items:
        left, top, right, bottom = item.left, item.top, item.left + item.size, item.top + item.size
        ink = COLOURS[item.colour]
        match item.shape:
            case "circle":
                pen.ellipse((left, top, right, bottom), fill=ink)
            case "square":
                pen.rectangle((left, top, right, bottom), fill=ink)
            case "triangle":
                pen.polygon([((left + right) // 2, top), (left, bottom), (right, bottom)], fill=ink)
            case _:
                third = item.size // 3
                pen.rectangle((left + third, top, right - third, bottom), fill=ink)
                pen.rectangle((left, top + third, right, bottom - third), fill=ink)
    return image


def _yes_or_no(chance: random.Random, items: list[Item]) -> tuple[str, str]:
    if chance.random() < 0.5:
        return f"Is there a {chance.choice(items).shape}?", "yes"
    present = {item.shape for item in items}
    return f"Is there a {chance.choice([shape for shape in SHAPES if shape not in present])}?", "no"
