"""Words from outside lose what hides, turns, breaks or drives, and nothing else."""

import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.foundation.plain_text import LINE_CHARS, plain, plain_lines

ANY_TEXT = st.text(st.characters())  # halves of characters, too: that is how Python reads names that are not UTF-8


@pytest.mark.parametrize(
    "text",
    [
        "invoice 2026-03.pdf",
        '<img src="beside.png">.pdf',
        "&lt;b&gt; & [*] %1 \\n",
        "Rechnung Größe – 12,50 €",
        "发票 二零二六.pdf",
        "חשבונית.pdf",
        "فاتورة.pdf",
        "می\u200cخواهم.pdf",  # Persian needs the joiner
        "क्\u200dष",
        "👩\u200d🚒 ☂\ufe0f.png",
        "e\u0301te\u0301",
    ],
)
def test_what_people_write_stays(text: str) -> None:
    """Letter by letter, markup included: it is shown, not obeyed."""
    assert text == plain(text) == plain_lines(text)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("invoice\u202efdp.exe", "invoice�fdp.exe"),
        ("a\u2066b\u2069c", "a�b�c"),
        ("\x1b]0;title\x07\x1b[2Jx", "�]0;title��[2Jx"),
        ("\x9b31mred", "�31mred"),
        ("pay\u200bpal\ufeff\u2060", "paypal"),
        ("a\u200db", "ab"),
        ("a\u200f\u200eb", "ab"),
        ("\u3164\u115f name", "name"),
        ("x\U000e0041\U000e007fy", "xy"),
        ("caf\udce9", "caf�"),
        ("one\ntwo\r\nthree\u2028four\x85five\tsix", "one two three four five six"),
    ],
)
def test_a_line_has_nothing_that_hides_or_acts(text: str, shown: str) -> None:
    """One known right answer for each kind."""
    assert shown == plain(text)


def test_lines_keep_their_ends_and_tabs() -> None:
    """Every way to end one becomes the same."""
    assert "a\nb\nc\nd\te\nf" == plain_lines("a\nb\r\nc\rd\te\u2029f")


def test_what_is_too_long_is_cut_and_says_so() -> None:
    """A name keeps its end, a text its beginning; a bound is a bound."""
    name = "a" * 5_000_000 + ".pdf"
    assert LINE_CHARS == len(plain(name))
    assert plain(name).endswith("a.pdf")
    assert "…" in plain(name)
    assert "abcdefghi…" == plain_lines("abcdefghijklm", limit=10)
    assert "abcdefghij" == plain_lines("abcdefghij", limit=10) == plain("abcdefghij", limit=10)


@given(ANY_TEXT)
def test_whatever_comes_the_result_is_plain(text: str) -> None:
    """Nothing of the refused kinds is left, it can be written anywhere, and doing it twice changes nothing."""
    for made, allowed in ((plain(text), ""), (plain_lines(text), "\n\t")):
        for place, char in enumerate(made):
            category = unicodedata.category(char)
            assert char in allowed or category not in ("Cc", "Cs", "Zl", "Zp")
            if category == "Cf" and char in "\u200c\u200d":
                assert not made[place - 1].isascii()
                assert not made[place + 1].isascii()
            assert unicodedata.bidirectional(char) not in (
                "LRE",
                "RLE",
                "LRO",
                "RLO",
                "PDF",
                "LRI",
                "RLI",
                "FSI",
                "PDI",
            )
        made.encode("utf-8")
    assert plain(plain(text)) == plain(text)
    assert plain_lines(plain_lines(text)) == plain_lines(text)


def test_every_character_that_only_formats_is_handled() -> None:
    """All of Unicode's: none passes that this Python knows, but those that belong to letters and are seen."""
    seen = {0x0600, 0x0601, 0x0602, 0x0603, 0x0604, 0x0605, 0x06DD, 0x070F, 0x0890, 0x0891, 0x08E2, 0x110BD, 0x110CD}
    egyptian = set(range(0x13430, 0x13440))
    passed = {
        code
        for code in range(sys.maxunicode + 1)
        if unicodedata.category(chr(code)) == "Cf" and chr(code) in plain(f"a{chr(code)}b")
    }
    assert passed <= seen | egyptian
