"""Find Chinese names: a surname and one or two signs of given names, where the words around them show a person.

Chinese is written without blanks and most surnames are also words (高 high, 金 gold, 方 side), so a name counts only
where it stands alone, or beside a word that goes with people: 联系, 患者, 先生, 女士, 医生. Names behind labels with a colon
are found by `labelled.py`.
"""

import functools
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

from model_runtime.redaction.entities import name_lists
from model_runtime.redaction.entities.entity import Entity, EntityKind
from model_runtime.redaction.entities.readable import Readable

_HAN = re.compile(r"[\u4e00-\u9fff]+")
_SHOWN, _TITLED = 0.6, 0.8


def chinese_names_in(line: Readable) -> Iterator[Entity]:
    """Yield names with their places."""
    for run in _HAN.finditer(line.folded):
        yield from _names_in_run(run[0], run.start())


def _names_in_run(run: str, offset: int) -> Iterator[Entity]:
    index = 0
    while index < len(run):
        found = next(
            ((length, score) for length in _lengths(run, index) if (score := _score(run, index, length))), None
        )
        if found is None:
            index += 1
            continue
        length, score = found
        yield Entity(EntityKind.PERSON, offset + index, offset + index + length, score, "name-chinese")
        index += length


def _lengths(run: str, index: int) -> list[int]:
    """Return how long a name that starts at `index` may be, likeliest first."""
    for surname in (2, 1):
        if run[index : index + surname] in name_lists.chinese_surnames() and index + surname < len(run):
            return [length for length in (surname + 2, surname + 1) if index + length <= len(run)]
    return []


def _score(run: str, index: int, length: int) -> float:
    """Return how sure it is that a person's name stands there; 0 for none."""
    name, before, after = run[index : index + length], run[:index], run[index + length :]
    surname = 2 if name[:2] in name_lists.chinese_surnames() and length > 2 else 1
    if (
        name[:2] in _words("words")
        or (length == 3 and name[1:] in _words("words"))
        or name[-2:] in _words("sure_after")
    ):
        return 0.0
    if not all(sign in name_lists.chinese_given_signs() for sign in name[surname:]):
        return (
            _TITLED
            if after.startswith(_words("sure_after")) and (not before or before.endswith(_words("before")))
            else 0.0
        )
    is_after = not after or after.startswith(_words("after"))
    is_before = not before or before.endswith(_words("before"))
    is_shown = before.endswith(_words("sure_before")) or after.startswith(_words("sure_after"))
    if not (is_after and is_before) and not is_shown:
        return 0.0
    if after.startswith(_words("sure_after")):
        return _TITLED
    return _SHOWN


@functools.cache
def _words(group: str) -> tuple[str, ...]:
    """Return a group of `chinese_words.toml`, for example `before`."""
    read = tomllib.loads(Path(__file__).with_name("chinese_words.toml").read_text("utf-8"))
    return tuple(read[group].split())
