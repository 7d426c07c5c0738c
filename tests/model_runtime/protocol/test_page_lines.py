"""A line of pages counts from one, and tells of a page when it is where pages have times."""

from model_runtime.protocol.payloads import Box, PageLine, Size


def test_pages_are_numbered_from_one() -> None:
    """Up to the last one."""
    assert [1, 2, 3] == list(PageLine(3).numbers)


def test_a_page_is_when_its_line_says() -> None:
    """Where pages have no times, it is at no time."""
    film = PageLine(3, "frames", (0.0, 0.5, 2.0))
    assert [0.0, 0.5, 2.0] == [film.time_s(number) for number in film.numbers]
    assert PageLine(3).time_s(2) is None


def test_the_whole_of_a_page_is_a_box() -> None:
    """From its first pixel to its last."""
    assert (Box(0, 0, 4, 2), 8) == (Size(4, 2).whole, Size(4, 2).pixel_count)
