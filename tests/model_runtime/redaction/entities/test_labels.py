"""Labels stay and their values go, behind the label, right of it or below it, in five languages."""

import pytest

from model_runtime.redaction.entities.found import Found
from model_runtime.redaction.entities.page_entities import found_on
from model_runtime.redaction.entities.recognition import entities_in
from tests.helpers.read_lines import HEIGHT_PX, LETTER_PX, line_at


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("Name: Maria Koch", "PERSON", "Maria Koch"),
        ("NAME MARIA KOCH", "PERSON", "MARIA KOCH"),
        ("name: maria koch", "PERSON", "maria koch"),
        ("Patient: Müller, Hans   Station 4", "PERSON", "Müller, Hans"),
        ("Kontoinhaber : Jean-Luc van der Berg", "PERSON", "Jean-Luc van der Berg"),
        ("Nombre y apellidos: María del Mar Ruiz Soler", "PERSON", "María del Mar Ruiz Soler"),
        ("姓名：张伟 性别：男", "PERSON", "张伟"),
        ("收件人：欧阳建国", "PERSON", "欧阳建国"),
        ("DOB:06.16.1976", "DATE_OF_BIRTH", "06.16.1976"),
        ("geb. 3. Mai 1970 in Ulm", "DATE_OF_BIRTH", "3. Mai 1970"),
        ("Née le 12 mars 1985 à Lyon", "DATE_OF_BIRTH", "12 mars 1985"),
        ("Date of birth*: 02.02.1992", "DATE_OF_BIRTH", "02.02.1992"),
        ("Geburtsdatum (date of birth): 02.02.1992", "DATE_OF_BIRTH", "02.02.1992"),
        ("Date of birth [dd.mm.yyyy]: 02.02.1992", "DATE_OF_BIRTH", "02.02.1992"),
        ("Date of birth / Date de naissance: 02 FEB / FÉV 92", "DATE_OF_BIRTH", "02 FEB / FÉV 92"),
        ("Name / Geburtsdatum: 02.02.1992", "DATE_OF_BIRTH", "02.02.1992"),
        ("She was born in Lagos on 02.02.1992.", "DATE_OF_BIRTH", "02.02.1992"),
        ("Födelsedatum / Född 1984-03-03", "DATE_OF_BIRTH", "1984-03-03"),
        ("née à Lyon le 3 mars 1984", "DATE_OF_BIRTH", "3 mars 1984"),
        ("Date of birth: 14th of August 1979", "DATE_OF_BIRTH", "14th of August 1979"),
        ("Date of birth: 3rd of March, 1984", "DATE_OF_BIRTH", "3rd of March, 1984"),
        ("born on the 14th of August 1979 in Leeds", "DATE_OF_BIRTH", "14th of August 1979"),
        ("Geboortedatum: 3 maart 1984", "DATE_OF_BIRTH", "3 maart 1984"),
        ("geb. 3 mei 1984", "DATE_OF_BIRTH", "3 mei 1984"),
        ("Född 3 maj 1984 i Umeå", "DATE_OF_BIRTH", "3 maj 1984"),
        ("Født 3. desember 1984", "DATE_OF_BIRTH", "3. desember 1984"),
        ("Syntynyt 3. maaliskuuta 1984", "DATE_OF_BIRTH", "3. maaliskuuta 1984"),
        ("Datum narození: 3. března 1984", "DATE_OF_BIRTH", "3. března 1984"),
        ("Született: 1984. március 3.", "DATE_OF_BIRTH", "1984. március 3."),
        ("Data urodzenia: 3 października 1984", "DATE_OF_BIRTH", "3 października 1984"),
        ("Data de nascimento: 3 de outubro de 1984", "DATE_OF_BIRTH", "3 de outubro de 1984"),
        ("Data nașterii: 3 iunie 1984", "DATE_OF_BIRTH", "3 iunie 1984"),
        ("Doğum tarihi: 3 Ağustos 1984", "DATE_OF_BIRTH", "3 Ağustos 1984"),
        ("Nato il 3 luglio 1984", "DATE_OF_BIRTH", "3 luglio 1984"),
        ("Datum rođenja: 3. ožujka 1984", "DATE_OF_BIRTH", "3. ožujka 1984"),
        ("Gimimo data: 1984 m. kovo 3", "DATE_OF_BIRTH", "1984 m. kovo 3"),
        ("Дата рождения: 3 мая 1984", "DATE_OF_BIRTH", "3 мая 1984"),
        ("ur. 3 XI 1984", "DATE_OF_BIRTH", "3 XI 1984"),
        ("DOB 3-III-1984", "DATE_OF_BIRTH", "3-III-1984"),
        ("Born: XII.3.1984", "DATE_OF_BIRTH", "XII.3.1984"),
        ("DOB: 3 Mar '84", "DATE_OF_BIRTH", "3 Mar '84"),
        ("Margaret (b. 3.3.1984)", "DATE_OF_BIRTH", "3.3.1984"),
        ("Her date of birth is 03/03/1984.", "DATE_OF_BIRTH", "03/03/1984"),
        ("Sein Geburtsdatum ist der 3. Mai 1984", "DATE_OF_BIRTH", "3. Mai 1984"),
        ("DATE OF BIRTH DD MM YYYY 03 03 1984", "DATE_OF_BIRTH", "03 03 1984"),
        ("Geb.-Dat. 030384", "DATE_OF_BIRTH", "030384"),
        ("b. 3 March 1984", "DATE_OF_BIRTH", "3 March 1984"),
        ("Sophie Marchand, b. 3 March 1984 in Lyon", "DATE_OF_BIRTH", "3 March 1984"),
        ("Sophie M. (Lyon) b. 3 March 1984", "DATE_OF_BIRTH", "3 March 1984"),
        ("b. 3 March 1984 in Lyon", "DATE_OF_BIRTH", "3 March 1984"),
        ("Koch, Anna (f, 42, b. 03.05.1982)", "DATE_OF_BIRTH", "03.05.1982"),
        ("Room 4, b. 3 March 1984", "DATE_OF_BIRTH", "3 March 1984"),
        ("date of birth: 120384.", "DATE_OF_BIRTH", "120384"),
        ("born 120384, in Lyon", "DATE_OF_BIRTH", "120384"),
        ("Reisepass-Nr. C01X00T47", "NATIONAL_ID", "C01X00T47"),
        ("Pass-Nr. C01X00T47", "NATIONAL_ID", "C01X00T47"),
        ("Personalausweis-Nr. T22000129", "NATIONAL_ID", "T22000129"),
        ("Führerschein-Nr. B072RRE2I55", "NATIONAL_ID", "B072RRE2I55"),
        ("Passport-No. C01X00T47", "NATIONAL_ID", "C01X00T47"),
        ("Reference (account no): 123456789", "IBAN", "123456789"),
        ("BSB 062-000", "IBAN", "062-000"),
        ("see Acc 12345678 of it", "IBAN", "12345678"),
        ("Bankgiro 5050-1055", "IBAN", "5050-1055"),
        ("Plusgiro: 902006-0", "IBAN", "902006-0"),
        ("Kto. 532013000", "IBAN", "532013000"),
        ("UPI: maggie@okaxis", "EMAIL", "maggie@okaxis"),
        ("Hosp No X123456", "MEDICAL_RECORD_NUMBER", "X123456"),
        ("Pt: Quillon, M", "PERSON", "Quillon, M"),
        ("Bydliště: Dlouhá 12, Praha", "ADDRESS", "Dlouhá 12, Praha"),
        ("EHIC 80756001234567890123", "NATIONAL_ID", "80756001234567890123"),
        ("účet 19-2000145399/0800", "IBAN", "19-2000145399/0800"),
        ("Tenant: Fatima al-Zahra", "PERSON", "Fatima al-Zahra"),
        ("Name: Jeanne d'Arc", "PERSON", "Jeanne d'Arc"),
        ("E-mail: x(a)y.net", "EMAIL", "x(a)y.net"),
        ("E-mail: x[at]y[dot]net", "EMAIL", "x[at]y[dot]net"),
        ("write to oliver at example dot net", "EMAIL", "oliver at example dot net"),
        ("Unit 12/45 Smith St, Fitzroy VIC 3065", "ADDRESS", "Unit 12/45 Smith St, Fitzroy VIC 3065"),
        ("Perth, WA 6000", "ADDRESS", "Perth, WA 6000"),
        ("Fecha de nacimiento: 12 de marzo de 1985", "DATE_OF_BIRTH", "12 de marzo de 1985"),
        ("出生日期：1985年3月12日", "DATE_OF_BIRTH", "1985年3月12日"),
        ("Born: March 12, 1985", "DATE_OF_BIRTH", "March 12, 1985"),
        ("* 12.03.1985", "DATE_OF_BIRTH", "12.03.1985"),
        ("MRN: 00123456", "MEDICAL_RECORD_NUMBER", "00123456"),
        ("Fall-Nr. 4711-22", "MEDICAL_RECORD_NUMBER", "4711-22"),
        ("病历号：20230045", "MEDICAL_RECORD_NUMBER", "20230045"),
        ("Passport No. C01X00T47", "NATIONAL_ID", "C01X00T47"),
        ("Steuernummer: 12/345/67890", "TAX_ID", "12/345/67890"),
        ("USt-IdNr.: DE 123 456 789", "VAT_ID", "DE 123 456 789"),
        ("Account number: 12345678", "IBAN", "12345678"),
        ("Karten-Nr.: 1234 5678 9012", "CREDIT_CARD", "1234 5678 9012"),
        ("Kennzeichen: HH XY 77", "LICENCE_PLATE", "HH XY 77"),
        ("Tel.: 4 55 66-0", "PHONE", "4 55 66-0"),
        ("手机（必填）：138 1234 5678", "PHONE", "138 1234 5678"),
        ("E-mail: anna . koch @ example . org", "EMAIL", "anna . koch @ example . org"),
        ("Email: thomas miller@example com", "EMAIL", "thomas miller@example com"),
        ("E-Mail: anna@intranet", "EMAIL", "anna@intranet"),
        ("E-mail: annel i ese. vogel sang @xampl e. or g   Tel.", "EMAIL", "annel i ese. vogel sang @xampl e. or g"),
        ("Name: Annel i ese Vogel sang", "PERSON", "Annel i ese Vogel sang"),
        ("Name: Ramón y Cajal", "PERSON", "Ramón y Cajal"),
        ("Name: Maria called", "PERSON", "Maria"),
        ("Address: The Old Mill, Little Snoring", "ADDRESS", "The Old Mill, Little Snoring"),
    ],
)
def test_the_value_goes_and_its_label_stays(text: str, kind: str, value: str) -> None:
    """Exactly the value is taken."""
    assert [value] == [text[one.start : one.end] for one in entities_in(text) if one.kind == kind and one.score >= 0.5]


@pytest.mark.parametrize(
    "text",
    [
        "Company name: Acme Widgets Ltd",
        "Privacy ACT 1988",
        "Widgets SA 2023",
        "see clause 3(a) of it",
        "built in Lagos on 02.02.1992",
        "Appendix B. 02.02.1992",
        "No. 4b. 02.02.1992",
        "* 2 x 1984 mg",
        "born 3 months early",
        "Birth weight 3.4 kg",
        "birth 3,400 g",
        "* 3/3",
        "Dateiname: Bericht Final",
        "Contact support if the problem persists",
        "Name of the game",
        "Name: 4711",
        "The patient was stable",
        "Address the issue early",
        "Mobile data usage",
        "Tel: n/a",
        "Firma",
        "商品名称：蓝牙耳机",
    ],
)
def test_words_that_only_look_like_labels_announce_nobody(text: str) -> None:
    """Labels of other data, running text and empty forms are left alone."""
    assert entities_in(text) == ()


def _values(found: tuple[Found, ...], kind: str) -> set[str]:
    return {one.place.text for one in found if one.kind == kind}


def test_a_value_right_of_its_label_is_found() -> None:
    """Forms print labels in one column and values in the next."""
    lines = (
        line_at("Name", 0, 0),
        line_at("Quillon Vexberry", 200, 2),
        line_at("Passport", 0, 40),
        line_at("X1234567", 200, 40),
    )
    found = found_on(lines)
    assert _values(found, "PERSON") == {"Quillon Vexberry"}
    assert _values(found, "NATIONAL_ID") == {"X1234567"}


def test_an_address_that_fell_apart_is_found_right_of_its_label() -> None:
    """No form finds it in the midst of other words: its label does."""
    broken = "annel i ese. vogel sang @xampl e. or g"
    found = found_on((line_at("E-mail:", 0, 0), line_at(broken, 200, 2), line_at("Web:", 0, 40)))
    assert broken in _values(found, "EMAIL")


def test_what_a_form_finds_anywhere_needs_no_label() -> None:
    """An address of a network is found once, and what stands in its place is nobody's secret."""
    found = found_on((line_at("IP address:", 0, 0), line_at("192.168.17.4", 200, 2)))
    assert ["192.168.17.4"] == [one.place.text for one in found if one.kind == "IP_ADDRESS"]
    assert set() == _values(found_on((line_at("IP address:", 0, 0), line_at("unknown", 200, 2))), "IP_ADDRESS")


def test_a_value_below_its_label_is_found() -> None:
    """Small labels stand above what was typed."""
    found = found_on((line_at("Surname", 0, 0), line_at("VEXBERRY", 0, 30), line_at("Page 1 of 3", 0, 200)))
    assert _values(found, "PERSON") == {"VEXBERRY"}


@pytest.mark.parametrize(
    ("label", "value", "kind"),
    [
        ("Date of birth / Date de naissance", "02.02.1992", "DATE_OF_BIRTH"),
        ("Date of birth / Date de naissance", "02 FEB / FÉV 92", "DATE_OF_BIRTH"),
        ("Account number / Numéro de compte", "31926819", "IBAN"),
        ("Passport / Passeport   Passport No. / Passeport No.", "C01X00T47", "NATIONAL_ID"),
        ("Given names / Prénoms", "FOLASADE ADA", "PERSON"),
        ("Geburtsdatum (date of birth)", "02.02.1992", "DATE_OF_BIRTH"),
    ],
)
def test_a_label_in_two_languages_waits_for_its_value(label: str, value: str, kind: str) -> None:
    """The words in front of the second label are the first one, and no sentence."""
    assert _values(found_on((line_at(label, 0, 0), line_at(value, 0, 30))), kind) == {value}


def test_the_numbered_fields_of_a_driving_licence_are_found() -> None:
    """Names, birth, numbers and address; the days of issue stay, and so does the authority."""
    lines = [
        "1.  OKONJO",
        "2. MISS FOLASADE ADA",
        "3. 02.02.1992 LAGOS",
        "4a. 01.01.2020",
        "4c. DVLA",
        "5. AB12",
        "8. 4 LOW",
    ]
    page = [line_at(text, 0, 40 * number) for number, text in enumerate(lines)]
    values = {"OKONJO", "MISS FOLASADE ADA", "02.02.1992 LAGOS", "AB12", "4 LOW"}
    assert {one.place.text for one in found_on(page)} >= values
    assert not {one.place.text for one in found_on(page)} & {"01.01.2020", "DVLA"}
    apart = [
        line_at(text.split(maxsplit=1)[at], 200 * at, 40 * number) for number, text in enumerate(lines) for at in (0, 1)
    ]
    assert {one.place.text for one in found_on(apart)} >= values
    assert found_on([*page[:1], line_at("4a.", 0, 200)]) == ()
    assert not _values(
        found_on([line_at("1. Introduction", 0, 0), line_at("3. 02.02.1992 First session", 0, 40)]), "PERSON"
    )


def test_a_column_below_its_head_is_found() -> None:
    """Every row of a table counts, and the other columns do not."""
    names = ("Quillon Vexberry", "Oduya Brambleforth", "Ixchel Nordwaldt")
    lines = [line_at("Name", 0, 0), line_at("Department", 300, 0)]
    for number, name in enumerate(names, start=1):
        lines += [line_at(name, 0, 30 * number), line_at("Purchasing", 300, 30 * number)]
    assert _values(found_on(lines), "PERSON") == set(names)
    lines += [line_at("4711", 0, 120), line_at("Total", 300, 120), line_at("Vexberry Widgets", 0, 150)]
    assert _values(found_on(lines), "PERSON") == set(names)


def test_the_next_label_is_no_value() -> None:
    """An empty field does not take its neighbour's label for its value."""
    assert found_on((line_at("Name:", 0, 0), line_at("Date:", 200, 0), line_at("Phone:", 0, 30))) == ()
    assert found_on((line_at("Surname", 0, 0), line_at("First name", 0, 30))) == ()


def test_a_value_too_far_away_belongs_to_something_else() -> None:
    """Neither across the page nor far below."""
    assert found_on((line_at("Surname", 0, 0), line_at("VEXBERRY", 900, 0))) == ()
    assert found_on((line_at("Surname", 0, 0), line_at("VEXBERRY", 0, 300))) == ()


def test_a_number_that_a_scanner_cut_in_two_is_found_whole() -> None:
    """Pieces that stand close together are read as one line."""
    lines = (line_at("DE89 3704 0044", 0, 0), line_at("0532 0130 00", 155, 0))
    (found,) = found_on(lines)
    assert (found.kind, found.place.left, found.place.width) == ("IBAN", 0, 155 + 12 * LETTER_PX)


def test_the_room_for_a_signature_is_found() -> None:
    """Behind a signature's label, and above the word that stands under a line."""
    (behind,) = found_on((line_at("Signature:", 50, 100),))
    assert behind.kind == "SIGNATURE"
    assert behind.place.left == 50 + 10 * LETTER_PX
    assert behind.place.top < 100 <= 100 + HEIGHT_PX <= behind.place.bottom
    (above,) = found_on((line_at("Unterschrift", 50, 100),))
    assert (above.place.left, above.place.bottom) == (50, 100)
    assert above.place.height > 2 * HEIGHT_PX


def test_the_name_above_a_street_is_found() -> None:
    """A letter's address block names its recipient first; a firm is none."""
    block = (line_at("Quillon Vexberry", 0, 0), line_at("Hauptstraße 12", 0, 30), line_at("80331 München", 0, 60))
    assert _values(found_on(block), "PERSON") == {"Quillon Vexberry"}
    assert _values(found_on(block), "ADDRESS") == {"Hauptstraße 12", "80331 München"}
    firm = (line_at("Vexberry Widgets GmbH", 0, 0), *block[1:])
    assert _values(found_on(firm), "PERSON") == set()


def test_the_town_below_a_street_is_found_in_any_countrys_form() -> None:
    """A post code under a street is one, also where its form alone would say nothing, and on the right edge."""
    block = (
        line_at("4 Quay Street", 0, 0),
        line_at("Galway H91 X2T4, Ireland", 0, 30),
        line_at("Total 120 EUR", 0, 90),
    )
    assert _values(found_on(block), "ADDRESS") == {"4 Quay Street", "Galway H91 X2T4, Ireland"}
    right = (line_at("Hafenstrasse 18", 300, 0), line_at("20457 Hamburg, Germany", 230, 30))
    assert _values(found_on(right), "ADDRESS") == {"Hafenstrasse 18", "20457 Hamburg, Germany"}


def test_an_address_inside_a_long_sentence_is_taken_alone() -> None:
    """The sentence around it stays."""
    text = "Kindly bring everything to 12 High Street, before noon, since nobody will be at home later on that day."
    (found,) = (one for one in entities_in(text) if one.kind == "ADDRESS")
    assert text[found.start : found.end] == "12 High Street"


def test_an_empty_page_holds_nothing() -> None:
    """No lines, no finds."""
    assert found_on(()) == ()
