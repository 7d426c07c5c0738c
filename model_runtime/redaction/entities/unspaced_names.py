"""Find names in scripts whose words are not set apart: Chinese, Japanese, Korean. Wherever they stand, one sign with care.

A family name of one sign is also a word and a part of words: it counts beside a given name, where it stands alone, and
before asterisks or a form of address. Knows no header: it is given the names.
"""

import itertools
import re
from collections.abc import Iterable, Iterator

_SIGN = re.compile("[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff]")
_BETWEEN = re.compile(r"[\s^,.\-·・]+")
_STANDS_FOR_A_NAME = re.compile(
    "某|先生|女士|小姐|太太|同学|老师|医生|醫師|医师|师傅|님|씨|군|양|氏|様|殿|さん|ちゃん|くん|君"
)
"""What follows a family name whose given name is left out."""


class UnspacedNames:
    """Finds the names in texts. `people`: names as they stand in a header, `places`: of places."""

    def __init__(self, people: Iterable[str], places: Iterable[str]) -> None:
        self._runs, self._single = set[str](), set[str]()
        for text in people:
            for group in text.split("="):
                words = [word for word in _BETWEEN.split(group) if _SIGN.search(word)][:4]
                self._runs |= {word for word in words if len(word) > 1}
                self._runs |= {"".join(pair) for pair in itertools.permutations(words, 2)}
                self._single |= {word for word in words[:1] if len(word) == 1}
        for text in places:
            words = re.split(r"[\s^=,.\-]+", text)
            self._runs |= {word for word in words if len(word) > 1 and _SIGN.search(word)}

    def found_in(self, text: str) -> Iterator[tuple[int, int]]:
        """Yield where in `text` one of them stands."""
        for word in self._runs:
            for match in re.finditer(re.escape(word), text):
                yield match.span()
        for sign in self._single:
            for match in re.finditer(re.escape(sign), text):
                if self._is_alone(text, *match.span()):
                    yield match.span()

    def _is_alone(self, text: str, first: int, last: int) -> bool:
        if first and _SIGN.match(text, first - 1):
            return False
        return not _SIGN.match(text, last) or _STANDS_FOR_A_NAME.match(text, last) is not None
