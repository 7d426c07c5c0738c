"""Say which day a question asks for: the document's own, or that of something else, which its words name.

"When was it issued?" is about the document; "when did she join?" and "what is the date of admission?" are answered only
with a day beside such words. Works on words, in English, German, French and Dutch; knows no page.
"""

import re
import tomllib
from pathlib import Path

from model_runtime.engines.reader.text_keys import first_of, has, letters

_WORDS = tomllib.loads(Path(__file__).with_name("question_words.toml").read_text("utf-8"))
_OWN = tuple(_WORDS["document"]) + tuple(_WORDS["dated"])
_PAYING = tuple(_WORDS["paying"])
_WHEN = tuple(_WORDS["when"])
_DATE_WORDS = tuple(_WORDS["date_words"])
_NO_EVENT = frozenset(letters(word) for phrase in (*_OWN, *_WHEN, *_WORDS["no_event"]) for word in phrase.split())
_BEGINNINGS = tuple((entry["label"], tuple(entry["words"])) for entry in _WORDS["beginning"])
_OWN_EVENTS = tuple(_WORDS["own_events"])
_BIRTH = frozenset(
    letters(word)
    for entry in _WORDS["field"]
    if entry["name"] == "birth_date"
    for phrase in (*entry["words"], *_DATE_WORDS)
    for word in phrase.split()
)
_RELATIVES = tuple(_WORDS["relatives"])
_SHORTEST = 3  # letters of a word that names somebody
_DATE_OF = re.compile(
    r"\b(?:date|datum|fecha|data)\s+(?:of|der|des|de la|del|della|de|du|d['’]|da|do|di|van)\s*(?:the |this |le |la |l['’])?"
    r"([^\W\d_]+(?:\s[^\W\d_]+)?)\s*[?.!]?$",
    re.IGNORECASE,
)
_DATE_BEHIND = re.compile(
    r"^(?:what|which)(?:'s| is| was)?\s+the\s+([^\W\d_]+(?:\s[^\W\d_]+)?)\s+date\b", re.IGNORECASE
)
_WORD = re.compile(r"[^\W\d_]+")


def beginning(text: str) -> str:
    """Return the label of a day on which something begins to be valid, where a question asks for that; else nothing."""
    return next((label for label, words in _BEGINNINGS if has(text, words)), "")


def other_date(text: str) -> str:
    """Return the words of a date that is not the document's, of a question that asks for a date; empty for its own."""
    paying = first_of(text, _PAYING)
    if paying is not None:
        return text[paying.start : paying.end]
    match = _DATE_OF.search(text) or _DATE_BEHIND.search(text)
    if match:
        words = match[1].strip(" ?.!")
        return "" if has(words, _OWN) else words
    return _event(text) if has(text, _WHEN) and not has(text, _DATE_WORDS) else ""


def own_event(text: str) -> str:
    """Return the words of a question about the document's own day that a day may stand beside: "signed", "letter"."""
    return " ".join(word for word in _OWN_EVENTS if has(text, (word,)))


def person(text: str) -> str:
    """Return the words of a question about a birth that may say whose: "tenant", a name."""
    words = [word for word in _WORD.findall(text) if len(word) >= _SHORTEST]
    return " ".join(word for word in words if letters(word) not in _NO_EVENT | _BIRTH)


def is_somebody_elses(words: str) -> bool:
    """Tell whether the words of a question name somebody whom a page is seldom about: a mother, a doctor."""
    return has(words, _RELATIVES)


def _event(text: str) -> str:
    """Return what a question with "when" says has happened, where that is more than the document's own making."""
    words = [word for word in _WORD.findall(text) if letters(word) not in _NO_EVENT]
    return max(words, key=len, default="")
