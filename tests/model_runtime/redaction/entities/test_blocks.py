"""What labels head is hidden line by line: names, firms, streets, towns; letters set one by one; names in small letters."""

import pytest

from model_runtime.redaction.entities.found import Found
from model_runtime.redaction.entities.letter_spacing import closed_up
from model_runtime.redaction.entities.page_entities import found_on
from model_runtime.redaction.entities.recognition import entities_in
from tests.helpers.read_lines import line_at


def _pieces(found: tuple[Found, ...]) -> set[str]:
    return {one.place.text for one in found if one.score >= 0.5}


def _down(*texts: str, left: int = 0) -> tuple[Found, ...]:
    return found_on([line_at(text, left, 30 * number) for number, text in enumerate(texts)])


def test_a_block_below_its_label_is_hidden_to_its_end() -> None:
    """Name, house, village and country; the amount below it, and what stands after a gap, stay."""
    lines = ["SHIP TO", "quillon vexberry", "The Old Mill", "Little Snoring", "England", "Total 12.00 EUR"]
    assert _pieces(_down(*lines)) == set(lines[1:-1])
    block = [line_at("Bill to:", 0, 0), line_at("Quillon Vexberry", 0, 30), line_at("Thank You", 0, 120)]
    assert _pieces(found_on(block)) == {"Quillon Vexberry"}


def test_a_block_has_six_lines_at_most() -> None:
    """What follows is something else."""
    villages = ["North Snoring", "South Snoring", "East Snoring", "West Snoring", "Upper Snoring", "Lower Snoring"]
    assert villages[-1] not in _pieces(_down("Ship to", "Quillon Vexberry", *villages))
    assert villages[-2] in _pieces(_down("Ship to", "Quillon Vexberry", *villages)) or len(villages) > 5


def test_a_block_beside_its_label_is_hidden() -> None:
    """Labels on the left, the block on the right."""
    lines = (
        line_at("Payable by", 0, 0),
        line_at("Quillon Vexberry", 300, 0),
        line_at("Rosenrain 8", 300, 30),
        line_at("3098 Köniz", 300, 60),
        line_at("Currency", 0, 110),
    )
    assert _pieces(found_on(lines)) == {"Quillon Vexberry", "Rosenrain 8", "3098 Köniz"}


def test_a_block_that_begins_in_its_labels_line_goes_on() -> None:
    """Below the value, or below the label; running text below it stays."""
    assert {"Quillon Vexberry", "Rosenrain 8", "3098 Köniz"} <= _pieces(
        _down("Ship to: Quillon Vexberry", "Rosenrain 8", "3098 Köniz")
    )
    assert _pieces(_down("Ship to: Quillon Vexberry", "Fragile", "Keep dry")) == {"Quillon Vexberry"}
    (name, rest) = sorted(_pieces(_down("Ship to: Quillon Vexberry (at home), Kirkgate 8, 3098 Köniz")), key=len)
    assert (name, "Kirkgate 8, 3098 Köniz" in rest) == ("Quillon Vexberry", True)


@pytest.mark.parametrize(
    "town", ["springfield il 62704", "portland, or 97201-1234", "leeds ls1 4ap", "sydney nsw 2000"]
)
def test_a_town_in_small_letters_is_of_a_block(town: str) -> None:
    """Its code shows that it is one; a remark has none."""
    assert _pieces(_down("Ship to", "quillon vexberry", "9 elm st", town)) == {"quillon vexberry", "9 elm st", town}
    assert _pieces(_down("Ship to", "quillon vexberry", "9 elm st", "customer since 2019")) == {
        "quillon vexberry",
        "9 elm st",
    }


def test_a_remark_inside_a_block_is_left() -> None:
    """What begins with neither a capital nor a number is no line of an address; a value that has a form needs no label."""
    assert _pieces(_down("Address", "Rosenrain 8", "(ground floor)", "3098 Köniz")) == {"Rosenrain 8", "3098 Köniz"}
    assert found_on((line_at("E-mail", 0, 0), line_at("none", 200, 0))) == ()


def test_a_firm_is_no_person_and_its_address_is_one() -> None:
    """The payer may be a company; a heading below a label is no name."""
    found = _down("BILL TO", "Vexberry Widgets GmbH", "Rosenrain 8", "3098 Köniz")
    assert _pieces(found) == {"Rosenrain 8", "3098 Köniz"}
    assert not [one for one in _down("Käufer:", "Nummer", "Betrag") if one.kind == "PERSON"]


def test_a_names_second_part_stands_below_the_first() -> None:
    """In the column of the values, and not when another label stands there or nothing more."""
    form = [line_at("Name:", 0, 0), line_at("Quillon", 200, 0), line_at("Vexberry", 200, 30)]
    assert _pieces(found_on(form)) == {"Quillon", "Vexberry"}
    assert _pieces(found_on(form[:2])) == {"Quillon"}
    assert _pieces(_down("Name: Quillon", "Date: 12 May")) == {"Quillon"}
    assert "Vexberry" in _pieces(found_on([line_at("Name: Quillon", 0, 0), line_at("Vexberry", 60, 30)]))


def test_an_empty_field_beside_its_label_holds_nothing() -> None:
    """A dash is no name; neither is a sentence that ends with a label's word."""
    assert found_on((line_at("Name", 0, 0), line_at("- 12 -", 200, 0))) == ()
    assert _pieces(found_on((line_at("Name", 0, 0), line_at(": Quillon Vexberry", 200, 0)))) == {"Quillon Vexberry"}
    assert (
        found_on((line_at("it is free of charge for every registered member name", 0, 0), line_at("Or Not", 0, 30)))
        == ()
    )


@pytest.mark.parametrize(
    ("printed", "closed"),
    [
        ("D E 8 9 3 7", "DE8937"),
        ("M a r g u e r i t e   O y e l a r a n", "Marguerite Oyelaran"),
        ("M a r g u e r i t e O y e l a r a n", "Marguerite Oyelaran"),
        ("|D|E|8|9|3|7|", "DE8937"),
        ("IBAN: D | E | 8 | 9 | 3 | 7, thank you", None),
        ("Name: M a r i a, born", "Name: Maria, born"),
        ("q @ v . e x a m p l e", "q@v.example"),
        ("DE 89 3 7 0 4 0 0", "DE89370400"),
        ("0 1 2 3 4 5 6 7 8 9", None),
        ("12 34 56 78 90 12", None),
        ("1 x 2", None),
    ],
)
def test_letters_set_one_by_one_are_closed_up(printed: str, closed: str | None) -> None:
    """Every letter keeps its place; scales, dates and lists stay as they are."""
    line = line_at(printed, 40, 0)
    found = closed_up(line)
    if closed is None:
        assert found is None or found.text.replace(" ", "") != printed
        return
    assert found is not None
    assert found.text == closed
    assert len(found.edges) == len(found.text) + 1
    for at, sign in enumerate(found.text):
        if sign != " ":
            place = round((found.edges[at] - 40) / 10)
            assert printed[place] == sign


def test_digits_of_a_tables_cells_make_no_telephone_number() -> None:
    """Closed up, ten digits are a number by chance."""
    assert found_on([line_at("6 0 3 2 0 1 4 4 2", 0, 0)]) == ()


def test_groups_that_stand_far_apart_at_even_distances_are_one_number() -> None:
    """Wide letter spacing leaves wide blanks; columns stand at uneven ones."""
    groups = ("4111", "1111", "1111", "1111")
    even = [line_at(group, 70 * number, 0) for number, group in enumerate(groups)]
    assert {one.place.text for one in found_on(even)} == {"4111 1111 1111 1111"}
    uneven = [line_at(group, left, 0) for group, left in zip(groups, (0, 70, 140, 270), strict=True)]
    assert found_on(uneven) == ()


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("please write to pablo garcia today", "pablo garcia"),
        ("please write to pablo miguel de garcia today", "pablo miguel de garcia"),
        ("attn maria koch", "maria koch"),
        ("Kontoinhaber marguerite oyelaran", "marguerite oyelaran"),
        ("customer: maria del mar ruiz soler, since 2001", "maria del mar ruiz soler"),
        ("name: maria carmen garcia lopez", "maria carmen garcia lopez"),
        ("SHIP TO: QUILLON VEXBERRY", "QUILLON VEXBERRY"),
        ("Titulaire : quillon vexberry", "quillon vexberry"),
    ],
)
def test_a_name_counts_however_it_is_written(text: str, name: str) -> None:
    """Small letters, capitals, with a label or as two names that are nothing else."""
    assert {text[one.start : one.end] for one in entities_in(text) if one.kind == "PERSON"} == {name}


@pytest.mark.parametrize(
    "text",
    [
        "the sala grande is free",
        "write to pablo about it",
        "from pablo and others",
        "patient was stable",
        "driver version",
        "we met pablo",
    ],
)
def test_small_letters_are_no_names_by_themselves(text: str) -> None:
    """Words of running text, a given name alone, labels that only a colon makes some."""
    assert not [one for one in entities_in(text) if one.kind == "PERSON"]


@pytest.mark.parametrize(
    "text",
    [
        "Rosenrain 8, Köniz", "Dorfweg 3, 9490 Vaduz", "Via Giuseppe Garibaldi, 12/A", "Rua das Flores, 123, Apto. 4", "ul. Długa 5/7 m. 3",
        "Kerkstraat 101, 1012 AB Amsterdam", "Storgatan 5", "Flat 3, Rose House, 12 High Street", "K1A 0B1", "Jalan Tampoi 7/4", "〒100-0001 東京都千代田区千代田1-1",
        "Blk 123 Ang Mo Kio #04-12", "Flat No. 302",
    ],
)  # fmt: skip
def test_an_address_needs_no_post_code(text: str) -> None:
    """Streets of many countries with their number; the town behind a comma goes with them."""
    (found,) = {(one.start, one.end) for one in entities_in(text) if one.kind == "ADDRESS" and one.score >= 0.5}
    assert text[slice(*found)] == text


@pytest.mark.parametrize(
    "text", ["Seite 3", "Feld 3", "Heidelberg 2024", "Suite 200", "Room 12, Main Building", "PLACEMAT 145# 12"]
)
def test_words_with_a_number_are_no_streets(text: str) -> None:
    """Pages, fields of a form, towns with a year, articles."""
    assert not [one for one in entities_in(text) if one.kind == "ADDRESS"]


def test_a_street_that_no_list_knows_is_shown_by_the_town_below_it() -> None:
    """And a document's number by its word."""
    assert {"Quillon Vexberry", "Obere Kirchlaube 8", "3098 Köniz"} <= _pieces(
        _down("Quillon Vexberry", "Obere Kirchlaube 8", "3098 Köniz")
    )
    assert _pieces(_down("Rechnung Nr. 3139", "2024 Umsatz")) == set()


@pytest.mark.parametrize("street", ["ch. des vignes 12", "87 camino de la calor", "obere kirchlaube 8a"])
def test_a_street_in_small_letters_is_shown_by_the_town_below_it(street: str) -> None:
    """Forms are filled in without capitals, and abroad streets are written so."""
    assert street in _pieces(_down("me gusta olive", street, "41700 Dos Hermanas"))
    assert street not in _pieces(_down("me gusta olive", street, "see below"))
