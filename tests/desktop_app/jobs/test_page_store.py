"""The one place where pixels stay has a bound in bytes, lets the oldest go first, and lets everything go when told to."""

import threading

import pytest

from desktop_app.jobs.page_store import (
    CEILING_BYTES,
    FLOOR_BYTES,
    PAGE_BYTES,
    PageStore,
    limit_for,
    size_bytes,
    source_key,
)
from desktop_app.runtime_client.values import Box, RedactedPage, SourceView, Word
from model_runtime.protocol.framing import MAX_FRAME_BYTES
from tests.helpers.pages import page_of, small_page, white_view

NEVER = threading.Event()


def _page(pixel_bytes: int, words: int = 0) -> RedactedPage:
    """Return a page of about that size; nobody looks at its sides."""
    return page_of(bytes(pixel_bytes), (1, 1), words=(Word("word", Box(0, 0, 1, 1)),) * words)


def test_the_bound_is_in_bytes_and_the_oldest_goes_first() -> None:
    """Whatever comes, no more than the bound is kept; what was used last stays."""
    store = PageStore(10 * (1000 + PAGE_BYTES))
    for number in range(100):
        store.put(str(number), _page(1000), "job", NEVER)
        assert store.get("0", RedactedPage) is not None  # somebody looks at it all the time
        assert store.size_bytes <= store.limit_bytes
    assert len(store) == 10
    assert [str(number) for number in range(100) if store.get(str(number), RedactedPage)] == [
        "0",
        *map(str, range(91, 100)),
    ]


def test_many_tiny_pages_are_bounded_too() -> None:
    """Pages cost something each, however small they are."""
    store = PageStore(50 * PAGE_BYTES)
    for number in range(1000):
        store.put(str(number), _page(0), "job", NEVER)
    assert len(store) == 50


def test_words_count() -> None:
    """A page without pixels to speak of may have a hundred thousand words."""
    store = PageStore(1_000_000)
    store.put("words", _page(10, words=100_000), "job", NEVER)
    assert (len(store), store.size_bytes) == (0, 0)


def test_a_page_that_never_fits_is_not_kept() -> None:
    """Nothing else may have to go for it in vain, either: all that was there is made again when wanted."""
    store = PageStore(5000)
    store.put("large", _page(6000), "job", NEVER)
    assert store.get("large", RedactedPage) is None
    assert store.size_bytes == 0


def test_what_is_forgotten_is_gone_and_counted_so() -> None:
    """By key, by the job that made it, or everything."""
    store = PageStore(100_000)
    for number in range(6):
        store.put(str(number), _page(100), f"job {number % 2}", NEVER)
    store.forget(["0", "not there"])
    store.forget(job_ids=["job 1"])
    assert [number for number in range(6) if store.get(str(number), RedactedPage)] == [2, 4]
    assert store.size_bytes == 2 * size_bytes(_page(100))
    store.clear()
    assert (len(store), store.size_bytes) == (0, 0)


def test_a_stopped_job_puts_nothing() -> None:
    """Whoever stopped it has already forgotten what it had made: nothing may come after."""
    store, stop = PageStore(100_000), threading.Event()
    stop.set()
    store.put("late", _page(100), "job", stop)
    assert store.get("late", RedactedPage) is None


def test_a_page_that_comes_twice_is_kept_once_and_stays_with_its_first_job() -> None:
    """A look again makes the very page that is sent; forgetting the look must not take that away."""
    store = PageStore(100_000)
    store.put("same", _page(100), "first", NEVER)
    store.put("same", _page(100), "second", NEVER)
    store.forget(job_ids=["second"])
    assert store.get("same", RedactedPage) is not None
    assert store.size_bytes == size_bytes(_page(100))


@pytest.mark.parametrize("memory_gib", [0, 1, 4, 16, 1024])
def test_the_bound_follows_the_machine_within_reason(memory_gib: int) -> None:
    """The largest page that a frame carries always fits, and a large machine is no reason for more than is useful."""
    limit = limit_for(memory_gib << 30)
    assert MAX_FRAME_BYTES < FLOOR_BYTES <= limit <= CEILING_BYTES
    assert limit_for(16 << 30) == CEILING_BYTES


def test_source_pages_of_different_files_numbers_and_sizes_have_different_keys() -> None:
    """The key of what a person sees says of which file it is."""
    keys = {source_key(*what) for what in (("a", 1, 10), ("b", 1, 10), ("a", 2, 10), ("a", 1, 11))}
    assert len(keys) == 4


def test_the_size_of_a_page_is_that_of_its_pixels_and_words() -> None:
    """And never less."""
    page = small_page(1, 1)
    assert size_bytes(page) >= len(page.picture.pixels)
    assert size_bytes(_page(10, words=5)) > size_bytes(_page(10))


def test_a_smaller_bound_holds_at_once() -> None:
    """What was used longest ago goes, as if it had never fitted."""
    store = PageStore(10 * (1000 + PAGE_BYTES))
    for number in range(10):
        store.put(str(number), _page(1000), "job", NEVER)
    store.limit(3 * (1000 + PAGE_BYTES))
    assert [str(number) for number in range(10) if store.get(str(number), RedactedPage)] == ["7", "8", "9"]


def test_what_a_person_chooses_counts_on_any_machine() -> None:
    """But for what is less than one page takes."""
    assert limit_for(8 * 1024**3, 512) == 512 * 1024 * 1024
    assert limit_for(0, 1) == FLOOR_BYTES
    assert limit_for(8 * 1024**3, 0) == limit_for(8 * 1024**3)


def test_a_source_page_never_comes_out_as_a_redacted_one() -> None:
    """Whatever the key says, each comes out as what it is or not at all."""
    store = PageStore(100_000)
    store.put("redacted", _page(100), "job", NEVER)
    store.put("source", white_view(1, 4, 2), "job", NEVER)
    assert store.get("source", RedactedPage) is None
    assert store.get("redacted", SourceView) is None
    assert store.get("source", SourceView) == white_view(1, 4, 2)
