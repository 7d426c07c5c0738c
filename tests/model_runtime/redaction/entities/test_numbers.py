"""Numbers are believed for their check digits, their form or their label, and read through a scanner's mistakes."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stdnum import luhn

from model_runtime.redaction.entities.entity import EntityKind
from model_runtime.redaction.entities.page_entities import found_on
from model_runtime.redaction.entities.recognition import MAX_CHARACTERS, entities_in
from tests.helpers.read_lines import line_at


def values(text: str, kind: str) -> list[str]:
    """Return the pieces of `text` that were taken for `kind`."""
    return [text[one.start : one.end] for one in entities_in(text) if one.kind == kind]


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("IBAN", "DE89 3704 0044 0532 0130 00"),
        ("IBAN", "FR1420041010050500013M02606"),
        ("IBAN", "GB82WEST12345698765432"),
        ("IBAN", "ES91 2100 0418 4502 0005 1332"),
        ("CREDIT_CARD", "4111 1111 1111 1111"),
        ("CREDIT_CARD", "5555-5555-5555-4444"),
        ("CREDIT_CARD", "378282246310005"),
        ("CREDIT_CARD", "**** **** **** 4242"),
        ("NATIONAL_ID", "078-05-1120"),
        ("NATIONAL_ID", "QQ 12 34 56 C"),
        ("NATIONAL_ID", "1 85 05 78 006 084 91"),
        ("NATIONAL_ID", "12345678Z"),
        ("NATIONAL_ID", "X1234567L"),
        ("NATIONAL_ID", "11010519491231002X"),
        ("NATIONAL_ID", "RSSMRA85T10A562S"),
        ("NATIONAL_ID", "756.9217.0769.85"),
        ("NATIONAL_ID", "65 070649 C 103"),
        ("NATIONAL_ID", "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<"),
        ("TAX_ID", "36 574 261 809"),
        ("TAX_ID", "A13585625"),
        ("TAX_ID", "91110000600037341L"),
        ("TAX_ID", "73282932000074"),
        ("VAT_ID", "DE136695976"),
        ("VAT_ID", "ATU37893801"),
        ("IP_ADDRESS", "192.168.17.4"),
        ("IP_ADDRESS", "2001:db8:85a3::8a2e:370:7334"),
        ("EMAIL", "m.koch+rechnung@post.example.org"),
        ("EMAIL", "anna(at)example.de"),
        ("EMAIL", "an***@example.com"),
        ("EMAIL", "miller@example com"),
        ("LICENCE_PLATE", "M-AB 1234"),
        ("LICENCE_PLATE", "AB-123-CD"),
        ("LICENCE_PLATE", "京A12345"),
    ],
)
def test_a_number_is_its_own_proof(kind: str, value: str) -> None:
    """Found whole, alone on a line and inside one."""
    assert values(value, kind) == [value]
    assert values(f"see {value} please", kind) == [value]


@pytest.mark.parametrize(
    ("text", "kind", "found"),
    [
        ("5555 5555 5555 4444 12/27 123", "CREDIT_CARD", ["5555 5555 5555 4444"]),
        ("12.03.2024 4111 1111 1111 1111 25.00", "CREDIT_CARD", ["4111 1111 1111 1111"]),
        ("4111 1111 1111 1111 123", "CREDIT_CARD", ["4111 1111 1111 1111"]),
        ("1 4111 1111 1111 1111", "CREDIT_CARD", ["4111 1111 1111 1111"]),
        ("3782 822463 10005 12/27", "CREDIT_CARD", ["3782 822463 10005"]),
        ("4111/1111/1111/1111", "CREDIT_CARD", ["4111/1111/1111/1111"]),
        ("5555·5555·5555·4444", "CREDIT_CARD", ["5555·5555·5555·4444"]),
        ("4111_1111_1111_1111", "CREDIT_CARD", ["4111_1111_1111_1111"]),
        ("4111*1111*1111*1111", "CREDIT_CARD", ["4111*1111*1111*1111"]),
        ("4111,1111,1111,1111", "CREDIT_CARD", ["4111,1111,1111,1111"]),
        ("3782_822463_10005", "CREDIT_CARD", ["3782_822463_10005"]),
        ("4111,1111,1111,1112", "CREDIT_CARD", []),
        ("4111, 1111, 1111, 1111", "CREDIT_CARD", ["4111, 1111, 1111, 1111"]),
        ("4111,1111,1111,1111 12/28", "CREDIT_CARD", ["4111,1111,1111,1111"]),
        ("3782,822463,10005", "CREDIT_CARD", ["3782,822463,10005"]),
        ("4111,1111,1111,1111,12/28", "CREDIT_CARD", ["4111,1111,1111,1111"]),
        ("4111,1111,1111,1111, 05/27, CVC 123", "CREDIT_CARD", ["4111,1111,1111,1111"]),
        ("4111, 1111, 1111, 1111, 12/28", "CREDIT_CARD", ["4111, 1111, 1111, 1111"]),
        ("3652,329451,2545,12/28", "CREDIT_CARD", ["3652,329451,2545"]),
        ("GB29 NWBK 6016 1331 9268 19 12.00", "CREDIT_CARD", []),
        ("GB29 NWBK 6016 1331 9268 19 12.00", "IBAN", ["GB29 NWBK 6016 1331 9268 19"]),
        ("IBANGB29NWBK60161331926819", "IBAN", ["GB29NWBK60161331926819"]),
        ("IBAN: GB29/NWBK/6016/1331/9268/19", "IBAN", ["GB29/NWBK/6016/1331/9268/19"]),
        ("DE136695976 24 EUR", "VAT_ID", ["DE136695976"]),
        ("ATU37893801 EUR", "VAT_ID", ["ATU37893801"]),
        ("1 1 85 05 78 006 084 91", "NATIONAL_ID", ["1 85 05 78 006 084 91"]),
        ("07700 900123 07700 900456", "PHONE", ["07700 900123", "07700 900456"]),
        ("020 7946 0123 07700 900456", "PHONE", ["020 7946 0123", "07700 900456"]),
        ("020 7946 0123/020 7946 0124", "PHONE", ["020 7946 0123", "020 7946 0124"]),
        ("+44 20 7946 0123 25.00", "PHONE", ["+44 20 7946 0123"]),
        ("Tel: 7946 0123 7946 0124 7946 0125", "PHONE", ["7946 0123 7946 0124 7946 0125"]),
        ("Tel: 020 7946 0123 25.00", "PHONE", ["020 7946 0123"]),
    ],
)
def test_a_number_is_found_whatever_figures_stand_beside_it(text: str, kind: str, found: list[str]) -> None:
    """An expiry, a day, an amount, another number: they are left, and what they stand beside is not."""
    assert values(text, kind) == found


@pytest.mark.parametrize(
    "text", ["Phones 020 7946 0123 020 7946 0124", "+44 20 7946 0123 020 7946 0124 07700 900456", "Tel: 020 7946 0123 020 7946 0124"]
)  # fmt: skip
def test_no_figure_of_several_telephone_numbers_stays(text: str) -> None:
    """Where one ends and the next begins may stay open, but each figure lies in one of them."""
    hidden = {at for one in entities_in(text) if one.kind == "PHONE" for at in range(one.start, one.end)}
    assert not [at for at, sign in enumerate(text) if sign.isdigit() and at not in hidden]


@pytest.mark.parametrize(
    "text",
    ["12.00 13.50 25.00 37.50 41.11 56.20", "4.00 1111.00 1111.00 1111.00", "2024 1412 3650 1200 7.50", "12.03.2024 1 x 25.00"],
)  # fmt: skip
def test_amounts_and_days_in_a_row_are_no_number(text: str) -> None:
    """However many figures stand side by side."""
    assert entities_in(text) == ()


@pytest.mark.parametrize(
    "text",
    [
        "4111 1111 1111 1112",  # wrong check digit
        "0000 0000 0000 0000",
        "12345678A",  # wrong check letter
        "110105194912310021",  # wrong check digit
        "110105194913310027",  # a thirteenth month
        "999.300.1.1",
        "Version 4.2.10.3",
        "12:30:45",
        "DE136695977",
        "SOS BOSS OOO DID",
    ],
)
def test_a_number_without_proof_is_none(text: str) -> None:
    """Wrong check digits, impossible dates, versions and times are no personal data."""
    assert entities_in(text) == ()


@pytest.mark.parametrize(
    ("printed", "kind"),
    [
        ("DE89 3704 OO44 0532 O130 0O", "IBAN"),
        ("4111 1l11 1111 1I11", "CREDIT_CARD"),
        ("078-O5-1120", "NATIONAL_ID"),
        ("192.168.l7.4", "IP_ADDRESS"),
        ("anna@example .org", "EMAIL"),
        ("anna@exampleorg", "EMAIL"),
        ("０７８－０５－１１２０", "NATIONAL_ID"),
    ],
)
def test_letters_that_a_scanner_took_for_digits_hide_nothing(printed: str, kind: str) -> None:
    """O for 0, l for 1, full-width digits, blanks and lost dots."""
    assert [printed] == values(printed, kind)


def test_an_account_whose_check_digits_are_wrong_is_believed_less() -> None:
    """A misread IBAN is still one to look at."""
    right, wrong = entities_in("DE89370400440532013000")[0], entities_in("DE88370400440532013000")[0]
    assert (right.kind, wrong.kind) == (EntityKind.IBAN, EntityKind.IBAN)
    assert right.score > 0.9 > wrong.score >= 0.5


@pytest.mark.parametrize(
    "number",
    [
        "+49 (0)89 / 123 45 67",
        "(555) 010-9999 x12",
        "089/1234567",
        "01 23 45 67 89",
        "612 34 56 78",
        "13812345678",
        "0034 612 345 678",
    ],
)
def test_telephone_numbers_are_known_by_prefix_grouping_and_plan(number: str) -> None:
    """In running text, without a label."""
    assert values(f"or under {number} today", "PHONE") == [number]


@pytest.mark.parametrize(
    "label", ["Order number", "Rechnungsnummer", "Facture n°", "N° de pedido", "订单编号：", "Serial no."]
)
def test_a_number_that_says_what_it_is_is_no_telephone(label: str) -> None:
    """The same digits alone are one."""
    assert values("13812345678", "PHONE") == ["13812345678"]
    assert values(f"{label} 13812345678", "PHONE") == []


def test_a_proven_number_is_not_also_a_telephone() -> None:
    """The digits inside an IBAN are the IBAN's."""
    assert {one.kind for one in entities_in("DE89 3704 0044 0532 0130 00")} == {EntityKind.IBAN}


@settings(deadline=None)
@given(st.text(alphabet="0123456789", min_size=15, max_size=15).map(lambda digits: "4" + digits[1:]))
def test_every_right_card_is_found_and_no_wrong_one(digits: str) -> None:
    """For any sixteen digits that the check digit completes."""
    right = digits + luhn.calc_check_digit(digits)
    wrong = digits + str((int(right[-1]) + 1) % 10)
    assert values(right, "CREDIT_CARD") == ([right] if len(set(right)) > 1 else [])
    assert values(wrong, "CREDIT_CARD") == []


@settings(deadline=None)
@given(st.text(max_size=120))
def test_any_text_is_read_and_every_find_lies_in_it(text: str) -> None:
    """No text breaks a rule; places are places of the text; scores are shares."""
    for one in entities_in(text):
        assert 0 <= one.start < one.end <= len(text)
        assert 0.0 < one.score <= 1.0


@pytest.mark.timeout(300)
@pytest.mark.parametrize(
    "unit",
    [
        "A",
        "1",
        "Aa ",
        "1 ",
        "a.",
        "A-",
        "a@",
        "中",
        "(0",
        "C/ de ",
        "12 rue a ",
        "_",
        "a_",
        "1|",
        "D E ",
        "Via A",
        "Via A ",
        "Flat 1, A ",
        "Rua de ",
        "ul.A",
        "8 A",
        "A 8 ",
        "X<",
        "Am A ",
    ],
)
def test_a_hostile_line_takes_no_more_than_its_share_of_time(unit: str) -> None:
    """Repetitions make no rule run away."""
    entities_in(unit * (2 * MAX_CHARACTERS // len(unit)))
    found_on([line_at(unit * (MAX_CHARACTERS // len(unit)), 0, 30 * number) for number in range(3)])


def test_a_carriers_prefix_without_a_number_breaks_nothing() -> None:
    """In China 11927-00 is one: the digits behind it are too few, and the plan's library says so by raising."""
    assert values("see 119270073 please", "PHONE") == []


def test_a_value_far_along_a_very_long_line_is_found() -> None:
    """Lines are read in pieces that overlap."""
    text = "word " * 700 + "anna@example.org" + " word" * 300
    assert values(text, "EMAIL") == ["anna@example.org"]
    for shift in range(0, 60, 7):
        text = "x" * (MAX_CHARACTERS - shift) + " anna@example.org"
        assert "anna@example.org" in values(text, "EMAIL")
