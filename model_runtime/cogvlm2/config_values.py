"""Read numbers from a parsed config.json, believing none: each is of its kind and within bounds, or the key is named.

Does not know which numbers a network needs.
"""

from collections.abc import Mapping

_LARGEST = 1 << 20
"""No size of any published model comes near; a larger one is a mistake or an attack."""


class ConfigError(ValueError):
    """A config.json does not describe the network that it should; the text names the key and never quotes its value."""


def size(document: Mapping[str, object], key: str, default: int | None = None) -> int:
    """Return a positive number of parts. Raises ConfigError."""
    value = document.get(key, default)
    if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= _LARGEST:
        raise ConfigError(key)
    return value


def number(document: Mapping[str, object], key: str, default: float) -> float:
    """Return a positive number. Raises ConfigError."""
    value = document.get(key, default)
    if not isinstance(value, int | float) or isinstance(value, bool) or not 0 < value < 1e12:
        raise ConfigError(key)
    return float(value)


def fraction(document: Mapping[str, object], key: str, default: float) -> float:
    """Return a number between 0 and 1. Raises ConfigError."""
    value = number(document, key, default)
    if value >= 1:
        raise ConfigError(key)
    return value


def token_ids(document: Mapping[str, object], key: str, default: object, vocab_size: int) -> tuple[int, ...]:
    """Return one token id or several, each of the vocabulary. Raises ConfigError."""
    value = document.get(key, default)
    ids = value if isinstance(value, list) else [value]
    if not ids or not all(isinstance(i, int) and not isinstance(i, bool) and 0 <= i < vocab_size for i in ids):
        raise ConfigError(key)
    return tuple(ids)
