"""What a person sees on a page is hidden, whatever its text layer says; what nobody sees goes nowhere, under any policy."""

from pathlib import Path

import pytest

from tests.helpers.documents import DATA
from tests.helpers.hidden_words import SECRET, hidden_words
from tests.helpers.lying_layers import VALUES, lying_layers
from tests.helpers.read_back import left_over, sent

FOLDER = DATA / "text_layer"


@pytest.mark.parametrize("policy", ["faces+text", "financial"])
@pytest.mark.parametrize("path", sorted(FOLDER.glob("visible_*.pdf")), ids=lambda path: path.stem)
def test_values_that_are_seen_are_hidden_under_a_lying_layer(path: Path, policy: str) -> None:
    """All six of them, in pixels read at two sizes, in words and in the copy's bytes."""
    page, copy = sent(path.read_bytes(), policy)
    assert () == left_over(VALUES.values(), page, copy)


@pytest.mark.parametrize("policy", ["off", "faces"])
@pytest.mark.parametrize(
    ("name", "secrets"),
    [
        ("hidden_text_05_shading_over", ("SECRETWORD",)),
        ("hidden_text_21_stamp_annot_over", ("SECRETWORD",)),
        ("field_box_with_code", ("Marguerite Oyelaran",)),
        ("field_scan_redacted_layer_transparent", ("Marguerite Oyelaran",)),
        ("hidden_iban_whited_out", ("DE89 3704 0044 0532 0130 00",)),
    ],
)
def test_words_that_nobody_sees_leave_under_no_policy(name: str, secrets: tuple[str, ...], policy: str) -> None:
    """Also where nothing is looked for: neither with the page that is sent nor in a copy."""
    page, copy = sent((FOLDER / f"{name}.pdf").read_bytes(), policy)
    assert () == left_over(secrets, page, copy)
    assert page.words


def test_the_attacks_show_what_they_mean_to() -> None:
    """A hidden word is in its file, and each lie leaves the six values for a person to see."""
    assert len(list(hidden_words())) >= 50
    name, data = next(iter(lying_layers()))
    page, copy = sent(data, "off")
    assert set(VALUES.values()) == set(left_over(VALUES.values(), page, copy)), name
    assert all(SECRET not in word.text for word in page.words)
