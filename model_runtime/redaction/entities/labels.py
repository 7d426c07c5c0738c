"""Find printed labels of personal data in a line: "Name:", "Geburtsdatum", "电话". The words are in `labels.toml`.

A label that may stand in running text ("call", "name") counts only where something shows that it is one: a colon behind
it, or the beginning of the line. Does not look at values.
"""

import functools
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from model_runtime.redaction.entities.entity import EntityKind
from model_runtime.redaction.entities.readable import Readable, plain
from model_runtime.sandbox.freed_memory import remembered

_NOTHING, _PARTY, _WITH_COLON = "NOTHING", "PARTY", "PERSON_WITH_COLON"
"""Lists of `labels.toml` that are no kind of their own."""

_TAIL = re.compile(
    r"(?:[ .\-]{0,2}(?:number|nummer|numero|num|no|nr|n[°ºo]|id|#|号码|号)(?![a-z]))?[. ]{0,2}\*{0,3}"
    r"(?: ?\([^)]{0,24}\)| ?\[[^\]]{0,24}\]|/[a-z. \-]{2,24}(?=[:=#]))?[)\]]?\*{0,3}\s*"
)
_SEPARATOR = re.compile(r"(?:[:=#;>|]|(?<=\s)-(?=\s)|\.{2,}|_{2,}|\s{2,})[\s:=#.\-_>|]*")
_IS_A_NUMBER = re.compile(r"(?:is|was|ist|lautet|est|es) +[a-z]{0,3}\d")
_SURE_LENGTH = 8
"""From here on a label is its own proof, also in running text without a colon ("date of birth 3 May 1970")."""


@dataclass(frozen=True)
class Label:
    """A label in a text.

    Attributes:
        kind: what it announces; None for data that is not personal ("order number").
        start, end: the label, and where its value may begin: behind colon and blanks.
        is_marked: a separator stands behind it, so it is nothing else than a label.
        heads_block: its value may go on in the lines below: "SHIP TO", "Address".
    """

    kind: EntityKind | None
    start: int
    end: int
    is_marked: bool
    heads_block: bool = False


@remembered(64)
def labels_in(line: Readable) -> tuple[Label, ...]:
    """Return the labels of `line`, left to right."""
    found: list[Label] = []
    for match in _pattern().finditer(line.plain):
        label = _label(line, match)
        if label is not None:
            found.append(label)
    return tuple(found)


@remembered(64)
def label_words(line: Readable) -> tuple[tuple[EntityKind | None, int, int], ...]:
    """Return kind, start and end of all words of `line` that may be labels, in running text, too ("his bsn is")."""
    matches = _pattern().finditer(line.plain)
    return tuple((_words()[re.sub(r"\s", "", match[0])], match.start(), match.end()) for match in matches)


def is_label_word(word: str) -> bool:
    """Tell whether `word`, in plain letters without blanks, is a label: "iban", "visa"."""
    return word in _words()


def may_cut_label(above: Readable, below: Readable) -> bool:
    """Tell whether a label may begin at the end of `above` and end at the beginning of `below`."""
    last, first = above.plain.rsplit(maxsplit=1)[-1:], below.plain.split(maxsplit=1)[:1]
    begins, ends = _inner_words()
    return bool(last and first) and last[0] in begins and first[0].strip(".:,") in ends


@functools.cache
def _inner_words() -> tuple[frozenset[str], frozenset[str]]:
    """Return the words of labels behind which another one stands, and those that stand behind another one."""
    labels = [plain(word).split() for words in _lists().values() for word in words]
    begins = frozenset(word for label in labels for word in label[:-1])
    return begins, frozenset(word.strip(".:,") for label in labels for word in label[1:])


def _label(line: Readable, match: re.Match[str]) -> Label | None:
    word = match[0]
    tail = _TAIL.match(line.plain, match.end())
    end = tail.end() if tail else match.end()
    before = end - (1 if end > match.end() and line.folded[end - 1] == " " else 0)
    separator = _SEPARATOR.match(line.folded, before) or _SEPARATOR.match(line.folded, end)
    is_marked = separator is not None or end >= len(line.text)
    is_first = not line.text[: match.start()].strip(" *•-–|")
    written = re.sub(r"\s", "", word)
    kind = _words()[written]
    if written in _group(_WITH_COLON) and (separator is None or ":" not in line.folded[match.end() : separator.end()]):
        return None
    if (
        kind is None
        or is_marked
        or is_first
        or _is_cjk(word)
        or line.folded[end : end + 1].isdigit()
        or _IS_A_NUMBER.match(line.plain, end)
        or len(word) >= _SURE_LENGTH
    ):
        heads_block = kind is EntityKind.ADDRESS or written in _group(_PARTY)
        return Label(kind, match.start(), max(end, separator.end() if separator else end), is_marked, heads_block)
    return None


@functools.cache
def _words() -> Mapping[str, EntityKind | None]:
    """Return kinds by label, in plain letters without blanks."""
    kinds = {_NOTHING: None, _PARTY: EntityKind.PERSON, _WITH_COLON: EntityKind.PERSON}
    return {word: kinds[name] if name in kinds else EntityKind(name) for name in _lists() for word in _group(name)}


@functools.cache
def _group(name: str) -> frozenset[str]:
    """Return the labels of one list, in plain letters without blanks."""
    return frozenset(re.sub(r"\s", "", plain(word)) for word in _lists()[name])


@functools.cache
def _lists() -> Mapping[str, list[str]]:
    return tomllib.loads(Path(__file__).with_name("labels.toml").read_text("utf-8"))


@functools.cache
def _pattern() -> re.Pattern[str]:
    """Match any label; blanks inside it may be missing or double."""
    words = {re.sub(r"\s+", " ", plain(word)) for words in _lists().values() for word in words}
    longest_first = sorted(words, key=lambda word: (-len(word), word))
    spaced = [r"\s*".join(map(re.escape, word.split())) for word in longest_first if not _is_cjk(word)]
    unspaced = [r"\s*".join(word) for word in longest_first if _is_cjk(word)]
    return re.compile(rf"(?<![a-z0-9@])(?:{'|'.join(spaced)})(?![a-z@])|(?:{'|'.join(unspaced)})")


def _is_cjk(word: str) -> bool:
    return word[-1] >= "\u2e80"
