"""Show one line of text in the forms that rules compare, each as long as the text: places never shift.

Scanners and fonts write one sign in many ways: full-width colons, long hyphens, `O` for `0`. Rules look at the form that
suits them, and what they find lies at the same place in the text. Finds nothing.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property

_ONE_SIGN = str.maketrans({
    **dict.fromkeys("‐‑‒–—―−﹣－", "-"),
    **dict.fromkeys("’‘`´ʼ", "'"),
    **dict.fromkeys("︰﹕∶ː", ":"),
    **dict.fromkeys("\t\u00a0\u2007\u2009\u202f\u3000", " "),
})  # fmt: skip

_STROKED = str.maketrans("øłđħŧı", "oldhti")
"""Letters that Unicode does not take apart; a scanner reads ø for ö, too."""

_LOOK_ALIKES = str.maketrans("OoQDIl|SBZ", "0000111582")
_DIGIT_LIKE = re.compile(r"(?<![A-Za-z])[0-9OoQDIl|SBZ](?:[ .\-/()]{0,2}[0-9OoQDIl|SBZ]){5,}(?![A-Za-z])")
_MOSTLY_DIGITS = 0.7
"""Share of true digits from which a run of digits and look-alikes is read as a number."""


@dataclass(frozen=True)
class Readable:
    """A line of text. `text` is as printed; every other form has its length."""

    text: str

    @cached_property
    def folded(self) -> str:
        """Full-width signs made narrow; hyphens, apostrophes, colons and blanks made one of each."""
        return "".join(_narrow(sign) for sign in self.text.translate(_ONE_SIGN))

    @cached_property
    def plain(self) -> str:
        """`folded` in lower case without accents, for looking words up."""
        return "".join(_bare(sign) for sign in self.folded)

    @cached_property
    def digits(self) -> str:
        """`folded` with letters that a scanner took for digits put right, inside what is mostly digits."""
        return _DIGIT_LIKE.sub(_repaired, self.folded)

    @cached_property
    def number_forms(self) -> tuple[str, ...]:
        """What to look for numbers in: as printed, and repaired where that differs."""
        return (self.folded,) if self.folded == self.digits else (self.folded, self.digits)


def plain(text: str) -> str:
    """Return `text` in lower case without accents, as long as it was."""
    return Readable(text).plain


def _narrow(sign: str) -> str:
    narrow = unicodedata.normalize("NFKC", sign)
    return narrow if len(narrow) == 1 else sign


def _bare(sign: str) -> str:
    if sign.isascii():
        return sign.lower()
    return unicodedata.normalize("NFKD", sign.casefold())[:1].translate(_STROKED) or sign


def _repaired(match: re.Match[str]) -> str:
    signs = [sign for sign in match[0] if sign.isalnum() or sign == "|"]
    if sum(sign.isdigit() for sign in signs) < _MOSTLY_DIGITS * len(signs):
        return match[0]
    return match[0].translate(_LOOK_ALIKES)
