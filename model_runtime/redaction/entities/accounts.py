"""Find bank accounts (IBAN) and payment cards by form and check digits.

Sources: ISO 13616 and ISO 7064 (mod 97-10) by python-stdnum; ISO/IEC 7812 (Luhn) with the networks' number ranges.
"""

import itertools
import re
from collections.abc import Iterator

from stdnum import luhn
from stdnum.iso7064 import mod_97_10

from model_runtime.redaction.entities.entity import Entity, EntityKind
from model_runtime.redaction.entities.proven import proven_in
from model_runtime.redaction.entities.readable import Readable

_IBAN_START = re.compile(
    r"(?:(?<![A-Za-z0-9])|(?<=IBAN)|(?<=iban))[A-Za-z]{2} ?\d{2}(?=(?:[ .\-/]{0,2}[A-Za-z0-9]){11})"
)
_IBAN_FORM = re.compile(r"(?<![A-Za-z0-9])[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,4})?(?![A-Za-z0-9])")
_IBAN_LENGTHS = {
    **dict.fromkeys(["NO"], 15),
    **dict.fromkeys(["BE"], 16),
    **dict.fromkeys(["DK", "FO", "FI", "GL", "NL", "SD", "FK"], 18),
    **dict.fromkeys(["MK", "SI"], 19),
    **dict.fromkeys(["AT", "BA", "EE", "KZ", "XK", "LT", "LU", "MN"], 20),
    **dict.fromkeys(["HR", "LV", "LI", "CH"], 21),
    **dict.fromkeys(["BH", "BG", "CR", "GE", "DE", "IE", "ME", "RS", "GB", "VA"], 22),
    **dict.fromkeys(["GI", "IQ", "IL", "OM", "SO", "TL", "AE"], 23),
    **dict.fromkeys(["AD", "CZ", "MD", "PK", "RO", "SA", "SK", "ES", "SE", "TN", "VG"], 24),
    **dict.fromkeys(["LY", "PT", "ST"], 25),
    **dict.fromkeys(["IS", "TR"], 26),
    **dict.fromkeys(["BI", "DJ", "FR", "GR", "IT", "MR", "MC", "SM"], 27),
    **dict.fromkeys(["AL", "AZ", "BY", "CY", "DO", "GT", "HU", "LB", "NI", "PL", "SV"], 28),
    **dict.fromkeys(["BR", "EG", "PS", "QA", "UA"], 29),
    **dict.fromkeys(["JO", "KW", "MU", "YE"], 30),
    **dict.fromkeys(["MT", "SC"], 31),
    "LC": 32,
    "RU": 33,
}
"""Letters and digits by country (SWIFT IBAN registry)."""
_LEAST_IBAN_DIGITS = 10
_CARD = re.compile(r"(?<![\d.,A-Za-z])\d(?:[ .\-]?\d){11,18}(?![\d])")
_APART = r"(?: ?[ .\-/·_*,]| - )?"
_GROUPED_CARDS = tuple(
    re.compile(rf"(?<![\dA-Za-z])(?<!\d[.,]){groups}(?!\d)")
    for groups in (
        rf"\d{{4}}(?:{_APART}\d{{4}}){{3}}",
        rf"\d{{4}}{_APART}\d{{6}}{_APART}\d{{4,5}}",  # American Express, Diners Club
        rf"\d{{4}}(?:{_APART}\d{{4}}){{3}}{_APART}\d{{3}}",
        rf"\d{{4}}(?:{_APART}\d{{4}}){{2}}{_APART}\d{{1,3}}",
        rf"\d{{6}}{_APART}\d{{13}}",
        r"\d{4}(?: ?, ?\d{4}){3}",
    )
)
"""The ways in which cards are embossed: so grouped, a number is one whatever figures stand beside it (an expiry, a day)."""

_MASKED_CARD = re.compile(r"(?<!\w)(?:\d{4}|[*xX•●]{4})[ \-]?(?:[*xX•●]{4}[ \-]?){1,2}\d{3,4}(?!\w)")
_CARD_RANGES = (
    (re.compile(r"4"), (13, 16, 19)),  # Visa
    (re.compile(r"5[1-5]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720"), (16,)),  # Mastercard
    (re.compile(r"3[47]"), (15,)),  # American Express
    (re.compile(r"30[0-5]|3095|36|3[89]"), (14, 16, 19)),  # Diners Club
    (re.compile(r"35"), (15, 16, 17, 18, 19)),  # JCB
    (re.compile(r"2131|1800"), (15,)),  # JCB, old
    (re.compile(r"6011|64[4-9]|65|62|81|60|2200|220[1-4]"), (16, 17, 18, 19)),  # Discover, UnionPay, RuPay, Mir
    (re.compile(r"0604|50|5[6-9]|6[0-9]"), tuple(range(12, 20))),  # Maestro
)
_USUAL_CARD_DIGITS = (15, 16)


def accounts_in(line: Readable) -> Iterator[Entity]:
    """Yield IBANs; one whose check digits are wrong (misread, mistyped) counts less."""
    found: dict[int, int] = {}
    for text in line.number_forms:
        starts = (match.start() for match in _IBAN_START.finditer(text))
        found |= {start: end for start in starts if (end := _iban_end(text, start)) is not None}
    for start, end in found.items():
        yield Entity(EntityKind.IBAN, start, end, 0.98, "iban-check-digits")
    for match in itertools.chain.from_iterable(_IBAN_FORM.finditer(text) for text in line.number_forms):
        if match.start() not in found and sum(sign.isdigit() for sign in match[0]) >= _LEAST_IBAN_DIGITS:
            yield Entity(EntityKind.IBAN, match.start(), match.end(), 0.6, "iban-form")


def cards_in(line: Readable) -> Iterator[Entity]:
    """Yield card numbers that the Luhn formula and a network's range prove, and masked ones."""
    whole = (match.span() for match in _CARD.finditer(line.digits) if _is_evenly_set(match[0]) and _is_card(match[0]))
    grouped = (place for form in _GROUPED_CARDS for place in proven_in(form, line.digits, _is_card))
    for start, end in {*whole, *grouped}:
        is_usual = sum(sign.isdigit() for sign in line.digits[start:end]) in _USUAL_CARD_DIGITS
        yield Entity(EntityKind.CREDIT_CARD, start, end, 0.95 if is_usual else 0.75, "card-luhn")
    for match in _MASKED_CARD.finditer(line.folded):
        yield Entity(EntityKind.CREDIT_CARD, match.start(), match.end(), 0.7, "card-masked")


def _iban_end(text: str, start: int) -> int | None:
    """Return where the IBAN that starts at `start` ends; None when its country or its check digits are wrong."""
    length = _IBAN_LENGTHS.get(text[start : start + 2].upper())
    places = list(itertools.islice((place for place in range(start, len(text)) if text[place].isalnum()), length))
    number = "".join(text[place] for place in places).upper()
    is_proven = len(number) == length and number.isascii() and mod_97_10.is_valid(number[4:] + number[:4])
    return places[-1] + 1 if is_proven else None


def _is_evenly_set(printed: str) -> bool:
    """Tell whether one sign stands between all groups: with two it is a number and an amount, "6016 1331 12.00"."""
    return len({sign for sign in printed if not sign.isdigit()}) <= 1


def _is_card(printed: str) -> bool:
    number = re.sub(r"\D", "", printed)
    if len(set(number)) == 1 or not luhn.is_valid(number):
        return False
    return any(start.match(number) and len(number) in lengths for start, lengths in _CARD_RANGES)
