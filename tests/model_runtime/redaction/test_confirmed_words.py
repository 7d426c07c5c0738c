"""Words of a text layer exist where the pixels of their own place show them, and nowhere else."""

from pathlib import Path

import numpy as np
import pytest

from model_runtime.documents.page import ClaimedWord, SourcePage
from model_runtime.protocol.payloads import Box
from model_runtime.redaction import detectors
from model_runtime.redaction.confirmed_words import confirmed
from tests.helpers.documents import DATA, opened, pdf, text
from tests.helpers.read_lines import GivenReading, box_of, claimed, line_at

INK = np.random.default_rng(2).integers(0, 255, (400, 900, 3), dtype=np.uint8)
LINE = line_at("Name: Quillon Vexberry", 100, 50)
SECRETS = {
    "hidden_iban_whited_out": ("DE89", "3704", "0044", "0532", "0130"),
    "field_letter_box_over_iban": ("DE89", "3704", "0044", "Marguerite", "Oyelaran"),
    **dict.fromkeys(("field_box_with_code", "field_black_box_white_word"), ("Marguerite", "Oyelaran", "Quince")),
    **dict.fromkeys(("field_hatched_box", "field_white_box_tight_border"), ("Marguerite", "Oyelaran")),
    "field_scan_redacted_layer_transparent": ("Marguerite", "Oyelaran,", "Quince"),
}
"""What cannot be seen on the pages of `tests/data/text_layer`, beside SECRETWORD."""


def _words(page: SourcePage, reading: GivenReading) -> list[str]:
    return [word.text for word in confirmed(page, reading).words]


def _said(*pieces: str) -> tuple[ClaimedWord, ...]:
    return tuple(claimed(piece, box_of(LINE, piece)) for piece in pieces)


def test_a_page_that_claims_nothing_is_not_read() -> None:
    """A photograph costs nothing."""
    reading = GivenReading((LINE,))
    page = SourcePage(1, INK)
    assert page is confirmed(page, reading)
    assert [] == reading.seen


def test_what_was_read_confirms_what_is_claimed_in_the_files_order() -> None:
    """A word more or a letter else is not there."""
    page = SourcePage(1, INK, claims=(*_said("Vexberry", "Name:"), claimed("Quillan", box_of(LINE, "Quillon"))))
    assert ["Vexberry", "Name:"] == _words(page, GivenReading((LINE,)))
    word = confirmed(page, GivenReading((LINE,))).words[0]
    place = box_of(LINE, "Vexberry")
    wider = Box(place.left - 1, place.top - 1, place.width + 2, place.height + 2)
    assert (wider, 0) == (word.box, word.turned)
    assert ("Vexberry", word.box) == (word.word.text, word.word.box)


def test_what_is_read_but_not_seen_is_no_word() -> None:
    """Nobody sees a difference of a few steps, and nobody sees what lies outside the page."""
    plain = np.full_like(INK, 250)
    assert [] == _words(SourcePage(1, plain, claims=_said("Vexberry")), GivenReading((LINE,)))
    outside = SourcePage(1, INK[:40], claims=_said("Vexberry"))
    assert [] == _words(outside, GivenReading((LINE,)))


def test_a_word_is_confirmed_in_the_direction_in_which_it_was_read() -> None:
    """A line that runs up the page confirms letters that stand one above the other, from below."""
    letters = tuple((300.0, 390.0 - 10 * i, 320.0, 400.0 - 10 * i) for i in range(4))
    page = SourcePage(1, INK, claims=(ClaimedWord("Otto", letters),))
    (word,) = confirmed(page, GivenReading((line_at("Otto", 0, 300),), turned=3)).words
    assert (Box(299, 359, 22, 41), 3) == (word.box, word.turned)
    assert [] == _words(page, GivenReading((line_at("Otto", 0, 300),), turned=1))


@pytest.mark.parametrize(
    "content",
    [text(b"secret", before=b"1 1 1 rg"), text(b"secret") + b" 0 0 0 rg 0 0 200 100 re f"],
    ids=["white on white", "under a black bar"],
)
def test_what_a_rendered_page_does_not_show_is_no_word(content: bytes) -> None:
    """What it does show is one."""
    reading = detectors.reading()
    assert () == confirmed(opened(pdf(content)).render(1), reading).words
    assert ["seen"] == [w.text for w in confirmed(opened(pdf(text(b"seen"))).render(1), reading).words]


@pytest.mark.parametrize("path", sorted((DATA / "text_layer").glob("*.pdf")), ids=lambda path: path.stem)
def test_words_of_the_files_that_nobody_sees_do_not_exist(path: Path) -> None:
    """Each file of the folder: what is hidden is no word of the page, and what is seen of the rest is."""
    detectors.forget_readings()
    page = confirmed(opened(path.read_bytes()).render(1), detectors.reading())
    words = [word.text for word in page.words]
    hidden = SECRETS.get(path.stem, ("SECRETWORD",))
    assert [] == [word for word in words if word.strip(",") in {secret.strip(",") for secret in hidden}]
    if not path.stem.startswith("visible") and path.stem != "field_font_map_shifted":
        assert len(words) >= 2
    else:
        assert [] == words
