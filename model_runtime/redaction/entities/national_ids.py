"""Find numbers that states give to people and firms: identity, social security, tax and value-added tax.

Check digits are computed by python-stdnum, or here where its test would also ask a register of places. Numbers without
proof or a form of their own are found by their labels only (`labelled.py`).
"""

import datetime as dt
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from stdnum.be import nn
from stdnum.ch import ssn as ahv
from stdnum.cn import uscc
from stdnum.de import idnr
from stdnum.es import cif, dni, nie
from stdnum.eu import vat
from stdnum.fr import nir, siret
from stdnum.iso7064 import mod_11_2
from stdnum.it import codicefiscale

from model_runtime.redaction.entities.entity import Entity, EntityKind
from model_runtime.redaction.entities.readable import Readable


@dataclass(frozen=True)
class _Form:
    """How a number is printed and what proves it. `is_valid` takes letters and digits only, in upper case."""

    kind: EntityKind
    origin: str
    score: float
    pattern: re.Pattern[str]
    is_valid: Callable[[str], bool]


def _form(kind: EntityKind, origin: str, score: float, pattern: str, is_valid: Callable[[str], bool]) -> _Form:
    return _Form(kind, origin, score, re.compile(rf"(?<![\w.]){pattern}(?!\w)", re.ASCII), is_valid)


def _is_resident_id(number: str) -> bool:
    """GB 11643-1999: place, date of birth, serial, check digit. The place is not looked up: places are renumbered."""
    try:
        dt.datetime.strptime(number[6:14], "%Y%m%d")  # noqa: DTZ007  # a day has no zone
    except ValueError:
        return False
    return bool(mod_11_2.is_valid(number))


def _is_vat(number: str) -> bool:
    return sum(sign.isdigit() for sign in number) >= 7 and bool(vat.is_valid(number))


def _always(number: str) -> bool:
    return bool(number)


_PERSONAL, _TAX = EntityKind.NATIONAL_ID, EntityKind.TAX_ID
_FORMS = (
    _form(_PERSONAL, "us-ssn", 0.9, r"\d{3} ?- ?\d{2} ?- ?\d{4}", _always),
    _form(_PERSONAL, "uk-nino", 0.85, r"[A-Z]{2} ?\d{2} ?\d{2} ?\d{2} ?[A-Z]", _always),
    _form(_PERSONAL, "fr-nir", 0.95, r"[12478](?: ?\d){4} ?(?:\d ?\d|2[AB])(?: ?\d){6}[ -]?\d ?\d", nir.is_valid),
    _form(_PERSONAL, "es-dni", 0.9, r"\d{2}\.?\d{3}\.?\d{3}[ -]?[A-Z]", dni.is_valid),
    _form(_PERSONAL, "es-nie", 0.9, r"[XYZ][ -]?\d{7}[ -]?[A-Z]", nie.is_valid),
    _form(_PERSONAL, "cn-resident-id", 0.98, r"\d{6} ?\d{8} ?\d{3}[\dXx]", _is_resident_id),
    _form(_PERSONAL, "it-codice-fiscale", 0.95, r"[A-Z]{6}\d{2}[A-Z]\d{2}[A-Z]\d{3}[A-Z]", codicefiscale.is_valid),
    _form(_PERSONAL, "ch-ahv", 0.95, r"756[. ]?\d{4}[. ]?\d{4}[. ]?\d{2}", ahv.is_valid),
    _form(_PERSONAL, "be-nn", 0.9, r"\d{2}\.\d{2}\.\d{2}-\d{3}\.\d{2}", nn.is_valid),
    _form(_PERSONAL, "de-pension", 0.8, r"\d{2} ?\d{6} ?[A-Z] ?\d{3}", _always),
    _form(_PERSONAL, "passport-zone", 0.9, r"[A-Z0-9<]{2,44}<<[A-Z0-9<]{2,44}", _always),
    _form(_TAX, "de-tax-id", 0.8, r"\d{2} ?\d{3} ?\d{3} ?\d{3}", idnr.is_valid),
    _form(_TAX, "es-cif", 0.85, r"[A-HJNP-SUVW][ -]?\d{7}[ -]?[0-9A-J]", cif.is_valid),
    _form(_TAX, "cn-credit-code", 0.9, r"[0-9A-HJ-NPQRTUWXY]{18}", uscc.is_valid),
    _form(_TAX, "fr-siret", 0.75, r"\d{3} ?\d{3} ?\d{3} ?\d{5}", siret.is_valid),
    _form(
        EntityKind.VAT_ID,
        "vat-check-digits",
        0.9,
        r"(?:ATU|BE|BG|CY|CZ|DE|DK|EE|EL|ES|FI|FR|HR|HU|IE|IT|LT|LU|LV|MT|NL|PL|PT|RO|SE|SI|SK)(?:[ .\-]?[0-9A-Z]){7,12}",
        _is_vat,
    ),
)  # fmt: skip


def national_ids_in(line: Readable) -> Iterator[Entity]:
    """Yield numbers whose form and check digits are those of a state's."""
    for form in _FORMS:
        for text in line.number_forms:
            for match in form.pattern.finditer(text):
                if form.is_valid(re.sub(r"[^0-9A-Za-z<]", "", match[0]).upper()):
                    yield Entity(form.kind, match.start(), match.end(), form.score, form.origin)
