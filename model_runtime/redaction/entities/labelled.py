"""Find personal data by its label in the same line: "Name: Maria Koch", "geb. 3.5.1970", "病历号 12345".

Returns the value without its label. Values in a line of their own belong to `page_entities.py`.
"""

import re
from collections.abc import Iterator

from model_runtime.redaction.entities import name_lists
from model_runtime.redaction.entities.dates import DATE
from model_runtime.redaction.entities.entity import Entity, EntityKind
from model_runtime.redaction.entities.labels import Label, label_words, labels_in
from model_runtime.redaction.entities.readable import Readable, plain
from model_runtime.redaction.entities.values import value_at

_MARKED, _UNMARKED = 0.85, 0.65
_GENEALOGICAL_BIRTH = re.compile(rf"(?<![\w*])\* ?({DATE.pattern})")
_SHORT_BIRTH = re.compile(rf"(?<![\w.\-])b\. ?({DATE.pattern})")
_BIRTH_PLACE = re.compile(
    r"(?<!\w)(?:born|geboren|geb\.|nee?|ne\(e\)|nacid[oa]|nat[oa]|fodd|fodt) (?:in|at|near|zu|a|en|te|i) "
    rf"[^\d:;|]{{2,40}}?(?<!\w)({DATE.pattern})"
)
_SHORT = 4  # letters of a name that is also a word of running text: "may", "will"
_HOUSE = re.compile(r"\d")
_WORDS_BEFORE = 2
_WORD = re.compile(r"\w\S*")
_COLON = re.compile(r"[:=#]")
_FIRST_YEAR = re.compile(r"(?:19|20)\d{2}|[.\-/ ]\d{2}$")


def labelled_in(line: Readable) -> Iterator[Entity]:
    """Yield the values behind labels."""
    labels = labels_in(line)
    for index, label in enumerate(labels):
        behind = (other.start for other in labels[index + 1 :] if other.start >= label.end)
        stop = next(behind, len(line.text))  # not one inside: "Geburtsdatum (date of birth): "
        if label.kind is not None:
            place = value_at(label.kind, line, label.end, stop)
            if place is not None and _is_believed(label, line, place):
                yield Entity(label.kind, *place, _MARKED if label.is_marked else _UNMARKED, "label")
                if label.heads_block and label.kind is EntityKind.PERSON and _HOUSE.search(line.folded, place[1], stop):
                    end = len(line.folded[:stop].rstrip())
                    yield Entity(EntityKind.ADDRESS, place[1], end, _UNMARKED, "label")
    small = (match for match in _SHORT_BIRTH.finditer(line.plain) if line.folded[match.start()] == "b")
    for match in (*_GENEALOGICAL_BIRTH.finditer(line.plain), *_BIRTH_PLACE.finditer(line.plain), *small):
        yield Entity(EntityKind.DATE_OF_BIRTH, *match.span(1), 0.6, "birth-sign")


def open_label(line: Readable) -> Label | None:
    """Return the label at the end of `line` that waits for its value elsewhere: right of it or below.

    Without a colon it is none when it ends a sentence: "free of charge via".
    """
    labels = labels_in(line)
    if not labels or labels[-1].kind is None:
        return None
    label = labels[-1]
    has_rest = any(sign.isalnum() for sign in line.folded[label.end :])
    is_sentence = _other_words(line, label.start) > _WORDS_BEFORE
    return None if has_rest or (is_sentence and not _COLON.search(line.folded[label.start : label.end])) else label


def _other_words(line: Readable, stop: int) -> int:
    """Count the words before `stop` that are no labels: "Date of birth / Date de naissance" has none."""
    covered = [(start, end) for _, start, end in label_words(line)]
    covered += [(label.start, label.end) for label in labels_in(line)]
    words = (match.start() for match in _WORD.finditer(line.plain, 0, stop))
    return sum(not any(start <= at < end for start, end in covered) for at in words)


def _is_believed(label: Label, line: Readable, place: tuple[int, int]) -> bool:
    """Tell whether a value behind a label without a colon is one: "Contact support" names nobody."""
    if label.is_marked or label.kind not in (EntityKind.PERSON, EntityKind.ADDRESS):
        return True
    words = line.folded[place[0] : place[1]].split()
    is_cjk = words[0][0] >= "\u2e80"
    if label.kind is EntityKind.ADDRESS:
        return any(sign.isdigit() for sign in line.folded[place[0] : place[1]])
    is_all = not line.folded[place[1] :].strip(" .,;")
    names = [word[0].isupper() or _is_name(word) for word in words[:2]]
    return is_cjk or (len(words) > 1 and (all(names) or (is_all and any(names) and _is_name(words[0]))))


def _is_name(word: str) -> bool:
    bare = plain(word).strip(".,")
    is_known = bare in name_lists.given_names() or bare in name_lists.surnames()
    return is_known and (len(bare) > _SHORT or bare not in name_lists.also_words())
