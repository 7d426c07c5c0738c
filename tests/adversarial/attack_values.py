"""Attack the reading of personal values: cut at lines' ends, set letter by letter, in small letters, behind labels.

The values are Faker's and python-stdnum's own examples, set on generated pages; what counts is whether every letter of them
lies in a place that is hidden. Reads no pixels: what is attacked is what counts as personal data in lines of text.
"""

import random
import string
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from faker import Faker

from model_runtime.reading.lines import Line, line_from_box
from model_runtime.redaction.entities.labels import labels_in
from model_runtime.redaction.entities.page_entities import found_on
from model_runtime.redaction.entities.readable import Readable
from model_runtime.redaction.entities.recognition import entities_in
from tests.adversarial.row import Row, Size

SEED = 1948
THRESHOLD = 0.5
"""Of the policies that ship."""

LETTER_PX, HEIGHT_PX, STEP_PX = 10, 20, 32
COVERED = 0.97
"""Share of a value's letters that must be hidden: a final dot may stay."""

TRIES = {Size.SMALL: 12, Size.FULL: 150}

NUMBERS = {
    "Aadhaar": ("2345 6789 0124", "9999 4105 7058"), "PAN": ("ABCPK1234F", "ACUPA7085R"), "DNI": ("12345678Z", "54362315K"),
    "NIE": ("X1234567L", "Y2482300B"), "Codice fiscale": ("RSSMRA85T10A562S", "RCCMNL83S18D969H"), "BSN": ("111222333", "1112.22.333"),
    "NIR": ("2 95 10 99 126 111 93", "1 85 05 78 006 084 91"), "AHV-Nr.": ("756.9217.0769.85", "7569217076985"), "SSN": ("219-09-9999", "536-90-4399"),
    "NHS number": ("943 476 5919", "9434765919"), "PESEL": ("44051401359", "02070803628"), "Steuer-ID": ("36 574 261 809", "86095742719"),
    "Personnummer": ("880320-0016", "8803200016"), "Fødselsnummer": ("151086 95088", "15108695088"), "CPR-nr.": ("211062-5629", "2110625629"),
    "HETU": ("131052-308T", "131052A308T"), "Kennitala": ("450401-3150", "120174-3399"), "CPF": ("390.533.447-05", "39053344705"),
    "CNPJ": ("16.727.230/0001-97", "16727230000197"), "SIN": ("123 456 782", "123-456-782"), "TFN": ("123 456 782", "123456782"),
    "ABN": ("83 914 571 673", "83914571673"), "IRD": ("49-091-850", "49091850"), "T.C. Kimlik No": ("17291716060", "17291716060"),
    "SA ID": ("7503305044089", "750330 5044089"), "T.Z.": ("3933742-3", "39337423"), "RUT": ("76.086.428-5", "76086428-5"),
    "CUIT": ("20-05536168-2", "20055361682"), "CURP": ("BOXW310820HNERXN09", "BOXW310820HNERXN09"), "RFC": ("GODE561231GR8", "GODE561231GR8"),
    "OIB": ("33392005961", "33392005961"), "JMBG": ("0101006500006", "0101006500006"), "AMKA": ("01013099997", "01013099997"),
    "EGN": ("7523169263", "8032056031"), "CNP": ("1630615123457", "1630615123457"), "Rodné číslo": ("710319/2745", "991231123"),
    "Isikukood": ("36805280109", "36805280109"), "Asmens kodas": ("33309240064", "33309240064"), "Rijksregisternummer": ("85.07.30-033.28", "85073003328"),
    "SVNR": ("1237 010180", "1237010180"), "PPSN": ("6433435F", "6433435E"), "NRIC": ("S1234567D", "T1234567J"),
    "MyKad": ("770305-02-1234", "890131-06-5224"), "RRN": ("971013-9019902", "971013-9019902"), "マイナンバー": ("6214 9832 0257", "621498320257"),
    "Thai ID": ("1-2345-45678-78-1", "1234545678781"), "身份证号": ("11010519491231002X", "440524188001010014"), "身分證字號": ("A123456789", "A123456789"),
    "HKID": ("G123456(A)", "G123456(A)"), "Cédula": ("001-1391820-5", "00113918205"), "CNIC": ("54201-8139862-1", "54201-8139862-1"),
    "Medicare": ("2123 45670 1", "2123456701"), "СНИЛС": ("112-233-445 95", "112-233-445 95"), "MRN": ("P-20391", "0048-2231"),
    "Patient no.": ("88-1234-X", "7731004"), "Passport no.": ("C01X00T47", "L898902C3"), "UTR": ("1955839661", "19558 39661"),
}  # fmt: skip
NAME_LABELS = (
    "SHIP TO:", "BILL TO:", "Attn:", "c/o", "Patient:", "Insured:", "Kontoinhaber:", "Titulaire :", "Intestatario:", "Account holder:",
    "Zahlbar durch:", "Payable by:", "Name of debtor:", "Facturer à :", "Destinatario:", "Rekeninghouder:", "Odbiorca:", "Versicherte Person:",
)  # fmt: skip
STREETS = (
    "Rosenrain 8", "Hauptstraße 12a", "Via Roma 12", "Kerkstraat 101", "Storgatan 5", "12 Rose Lane", "Flat 3, Rose House, 12 High Street",
    "PO Box 4471", "Calle Mayor 5, 3º B", "14 bis, rue des Lilas", "Rua das Flores, 123", "ul. Długa 5/7", "Mannerheimintie 12 A 4", "Bahnhofweg 3",
    "Jalan Aman 2", "221B Baker Street", "Piazza Garibaldi 4", "Am Anger 3", "Im Winkel 7", "Postfach 112",
)  # fmt: skip


@dataclass(frozen=True)
class Set:
    """A generated page. `hidden` are the pieces that must be: line number, first letter, end."""

    lines: tuple[Line, ...]
    hidden: tuple[tuple[int, int, int], ...]


def rows(size: Size) -> Iterator[Row]:
    """Yield one row for each way of setting a value."""
    chance, fake = random.Random(SEED), Faker(["en_US", "de_DE", "fr_FR", "es_ES", "it_IT"])
    fake.seed_instance(SEED)
    tries = TRIES[size]
    values: dict[str, Callable[[], str]] = {
        "IBAN": lambda: _grouped(fake.iban(), 4),
        "card": lambda: _grouped(fake.credit_card_number("visa16"), 4),
        "e-mail": lambda: f"{fake.first_name()}.{fake.last_name()}@example.org".lower().replace(" ", ""),
        "telephone": lambda: f"+49 {chance.randint(30, 89)} {chance.randint(1000, 9999)} {chance.randint(1000, 9999)}",
    }
    for kind, made in values.items():
        yield _row(f"{kind} cut at a line's end", [_cut(made(), chance, kind) for _ in range(tries)])
        spaced = [_lines(("Payment", " ".join(made().replace(" ", "")), "Thank you"), 1) for _ in range(tries)]
        if kind != "telephone":
            yield _row(f"{kind} set letter by letter", spaced)
    yield _row("IBAN, one letter to a box", [_boxes(fake.iban()) for _ in range(tries)])
    yield _row("name, one letter to a box", [_boxes(_name(fake).upper(), "Name of debtor") for _ in range(tries)])
    for how, written in (("small letters", str.lower), ("capitals", str.upper), ("as usual", str)):
        behind = [_labelled(label, written(_name(fake))) for label in NAME_LABELS for _ in range(max(1, tries // 12))]
        below = [_below(label.rstrip(" :"), written(_name(fake))) for label in NAME_LABELS if label != "c/o"]
        yield _row(f"name behind a label, {how}", behind)
        yield _row(f"name below a label, {how}", below)
    yield _row("IBAN in a narrow cell, cut anywhere", [_cell("IBAN", values["IBAN"](), chance) for _ in range(tries)])
    yield _row(
        "card in a narrow cell, cut anywhere", [_cell("Card no.", values["card"](), chance) for _ in range(tries)]
    )
    yield _row(
        "e-mail in a narrow cell, cut anywhere", [_cell("E-mail", values["e-mail"](), chance) for _ in range(tries)]
    )
    yield _row(
        "values in two columns, cut in both",
        [_columns(values["IBAN"](), values["card"](), chance) for _ in range(tries)],
    )
    yield _row("name and town below a value's column", [_form(fake) for _ in range(tries)])
    yield _row("name cut at a line's end", [_cut_name(fake) for _ in range(tries)])
    numbers = [(label, number) for label, both in NUMBERS.items() for number in both]
    yield _row("national number behind its label", [_labelled(f"{label}:", number) for label, number in numbers])
    yield _row("national number below its label", [_below(label, number) for label, number in numbers])
    yield _row(
        "national number cut at a line's end", [_cut_number(*one) for one in numbers if " " in one[1] or "-" in one[1]]
    )
    spaced = [_labelled(f"{label}:", " ".join(number.replace(" ", ""))) for label, number in numbers]
    yield _row("national number set letter by letter", spaced)
    yield _row("street without a post code", [_lines((street,), 0) for street in STREETS])
    yield _row(
        "address in a block that a label heads",
        [_block(label, fake) for label in NAME_LABELS[:2] for _ in range(tries)],
    )


def _row(check: str, pages: Sequence[Set]) -> Row:
    failed = [number for number, page in enumerate(pages) if not _is_hidden(page)]
    return Row(f"values: {check}", len(pages), len(failed), tuple(f"page {number}" for number in failed[:5]))


def _is_hidden(page: Set) -> bool:
    places = [one.place for one in found_on(page.lines) if one.score >= THRESHOLD]
    count, hidden = 0, 0
    for number, start, end in page.hidden:
        line = page.lines[number]
        for at in range(start, end):
            if line.text[at] in string.whitespace:
                continue
            x, y = (line.edges[at] + line.edges[at + 1]) / 2, line.top + line.height / 2
            count += 1
            hidden += any(one.left <= x <= one.right and one.top <= y <= one.bottom for one in places)
    return count > 0 and hidden >= COVERED * count


def _line(text: str, number: int, left: int = 0) -> Line:
    return line_from_box(text, left, STEP_PX * number, LETTER_PX * len(text), HEIGHT_PX)


def _lines(texts: Sequence[str], number: int) -> Set:
    """Return a page of lines of which one is the value."""
    return Set(tuple(_line(text, at) for at, text in enumerate(texts)), ((number, 0, len(texts[number])),))


def _labelled(label: str, value: str) -> Set:
    line = _line(f"{label} {value}", 0)
    return Set((line,), ((0, len(label) + 1, len(line.text)),))


def _below(label: str, value: str) -> Set:
    return _lines((label, value), 1)


def _cut(value: str, chance: random.Random, kind: str) -> Set:
    """Cut a value where a program breaks lines: at a blank, or behind a dot or an @ of an address."""
    marks = [at for at, sign in enumerate(value) if sign in (".@" if kind == "e-mail" else " ")]
    at = chance.choice(marks)
    first, second = (value[: at + 1], value[at + 1 :]) if kind == "e-mail" else (value[:at], value[at + 1 :])
    above = f"Please use this one for all that you send us: {first}"
    below = f"{second}, and nothing else."
    lines = (_line(above, 0), _line(below, 1))
    return Set(lines, ((0, len(above) - len(first), len(above)), (1, 0, len(second))))


def _cell(label: str, value: str, chance: random.Random) -> Set:
    """Break a value behind its label at any letter, into two or three lines that begin where it does."""
    places = [at for at in range(6, len(value) - 3) if " " not in value[at - 1 : at + 1]]
    cuts = sorted(chance.sample(places, chance.choice((1, 2))))
    pieces = [value[start:end] for start, end in zip([0, *cuts], [*cuts, len(value)], strict=True)]
    left = LETTER_PX * (len(label) + 4)
    first = _line(f"{label}:   {pieces[0]}", 0)
    lines = (first, *(_line(piece.strip(), at, left) for at, piece in enumerate(pieces[1:], start=1)))
    starts = (len(label) + 4, *[0] * (len(lines) - 1))
    return Set(
        lines, tuple((at, start, len(line.text)) for at, (line, start) in enumerate(zip(lines, starts, strict=True)))
    )


def _columns(iban: str, card: str, chance: random.Random) -> Set:
    lines: list[Line] = []
    hidden = []
    for value, left, label in ((iban, 0, "Transfer to"), (card, 600, "Charged to")):
        at = chance.choice([at for at, sign in enumerate(value) if sign == " "])
        above = f"{label} {value[:at]}"
        hidden += [(len(lines), len(label) + 1, len(above)), (len(lines) + 1, 0, len(value) - at - 1)]
        lines += [_line(above, 0, left), _line(f"{value[at + 1 :]} as before", 1, left)]
    return Set(tuple(lines), tuple(hidden))


def _form(fake: Faker) -> Set:
    """Set labels on the left and values on the right, of which one needs two lines."""
    first, _, last = _name(fake).partition(" ")
    lines = (
        _line("Name", 0), _line(first, 0, 300), _line(last, 1, 300), _line("Address", 2), _line("Rosenrain 8", 2, 300),
        _line("3098 Köniz", 3, 300), _line("Amount", 4), _line("CHF 12.00", 4, 300),
    )  # fmt: skip
    return Set(lines, tuple((at, 0, len(lines[at].text)) for at in (1, 2, 4, 5)))


def _cut_number(label: str, number: str) -> Set:
    at = max(number.rfind(" "), number.rfind("-"))
    first, second = number[: at + 1].rstrip(), number[at + 1 :]
    above = f"Please give us your {label}: {first}"
    return Set((_line(above, 0), _line(second, 1)), ((0, len(above) - len(first), len(above)), (1, 0, len(second))))


def _cut_name(fake: Faker) -> Set:
    first, _, last = _name(fake).partition(" ")
    above, below = f"The contract was signed this morning by {first}", f"{last} in our office."
    return Set((_line(above, 0), _line(below, 1)), ((0, len(above) - len(first), len(above)), (1, 0, len(last))))


def _boxes(value: str, label: str = "IBAN") -> Set:
    """Set one letter to a box, 38 pixels apart, below a label; an empty box for a blank."""
    cells = [line_from_box(sign, 38 * at, 40, 14, 17) for at, sign in enumerate(value) if sign != " "]
    return Set((_line(label, 0), *cells), tuple((number + 1, 0, 1) for number in range(len(cells))))


def _block(label: str, fake: Faker) -> Set:
    name, street = _name(fake), fake.random_element(STREETS)
    town = fake.random_element(("3098 Köniz", "80331 München", "1012 AB Amsterdam", "Little Snoring", "75011 Paris"))
    texts = (label, name, street, town)
    page = _lines(texts, 1)
    return Set(page.lines, tuple((at, 0, len(texts[at])) for at in (1, 2, 3)))


def _name(fake: Faker) -> str:
    """Return a name that is found in a plain sentence: what is attacked is how it is set, not which names are known."""
    while True:
        name = f"{fake.first_name()} {fake.last_name()}"
        sentence = f"It was signed this morning by {name} in our office."
        found = (sentence[one.start : one.end] for one in entities_in(sentence) if one.kind == "PERSON")
        if name in found and not any(labels_in(Readable(part)) for part in name.split()):
            return name


def _grouped(value: str, by: int) -> str:
    return " ".join(value[at : at + by] for at in range(0, len(value), by))
