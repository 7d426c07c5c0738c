"""Say how many times longer a tokenizer.json can make a text, before and behind its words.

A folder may ask that every "Z" becomes a thousand, and each of those a thousand more: the library would do so, in memory
that cannot be taken back, and only when somebody types a "Z". Therefore this is read off the file, before any text comes.
Rewrites nothing itself.
"""

import base64
import binascii
from collections.abc import Mapping

MAX_GROWTH = 16
"""Honest tokenizers write one sign for a space, and two or three words for signs that they do not have."""

_UNICODE_GROWTH = 18
"""Unicode's own longest form of one character, U+FDFA; tables of it are no growth of the folder's making."""

_PARTS = ("normalizers", "decoders")


def growth(step: Mapping[str, object]) -> float:
    """Return how many characters one character can become in a normalizer or a decoder, as its library describes it."""
    match step:
        case {"type": "Sequence"}:
            product = 1.0
            for part in next((parts for name in _PARTS if isinstance(parts := step.get(name), list)), []):
                product = min(product * growth(part), 1e9)  # what is too much already need not become infinite
            return product
        case {"type": "Replace", "pattern": {"String": str(pattern)}, "content": str(content)}:
            return max(1.0, len(content) / max(1, len(pattern)))
        case {
            "type": "Replace",
            "content": str(content),
        }:  # a pattern that may match nothing, between any two characters
            return 1.0 + len(content)
        case {"type": "Prepend", "prepend": str(put_before)}:  # before every piece of a text that control tokens part
            return float(max(1, len(put_before)))
        case {"type": "Precompiled", "precompiled_charsmap": str(table)}:
            longest = _longest_form(table)
            return 1.0 if longest <= _UNICODE_GROWTH else float(longest)
        case _:
            return 1.0


def _longest_form(table: str) -> int:
    """Return the longest text of a table in SentencePiece's form: a trie behind its size, then texts that end with a zero."""
    try:
        raw = base64.b64decode(table)
    except binascii.Error:
        return 0  # the library refuses it, too
    texts = raw[4 + int.from_bytes(raw[:4], "little") :]
    return max((len(text.decode("utf-8", errors="replace")) for text in texts.split(b"\0")), default=0)
