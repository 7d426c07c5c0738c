"""Know which words are names of people: given names and surnames of Europe and the Americas, Chinese surnames and signs.

The lists lie in `resources/names` (origin and licences in its README). Does not decide what a word in a text is.
"""

import functools
import re
import tomllib
from pathlib import Path

from model_runtime.protocol.resource_files import resource_path

_PARTICLE = re.compile(r"([a-z]+)['\-](?=[^\W\d_])(?=[^a-zß-ÿ])")


@functools.cache
def given_names() -> frozenset[str]:
    """Given names in plain letters: lower case, no accents."""
    return _words("given.txt")


@functools.cache
def surnames() -> frozenset[str]:
    """Surnames in plain letters."""
    return _words("surnames.txt")


@functools.cache
def also_words() -> frozenset[str]:
    """Names that are also towns or everyday words of one of the languages ("may", "lang", "florence")."""
    return _words("also_words.txt")


@functools.cache
def small_words() -> frozenset[str]:
    """Names that running text has as words in small letters ("sala", "vita", "dann")."""
    return _words("small_words.txt")


@functools.cache
def chinese_surnames() -> frozenset[str]:
    """Surnames of one or two signs."""
    return _words("chinese_surnames.txt")


@functools.cache
def chinese_given_signs() -> frozenset[str]:
    """Signs that given names are made of."""
    return _words("chinese_given.txt")


@functools.cache
def words(group: str) -> frozenset[str]:
    """Return a group of `name_words.toml`, for example `titles`."""
    read = tomllib.loads(Path(__file__).with_name("name_words.toml").read_text("utf-8"))
    return frozenset(read[group])


def is_capitalised(word: str) -> bool:
    """Tell whether `word` is written as a name: "Zahra", and "al-Zahra", whose small letters are a particle."""
    particle = _PARTICLE.match(word)
    return word[0].isupper() or (particle is not None and particle[1] in words("joined"))


def _words(name: str) -> frozenset[str]:
    return frozenset(resource_path("names", name).read_text("utf-8").split())
