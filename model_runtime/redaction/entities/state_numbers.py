"""List the numbers that states give to people and firms: how each is printed, what proves it, how sure it is alone.

A number that chance seldom makes (dates, several check digits, letters and brackets of its own) counts wherever it stands.
One whose single check digit every tenth number has counts only beside a label of its family (`labels.toml`), or in the
grouping that nothing else has. Check digits are computed by python-stdnum, or in `number_checks.py` where its test would
also ask a register of places. Finds nothing.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from stdnum.ar import cuit
from stdnum.at import vnr
from stdnum.au import abn, tfn
from stdnum.be import nn
from stdnum.bg import egn
from stdnum.br import cnpj, cpf
from stdnum.ca import sin
from stdnum.ch import ssn as ahv
from stdnum.ch import uid
from stdnum.cl import rut
from stdnum.cn import uscc
from stdnum.cu import ni
from stdnum.cz import rc
from stdnum.de import idnr
from stdnum.dk import cpr
from stdnum.do import cedula
from stdnum.ec import ci
from stdnum.ee import ik
from stdnum.es import cif, dni, nie
from stdnum.eu import vat
from stdnum.fr import nif as french_nif
from stdnum.fr import nir, siret
from stdnum.gb import nhs, utr
from stdnum.gr import amka
from stdnum.hr import oib
from stdnum.id import npwp
from stdnum.ie import pps
from stdnum.il import idnr as teudat_zehut
from stdnum.in_ import aadhaar, epic, gstin, pan, vid
from stdnum.is_ import kennitala
from stdnum.it import codicefiscale, iva
from stdnum.jp import in_ as my_number
from stdnum.kr import rrn
from stdnum.lt import asmens
from stdnum.lv import pvn
from stdnum.md import idno
from stdnum.mx import curp, rfc
from stdnum.nl import bsn
from stdnum.no import fodselsnummer
from stdnum.nz import ird
from stdnum.pl import nip, pesel
from stdnum.pt import cc
from stdnum.pt import nif as portuguese_nif
from stdnum.ro import cnp
from stdnum.ru import inn
from stdnum.se import personnummer
from stdnum.si import emso
from stdnum.th import pin
from stdnum.tr import tckimlik
from stdnum.ua import rntrc
from stdnum.us import itin
from stdnum.ve import rif
from stdnum.za import idnr as south_african

from model_runtime.redaction.entities import number_checks
from model_runtime.redaction.entities.entity import EntityKind

LABELLED = 0.9
"""Score of a number whose check digits are right and that stands beside a label of its family: surer than its label."""


@dataclass(frozen=True)
class StateNumber:
    """One printed form of a number.

    Attributes:
        origin: a stable word for reports.
        alone: score where no label stands beside it; 0.0: it needs one.
        pattern: matches the number, and nothing that goes on before or behind it.
        is_valid: takes its letters and digits only, in upper case.
    """

    kind: EntityKind
    origin: str
    alone: float
    pattern: re.Pattern[str]
    is_valid: Callable[[str], bool]

    def is_proof(self, printed: str) -> bool:
        """Tell whether `printed`, with its blanks and hyphens, is a right number."""
        return bool(self.is_valid(re.sub(r"[^0-9A-Za-z<]", "", printed).upper()))


_PERSONAL, _TAX, _VAT = EntityKind.NATIONAL_ID, EntityKind.TAX_ID, EntityKind.VAT_ID
_DATE = r"\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])"
_ROWS: tuple[tuple[EntityKind, str, float, str, Callable[[str], bool]], ...] = (
    (_PERSONAL, "us-ssn", 0.9, r"\d{3} ?- ?\d{2} ?- ?\d{4}", bool),
    (_PERSONAL, "us-ssn", 0.0, r"\d{3} \d{2} \d{4}", bool),
    (_PERSONAL, "us-itin", 0.0, r"9\d{8}", itin.is_valid),
    (_PERSONAL, "uk-nino", 0.85, r"[A-Z]{2} ?\d{2} ?\d{2} ?\d{2} ?[A-Z]", bool),
    (_PERSONAL, "uk-nhs", 0.0, r"\d{3}[ -]?\d{3}[ -]?\d{4}", nhs.is_valid),
    (_PERSONAL, "uk-driver", 0.75, r"[A-Z9]{5}[ -]?\d[0156]\d[0-3]\d\d[ -]?[A-Z9]{2}[ -]?\d[A-Z]{2}", bool),
    (_TAX, "uk-utr", 0.0, r"\d{5} ?\d{5}", utr.is_valid),
    (_PERSONAL, "ie-pps", 0.7, r"\d{7} ?[A-W] ?[ABHWTX]?", pps.is_valid),
    (_PERSONAL, "fr-nir", 0.95, r"[12478](?: ?\d){4} ?(?:\d ?\d|2[AB])(?: ?\d){6}[ -]?\d ?\d", nir.is_valid),
    (_TAX, "fr-nif", 0.6, r"[0-3](?: ?\d){12}", french_nif.is_valid),
    (_TAX, "fr-siret", 0.75, r"\d{3} ?\d{3} ?\d{3} ?\d{5}", siret.is_valid),
    (_PERSONAL, "es-dni", 0.9, r"\d{2}\.?\d{3}\.?\d{3}[ -]?[A-Za-z]", dni.is_valid),
    (_PERSONAL, "es-nie", 0.9, r"[XYZxyz][ -]?\d{7}[ -]?[A-Za-z]", nie.is_valid),
    (_TAX, "es-cif", 0.85, r"[A-HJNP-SUVW][ -]?\d{7}[ -]?[0-9A-J]", cif.is_valid),
    (_PERSONAL, "pt-cc", 0.85, r"\d{8} ?\d ?(?:[A-Z][A-Z\d]|\d[A-Z]) ?\d", cc.is_valid),
    (_TAX, "pt-nif", 0.0, r"\d{3} ?\d{3} ?\d{3}", portuguese_nif.is_valid),
    (_PERSONAL, "it-codice-fiscale", 0.95, r"[A-Za-z]{3} ?[A-Za-z]{3} ?[\dL-Vl-v]{2}[A-Za-z][\dL-Vl-v]{2} ?[A-Za-z][\dL-Vl-v]{3}[A-Za-z]", codicefiscale.is_valid),
    (_TAX, "it-iva", 0.0, r"\d{11}", iva.is_valid),
    (_PERSONAL, "ch-ahv", 0.95, r"756[. ]?\d{4}[. ]?\d{4}[. ]?\d{2}", ahv.is_valid),
    (_VAT, "ch-uid", 0.9, r"CHE[- ]?\d{3}\.?\d{3}\.?\d{3}", uid.is_valid),
    (_PERSONAL, "at-vnr", 0.6, r"\d{4}[ -](?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])\d{2}", vnr.is_valid),
    (_PERSONAL, "at-vnr", 0.0, r"\d{10}", vnr.is_valid),
    (_TAX, "de-tax-id", 0.8, r"\d{2} ?\d{3} ?\d{3} ?\d{3}", idnr.is_valid),
    (_PERSONAL, "de-pension", 0.8, r"\d{2} ?\d{6} ?[A-Z] ?\d{3}", bool),
    (_PERSONAL, "nl-bsn", 0.0, r"\d{8,9}|\d{3}[ .]?\d{3}[ .]?\d{3}|\d{4}[ .]\d{2}[ .]\d{3}", bsn.is_valid),
    (_PERSONAL, "be-nn", 0.9, r"\d{2}[. ]\d{2}[. ]\d{2}[- ]\d{3}[. ]\d{2}", nn.is_valid),
    (_PERSONAL, "be-nn", 0.6, r"\d{6}[ -]?\d{3}[ -]?\d{2}", nn.is_valid),
    (_PERSONAL, "se-personnummer", 0.85, r"(?:\d{2})?\d{6} ?[-+] ?\d{4}", personnummer.is_valid),
    (_PERSONAL, "se-personnummer", 0.55, r"(?:19|20)?\d{10}", personnummer.is_valid),
    (_PERSONAL, "no-fodselsnummer", 0.85, r"\d{6} ?\d{5}", fodselsnummer.is_valid),
    (_PERSONAL, "dk-cpr", 0.7, r"\d{6} ?- ?\d{4}", cpr.is_valid),
    (_PERSONAL, "dk-cpr", 0.0, r"\d{6} ?\d{4}", cpr.is_valid),
    (_PERSONAL, "fi-hetu", 0.9, r"\d{6}[-+A-FU-Y]\d{3}[0-9A-Y]", number_checks.is_hetu),
    (_PERSONAL, "is-kennitala", 0.6, r"\d{6}-?\d{4}", kennitala.is_valid),
    (_PERSONAL, "ee-ik", 0.6, r"[1-8]\d{10}", ik.is_valid),
    (_PERSONAL, "lt-asmens", 0.0, r"[1-9]\d{10}", asmens.is_valid),
    (_PERSONAL, "lv-personas-kods", 0.6, r"(?:32|[0-2]\d|3[01])\d{4}-\d{5}", pvn.is_valid),
    (_PERSONAL, "lv-personas-kods", 0.0, r"\d{11}", pvn.is_valid),
    (_PERSONAL, "pl-pesel", 0.0, r"\d{11}", pesel.is_valid),
    (_TAX, "pl-nip", 0.0, r"\d{3}-?\d{3}-?\d{2}-?\d{2}|\d{3}-?\d{2}-?\d{2}-?\d{3}", nip.is_valid),
    (_PERSONAL, "cz-sk-rodne-cislo", 0.8, r"\d{6} ?/ ?\d{3,4}", rc.is_valid),
    (_PERSONAL, "cz-sk-rodne-cislo", 0.0, r"\d{9,10}", rc.is_valid),
    (_PERSONAL, "bg-egn", 0.0, r"\d{10}", egn.is_valid),
    (_PERSONAL, "ro-cnp", 0.85, r"[1-9]\d{12}", cnp.is_valid),
    (_PERSONAL, "hr-oib", 0.0, r"\d{11}", oib.is_valid),
    (_PERSONAL, "jmbg", 0.75, r"\d{13}", emso.is_valid),
    (_PERSONAL, "gr-amka", 0.6, r"\d{11}", amka.is_valid),
    (_PERSONAL, "md-idno", 0.0, r"\d{13}", idno.is_valid),
    (_PERSONAL, "ua-rntrc", 0.0, r"\d{10}", rntrc.is_valid),
    (_PERSONAL, "ru-snils", 0.8, r"\d{3}-\d{3}-\d{3}[ -]\d{2}", number_checks.is_snils),
    (_TAX, "ru-inn", 0.0, r"\d{10}|\d{12}", inn.is_valid),
    (_PERSONAL, "tr-kimlik", 0.0, r"[1-9]\d{10}|[1-9]\d{2} \d{3} \d{3} \d{2}", tckimlik.is_valid),
    (_PERSONAL, "il-zehut", 0.0, r"\d{7,8}-?\d|\d-?\d{7}-?\d", teudat_zehut.is_valid),
    (_PERSONAL, "za-id", 0.75, r"\d{6} ?\d{4} ?\d{3}|\d{6} ?\d{4} ?\d{2} ?\d", south_african.is_valid),
    (_PERSONAL, "in-aadhaar", 0.55, r"[2-9]\d{3}([ -])\d{4}\1\d{4}", aadhaar.is_valid),
    (_PERSONAL, "in-aadhaar", 0.0, r"[2-9]\d{11}", aadhaar.is_valid),
    (_PERSONAL, "in-aadhaar", 0.7, r"[Xx*]{4}[ -]?[Xx*]{4}[ -]?\d{4}", bool),
    (_PERSONAL, "in-vid", 0.0, r"[2-9]\d{3}(?:[ -]?\d{4}){3}", vid.is_valid),
    (_PERSONAL, "in-pan", 0.75, r"[A-Z]{3}[ABCFGHLJPT][A-Z]\d{4}[A-Z]", pan.is_valid),
    (_PERSONAL, "in-pan", 0.0, r"[A-Za-z]{5} ?\d{4} ?[A-Za-z]", pan.is_valid),
    (_PERSONAL, "in-epic", 0.0, r"[A-Z]{3}\d{7}", epic.is_valid),
    (_TAX, "in-gstin", 0.85, r"\d{2}[A-Z]{5}\d{4}[A-Z][0-9A-Z]Z[0-9A-Z]", gstin.is_valid),
    (_PERSONAL, "pk-cnic", 0.8, r"\d{5}-\d{7}-\d", bool),
    (_PERSONAL, "cn-resident-id", 0.98, r"\d{6} ?\d{8} ?\d{3}[\dXx]", number_checks.is_resident_id),
    (_TAX, "cn-credit-code", 0.9, r"[0-9A-HJ-NPQRTUWXY]{18}", uscc.is_valid),
    (_PERSONAL, "tw-id", 0.55, r"[A-Z][1289A-D]\d{8}", number_checks.is_taiwan_id),
    (_PERSONAL, "hk-id", 0.85, r"[A-Z]{1,2}\d{6} ?\([0-9A]\)", number_checks.is_hong_kong_id),
    (_PERSONAL, "kr-rrn", 0.9, rf"{_DATE} ?- ?\d{{7}}", bool),
    (_PERSONAL, "kr-rrn", 0.0, r"\d{13}", rrn.is_valid),
    (_PERSONAL, "jp-my-number", 0.0, r"\d{4}[ -]?\d{4}[ -]?\d{4}", my_number.is_valid),
    (_PERSONAL, "th-pin", 0.9, r"\d([- ])\d{4}\1\d{5}\1\d{2}\1\d", pin.is_valid),
    (_PERSONAL, "th-pin", 0.0, r"\d{13}", pin.is_valid),
    (_PERSONAL, "my-nric", 0.75, rf"{_DATE} ?- ?\d{{2}} ?- ?\d{{4}}", bool),
    (_PERSONAL, "sg-nric", 0.7, r"[STFGM]\d{7}[A-Z]", number_checks.is_singapore_nric),
    (_TAX, "id-npwp", 0.7, r"\d{2}\.\d{3}\.\d{3}\.\d-\d{3}\.\d{3}", npwp.is_valid),
    (_PERSONAL, "id-nik", 0.0, r"\d{6}(?:[04][1-9]|[1256]\d|[37][01])(?:0[1-9]|1[0-2])\d{6}", bool),
    (_TAX, "au-tfn", 0.0, r"\d{3} ?\d{3} ?\d{2,3}", tfn.is_valid),
    (_TAX, "au-abn", 0.65, r"\d{2} \d{3} \d{3} \d{3}", abn.is_valid),
    (_TAX, "au-abn", 0.0, r"\d{11}", abn.is_valid),
    (_PERSONAL, "au-medicare", 0.6, r"[2-6]\d{3} \d{5} \d(?:[ -/]\d)?", number_checks.is_medicare),
    (_PERSONAL, "au-medicare", 0.0, r"[2-6]\d{9,10}", number_checks.is_medicare),
    (_TAX, "nz-ird", 0.0, r"\d{2,3}[ -]?\d{3}[ -]?\d{3}", ird.is_valid),
    (_PERSONAL, "ca-sin", 0.0, r"\d{3}[ -]?\d{3}[ -]?\d{3}", sin.is_valid),
    (_PERSONAL, "br-cpf", 0.95, r"\d{3}\.\d{3}\.\d{3} ?- ?\d{2}", cpf.is_valid),
    (_PERSONAL, "br-cpf", 0.0, r"\d{9} ?-? ?\d{2}", cpf.is_valid),
    (_TAX, "br-cnpj", 0.9, r"\d{2}\.?\d{3}\.?\d{3} ?/ ?\d{4} ?- ?\d{2}", cnpj.is_valid),
    (_TAX, "br-cnpj", 0.0, r"\d{14}", cnpj.is_valid),
    (_PERSONAL, "cl-rut", 0.85, r"\d{1,2}\.\d{3}\.\d{3} ?- ?[\dkK]", rut.is_valid),
    (_PERSONAL, "cl-rut", 0.0, r"\d{7,8}-?[\dkK]", rut.is_valid),
    (_PERSONAL, "ar-cuit", 0.85, r"(?:20|2[3-7]|3[034])-\d{8}-\d", cuit.is_valid),
    (_PERSONAL, "ar-cuit", 0.0, r"\d{11}", cuit.is_valid),
    (_PERSONAL, "ar-dni", 0.0, r"\d{1,2}\.\d{3}\.\d{3}", bool),
    (_PERSONAL, "mx-curp", 0.95, r"[A-Z]{4}\d{6}[HMX][A-Z]{5}[0-9A-Z]\d", curp.is_valid),
    (_PERSONAL, "mx-rfc", 0.75, rf"[A-ZÑ&]{{3,4}}-?{_DATE}-?[A-Z0-9]{{3}}", rfc.is_valid),
    (_PERSONAL, "do-cedula", 0.7, r"\d{3}-\d{7}-\d", cedula.is_valid),
    (_PERSONAL, "ec-ci", 0.0, r"\d{9}-?\d", ci.is_valid),
    (_TAX, "ve-rif", 0.75, r"[VEJPG]-?\d{8}-?\d", rif.is_valid),
    (_PERSONAL, "cu-ni", 0.0, r"\d{11}", ni.is_valid),
    (_PERSONAL, "passport-zone", 0.9, r"[A-Z0-9<]{2,44}<<[A-Z0-9<]{2,44}", bool),
    (_VAT, "vat-check-digits", 0.9, r"(?:ATU|BE|BG|CY|CZ|DE|DK|EE|EL|ES|FI|FR|HR|HU|IE|IT|LT|LU|LV|MT|NL|PL|PT|RO|SE|SI|SK)(?:[ .\-]?[0-9A-Z]){7,12}", number_checks.with_digits(vat.is_valid)),
)  # fmt: skip


def _compiled() -> Iterator[StateNumber]:
    for kind, origin, alone, pattern, is_valid in _ROWS:
        bounded = re.compile(rf"(?<![\w.])(?:{pattern})(?!\w)", re.ASCII)
        yield StateNumber(kind, origin, alone, bounded, is_valid)


STATE_NUMBERS = tuple(_compiled())
