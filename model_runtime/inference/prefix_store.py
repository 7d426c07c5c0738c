"""Keep the caches of several pictures in host memory, the least recently used going first.

A picture of CogVLM2-19B takes 302 MB in bfloat16 and saves 153 TFLOP when it is asked about again.
Does not write to disk: what a picture looks like is in there, and must not outlive the process.
"""

from collections import OrderedDict
from collections.abc import Hashable

from model_runtime.inference.kv_cache import Prefix


class PrefixStore:
    """Saved prefixes by key, at most `limit_bytes` together."""

    def __init__(self, limit_bytes: int) -> None:
        self._limit_bytes = limit_bytes
        self._prefixes: OrderedDict[Hashable, Prefix] = OrderedDict()

    def __len__(self) -> int:
        return len(self._prefixes)

    def __contains__(self, key: Hashable) -> bool:
        return key in self._prefixes

    @property
    def size_bytes(self) -> int:
        """Host memory that is taken now."""
        return sum(prefix.size_bytes for prefix in self._prefixes.values())

    def get(self, key: Hashable) -> Prefix | None:
        """Return a prefix and count it as used; None if it is not here."""
        if key not in self._prefixes:
            return None
        self._prefixes.move_to_end(key)
        return self._prefixes[key]

    def put(self, key: Hashable, prefix: Prefix) -> None:
        """Keep a prefix and forget older ones until all fit; one that never fits is not kept."""
        self._prefixes[key] = prefix
        self._prefixes.move_to_end(key)
        while self._prefixes and self.size_bytes > self._limit_bytes:
            self._prefixes.popitem(last=False)

    def clear(self) -> None:
        """Forget everything."""
        self._prefixes.clear()
