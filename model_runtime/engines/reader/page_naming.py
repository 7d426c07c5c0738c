"""Understand which page a question names: "the third slide", "page 2", "the last picture". Looks at no page.

Counted are the pages that were asked about, in their order, as a person counts them who sees them.
"""

import re
from dataclasses import dataclass

_ORDINALS = (
    ("first", "1st", "erste", "première", "premier", "第一"),
    ("second", "2nd", "zweite", "deuxième", "第二"),
    ("third", "3rd", "dritte", "troisième", "第三"),
    ("fourth", "4th", "vierte", "quatrième", "第四"),
    ("fifth", "5th", "fünfte", "cinquième", "第五"),
    ("sixth", "6th", "sechste", "sixième", "第六"),
    ("seventh", "7th", "siebte", "septième", "第七"),
    ("eighth", "8th", "achte", "huitième", "第八"),
    ("ninth", "9th", "neunte", "neuvième", "第九"),
    ("tenth", "10th", "zehnte", "dixième", "第十"),
)
_BY_WORD = {word: position for position, words in enumerate(_ORDINALS, start=1) for word in words}
_LAST = ("last", "letzte", "dernière", "dernier", "最后一")
_THING = r"(?:slide|page|picture|frame|scene|screen|sheet|folie|seite|bild|blatt|diapositive|image|张幻灯片|张|页)"
_ORDINAL = re.compile(
    rf"(?:\b(?:the|this|die|das|der|auf der|la|le)\s+)?\b({'|'.join(map(re.escape, (*_BY_WORD, *_LAST)))})[nrs]?\s*{_THING}s?\b",
    re.IGNORECASE,
)
_NUMBER = re.compile(rf"(?:\b(?:the|this)\s+)?\b{_THING}\s+(?:number\s+|no\.?\s*)?(\d{{1,4}})\b", re.IGNORECASE)
_EMPTY_WORDS = frozenset(
    [
        "what",
        "does",
        "do",
        "did",
        "is",
        "are",
        "on",
        "in",
        "at",
        "of",
        "the",
        "page",
        "say",
        "says",
        "read",
        "reads",
        "show",
        "shows",
        "written",
        "text",
        "there",
        "stand",
        "stands",
        "was",
        "steht",
        "stehen",
        "auf",
        "in",
        "der",
        "dem",
        "die",
        "das",
        "que",
        "dit",
        "qu'est-ce",
        "qui",
        "est",
        "écrit",
        "sur",
        "la",
        "le",
        "写了什么",
        "上",
        "的",
    ]
)
"""Of a question that asks for nothing else than what a page says."""

_WHOLE_TEXT = "What does it say?"


@dataclass(frozen=True)
class NamedPage:
    """A page that a question names, and what is asked about it.

    Attributes:
        position: counts from 1; 0 is the last one.
        is_number: pages have numbers of their own, and this may be one.
    """

    position: int
    is_number: bool
    question: str


def named_page(question: str) -> NamedPage | None:
    """Return the page that `question` names, and the question without its name; None where it names none."""
    found = _ORDINAL.search(question) or _NUMBER.search(question)
    if found is None:
        return None
    word = found[1].lower()
    position = int(word) if word.isdecimal() else 0 if word in _LAST else _BY_WORD[word]
    if word.isdecimal() and position == 0:
        return None
    rest = f"{question[: found.start()]}the page{question[found.end() :]}"
    is_all = set(rest.lower().strip(" ?.!？。").split()) <= _EMPTY_WORDS
    return NamedPage(position, word.isdecimal(), _WHOLE_TEXT if is_all else rest)
