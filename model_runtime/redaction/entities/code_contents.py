"""Tell what personal data a machine-readable code holds: whose names, addresses, accounts and dates to look for on a page.

Knows payment codes (Swiss QR bill, EPC "BCD", BezahlCode, UPI, EMV), contacts (vCard, MeCard), driving licences (AAMVA),
boarding passes (IATA BCBP) and Aadhaar letters; other codes are read as lines of text. What a code says comes from the
document: it is only ever compared with what is printed, bounded in length and number. Reads no pixels.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice

from model_runtime.redaction.entities import name_lists
from model_runtime.redaction.entities.entity import EntityKind
from model_runtime.redaction.entities.known_words import KnownWord
from model_runtime.redaction.entities.readable import plain
from model_runtime.redaction.entities.recognition import entities_in

MAX_CHARACTERS = 4000
"""Of one code: the largest QR code holds 4,296 letters."""

MAX_WORDS = 64
"""Of all codes on a page; a driving licence has a dozen."""

_SURE_SURNAME = 5  # letters: shorter ones are parts of other words and abbreviations
_LONGEST = 80  # letters of a name or a street
_PERSON, _ADDRESS, _IBAN, _EMAIL, _PHONE = (
    EntityKind.PERSON, EntityKind.ADDRESS, EntityKind.IBAN, EntityKind.EMAIL, EntityKind.PHONE,
)  # fmt: skip
_BIRTH, _ID = EntityKind.DATE_OF_BIRTH, EntityKind.NATIONAL_ID
_PARTIES = (4, 11, 20)
"""Lines of a Swiss QR code at which creditor, last creditor and payer begin: type, name, street, house, code, town.

Source: Swiss Implementation Guidelines QR-bill 2.3, table 7."""

_AAMVA = {"DAA": _PERSON, "DAQ": _ID, "DBB": _BIRTH, "DAG": _ADDRESS, "DAH": _ADDRESS, "DAI": _ADDRESS}
_FIELDS = {"TEL": _PHONE, "EMAIL": _EMAIL, "FN": _PERSON, "BDAY": _BIRTH, "NICKNAME": _PERSON}
_QUERY = {"name": _PERSON, "pn": _PERSON, "iban": _IBAN, "pa": _EMAIL, "to": _EMAIL}
_AADHAAR = {"name": _PERSON, "gname": _PERSON, "co": _PERSON, "uid": _ID, "dob": _BIRTH, "house": _ADDRESS, "street": _ADDRESS, "lm": _ADDRESS, "loc": _ADDRESS}  # fmt: skip


def words_in(texts: Sequence[str]) -> tuple[KnownWord, ...]:
    """Return what to look for on a page whose codes say `texts`."""
    words = (word for text in texts for word in _words(text[:MAX_CHARACTERS]))
    useful = (word for word in words if 2 < len(word.text.strip()) <= _LONGEST)
    return tuple(dict.fromkeys(islice(useful, MAX_WORDS)))


def _words(text: str) -> Iterator[KnownWord]:
    for begins, read in _READERS:
        if begins.match(text):
            yield from read(text)
            return
    for line in text.splitlines():
        for entity in entities_in(line):
            yield KnownWord(entity.kind, line[entity.start : entity.end])


def _swiss(text: str) -> Iterator[KnownWord]:
    lines = [line.strip() for line in re.split(r"\r\n|\n|\r", text)]
    lines += [""] * (27 - len(lines))
    yield KnownWord(_IBAN, lines[3])
    for at in _PARTIES:
        kind, name, street, house, code, town = lines[at : at + 6]
        yield from _person(name) if at == _PARTIES[-1] else (KnownWord(_PERSON, name),)
        if kind == "K":  # two free lines
            yield from (KnownWord(_ADDRESS, street), KnownWord(_ADDRESS, house))
        elif street or town:
            yield from (KnownWord(_ADDRESS, f"{street} {house}"), KnownWord(_ADDRESS, f"{code} {town}"))


def _epc(text: str) -> Iterator[KnownWord]:
    """Read a payment code. Source: EPC069-12, version 2."""
    lines = [*text.splitlines(), *[""] * 7]
    yield KnownWord(_PERSON, lines[5])
    yield KnownWord(_IBAN, lines[6])


def _card(text: str) -> Iterator[KnownWord]:
    """Read a vCard (RFC 6350): folded lines, parameters behind a semicolon."""
    for line in re.sub(r"\r?\n[ \t]", "", text).splitlines():
        name, _, value = line.partition(":")
        yield from _field(name.split(";")[0].split(".")[-1].upper(), value, ";")


def _mecard(text: str) -> Iterator[KnownWord]:
    for part in re.split(r"(?<!\\);", text.partition(":")[2]):
        name, _, value = part.partition(":")
        yield from _field({"SOUND": "", "X": "N"}.get(name.upper(), name.upper()), value, ",")


def _field(name: str, value: str, comma: str) -> Iterator[KnownWord]:
    value = value.replace("\\n", " ").replace("\\", "")
    parts = [part.strip() for part in value.split(comma)]
    if name == "N":
        yield from _person(" ".join(filter(None, [*parts[1:2], parts[0]])))
        yield KnownWord(_PERSON, " ".join(filter(None, [*parts[1:3], parts[0]])))
    elif name == "ADR":
        yield from (KnownWord(_ADDRESS, part) for part in parts[:3] if part)
        yield KnownWord(_ADDRESS, " ".join(filter(None, reversed(parts[3:6:2]))))
        yield KnownWord(_ADDRESS, " ".join(filter(None, parts[3:6:2])))
    elif name in _FIELDS:
        yield KnownWord(_FIELDS[name], value.removeprefix("tel:").removeprefix("mailto:"))


def _person(name: str) -> Iterator[KnownWord]:
    """Yield a name, and its surname alone where that is no everyday word: "Frau Grossenbacher" is the same person."""
    yield KnownWord(_PERSON, name)
    last = name.rsplit(maxsplit=1)[-1] if " " in name.strip() else ""
    if len(last) >= _SURE_SURNAME and plain(last) not in name_lists.also_words() | name_lists.small_words():
        yield KnownWord(_PERSON, last)


def _licence(text: str) -> Iterator[KnownWord]:
    """Read a driving licence of North America. Source: AAMVA DL/ID Card Design Standard 2020, annex D."""
    elements: Mapping[str, str] = dict(re.findall(r"(?m)(?:^|DL|ID)(D[A-Z]{2})([^\r\n\x1e]*)", text))
    first, middle, last = (elements.get(name, "").strip(" ,") for name in ("DAC", "DAD", "DCS"))
    first = first or elements.get("DCT", "").replace(",", " ").strip()
    yield from (KnownWord(_PERSON, f"{first} {last}"), KnownWord(_PERSON, f"{first} {middle} {last}"))
    yield from (KnownWord(_PERSON, last), KnownWord(_PERSON, first))
    yield from (KnownWord(kind, elements[name].strip()) for name, kind in _AAMVA.items() if name in elements)


def _boarding(text: str) -> Iterator[KnownWord]:
    """Read a boarding pass. Source: IATA Resolution 792: twenty letters, surname, slash, given name."""
    surname, _, given = text[2:22].strip().partition("/")
    given = re.sub(r"(?:MRS|MR|MS|MISS|DR)$", "", given) or given
    yield from (KnownWord(_PERSON, f"{given} {surname}"), KnownWord(_PERSON, f"{surname}/{given}"))
    yield KnownWord(_PERSON, surname)


def _aadhaar(text: str) -> Iterator[KnownWord]:
    for name, value in re.findall(r'(\w+)="([^"]*)"', text):
        if name in _AADHAAR:
            yield KnownWord(_AADHAAR[name], value.removeprefix("S/O").removeprefix("D/O").strip(" :,"))


def _link(text: str) -> Iterator[KnownWord]:
    scheme, _, rest = text.partition(":")
    target, _, query = rest.partition("?")
    if scheme.lower() in ("mailto", "tel", "sms", "smsto"):
        kind = _EMAIL if scheme.lower() == "mailto" else _PHONE
        yield KnownWord(kind, _unquoted(target.partition(":")[0]))
    for pair in query.split("&"):
        name, _, value = pair.partition("=")
        if name.lower() in _QUERY:
            yield KnownWord(_QUERY[name.lower()], _unquoted(value.replace("+", " ")))
    plain_rest = _unquoted(rest)
    yield from (KnownWord(one.kind, plain_rest[one.start : one.end]) for one in entities_in(plain_rest))


def _unquoted(text: str) -> str:
    """Return `text` with its percent signs and two digits made what they stand for (RFC 3986)."""
    quoted = re.compile(r"(?:%[0-9A-Fa-f]{2})+")
    return quoted.sub(lambda match: bytes.fromhex(match[0].replace("%", "")).decode(errors="replace"), text)


def _emv(text: str) -> Iterator[KnownWord]:
    """Read a merchant's payment code: tag, length, value. Source: EMV QR Code Specification 1.1, section 4."""
    at = 0
    while (length := text[at + 2 : at + 4]).isdigit():
        value = text[at + 4 : at + 4 + int(length)]
        if text[at : at + 2] == "59":
            yield KnownWord(_PERSON, value)
        at += 4 + int(length)


_READERS: tuple[tuple[re.Pattern[str], Callable[[str], Iterator[KnownWord]]], ...] = (
    (re.compile(r"SPC\r?\n"), _swiss),
    (re.compile(r"BCD\r?\n"), _epc),
    (re.compile(r"(?i)BEGIN:VCARD"), _card),
    (re.compile(r"(?i)(?:MECARD|BIZCARD):"), _mecard),
    (re.compile(r"@\s*\x1e?\s*(?:ANSI|AAMVA)"), _licence),
    (re.compile(r"M[1-9][A-Z '\-]{1,19}/[A-Z '\-]"), _boarding),
    (re.compile(r"(?s)(?:<\?xml.{0,80})?<PrintLetterBarcodeData"), _aadhaar),
    (re.compile(r"(?i)(?:mailto|tel|sms|smsto|upi|bank|bezahlcode|https?|otpauth):"), _link),
    (re.compile(r"000201"), _emv),
)
