r"""Write JSON that can be looked at in a terminal: what would drive it, or turn what stands around it, is written as `\u009b`.

RFC 8259 lets any character of a string be escaped, so nothing is lost. Knows no record.
"""

import re

import msgspec

_ODD = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")
"""DEL and C1 controls (U+009B begins a sequence as ESC does), marks and overrides of direction, ends of lines that are none.

Below U+0020 the standard itself has everything escaped.
"""


def encoded(value: object) -> str:
    """Return `value` as JSON in one line."""
    return _ODD.sub(lambda found: f"\\u{ord(found.group()):04x}", msgspec.json.encode(value).decode())


def indented(value: object) -> str:
    """Return `value` as JSON for people."""
    return msgspec.json.format(encoded(value), indent=2)
