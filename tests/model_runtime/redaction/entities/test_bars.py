"""Personal data is found in lines of five languages, and lines without any are left alone: the promised shares."""

from collections import Counter

import pytest

from model_runtime.redaction.entities import name_lists
from model_runtime.redaction.entities.readable import plain
from model_runtime.redaction.entities.recognition import entities_in
from tests.helpers.personal_lines import KINDS, LOCALES, PLAIN, PersonalLine, personal_lines

LINES = 600
THRESHOLD = 0.5
"""Of the policies that ship."""

COVERED = 0.8
"""A value counts as found when this share of it is flagged."""

BARS = {"PHONE": 0.95, "PERSON": 0.80, "ADDRESS": 0.90}
"""Least share of values found; 1.00 for all other kinds."""


def _is_found(line: PersonalLine) -> bool:
    found = [one for one in entities_in(line.text) if one.score >= THRESHOLD]
    flagged = sum(any(one.start <= place < one.end for one in found) for place in range(line.start, line.end))
    return flagged >= COVERED * (line.end - line.start)


@pytest.fixture(scope="module")
def outcomes() -> list[tuple[PersonalLine, bool]]:
    """Look at every line once."""
    return [(line, _is_found(line)) for line in personal_lines(LINES)]


@pytest.mark.parametrize("kind", KINDS)
def test_values_of_each_kind_are_found(outcomes: list[tuple[PersonalLine, bool]], kind: str) -> None:
    """E-mail, card, IBAN, IP address and social security number always; telephone, name, address to their bars."""
    found = [is_found for line, is_found in outcomes if line.kind == kind]
    assert len(found) == LINES // len(KINDS)
    assert sum(found) / len(found) >= BARS.get(kind, 1.0)


@pytest.mark.parametrize("locale", LOCALES)
def test_names_are_found_in_each_language(locale: str) -> None:
    """No language is carried by the others: 0.75 at least in each, over 200 names."""
    cells = len(KINDS) * len(LOCALES)
    lines = [line for line in personal_lines(200 * cells, seed=7) if (line.kind, line.locale) == ("PERSON", locale)]
    assert len(lines) == 200
    assert sum(map(_is_found, lines)) / len(lines) >= 0.75


def test_names_that_no_list_knows_are_found_by_what_stands_around_them() -> None:
    """Behind a label or a title every name counts; the lists are not what finds it."""
    names = ("Quillon Vexberry", "Thessaly Grauwinkel", "Oduya Brambleforth", "Ixchel Nordwaldt", "Zéphirin Louvetard")
    listed = name_lists.given_names() | name_lists.surnames()
    assert not [name for name in names if set(plain(name).split()) & listed]
    for name in names:
        for frame in ("Name: {}", "Dear Mr. {},", "Patient: {}", "Frau {} hat angerufen.", "Nom : {}", "Nombre: {}"):
            before = len(frame.split("{}")[0])
            line = PersonalLine(frame.format(name), "PERSON", "", before, before + len(name))
            assert _is_found(line), frame


def test_lines_without_personal_data_are_left_alone() -> None:
    """At most one plain line in ten is flagged: invoices, reports, numbers, titles, greetings."""
    flagged = [line for line in PLAIN if any(one.score >= THRESHOLD for one in entities_in(line))]
    assert len(flagged) <= 0.1 * len(PLAIN)


def test_the_lines_do_not_change() -> None:
    """The same seed gives the same lines: a figure today is a figure tomorrow."""
    assert list(personal_lines(80)) == list(personal_lines(80))
    assert Counter(line.kind for line in personal_lines(80)) == dict.fromkeys(KINDS, 10)
