"""What stands beside a piece decides in which direction it is read."""

from model_runtime.reading.line_reading import ReadLine
from model_runtime.reading.neighbours import beside_lines
from model_runtime.reading.text_recognition import Reading
from model_runtime.reading.turning import Quad, bounds, turned, upright

SIZE = (1000, 800)


def as_read(quad: Quad, turns: int, text: str, score: float = 0.99) -> list[ReadLine]:
    """Return what a place on the page said, read after `turns`."""
    return [ReadLine(turns, turned(quad, turns, *SIZE), Reading(text, score, ()))]


def test_noughts_beside_a_sideways_line_are_read_with_it() -> None:
    """A column of three pieces: a line that reads upwards, and two that were read otherwise."""
    line, near, next_one = upright(100, 300, 125, 600), upright(100, 250, 124, 280), upright(101, 205, 125, 235)
    far = upright(100, 20, 125, 60)
    read = [as_read(line, 3, "IBAN DE89"), as_read(near, 1, "00"), as_read(next_one, 0, "8"), as_read(far, 0, "16")]
    ((quad, turns),) = beside_lines([line, near, next_one, far], read, SIZE)
    assert 3 == turns
    assert (100, 205, 125, 600) == bounds(quad)


def test_nothing_is_read_again_where_all_run_one_way() -> None:
    """An upright page; and a piece beside a line that nobody could read well."""
    line, piece = upright(100, 300, 400, 325), upright(420, 300, 450, 325)
    assert [] == beside_lines([line, piece], [as_read(line, 0, "IBAN DE89"), as_read(piece, 0, "00")], SIZE)
    assert [] == beside_lines([line, piece], [as_read(line, 0, "IBAN", 0.7), as_read(piece, 2, "00")], SIZE)
    assert [] == beside_lines([], [], SIZE)


def test_a_piece_of_another_height_or_level_is_no_part_of_the_line() -> None:
    """Headings beside small print, a note above the line."""
    line, tall, above = upright(100, 300, 400, 325), upright(410, 280, 470, 345), upright(410, 270, 440, 295)
    read = [as_read(line, 0, "IBAN DE89"), as_read(tall, 2, "00"), as_read(above, 2, "00")]
    assert [] == beside_lines([line, tall, above], read, SIZE)
