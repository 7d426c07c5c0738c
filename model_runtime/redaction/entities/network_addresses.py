"""Find e-mail addresses and Internet addresses. Source for the forms: RFC 5322 (the usual part of it), RFC 4291."""

import ipaddress
import re
from collections.abc import Iterator

from model_runtime.redaction.entities.entity import Entity, EntityKind
from model_runtime.redaction.entities.readable import Readable

_LOCAL = r"(?<![A-Za-z0-9._%+\-])[A-Za-z0-9À-ÖØ-öø-ÿ](?:[A-Za-z0-9À-ÖØ-öø-ÿ._%+'\-]{0,62}[A-Za-z0-9À-ÖØ-öø-ÿ_+\-])?"
_HOST = r"[A-Za-z0-9À-ÖØ-öø-ÿ\-]+"
_EMAIL = re.compile(
    rf"{_LOCAL}(?: ?(?:@|[\[({{](?i:at)[\])}}]) ?|[\[(][aA@][\])]){_HOST}"
    rf"(?:(?:\.| \.|\. (?=[a-z]{{2,4}}\b)| ?[\[({{](?i:dot|punkt|\.)[\])}}] ?){_HOST})+"
    rf"|{_LOCAL} (?:at|AT) {_HOST}(?: (?:dot|DOT) {_HOST})+"
)
_EMAIL_WITHOUT_DOT = re.compile(rf"{_LOCAL}@{_HOST} ?(?:com|net|org|edu|gov|de|fr|es|cn|uk|eu|info|io)(?![A-Za-z0-9])")
_MASKED_EMAIL = re.compile(
    rf"(?<![A-Za-z0-9.*•])[A-Za-z0-9][A-Za-z0-9.*•]{{0,62}}[*•][A-Za-z0-9.*•]{{0,62}}@{_HOST}(?:\.{_HOST})+"
)
_ENDS_IN_LETTERS = re.compile(r"[^\W\d_][\w\-]*$")
_IPV4 = re.compile(r"(?<![\d.])(?:\d{1,3} ?\. ?){3}\d{1,3}(?![\d]|\.\d)")
_IPV6 = re.compile(r"(?<![0-9A-Za-z:])[0-9A-Fa-f]{0,4}(?::[0-9A-Fa-f]{0,4}){2,7}(?![0-9A-Za-z:])")
_NO_ADDRESS_BEFORE = re.compile(
    r"(?:version|vers?\.?|v\.?|release|rel\.|build|firmware|kapitel|abschnitt|section|sec\.|chapter|chapitre|capitulo"
    r"|seccion|ziffer|nr\.|art\.|版本|第)\s*:?\s*$"
)
_LEAST_HEX = 4


def emails_in(line: Readable) -> Iterator[Entity]:
    """Yield e-mail addresses, also with blanks or a lost dot from a scanner."""
    for pattern, score, origin in (
        (_EMAIL, 0.98, "email-form"),
        (_EMAIL_WITHOUT_DOT, 0.8, "email-form"),
        (_MASKED_EMAIL, 0.7, "email-masked"),
    ):
        for match in pattern.finditer(line.folded):
            if not _ENDS_IN_LETTERS.search(match[0]):
                continue  # "12 pieces @ 7.00"
            yield Entity(EntityKind.EMAIL, match.start(), match.end(), score, origin)


def ip_addresses_in(line: Readable) -> Iterator[Entity]:
    """Yield addresses of version 4 and 6; numbers of versions and chapters are left out."""
    for match in _IPV4.finditer(line.digits):
        if _is_address(match[0].replace(" ", "")) and not _NO_ADDRESS_BEFORE.search(line.plain[: match.start()]):
            yield Entity(EntityKind.IP_ADDRESS, match.start(), match.end(), 0.9, "ip-form")
    for match in _IPV6.finditer(line.folded):
        if sum(sign != ":" for sign in match[0]) >= _LEAST_HEX and _is_address(match[0]):
            yield Entity(EntityKind.IP_ADDRESS, match.start(), match.end(), 0.95, "ip-form")


def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(".".join(part.lstrip("0") or "0" for part in text.split(".")))
    except ValueError:
        return False
    return True
