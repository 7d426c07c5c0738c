"""Names of people are told from towns, firms, streets and words."""

import pytest

from model_runtime.redaction.entities.recognition import entities_in


def names(text: str) -> list[str]:
    """Return what was taken for names."""
    return [text[one.start : one.end] for one in entities_in(text) if one.kind == "PERSON" and one.score >= 0.5]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("The contract was signed by Margaret Thornton yesterday.", "Margaret Thornton"),
        ("Seen by Dr. Okonkwo.", "Dr. Okonkwo"),
        ("as agreed with J. R. Hartley", "J. R. Hartley"),
        ("Schneider, Ursula", "Schneider, Ursula"),
        ("Schneider, Karl Heinz", "Schneider, Karl Heinz"),
        ("Liebe Ursula, wie geht es dir?", "Ursula"),
        ("Sehr geehrter Herr Dr. Schmidt-Rottluff,", "Herr Dr. Schmidt-Rottluff"),
        ("Gutachten von Dr. med. Anna-Lena Vogt", "Dr. med. Anna-Lena Vogt"),
        ("Isabella Siering MBA hat zugesagt", "Isabella Siering MBA"),
        ("remis à Jean-Pierre de La Fontaine hier", "Jean-Pierre de La Fontaine"),
        ("Mme Dupont est arrivée", "Mme Dupont"),
        ("Dear margaret,", "margaret"),
        ("hi margaret olsen", "margaret olsen"),
        ("we met Fatima al-Zahra there", "Fatima al-Zahra"),
        ("we met Fatima Al Zahra there", "Fatima Al Zahra"),
        ("ingresó D. José García López ayer", "D. José García López"),
        ("Passenger BRANDT/OLIVER MR", "BRANDT/OLIVER MR"),
        ("Dear Mr J Okonjo,", "Mr J Okonjo"),
        ("we wrote to Dr A Patel about it", "Dr A Patel"),
        ("and to Ms J K Asante.", "Ms J K Asante"),
        ("by Prof. S. Hawking in 1988", "Prof. S. Hawking"),
        ("Herr K. Pfaffenzeller", "Herr K. Pfaffenzeller"),
        ("Mrs. A. Featherstonehaugh-Cholmondeley", "Mrs. A. Featherstonehaugh-Cholmondeley"),
        ("to MR J OKONJO today", "MR J OKONJO"),
        ("Mr and Mrs J Okonjo", "Mrs J Okonjo"),
        ("Mr & Mrs Okonjo", "Mrs Okonjo"),
        ("Herrn und Frau Pfaffenzeller", "Frau Pfaffenzeller"),
        ("MARGARET THORNTON", "MARGARET THORNTON"),
        ("Lynn Brown", "Lynn Brown"),
        ("April Griffin", "April Griffin"),
        ("Deborah Hill", "Deborah Hill"),
        ("Campbell Thornton", "Campbell Thornton"),
        ("王小明先生您好", "王小明"),
        ("订单由李娜处理", "李娜"),
        ("请联系欧阳建国", "欧阳建国"),
        ("张伟", "张伟"),
        ("感谢魑魅先生", ""),
        ("张鼎铭医生", "张鼎铭"),
    ],
)
def test_a_name_is_found_with_its_title(text: str, name: str) -> None:
    """In English, German, French, Spanish and Chinese."""
    assert names(text) == ([name] if name else [])


@pytest.mark.parametrize(
    ("text", "second"),
    [
        ("OLIVER BRANDT AND PRISCILLA HARTNELL", "PRISCILLA HARTNELL"),
        ("OLIVER BRANDT & PRISCILLA HARTNELL", "PRISCILLA HARTNELL"),
        ("OLIVER BRANDT AND PRISCILLA HARTNELL LTD", None),
        ("OLIVER BRANDT AND PRISCILLA", None),
        ("OLIVER BRANDT AND GRAND TOTAL", None),
        ("GRAND TOTAL AND PRISCILLA HARTNELL", None),
    ],
)
def test_a_name_in_capitals_is_shown_by_the_one_that_it_is_joined_to(text: str, second: str | None) -> None:
    """Alone it may be a heading, since its surname is in no list."""
    assert names(text)[("OLIVER" in text) :] == ([second] if second else [])


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Sophie MARCHAND", "Sophie MARCHAND"),
        ("Signé par Sophie MARCHAND ce jour", "Sophie MARCHAND"),
        ("Margaret THOMPSON was present", "Margaret THOMPSON"),
        ("Mme Amélie LEFÈVRE", "Mme Amélie LEFÈVRE"),
        ("M. Jean-Luc DE LA FONTAINE", "M. Jean-Luc DE LA FONTAINE"),
        ("Frau Anna Lena SCHMIDT-ROTTLUFF", "Frau Anna Lena SCHMIDT-ROTTLUFF"),
        ("Herr K. LEHMANN", "Herr K. LEHMANN"),
        ("Sig. Giovanni FERRARIS", "Sig. Giovanni FERRARIS"),
        ("Sig.ra Bianchi", "Sig.ra Bianchi"),
        ("Björn HOLMQVIST", "Björn HOLMQVIST"),
        ("Wei LU", "Wei LU"),
        ("Mme Zoubidette LEHMANN", "Mme Zoubidette LEHMANN"),
        ("VASSEUR Paul", "VASSEUR Paul"),
        ("Mme LEFEVRE Amélie Jeanne", "Mme LEFEVRE Amélie Jeanne"),
        ("le dossier de VASSEUR MOREAU Paul ce jour", "VASSEUR MOREAU Paul"),
        ("KING Margaret", "KING Margaret"),
        ("Cruz Paul EVENT", "Cruz Paul EVENT"),
        ("Margaret THOMPSON IBAN DE89", "Margaret THOMPSON"),
        ("Frau Schmidt GESCHÄFTSFÜHRERIN", "Frau Schmidt"),
    ],
)
def test_a_family_name_in_capitals_is_of_the_name(text: str, name: str) -> None:
    """Behind given names or in front of them, as forms and lists of many countries write it."""
    assert names(text) == [name]


@pytest.mark.parametrize(
    "text",
    [
        "ANNA KOCH AND JOHN PETER OKONKWO",
        "MARIA GARCIA / JUAN CARLOS ZUBIZARRETA",
        "Mr Paul Koch et MARIE LOUISE OYELARAN",
    ],
)
def test_of_several_ways_to_read_a_name_the_longest_counts(text: str) -> None:
    """A family name that no list knows, behind two given names and joined to a name."""
    assert names(text)[-1].split()[-1] == text.rsplit(maxsplit=1)[-1]


@pytest.mark.parametrize("word", ["GUEST", "TO", "NURSE", "PARIS", "MASTER", "ROOM"])
@pytest.mark.parametrize("name", ["Anna Koch", "Marie Curie", "Paul Okonkwo"])
def test_what_stands_in_capitals_before_a_name_takes_nothing_from_it(word: str, name: str) -> None:
    """Some of such words are family names, too; the name behind is whole in any case."""
    assert [found.removeprefix(f"{word} ") for found in names(f"{word} {name}")] == [name]


@pytest.mark.parametrize(
    "text",
    [
        "Anna INVOICE",
        "Anna IBAN DE89",
        "Anna VISA 4111",
        "Peter GmbH",
        "Margaret ASAP",
        "Anna USA",
        "Bill TO",
        "Charlotte NC",
        "TOTAL Paul",
        "ATTENTION Paul",
        "MARCHAND Restaurant",
        "Paul MARCHAND SARL",
        "RECHNUNG Anna",
        "Florence ITALY",
    ],
)
def test_other_capitals_beside_a_given_name_are_no_family(text: str) -> None:
    """Headings, codes, firms and towns."""
    assert names(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "Victoria Station, London",
        "John Smith & Co KG",
        "Thornton Consulting Ltd",
        "rue Victor Hugo",
        "Santa Monica and San Antonio",
        "Wilhelm Conrad Röntgen Klinik",
        "Paris and London",
        "May Day",
        "Grand Total",
        "GRAND TOTAL MAY",
        "Frau",
        "A. B. C.",
        "Dear customer,",
        "hi there",
        "hello bill",
        "Dear all,",
        "Rose, Violet and Green",
        "Margaret J.",
        "Prof. A.",
        "Dr A customer",
        "AND/OR MR",
        "MARGARET XQZTON",
        "黄金价格上涨",
        "高度 120 厘米",
        "时间安排如下",
        "王",
        "先生",
    ],
)
def test_capitals_and_surnames_alone_are_nobody(text: str) -> None:
    """Towns, firms, streets, words."""
    assert names(text) == []
