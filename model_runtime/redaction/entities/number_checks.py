"""Prove numbers of states that python-stdnum does not know, or would look up in a register of places. Finds nothing.

Every function takes letters and digits only, in upper case, in the number's own length.
"""

import datetime as dt
from collections.abc import Callable, Sequence

from stdnum.iso7064 import mod_11_2

_FEWEST_VAT_DIGITS = 7
_TAIWAN_LETTERS = "ABCDEFGHJKLMNPQRSTUVXYWZIO"
"""In the order of their values, from 10 on."""
_HETU_SIGNS = "0123456789ABCDEFHJKLMNPRSTUVWXY"
_SINGAPORE = {
    "S": (0, "JZIHGFEDCBA"),
    "T": (4, "JZIHGFEDCBA"),
    "F": (0, "XWUTRQPNMLK"),
    "G": (4, "XWUTRQPNMLK"),
    "M": (3, "XWUTRQPNJLK"),
}
"""Offset and check letters by remainder, by the first letter."""


def is_resident_id(number: str) -> bool:
    """GB 11643-1999 (China): place, date of birth, serial, check digit. The place is not looked up: places change."""
    try:
        dt.datetime.strptime(number[6:14], "%Y%m%d")  # noqa: DTZ007  # a day has no zone
    except ValueError:
        return False
    return bool(mod_11_2.is_valid(number))


def is_taiwan_id(number: str) -> bool:
    """Identity card and residence certificate of Taiwan: a letter of two digits, weights 1, 9 to 1, 1, modulo 10."""
    value = 10 + _TAIWAN_LETTERS.index(number[0])
    second = number[1] if number[1].isdigit() else str((10 + _TAIWAN_LETTERS.index(number[1])) % 10)
    digits = [int(sign) for sign in f"{value}{second}{number[2:]}"]
    return _weighted(digits, (1, 9, 8, 7, 6, 5, 4, 3, 2, 1, 1)) % 10 == 0


def is_hong_kong_id(number: str) -> bool:
    """Identity card of Hong Kong: one or two letters (36 stands for a missing one), weights 9 to 1, modulo 11."""
    signs = number.rjust(9)
    values = [36 if sign == " " else int(sign, 36) for sign in signs]
    return _weighted(values, range(9, 0, -1)) % 11 == 0


def is_singapore_nric(number: str) -> bool:
    """Identity and foreigners' card of Singapore: weights 2, 7, 6, 5, 4, 3, 2, an offset and letters by the first one."""
    offset, letters = _SINGAPORE[number[0]]
    remainder = (offset + _weighted([int(sign) for sign in number[1:8]], (2, 7, 6, 5, 4, 3, 2))) % 11
    return letters[remainder] == number[8]


def is_hetu(number: str) -> bool:
    """Personal identity code of Finland: date of birth, a sign of the century that may be a hyphen, serial, modulo 31."""
    return _HETU_SIGNS[int(number[:6] + number[-4:-1]) % 31] == number[-1]


def is_medicare(number: str) -> bool:
    """Medicare card of Australia: weights 1, 3, 7, 9, 1, 3, 7, 9, modulo 10, then issue and person."""
    digits = [int(sign) for sign in number]
    return _weighted(digits[:8], (1, 3, 7, 9, 1, 3, 7, 9)) % 10 == digits[8]


def is_snils(number: str) -> bool:
    """Pension insurance of Russia: weights 9 to 1, modulo 101, 100 counts as 0."""
    return _weighted([int(sign) for sign in number[:9]], range(9, 0, -1)) % 101 % 100 == int(number[9:])


def with_digits(is_valid: Callable[[str], bool]) -> Callable[[str], bool]:
    """Return `is_valid` for numbers that have digits enough to be no word."""
    return lambda number: sum(sign.isdigit() for sign in number) >= _FEWEST_VAT_DIGITS and bool(is_valid(number))


def _weighted(values: Sequence[int], weights: Sequence[int]) -> int:
    return sum(value * weight for value, weight in zip(values, weights, strict=True))
