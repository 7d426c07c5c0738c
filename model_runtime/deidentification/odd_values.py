"""Judge values that are no sentences: what is no number, code or time at all, and bytes in which words stand.

A value that says what its kind cannot say was put there by somebody: it may name the patient. Changes nothing, knows no table.
"""

import re

from model_runtime.deidentification.sentences import Sentences

CODED = frozenset({"CS"})
COUNTED = frozenset({"DS", "IS"})
BYTES = frozenset({"OB", "OD", "OF", "OL", "OV", "OW", "UN"})

_FORMS = {
    "UI": r"[\d.]*",
    "DA": r"(?:\d{8}|\d{4}\.\d\d\.\d\d)?(?:-\d{8}|-)?",
    "DT": r"(?:\d{4,14}(?:\.\d{1,6})?(?:[+-]\d{4})?)?",
    "TM": r"(?:\d\d:?){0,3}(?:\.\d{1,6})?",
    "AS": r"(?:\d{1,3}[DWMY]?)?",
    "DS": r"(?:[+-]?(?:\d+\.?\d*|\.\d+)(?:[Ee][+-]?\d+)?)?",
    "IS": r"(?:[+-]?\d+)?",
}
"""What values of a kind look like (PS3.5 table 6.2-1, with what older files write)."""

_CODES_ANYHOW = frozenset({"SpecificCharacterSet", "PhotometricInterpretation"})
"""Without which nothing can be read, and with anything else in them neither."""

_LEAST_CODE = 3
"""Signs of a code that may name somebody: CT and US are also names."""

_LEAST_NUMBER = 6
"""Figures of a number that is a patient's and not one of the picture's own."""

_PRINTED = re.compile(rb"[\x20-\x7e]{6,}")
"""Words among bytes; shorter ones are there by chance."""


def is_in_form(vr: str, text: str) -> bool:
    """Tell whether `text` looks like a value of its kind; kinds without a form take anything."""
    return vr not in _FORMS or re.fullmatch(_FORMS[vr], text.strip("\0 ")) is not None


def names_somebody(vr: str, keyword: str, text: str, sentences: Sentences) -> bool:
    """Tell whether one value of a code or number says what the header names."""
    plain = text.strip()
    if vr in COUNTED:
        return plain.isdecimal() and len(plain) >= _LEAST_NUMBER and sentences.knows(plain)
    return keyword not in _CODES_ANYHOW and len(plain) >= _LEAST_CODE and sentences.knows(plain)


def bytes_name_somebody(data: bytes, sentences: Sentences) -> bool:
    """Tell whether words of the header stand in `data`, which is text or has text in it."""
    try:
        whole = data.rstrip(b"\0").decode()
    except UnicodeDecodeError:
        whole = ""
    printed = whole if whole.replace("\n", " ").replace("\r", " ").replace("\t", " ").isprintable() else ""
    pieces = [printed, *(match.group().decode() for match in _PRINTED.finditer(data))]
    return any(sentences.knows(piece) for piece in pieces if piece)
