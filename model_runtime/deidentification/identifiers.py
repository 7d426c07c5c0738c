"""Give everyone and everything in a batch another name: the same for the same, and never the same in another batch.

All of it follows from one secret of the batch by HMAC-SHA-256, so nothing needs to be remembered and no other batch can be
linked; who keeps the secret can go on with the batch. Knows no data set.
"""

import base64
import datetime as dt
import hashlib
import hmac
import re
from dataclasses import dataclass

SECRET_BYTES = 32
MOST_DAYS = 3650
_OWN_ROOT = "1.2.840.10008."
"""What the standard itself names: classes, syntaxes, no instances."""

_UID_BITS = 128
_DATE = re.compile(r"(\d{4})(\d{2})(\d{2})")
_DATE_TIME = re.compile(r"(\d{8})(\d{0,6}(?:\.\d{1,6})?(?:[+-]\d{4})?)")


@dataclass(frozen=True)
class Identifiers:
    """The other names of one batch. `secret`: `SECRET_BYTES` random bytes."""

    secret: bytes

    def uid(self, old: str) -> str:
        """Return the UID that stands for `old`; UIDs of the standard stay (PS3.5 B.2 for the root 2.25)."""
        if not old or old.startswith(_OWN_ROOT):
            return old
        return f"2.25.{int.from_bytes(self._digest('uid', old)[: _UID_BITS // 8], 'big')}"

    def patient_id(self, old: str) -> str:
        """Return the number that stands for patient `old`; one without a number has one, too."""
        return "P" + base64.b32encode(self._digest("patient", old.strip()))[:12].decode()

    def days(self, patient_id: str) -> int:
        """Return by how many days this patient's dates are moved, 1 to `MOST_DAYS` into the past."""
        return -1 - int.from_bytes(self._digest("days", patient_id.strip())[:8], "big") % MOST_DAYS

    def _digest(self, what: str, old: str) -> bytes:
        return hmac.new(self.secret, f"{what}\0{old}".encode(), hashlib.sha256).digest()


def moved(value: str, days: int) -> str:
    """Return a date (DA) or date with time (DT) `days` later, times untouched; empty for what is none or has no day."""
    text = value.strip()
    whole = _DATE_TIME.fullmatch(text)
    match = _DATE.fullmatch(whole[1]) if whole else None
    if whole is None or match is None:
        return ""
    try:
        day = dt.date(int(match[1]), int(match[2]), int(match[3])) + dt.timedelta(days=days)
    except (ValueError, OverflowError):
        return ""
    return f"{day.year:04}{day.month:02}{day.day:02}{whole[2]}"
