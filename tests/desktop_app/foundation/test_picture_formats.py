"""A picture format is named as people call it; what a file calls itself is never repeated."""

import pytest

from desktop_app.foundation import picture_formats


@pytest.mark.parametrize(
    ("letters", "name"), [("AV01", "AV1"), ("hvc1", "H.265"), ("\x1b[2J", "unknown"), ("WMV2", "Windows Media Video")]
)
def test_known_formats_have_names(letters: str, name: str) -> None:
    """Four letters as a number, the first the least; letters that nobody knows could be anything."""
    assert name == picture_formats.name(int.from_bytes(letters.encode(), "little"))


@pytest.mark.parametrize("fourcc", [0, -1, 2**40])
def test_a_number_that_is_no_letters_is_unknown(fourcc: int) -> None:
    """It comes from a child that reads hostile files."""
    assert "unknown" == picture_formats.name(fourcc)
