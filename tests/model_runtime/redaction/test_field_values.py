"""What field reports showed is hidden word by word: values over lines' ends, letters set apart and in boxes."""

import pytest

from model_runtime.airlock.pages import Pages
from model_runtime.documents.page import SourcePage, box_around
from model_runtime.redaction import detectors
from model_runtime.redaction.entities.page_entities import found_on
from model_runtime.redaction.page_lines import lines_of
from tests.helpers.documents import DATA, opened


def _page(name: str) -> SourcePage:
    """Return the first page of a file of `field/`, decoded and its words confirmed as the airlock does."""
    return Pages(opened((DATA / "field" / name).read_bytes())).with_words(1)


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("wrapped_iban.pdf", ("DE89 3704 0044", "0532 0130 00", "marguerite.", "oyelaran@example.org", "+49 30", "901820", "4111 1111 1111", "1111")),
        ("letterspaced.pdf", ("Marguerite", "Oyelaran", "DE89", "3704", "0044", "0532", "0130", "00", "marguerite.oyelaran@example.org", "4111", "1111")),
        ("comb_field.pdf", (*"MARGUERITE", *"OYELARAN", *"DE89370400440532013000", *"03031984")),
    ],
)  # fmt: skip
def test_every_word_of_a_value_lies_in_a_place_that_is_hidden(name: str, values: tuple[str, ...]) -> None:
    """Over a line's end, set apart, one letter to a box: by the places of what the file says."""
    page = _page(name)
    lines = lines_of(page, detectors.reading())
    places = [one.place for of in lines for one in found_on(of.lines) if one.score >= 0.5]
    wanted = {piece.rstrip(".,") for value in values for piece in value.split()}
    seen = [word for word in page.claims if word.text.rstrip(".,") in wanted]
    assert wanted == {word.text.rstrip(".,") for word in seen}
    for word in seen:
        box = box_around(word.letters, page.pixels.shape[1], page.pixels.shape[0])
        assert box is not None
        x, y = box.left + box.width / 2, box.top + box.height / 2
        assert any(one.left <= x <= one.right and one.top <= y <= one.bottom for one in places), word.text
