"""Decode QR codes and barcodes. Does not follow what they say."""

from model_runtime.reading.lines import Line, line_from_box
from model_runtime.reading.turning import Rgb

_LONGEST = 2000  # characters of one code that are worth showing


def codes_in(picture: Rgb) -> tuple[Line, ...]:
    """Give the text of every code with its place, in pixels of `picture`; codes that hold no text are left out."""
    import zxingcpp

    found = []
    for code in zxingcpp.read_barcodes(picture):
        text = "".join(char if char.isprintable() else " " for char in code.text).strip()[:_LONGEST]
        corners = (
            code.position.top_left,
            code.position.top_right,
            code.position.bottom_right,
            code.position.bottom_left,
        )
        xs, ys = [corner.x for corner in corners], [corner.y for corner in corners]
        if text:
            found.append(line_from_box(text, min(xs), min(ys), max(xs) - min(xs) + 1, max(ys) - min(ys) + 1))
    return tuple(found)
