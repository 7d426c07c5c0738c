"""Numbers of states are found where chance seldom makes them, and beside their labels where it does."""

import random

import pytest

from model_runtime.redaction.entities import number_checks
from model_runtime.redaction.entities.recognition import entities_in
from model_runtime.redaction.entities.state_numbers import STATE_NUMBERS
from tests.adversarial.attack_values import NUMBERS

THRESHOLD = 0.5
TRIED = 400


def _flagged(text: str, *kinds: str) -> set[str]:
    found = (one for one in entities_in(text) if one.score >= THRESHOLD and (not kinds or one.kind in kinds))
    return {text[one.start : one.end] for one in found}


@pytest.mark.parametrize(("label", "number"), [(label, number) for label, both in NUMBERS.items() for number in both])
def test_a_labelled_number_is_hidden_whole(label: str, number: str) -> None:
    """In every country's language, with a colon, without one and in running text."""
    kinds = ("NATIONAL_ID", "TAX_ID", "MEDICAL_RECORD_NUMBER")
    for text in (f"{label}: {number}", f"{label} : {number}", f"{label} {number}"):
        assert any(number in value for value in _flagged(text, *kinds)), text


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("His BSN is 111222333 as stated", "111222333"),
        ("The MRN is 443322.", "443322"),
        ("44051401359 (PESEL)", "44051401359"),
        ("geboren in Wien, SVNR lautet 1237 010180", "1237 010180"),
        ("XXXX XXXX 0124", "XXXX XXXX 0124"),
    ],
)
def test_a_label_in_running_text_is_enough_for_a_number_that_is_right(text: str, number: str) -> None:
    """Check digits and a word of the family prove each other."""
    assert number in _flagged(text)


@pytest.mark.parametrize(
    "text",
    [
        "Invoice no. 111222333",
        "Order 44051401359 of 3 May",
        "Article no. 9434765919",
        "GTIN 2001015001325",
        "12345678 pieces",
        "EIN",
    ],
)
def test_the_same_numbers_of_things_are_left_alone(text: str) -> None:
    """A check digit that every tenth number has proves nothing, and a thing's label says what its number is."""
    assert not _flagged(text, "NATIONAL_ID", "TAX_ID")


def test_numbers_that_count_alone_are_seldom_chance() -> None:
    """Of digits drawn by chance at most one in fifty is taken for a state's number, of any length."""
    chance = random.Random(20261128)
    for length in range(6, 16):
        numbers = ["".join(chance.choice("0123456789") for _ in range(length)) for _ in range(TRIED)]
        taken = sum(bool(_flagged(f"see {number} again", "NATIONAL_ID")) for number in numbers)
        assert taken <= 0.02 * TRIED, length


def test_every_number_has_a_form_that_is_tried() -> None:
    """No row of the table is there twice, and none has a score that no policy hides."""
    rows = [(number.origin, number.pattern.pattern) for number in STATE_NUMBERS]
    assert len(set(rows)) == len(rows) > 90
    assert all(number.alone == 0.0 or number.alone >= THRESHOLD for number in STATE_NUMBERS)


@pytest.mark.parametrize(
    ("is_valid", "right", "wrong"),
    [
        (number_checks.is_taiwan_id, ("A123456789",), ("A123456788",)),
        (number_checks.is_taiwan_id, ("AB12345677", "A800000014"), ("AB12345678",)),
        (number_checks.is_hong_kong_id, ("G123456A", "AB9876543"), ("G1234560",)),
        (number_checks.is_singapore_nric, ("S1234567D", "T1234567J", "F1234567N", "G1234567X", "M1234567K"), ("S1234567A", "M1234567X")),
        (number_checks.is_medicare, ("2123456701", "2428778132"), ("2123456711",)),
        (number_checks.is_snils, ("11223344595",), ("11223344596",)),
        (number_checks.is_hetu, ("131052308T", "131052A308T"), ("131052308U",)),
        (number_checks.is_resident_id, ("11010519491231002X",), ("110105194913310027", "110105194912310021")),
    ],
)  # fmt: skip
def test_checks_of_our_own(is_valid: object, right: tuple[str, ...], wrong: tuple[str, ...]) -> None:
    """Published examples, and the same with one sign changed."""
    assert callable(is_valid)
    assert all(is_valid(number) for number in right)
    assert not any(is_valid(number) for number in wrong)
