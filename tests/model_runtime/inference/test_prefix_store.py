"""Pictures are kept as long as there is room; the one that was not asked about for longest goes first."""

import torch

from model_runtime.inference.kv_cache import Prefix
from model_runtime.inference.prefix_store import PrefixStore

PREFIX = Prefix((torch.zeros(1, 2, 3, 4),), (torch.zeros(1, 2, 3, 4),))
SIZE = PREFIX.size_bytes


def test_the_least_recently_used_goes_first() -> None:
    """Asking for a prefix makes it young again."""
    store = PrefixStore(2 * SIZE)
    store.put("a", PREFIX)
    store.put("b", PREFIX)
    assert store.get("a") is PREFIX
    store.put("c", PREFIX)
    assert ("a" in store, "b" in store, "c" in store) == (True, False, True)
    assert store.get("b") is None


def test_the_limit_holds_whatever_comes() -> None:
    """A prefix that can never fit is not kept, nor anything above the limit."""
    store = PrefixStore(SIZE - 1)
    store.put("a", PREFIX)
    assert (len(store), store.size_bytes) == (0, 0)


def test_putting_again_replaces() -> None:
    """The same key twice takes its room once."""
    store = PrefixStore(2 * SIZE)
    store.put("a", PREFIX)
    store.put("a", PREFIX)
    assert (len(store), store.size_bytes) == (1, SIZE)


def test_clear_forgets_everything() -> None:
    """After unloading nothing of a picture is left."""
    store = PrefixStore(SIZE)
    store.put("a", PREFIX)
    store.clear()
    assert (len(store), store.size_bytes) == (0, 0)
