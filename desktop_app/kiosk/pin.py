"""Make what stands for a PIN in a policy file, and compare a PIN with it. Counts no tries (`pin_tries.py`).

The digits are nowhere: what is kept is a salted hash that is slow and needs memory on purpose (scrypt, RFC 7914), since so
few digits could else be tried out in no time by whoever reads the file.
"""

import hashlib
import hmac
import re
import secrets

from desktop_app.foundation.errors import AppError
from desktop_app.managed.rules import PIN_FORM

_DIGITS = re.compile(r"[0-9]{6,12}")
_LOG_N = 15
"""32 MB and about a tenth of a second a try."""

_MEMORY_BYTES = 1 << 30
"""More than the costliest form takes: OpenSSL refuses by default what needs more than 32 MB."""


def make(pin: str) -> str:
    """Return what a policy file says for this PIN. Raises AppError pin_unfit."""
    if not _DIGITS.fullmatch(pin):
        raise AppError("pin_unfit")
    salt = secrets.token_bytes(16)
    return f"scrypt:{_LOG_N}:8:1:{salt.hex()}:{_hash(pin, _LOG_N, salt).hex()}"


def is_right(pin: str, made: str) -> bool:
    """Tell whether `made` was made of this PIN; takes as long whatever the answer is."""
    parts = PIN_FORM.fullmatch(made)
    if parts is None:
        return False
    found = _hash(pin, int(parts[1]), bytes.fromhex(parts[2]))
    return hmac.compare_digest(found, bytes.fromhex(parts[3]))


def _hash(pin: str, log_n: int, salt: bytes) -> bytes:
    return hashlib.scrypt(pin.encode("utf-8"), salt=salt, n=1 << log_n, r=8, p=1, maxmem=_MEMORY_BYTES, dklen=32)
